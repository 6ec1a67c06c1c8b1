"""When an acte is exécutoire and until when it may be attacked: by the law of its day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.body import Body, Category
from avenant_builder.model.event import Event, EventType
from avenant_builder.tracking.calendar import is_working_day
from avenant_builder.tracking.executory import LegalDates, last_day, legal_dates
from avenant_builder.tracking.facts import acte_of
from builders import a_body
from events import a_fact

TOWN = a_body(id="ville", name="Ville inventée", category=Category.COMMUNE, population=5000)
VILLAGE = a_body(id="ville", name="Village inventé", category=Category.COMMUNE, population=900)


def legal(body: Body, *events: Event) -> LegalDates:
    found = legal_dates(body, acte_of(events))
    assert found is not None
    return found


def facts(adopted: date, **days: Any) -> list[Event]:
    """An acte and what follows; a pair is a day and a note."""
    found = [a_fact(EventType.ACTE_ADOPTED, adopted, 1)]
    for line, (name, told) in enumerate(days.items(), start=2):
        day, note = told if isinstance(told, tuple) else (told, "")
        found.append(a_fact(EventType[name.upper()], day, line, note=note))
    return found


def test_the_acte_of_2019_is_executory_at_the_later_of_reception_and_posting() -> None:
    posted = (date(2019, 2, 6), "Affiché en mairie")
    found = legal(
        TOWN, *facts(date(2019, 1, 31), acte_received=date(2019, 2, 4), acte_published=posted)
    )
    assert found.executory_on == date(2019, 2, 6)
    assert found.prefect_until == date(2019, 4, 5)
    assert found.appeal_until == date(2019, 4, 8)  # the 7th is a Sunday
    assert not found.waits and "avant le 1er juillet 2022" in found.regime


@pytest.mark.parametrize(
    ("body", "executory", "waits"),
    [(TOWN, None, ("la publication électronique",)), (VILLAGE, date(2022, 7, 6), ())],
)
def test_since_july_2022_a_posting_serves_small_communes_only(
    body: Body, executory: date | None, waits: tuple[str, ...]
) -> None:
    posted = (date(2022, 7, 6), "Affiché en mairie")
    events = facts(date(2022, 7, 1), acte_received=date(2022, 7, 4), acte_published=posted)
    found = legal(body, *events)
    assert (found.executory_on, found.waits) == (executory, waits)


def test_the_day_before_the_reform_is_under_the_former_law() -> None:
    posted = (date(2022, 7, 6), "Affiché en mairie")
    events = facts(date(2022, 6, 30), acte_received=date(2022, 7, 4), acte_published=posted)
    assert legal(TOWN, *events).executory_on == date(2022, 7, 6)


def test_what_is_not_known_is_waited_for() -> None:
    found = legal(TOWN, *facts(date(2019, 1, 31)))
    assert found.executory_on is found.prefect_until is found.appeal_until is None
    assert found.waits == ("la réception par la préfecture", "la publication")


def test_pieces_asked_for_stop_the_clock_of_the_prefet_until_they_are_given() -> None:
    events = facts(
        date(2019, 1, 31), acte_received=date(2019, 2, 4), pieces_asked=date(2019, 2, 20)
    )
    asked = legal(TOWN, *events)
    assert asked.prefect_until is None and asked.incomplete
    given_back = legal(TOWN, *events, a_fact(EventType.PIECES_GIVEN, date(2019, 3, 1), 9))
    assert given_back.prefect_until == date(2019, 5, 2) and not given_back.incomplete


def test_an_association_has_no_such_dates() -> None:
    assert legal_dates(a_body(), acte_of(facts(date(2019, 1, 31)))) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2019, 2, 4), date(2019, 4, 5)),
        (date(2018, 12, 31), date(2019, 3, 1)),
        (date(2018, 12, 28), date(2019, 3, 1)),
        (date(2019, 12, 29), date(2020, 3, 2)),  # 29 February, then a Sunday
        (date(2019, 2, 28), date(2019, 4, 29)),
        (date(2019, 3, 7), date(2019, 5, 9)),  # the 8th of May is a holiday
    ],
)
def test_a_franc_delay_counts_neither_its_first_day_nor_its_last(start: date, end: date) -> None:
    assert last_day(start) == end


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_delay_ends_on_a_working_day_two_months_on(start: date) -> None:
    end = last_day(start)
    assert is_working_day(end)
    assert 59 < (end - start).days < 70


@pytest.mark.parametrize(
    ("category", "population", "adopted", "regime"),
    [
        (
            Category.COMMUNE,
            20_000,
            date(2022, 6, 30),
            "droit d’avant le 1er juillet 2022 : affichage ou publication",
        ),
        (
            Category.COMMUNE,
            20_000,
            date(2022, 7, 1),
            "droit depuis le 1er juillet 2022 : publication électronique",
        ),
        (
            Category.COMMUNE,
            100,
            date(2022, 7, 1),
            "droit depuis le 1er juillet 2022 : publication électronique, ou celle que l’assemblée "
            "a choisie là où la loi le permet",
        ),
    ],
)
def test_the_law_of_the_day_is_named(
    category: Category, population: int, adopted: date, regime: str
) -> None:
    body = a_body(category=category, population=population)
    assert legal(body, a_fact(EventType.ACTE_ADOPTED, adopted, 1)).regime == regime


@pytest.mark.parametrize(
    ("category", "sources"),
    [
        (
            Category.COMMUNE,
            "CGCT, art. L. 2131-1 et L. 2131-2 ; déféré : CGCT, art. L. 2131-6 ; "
            "recours : CJA, art. R. 421-1 ; délais francs",
        ),
        (
            Category.DEPARTEMENT,
            "CGCT, art. L. 3131-1 et L. 3131-2 ; déféré : article propre à confirmer ; "
            "recours : CJA, art. R. 421-1 ; délais francs",
        ),
    ],
)
def test_the_articles_are_named(category: Category, sources: str) -> None:
    body = a_body(category=category)
    assert legal(body, a_fact(EventType.ACTE_ADOPTED, date(2019, 1, 31), 1)).sources == sources
