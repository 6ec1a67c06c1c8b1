"""What is said of a seat: its reason, the next move, each condition. All facts are invented."""

from collections.abc import Sequence
from datetime import date

import pytest

from avenant_builder.model.body import Body, Category
from avenant_builder.model.event import Event, EventType
from avenant_builder.tracking.campaign import SeatStatus, campaign
from avenant_builder.tracking.state import State
from builders import a_body, a_dossier, a_seat
from events import VERSION, a_fact, a_story

DAY = date(2019, 6, 30)
TOWN = a_body(category=Category.COMMUNE)
SESSION = date(2019, 7, 9)
END = date(2019, 12, 31)


def status(events: Sequence[Event] = (), body: Body = TOWN) -> SeatStatus:
    [one] = campaign(a_dossier(bodies=(body,)), events, (), as_of=DAY).seats
    return one


def until(kind: EventType) -> tuple[Event, ...]:
    """The story of a signature up to a fact, that one included."""
    story = a_story()
    last = next(rank for rank, event in enumerate(story) if event.type is kind)
    return story[: last + 1]


ADOPTED = until(EventType.ACTE_ADOPTED)
SENT = until(EventType.SENT)
REFUSED = a_fact(EventType.REFUSED, date(2018, 12, 8), 30, note="pas d’accord")
ANOMALY = a_fact(EventType.ACTE_ANOMALY, date(2018, 12, 4), 30, note="anomalie 002")
REJECTED = a_fact(EventType.PAGE_REJECTED, date(2018, 12, 12), 30, note="illisible")
PAGE = a_fact(EventType.PAGE_RECEIVED, date(2018, 12, 12), 30)
OTHER_TEXT = a_story(signe_papier={"version": "b" * 64})
LATE_ACTE = a_story(acte_adopte=date(2018, 12, 11))

MOVES = (
    ((), TOWN, State.TO_EMPOWER, "la délibération du conseil municipal"),
    (ADOPTED, TOWN, State.ACTE_TO_SEND, "la réception de l’acte par la préfecture"),
    (
        until(EventType.ACTE_SENT),
        TOWN,
        State.ACTE_TO_SEND,
        "la réception de l’acte par la préfecture",
    ),
    ((*ADOPTED, ANOMALY), TOWN, State.ACTE_TO_SEND, "la réception de l’acte par la préfecture"),
    (until(EventType.ACTE_RECEIVED), TOWN, State.ACTE_TO_PUBLISH, "la publication de l’acte"),
    (until(EventType.FROZEN), TOWN, State.TO_SEND, "l’envoi pour signature"),
    (SENT, TOWN, State.SENT, "la signature"),
    (until(EventType.SIGNED_ON_PAPER), TOWN, State.NOT_RETURNED, "la page signée"),
    (until(EventType.PAGE_RECEIVED), TOWN, State.TO_CHECK, "le contrôle de la page"),
    ((*SENT, PAGE), TOWN, State.TO_CHECK, "la signature à enregistrer, et le contrôle de la page"),
    ((REFUSED,), TOWN, State.REFUSED, "l’accord du signataire"),
    (OTHER_TEXT, TOWN, State.OLD_VERSION, "la signature du texte figé"),
    (LATE_ACTE, TOWN, State.TO_REGULARISE, "une signature en règle"),
    ((), a_body(exists_to=date(2018, 12, 31)), State.OUT, "une décision"),
    (a_story(), TOWN, State.SIGNED, ""),
)
ACTIONS = (
    ("adopter la délibération", "Les Amis inventés"),
    ("transmettre l’acte à la préfecture", "Les Amis inventés"),
    ("donner l’accusé de réception de la préfecture", "Les Amis inventés"),
    ("corriger le dépôt, que la préfecture a renvoyé, et le refaire", "Les Amis inventés"),
    ("publier l’acte et en donner la date", "Les Amis inventés"),
    ("envoyer le texte à signer", "vous"),
    ("signer et renvoyer la page", "Les Amis inventés"),
    ("renvoyer la page signée", "Les Amis inventés"),
    ("contrôler la page signée", "vous"),
    ("enregistrer la signature, puis contrôler la page", "vous"),
    ("reprendre contact", "vous"),
    ("envoyer le nouveau texte à signer", "vous"),
    ("vérifier les pièces, puis régulariser", "vous"),
    ("décider de la suite dans les registres", "vous"),
    ("", ""),
)


@pytest.mark.parametrize(
    ("told", "action"),
    tuple(zip(MOVES, ACTIONS, strict=True)),
    ids=[f"{one[1]}" for one in ACTIONS],
)
def test_each_state_says_what_is_missing_and_who_does_what(
    told: tuple[Sequence[Event], Body, State, str], action: tuple[str, str]
) -> None:
    events, body, state, missing = told
    one = status(events, body)
    assert (one.state, one.missing, (one.action, one.actor)) == (state, missing, action)
    assert one.deadline == (None if state is State.SIGNED else END)


def test_an_anomaly_is_over_once_the_acte_is_sent_again_or_received() -> None:
    again = a_fact(EventType.ACTE_SENT, date(2018, 12, 6), 31)
    assert status((*ADOPTED, ANOMALY, again)).action.startswith("donner l’accusé")
    earlier = a_fact(EventType.ACTE_SENT, date(2018, 12, 3), 31)
    assert status((*ADOPTED, ANOMALY, earlier)).action.startswith("corriger le dépôt")
    received = a_fact(EventType.ACTE_RECEIVED, date(2018, 12, 3), 31)
    assert status((*ADOPTED, ANOMALY, received)).state is State.ACTE_TO_PUBLISH


def test_a_vote_is_due_at_the_next_session_and_nothing_else_is() -> None:
    waiting = a_body(category=Category.COMMUNE, next_session=SESSION)
    assert status(body=waiting).deadline == SESSION
    assert status(ADOPTED, waiting).deadline == END


@pytest.mark.parametrize(
    ("events", "body", "reason"),
    [
        ((REFUSED,), TOWN, "pas d’accord"),
        (
            (a_fact(EventType.REFUSED, date(2018, 12, 8), 30),),
            TOWN,
            "08/12/2018 (événement n° 30, sans pièce)",
        ),
        (
            (a_fact(EventType.ACTE_REJECTED, date(2018, 12, 8), 30),),
            TOWN,
            "acte rejeté, 08/12/2018 (événement n° 30, sans pièce)",
        ),
        ((*ADOPTED, ANOMALY), TOWN, "anomalie 002"),
        (
            (*ADOPTED, a_fact(EventType.ACTE_ANOMALY, date(2018, 12, 4), 30)),
            TOWN,
            "04/12/2018 (événement n° 30, sans pièce)",
        ),
        ((*SENT, PAGE, REJECTED), TOWN, "page rejetée : illisible"),
        (
            (*SENT, a_fact(EventType.PAGE_REJECTED, date(2018, 12, 12), 30)),
            TOWN,
            "page rejetée : 12/12/2018 (événement n° 30, sans pièce)",
        ),
        ((), a_body(exists_to=date(2018, 12, 31)), "l’organisme n’existe que jusqu’au 31/12/2018"),
        (
            (),
            a_body(exists_from=date(2019, 7, 1)),
            "l’organisme n’existe qu’à partir du 01/07/2019",
        ),
        (SENT, TOWN, ""),
        ((), TOWN, ""),
        (a_story(), TOWN, ""),
    ],
)
def test_why_a_seat_stands_where_it_stands(
    events: Sequence[Event], body: Body, reason: str
) -> None:
    assert status(events, body).reason == reason


def test_a_rule_that_is_broken_gives_its_message_as_the_reason() -> None:
    for events in (OTHER_TEXT, LATE_ACTE):
        one = status(events)
        messages = [problem.message for problem in one.problems]
        assert one.reason == " ; ".join(messages)


def said(one: SeatStatus) -> list[tuple[str, bool, str, str]]:
    return [(step.label, step.met, step.text, step.rule) for step in one.steps]


COUNCIL = "CGCT, art. L. 2121-29"
CONTROL = "CGCT, art. L. 2131-1 et L. 2131-2"
OURS = "Suivi des signatures"
POSTED, ONLINE = "affichage ou publication", "publication électronique"


def test_every_condition_says_its_fact_and_its_law() -> None:
    assert said(status(a_story())) == [
        ("Pas de refus de signer", True, "aucun refus enregistré", "Liberté de contracter"),
        *(
            (label, True, f"{what} (événement n° {number}, sans pièce)", law)
            for label, what, number, law in (
                ("Acte adopté", "acte adopté, 01/12/2018", 1, COUNCIL),
                (
                    "Acte reçu par la préfecture",
                    "acte reçu par la préfecture, 04/12/2018",
                    3,
                    CONTROL,
                ),
                ("Acte publié", "acte publié, 05/12/2018", 4, f"{CONTROL} ({POSTED})"),
                ("Texte envoyé pour signature", "envoyé pour signature, 07/12/2018", 6, OURS),
                ("Signé", "signé sur papier, 10/12/2018", 7, OURS),
                ("Page signée en main", "page contrôlée, 13/12/2018", 9, OURS),
                ("Page contrôlée", "page contrôlée, 13/12/2018", 9, OURS),
            )
        ),
        ("Dates, mandat et délégation en règle", True, "rien à redire", "Règles du suivi"),
        ("Texte signé conforme au texte figé", True, "rien à redire", "Règles du suivi"),
    ]


def test_conditions_that_are_not_met_say_so() -> None:
    steps = {step.state: (step.met, step.text, step.rule) for step in status((REFUSED,)).steps}
    told = "08/12/2018 (événement n° 30, sans pièce) : pas d’accord"
    assert steps[State.REFUSED] == (False, told, "Liberté de contracter")
    assert steps[State.TO_EMPOWER] == (False, "rien n’est enregistré", COUNCIL)
    assert steps[State.TO_REGULARISE] == (False, "rien à contrôler encore", "Règles du suivi")
    out = status(body=a_body(exists_to=date(2018, 12, 31)))
    reason = "l’organisme n’existe que jusqu’au 31/12/2018"
    assert said(out)[0] == (
        "Organisme et titulaire en place",
        False,
        reason,
        "R-BODY-01, signatories.csv",
    )
    assert out.since == date(2018, 12, 31)


def test_a_broken_condition_names_its_rules() -> None:
    broken = {step.state: step for step in status(OTHER_TEXT).steps}[State.OLD_VERSION]
    assert (broken.met, broken.rule) == (False, "R-VERS-01")
    assert "sur la version bbbbbbbbbbbb ; texte figé le 06/12/2018" in broken.text


@pytest.mark.parametrize(
    ("adopted", "population", "means"),
    [
        (date(2022, 7, 1), 3_500, ONLINE),
        (date(2022, 7, 1), 3_499, POSTED),
        (date(2022, 6, 30), 3_500, POSTED),
        (None, 3_500, POSTED),
    ],
)
def test_the_law_of_the_publication_is_that_of_the_day(
    adopted: date | None, population: int, means: str
) -> None:
    body = a_body(category=Category.COMMUNE, population=population)
    events = (a_fact(EventType.ACTE_ADOPTED, adopted, 1),) if adopted else ()
    [one] = campaign(a_dossier(bodies=(body,)), events, (), as_of=date(2022, 12, 1)).seats
    steps = {step.state: step.rule for step in one.steps}
    assert steps[State.ACTE_TO_PUBLISH] == f"{CONTROL} ({means})"


def test_the_last_freeze_is_the_one_that_counts() -> None:
    again = a_fact(EventType.FROZEN, date(2018, 12, 6), 40, version="c" * 64)
    assert status((*a_story(), again)).state is State.OLD_VERSION
    back = a_fact(EventType.FROZEN, date(2018, 12, 6), 41, version=VERSION)
    assert status((*a_story(), again, back)).state is State.SIGNED


def test_facts_are_told_in_the_order_of_their_days() -> None:
    days = [event.on.exact for event in status(tuple(reversed(a_story()))).events]
    assert days == sorted(day for day in days if day)


def test_the_first_signature_after_the_beginning_is_told_of_the_whole() -> None:
    late = a_fact(EventType.SIGNED_ON_PAPER, date(2019, 1, 2), 3)
    later = a_fact(EventType.SIGNED_DIGITALLY, date(2019, 2, 2), 2, target="AMIS-2")
    dossier = a_dossier(seats=(a_seat(), a_seat(id="AMIS-2", order=2)))
    [problem] = campaign(dossier, (later, late), (), as_of=DAY).problems
    assert problem.rule == "R-DATE-06"
    assert problem.message == (
        "première signature le 02/01/2019 (événement n° 3, sans pièce), "
        "période commencée le 01/01/2019"
    )
    assert (problem.place.file, problem.place.line) == ("data/2019/journal.jsonl", 3)
    on_time = a_fact(EventType.SIGNED_ON_PAPER, date(2019, 1, 1), 4, target="AMIS-2")
    elsewhere = a_fact(EventType.SIGNED_ON_PAPER, date(2018, 1, 1), 5, target="AUTRE")
    assert campaign(dossier, (late, on_time), (), as_of=DAY).problems == ()
    assert campaign(dossier, (late, elsewhere), (), as_of=DAY).problems == (problem,)
