"""Letters and drafts decided from a follow-up, without a file. People and facts are invented."""

from datetime import UTC, date, datetime
from pathlib import Path

from avenant_builder.follow import FollowUp
from avenant_builder.journal.contract import NOTHING, Head
from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType, TargetKind
from avenant_builder.reminders.plan import Plan, plan_reminders
from avenant_builder.tracking.campaign import campaign
from builders import a_body, a_dossier, a_seat, a_tenure

MONDAY = date(2019, 3, 4)
ROOT = Path("nulle-part")


def circulated(day: date = date(2019, 1, 2)) -> Event:
    return Event(
        type=EventType.CIRCULATED,
        target_kind=TargetKind.AVENANT,
        target="2019",
        on=EffectDate.of(day),
        sequence=1,
        recorded_at=datetime(2019, 1, 2, tzinfo=UTC),
    )


def plan(dossier: Dossier, *events: Event, as_of: date = MONDAY) -> Plan:
    followed = FollowUp(
        dossier=dossier,
        delegations=(),
        events=events,
        campaign=campaign(dossier, events, (), as_of=as_of),
        head=Head(len(events), NOTHING),
    )
    return plan_reminders(followed, root=ROOT)


def two_towns(first: str, second: str) -> Dossier:
    """Two communes with their mayors, homonyms whose civilities tell them apart."""
    bodies = tuple(a_body(id=key, name=key, category=Category.COMMUNE) for key in (first, second))
    seats = tuple(
        a_seat(id=key, order=number, body=key, tenures=(a_tenure(civility=civility),))
        for number, (key, civility) in enumerate(((first, "Mme"), (second, "M.")), start=1)
    )
    return a_dossier(bodies=bodies, seats=seats)


def test_no_result_takes_the_name_of_another() -> None:
    """Homonyms, and ids that differ by an accent alone."""
    found = plan(two_towns("Fé", "Fe"), circulated())
    assert len(found.letters) == 2
    assert [job.key for job in found.jobs] == [
        *("lettre-inventee-ada", "lettre-inventee-ada-2"),
        *("deliberation-fe", "deliberation-fe-2"),
    ]
    assert len(set(found.names)) == len(found.names)


def test_two_people_of_one_assembly_share_its_draft() -> None:
    body = a_body(category=Category.COMMUNE)
    seats = (
        a_seat(id="A", tenures=(a_tenure(),)),
        a_seat(id="B", order=2, tenures=(a_tenure(first_name="Zoé"),)),
    )
    found = plan(a_dossier(bodies=(body,), seats=seats), circulated())
    assert [list(letter.drafts) for letter in found.letters] == [["deliberation-amis"], []]
    assert found.files_of(found.letters[0]) == [
        *("lettre-inventee-ada.docx", "lettre-inventee-ada.eml", "deliberation-amis.docx"),
    ]


def test_an_association_gets_no_draft_and_a_vacant_seat_no_letter() -> None:
    seats = (a_seat(), a_seat(id="B", order=2, tenures=(a_tenure(last_name=""),)))
    found = plan(a_dossier(seats=seats), circulated())
    assert [letter.drafts for letter in found.letters] == [{}]
    assert [one.awaited.seat.id for one in found.schedule] == ["AMIS"]


def test_on_a_closed_day_those_of_the_next_working_day_are_prepared() -> None:
    """The 17th of February 2019 is a Sunday; fifteen days before the Monday is the 3rd."""
    sunday = date(2019, 2, 17)
    found = plan(a_dossier(), circulated(date(2019, 2, 3)), as_of=sunday)
    assert found.day == date(2019, 2, 18)
    assert [letter.day for letter in found.letters] == [found.day]


def test_a_fact_of_a_later_day_is_not_known_yet() -> None:
    found = plan(a_dossier(), circulated(date(2019, 3, 5)))
    assert (found.schedule, found.untouched) == ((), 1)
