"""The edges of the follow-up's rules: first and last days, unknown facts, the very words.

All bodies, people and facts are invented.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from dateutil.easter import easter as reference_easter

from avenant_builder.model.body import Body, Category
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.event import Event, EventType
from avenant_builder.problems import Place, Problem
from avenant_builder.tracking.assemblies import acte_name, assembly_name
from avenant_builder.tracking.calendar import easter
from avenant_builder.tracking.campaign import SeatStatus, campaign
from avenant_builder.tracking.paths import must_publish_online
from avenant_builder.tracking.state import State, Totals
from builders import a_body, a_dossier, a_seat
from events import a_fact, a_story

DAY = date(2019, 6, 30)
SIREN = "214299999"
IDENTIFIER = f"042-{SIREN}-20181201-DEL_1-DE"
COMMUNE = a_body(category=Category.COMMUNE, siren=SIREN)


def only(events: Sequence[Event], body: Body = COMMUNE, **facts: Any) -> SeatStatus:
    [found] = campaign(a_dossier(bodies=(body,)), events, facts.get("by", ()), as_of=DAY).seats
    return found


def messages(found: SeatStatus, rule: str) -> list[str]:
    return [problem.message for problem in found.problems if problem.rule == rule]


def test_easter_is_that_of_the_reference_library_for_centuries() -> None:
    years = range(1583, 4100)
    assert [easter(year) for year in years] == [reference_easter(year) for year in years]


@pytest.mark.parametrize(
    ("category", "population", "adopted", "expected"),
    [
        (Category.COMMUNE, 3_500, date(2022, 7, 1), True),
        (Category.COMMUNE, 3_499, date(2022, 7, 1), False),
        (Category.COMMUNE, None, date(2022, 7, 1), False),
        (Category.COMMUNE, 3_500, date(2022, 6, 30), False),
        (Category.EPCI, 100, date(2022, 7, 1), True),
        (Category.SYNDICAT, 100_000, date(2022, 7, 1), False),
        (Category.ETABLISSEMENT_PUBLIC, None, date(2022, 7, 1), False),
        (Category.REGION, None, date(2022, 7, 1), True),
        (Category.DEPARTEMENT, None, date(2022, 7, 1), True),
        (Category.ETAT, None, date(2022, 7, 1), False),
    ],
)
def test_who_must_publish_online(
    category: Category, population: int | None, adopted: date, expected: bool
) -> None:
    assert (
        must_publish_online(a_body(category=category, population=population), adopted) is expected
    )


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((19, 0, 20, 0), "0 / 19 organismes, 0 / 20 sièges signés ; il manque 20"),
        ((1, 0, 2, 1), "0 / 1 organisme, 1 / 2 sièges signés ; il manque 1"),
        ((1, 1, 1, 1), "1 / 1 organisme, 1 / 1 siège signé ; il ne manque rien"),
    ],
)
def test_totals_are_said_in_french(totals: tuple[int, int, int, int], words: str) -> None:
    bodies, complete, seats, signed = totals
    found = Totals(bodies=bodies, complete_bodies=complete, seats=seats, signed_seats=signed)
    assert (
        str(found).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        == words
    )


def test_the_step_of_a_body_that_ended_says_which_condition_it_fails() -> None:
    ended = only((), a_body(exists_to=date(2018, 12, 31)))
    step, *_ = ended.steps
    assert (step.state, step.met, step.event) == (State.OUT, False, None)
    assert step.label == "Organisme et titulaire en place"
    assert step.rule == "R-BODY-01, signatories.csv"
    assert step.text == "l’organisme n’existe que jusqu’au 31/12/2018"
    assert ended.since == date(2018, 12, 31)


def test_a_body_that_does_not_exist_yet_is_out_too() -> None:
    coming = only((), a_body(exists_from=date(2019, 7, 1)))
    assert (coming.state, coming.since) == (State.OUT, None)
    assert coming.reason == "l’organisme n’existe qu’à partir du 01/07/2019"
    assert only((), a_body(exists_from=DAY)).state is not State.OUT


def test_a_fault_names_the_line_of_its_event() -> None:
    sent_late = only(a_story(acte_transmis=date(2018, 12, 5)))
    [problem] = [found for found in sent_late.problems if found.rule == "R-DATE-04"]
    assert problem.place == Place("data/2019/journal.jsonl", 3)
    assert problem.message.startswith("Les Amis inventés : acte reçu le 04/12/2018")


def test_the_number_of_an_identifier_is_compared_with_that_of_the_event_first() -> None:
    def told(**facts: str) -> list[str]:
        story = a_story(
            acte_adopte={"number": "DEL_9"}, acte_recu={"identifier": IDENTIFIER, **facts}
        )
        return messages(only(story), "R-ACT-05")

    assert told(number="DEL_1") == []
    assert "numéro d’acte « DEL_9 »" in told()[0].replace("\N{NO-BREAK SPACE}", " ")
    nothing_to_compare = a_story(acte_adopte=None, acte_recu={"identifier": IDENTIFIER})
    assert messages(only(nothing_to_compare), "R-ACT-05") == []


def by_delegation(**facts: Any) -> SeatStatus:
    defaults: dict[str, Any] = {
        "seat": "AMIS",
        "delegate": "Zoé INVENTÉE",
        "title": "L’Adjointe, ",
        "deed": "ARR_1",
        "place": Place("data/delegations.csv", 2),
    }
    row = Delegation(**defaults | facts)
    return only(a_story(signe_papier={"signer": "Zoé Inventée"}), by=(row,))


def test_a_delegation_counts_from_the_day_of_its_publication() -> None:
    assert messages(by_delegation(published_on=date(2018, 12, 10)), "R-DEL-02") == []
    [later] = messages(by_delegation(published_on=date(2018, 12, 11)), "R-DEL-02")
    assert later.endswith("publiée le 11/12/2018")
    [never] = messages(by_delegation(), "R-DEL-02")
    assert never.endswith("non publiée")


def test_a_delegation_without_a_first_or_last_day_is_open() -> None:
    published = date(2018, 1, 1)
    [ended] = messages(by_delegation(published_on=published, until=date(2018, 12, 9)), "R-DEL-01")
    assert ended.endswith("du … au 09/12/2018")
    [coming] = messages(by_delegation(published_on=published, since=date(2018, 12, 11)), "R-DEL-01")
    assert coming.endswith("du 11/12/2018 au …")
    for last in ({"until": date(2018, 12, 10)}, {"since": date(2018, 12, 10)}, {}):
        assert messages(by_delegation(published_on=published, **last), "R-DEL-01") == []


@pytest.mark.parametrize(
    ("category", "name", "assembly", "acte"),
    [
        (
            Category.COMMUNE,
            "Ville inventée",
            "conseil municipal",
            "la délibération du conseil municipal",
        ),
        (
            Category.EPCI,
            "Communauté de communes inventée",
            "conseil communautaire",
            "la délibération du conseil communautaire",
        ),
        (
            Category.EPCI,
            "Métropole inventée",
            "conseil",
            "la délibération du conseil de Métropole inventée",
        ),
        (
            Category.CAF,
            "Caf inventée",
            "conseil d’administration",
            "la décision du conseil d’administration",
        ),
        (
            Category.ASSOCIATION,
            "Les Amis inventés",
            "instance compétente",
            "la décision de votre instance compétente",
        ),
        (Category.ETAT, "État inventé", "", ""),
    ],
)
def test_what_is_asked_of_each_assembly(
    category: Category, name: str, assembly: str, acte: str
) -> None:
    body = a_body(category=category, name=name)
    assert (assembly_name(body), acte_name(body)) == (assembly, acte)


def test_a_vacant_seat_names_the_day() -> None:
    vacant = a_dossier(bodies=(COMMUNE,), seats=(a_seat(tenures=()),))
    [found] = campaign(vacant, (), (), as_of=DAY).seats
    assert (found.state, found.reason) == (State.OUT, "siège vacant le 30/06/2019")


def test_rules_are_told_once_each() -> None:
    twice = (*a_story(), a_fact(EventType.PIECES_ASKED, date(2018, 12, 20), 20))
    rules = [problem.rule for problem in only(twice).problems if isinstance(problem, Problem)]
    assert rules.count("R-ACT-07") == 1
