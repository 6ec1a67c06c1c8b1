"""Every rule of the follow-up: a story that breaks it, and the like that keeps it. All invented."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest

from avenant_builder.model.body import Body, Category
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.event import EffectDate, Event, EventType
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Place
from avenant_builder.rules.catalogue_follow import FOLLOW_RULES
from avenant_builder.tracking.campaign import Campaign, campaign
from avenant_builder.tracking.checks import BREAKING
from avenant_builder.tracking.state import State
from builders import a_body, a_dossier, a_seat, a_tenure
from events import a_fact, a_story
from goldens import assert_approved, told

SIREN = "214299999"
COMMUNE = a_body(category=Category.COMMUNE, siren=SIREN)
LARGE = a_body(category=Category.COMMUNE, population=20_000)
SMALL = a_body(category=Category.COMMUNE, population=3_499)
NEW_LAW = date(2022, 7, 1)
OLD_LAW = date(2022, 6, 30)


class Story(NamedTuple):
    events: tuple[Event, ...]
    body: Body = COMMUNE
    seat: Seat = a_seat()
    delegations: tuple[Delegation, ...] = ()


class Case(NamedTuple):
    """A rule, a story that breaks it, one that nearly does, and words of the message."""

    rule: str
    broken: Story
    kept: Story
    words: Iterable[str]


def a_delegation(**facts: Any) -> Delegation:
    defaults: dict[str, Any] = {
        "seat": "AMIS",
        "delegate": "Zoé INVENTÉE",
        "title": "L’Adjointe, ",
        "deed": "ARR_1",
        "deed_on": date(2018, 1, 10),
        "published_on": date(2018, 1, 11),
        "place": Place("data/delegations.csv", 2),
    }
    return Delegation(**defaults | facts)


def by_zoe(*delegations: Delegation, **facts: Any) -> Story:
    signed = {"signer": "Zoé Inventée", **facts}
    return Story(a_story(signe_papier=signed), delegations=delegations)


def numbered(number: str = "DEL_1", identifier: str = "") -> Story:
    facts = {"number": number, "identifier": identifier}
    return Story(a_story(acte_recu=facts, acte_adopte={"number": number}))


def identified(identifier: str) -> Story:
    return numbered(identifier=identifier)


def in_the_identifier(number: str) -> Story:
    """A number that only the identifier tells."""
    return Story(a_story(acte_recu={"identifier": GOOD_ID.replace("DEL_1", number)}))


def posted(adopted: date, body: Body = LARGE) -> Story:
    """A story of three years later, its acte shown on a board."""
    adoption = [
        a_fact(EventType.ACTE_ADOPTED, adopted, 1),
        a_fact(EventType.ACTE_RECEIVED, date(2022, 7, 2), 2),
        a_fact(EventType.ACTE_PUBLISHED, date(2022, 7, 3), 3, note="Affiché en mairie"),
    ]
    return Story(tuple(adoption), body=body)


def more(kind: EventType, line: int = 20, **facts: Any) -> Event:
    return a_fact(kind, date(2018, 12, 20), line, **facts)


GOOD_ID = f"042-{SIREN}-20181201-DEL_1-DE"
ASKED = more(EventType.PIECES_ASKED)
TWO_MAYORS = a_seat(
    tenures=(
        a_tenure(first_name="Eva", until=date(2018, 6, 30)),
        a_tenure(first_name="Ada", since=date(2018, 7, 1)),
    )
)
CASES = (
    Case("R-ACT-01", numbered("2019-006"), numbered("DEL_2019_006"), ["2019-006"]),
    Case("R-ACT-01", numbered("A" * 16), numbered("A" * 15), ["A" * 16]),
    Case("R-ACT-01", numbered("DEL_"), numbered("D"), ["DEL_"]),
    Case("R-ACT-01", in_the_identifier("DEL-1"), in_the_identifier("DEL_1"), ["« DEL-1 »"]),
    Case(
        "R-ACT-02",
        identified(GOOD_ID.replace("1201", "1202")),
        identified(GOOD_ID),
        ["20181202", "01/12/2018 (événement n° 1"],
    ),
    Case("R-ACT-03", identified(GOOD_ID.replace(SIREN, "2" * 9)), identified(GOOD_ID), [SIREN]),
    Case("R-ACT-04", Story(a_story(acte_publie=None)), Story(a_story()), ["04/12/2018"]),
    Case("R-ACT-05", identified(GOOD_ID.replace("DEL_1", "DEL_2")), identified(GOOD_ID), ["DEL_1"]),
    Case(
        "R-ACT-06", identified(GOOD_ID.replace("1201", "1232")), identified(GOOD_ID), ["20181232"]
    ),
    Case("R-ACT-06", identified("DEL_1"), identified(GOOD_ID), ["DEL_1"]),
    Case(
        "R-ACT-07",
        Story((*a_story(), ASKED)),
        Story((*a_story(), ASKED, more(EventType.PIECES_GIVEN, 21))),
        ["20/12/2018"],
    ),
    Case(
        "R-ACT-08",
        Story((*a_story(), more(EventType.REFERRED))),
        Story((*a_story(), more(EventType.REMARKS))),
        ["20/12/2018"],
    ),
    Case(
        "R-BODY-01",
        Story(a_story(), body=a_body(exists_to=date(2018, 12, 9))),
        Story(a_story(), body=a_body(exists_to=date(2018, 12, 10))),
        ["09/12/2018", "10/12/2018"],
    ),
    Case(
        "R-BODY-01",
        Story(a_story(), body=a_body(exists_from=date(2018, 12, 11))),
        Story(a_story(), body=a_body(exists_from=date(2018, 12, 10))),
        ["11/12/2018", "10/12/2018"],
    ),
    Case(
        "R-DATE-01",
        Story(a_story(signe_papier=date(2018, 11, 30))),
        Story(a_story(signe_papier=date(2018, 12, 1))),
        ["30/11/2018 (événement n° 7, sans pièce)", "01/12/2018 (événement n° 1, sans pièce)"],
    ),
    Case(
        "R-DATE-01",
        Story(a_story(signe_papier=EffectDate(2018, 11))),
        Story(a_story(signe_papier=EffectDate(2018, 12))),
        ["novembre 2018", "01/12/2018"],
    ),
    Case(
        "R-DATE-02",
        Story(a_story(signe_papier=date(2018, 12, 3))),
        Story(a_story(signe_papier=date(2018, 12, 4))),
        ["03/12/2018", "04/12/2018"],
    ),
    Case(
        "R-DATE-03",
        Story(a_story(signe_papier=date(2018, 12, 4))),
        Story(a_story(signe_papier=date(2018, 12, 5))),
        ["04/12/2018", "05/12/2018"],
    ),
    Case(
        "R-DATE-04",
        Story(a_story(acte_recu=date(2018, 12, 3))),
        Story(a_story()),
        ["03/12/2018", "04/12/2018"],
    ),
    Case(
        "R-DATE-05",
        Story(a_story(acte_transmis=date(2018, 11, 30))),
        Story(a_story(acte_transmis=date(2018, 12, 1))),
        ["30/11/2018", "01/12/2018"],
    ),
    Case(
        "R-DATE-06",
        Story(a_story(signe_papier=date(2019, 1, 2))),
        Story(a_story(signe_papier=date(2019, 1, 1))),
        ["02/01/2019", "01/01/2019"],
    ),
    Case(
        "R-DATE-07",
        Story(a_story(signe_papier=EffectDate())),
        Story(a_story()),
        ["date inconnue"],
    ),
    Case("R-DATE-08", posted(NEW_LAW), posted(OLD_LAW), ["01/07/2022", "03/07/2022"]),
    Case("R-DATE-08", posted(NEW_LAW), posted(NEW_LAW, SMALL), ["électronique"]),
    Case(
        "R-DATE-09",
        Story(a_story(signe_papier=date(2020, 1, 1))),
        Story(a_story(signe_papier=date(2019, 12, 31))),
        ["01/01/2020", "31/12/2019"],
    ),
    Case(
        "R-DEL-01",
        by_zoe(a_delegation(until=date(2018, 12, 9))),
        by_zoe(a_delegation(until=date(2018, 12, 10))),
        ["09/12/2018", "10/12/2018", "ARR_1"],
    ),
    Case(
        "R-DEL-01",
        by_zoe(a_delegation(since=date(2018, 12, 11))),
        by_zoe(a_delegation(since=date(2018, 12, 10))),
        ["11/12/2018"],
    ),
    Case(
        "R-DEL-02",
        by_zoe(a_delegation(published_on=None)),
        by_zoe(a_delegation()),
        ["non publiée"],
    ),
    Case(
        "R-DEL-03",
        by_zoe(a_delegation())._replace(seat=TWO_MAYORS),
        by_zoe(a_delegation(deed_on=date(2018, 7, 1)))._replace(seat=TWO_MAYORS),
        ["10/01/2018", "Eva"],
    ),
    Case(
        "R-DEL-04",
        by_zoe(a_delegation(scope="état civil")),
        by_zoe(a_delegation(scope="conventions et avenants")),
        ["état civil", "ARR_1"],
    ),
    Case(
        "R-MAND-01",
        by_zoe(),
        by_zoe(a_delegation()),
        ["Zoé Inventée", "10/12/2018"],
    ),
    Case(
        "R-MAND-01",
        Story(a_story(), seat=a_seat(tenures=(a_tenure(until=date(2018, 12, 9)),))),
        Story(a_story(), seat=a_seat(tenures=(a_tenure(until=date(2018, 12, 10)),))),
        ["10/12/2018"],
    ),
    Case(
        "R-MAND-01",
        Story(a_story(signe_papier={"signer": "Eva INVENTÉE"}), seat=TWO_MAYORS),
        Story(a_story(signe_papier={"signer": "Ada INVENTÉE"}), seat=TWO_MAYORS),
        ["30/06/2018", "10/12/2018"],
    ),
    Case(
        "R-VERS-01",
        Story(a_story(signe_papier={"version": "b" * 64})),
        Story(a_story()),
        ["a" * 12, "b" * 12],
    ),
    Case("R-VERS-02", Story(a_story(signe_papier={"version": ""})), Story(a_story()), ["inconnue"]),
)


def followed(story: Story) -> Campaign:
    dossier = a_dossier(bodies=(story.body,), seats=(story.seat,))
    return campaign(dossier, story.events, story.delegations, as_of=date(2022, 12, 31))


def messages(story: Story) -> Mapping[str, str]:
    found = followed(story)
    problems = [*found.problems, *(problem for one in found.seats for problem in one.problems)]
    return {problem.rule: problem.message for problem in problems}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_rule_is_broken_by_one_and_kept_by_the_like(case: Case) -> None:
    broken = messages(case.broken)
    assert case.rule in broken
    for words in case.words:
        assert words in broken[case.rule]
    assert case.rule not in messages(case.kept)


def test_every_rule_of_the_follow_up_has_its_case() -> None:
    assert {rule.id for rule in FOLLOW_RULES} == {case.rule for case in CASES}


def test_no_rule_ever_calls_a_signature_void() -> None:
    texts = " ".join(f"{rule.title} {rule.remedy} {rule.source}" for rule in FOLLOW_RULES)
    texts += " ".join(text for case in CASES for text in messages(case.broken).values())
    assert not re.search(r"\bnul(le|s|les|lité)?\b", texts, re.IGNORECASE)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rule in BREAKING - {"R-DATE-08"}], ids=lambda c: c.rule
)
def test_a_rule_of_dates_or_mandate_sets_a_signature_aside(case: Case) -> None:
    [one] = followed(case.broken).seats
    assert one.state is State.TO_REGULARISE
    assert any(word in one.reason for word in case.words)
    assert not next(step for step in one.steps if step.state is State.TO_REGULARISE).met


def test_the_sources_are_those_of_the_law() -> None:
    sources = " ".join(rule.source for rule in FOLLOW_RULES)
    for article in ("2131-1", "2131-2", "5211-3", "3131-1", "2122-17", "2122-18", "336638"):
        assert article in sources


def test_a_delegation_is_not_held_to_days_that_a_signature_does_not_tell() -> None:
    outside = a_delegation(since=date(2030, 1, 1))
    assert "R-DEL-01" in messages(by_zoe(outside))
    assert "R-DEL-01" not in messages(by_zoe(outside, on=EffectDate(2018, 12)))


def test_every_message_is_as_it_was_last_approved(pytestconfig: pytest.Config) -> None:
    whole = [followed(case.broken) for case in CASES]
    found = [
        problem
        for one in whole
        for problem in (*one.problems, *(said for seat in one.seats for said in seat.problems))
    ]
    assert_approved("messages-of-follow-up.txt", told(found), pytestconfig)
