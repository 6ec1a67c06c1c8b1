"""Letters and draft actes of made-up days, for the tests of their models."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from avenant_builder.context import common_context
from avenant_builder.executed.letters import letter_jobs
from avenant_builder.follow import FollowUp
from avenant_builder.journal.contract import Head
from avenant_builder.model.documents import FillJob
from avenant_builder.model.dossier import Dossier
from avenant_builder.plan import titled
from avenant_builder.reminders.letters import Letter, draft_context, letter_context
from avenant_builder.tracking.campaign import campaign
from avenant_builder.tracking.due import Awaited, Reminder
from avenant_builder.tracking.state import State

DAY = date(2019, 3, 4)
ANSWER = date(2019, 3, 14)
SINCE = date(2019, 1, 14)
EARLIER = (date(2019, 2, 1), date(2019, 2, 18))
INVENTED_SESSIONS = {
    "roanne": date(2019, 3, 28),
    "saint-chamond": date(2019, 3, 6),
    "ambierle": date(2019, 2, 20),
    "caf-loire": date(2019, 4, 2),
}


def reminder_jobs(dossier: Dossier, *, root: Path) -> Iterator[FillJob]:
    """Letters of the three tones, for all that may be missing, with the drafts that go along."""
    dossier = _with_sessions(dossier)
    asked = [
        ("SAINT-CHAMOND", State.TO_EMPOWER, 1),
        ("AMBIERLE", State.TO_EMPOWER, 2),
        ("CAF-1", State.TO_EMPOWER, 0),
        ("FDCS", State.TO_EMPOWER, 0),
        ("SEM", State.TO_EMPOWER, 0),
        ("RIVE-DE-GIER", State.ACTE_TO_SEND, 1),
        ("CD42", State.ACTE_TO_PUBLISH, 2),
        ("ETAT", State.SENT, 0),
        ("ROANNE", State.TO_EMPOWER, 0),
    ]
    common = common_context(dossier, root=root)
    for number, (seat, state, times) in enumerate(asked, start=1):
        reminder = a_reminder(dossier, seat, state, earlier=EARLIER[:times])
        body = reminder.awaited.body
        voting = body.category.is_collectivite and not times
        drafts = {f"deliberation-{body.id}": body} if voting else {}
        letter = Letter(
            key=f"lettre-{number}",
            reminders=(reminder,),
            drafts=drafts,
            day=DAY,
            answer_by=ANSWER,
        )
        context = letter_context(titled(common, "Relance"), letter, dossier, (), "n° 0 · inventé")
        yield FillJob(key=letter.key, model="relance.docx", title="Relance", context=context)
        for key in drafts:
            facts = draft_context(titled(common, "Projet"), body, dossier, DAY)
            yield FillJob(key=key, model="deliberation.docx", title="Projet", context=facts)


def copy_jobs(dossier: Dossier, *, root: Path) -> Iterator[FillJob]:
    """The letters that send a copy back, whole and partial, on a made-up day."""
    followed = FollowUp(
        dossier=dossier,
        delegations=(),
        events=(),
        campaign=campaign(dossier, (), (), as_of=DAY),
        head=Head(0, "0" * 64),
    )
    for partial in (True, False):
        for job in letter_jobs(followed, root=root, partial=partial):
            yield replace(job, key=f"{job.key}-{partial}")


def a_reminder(
    dossier: Dossier, seat_id: str, state: State, *, earlier: tuple[date, ...] = ()
) -> Reminder:
    """A reminder of a seat of the Loire, of a made-up day."""
    seat = next(seat for seat in dossier.seats if seat.id == seat_id)
    holder = seat.tenure_on(DAY)
    assert holder is not None
    body = dossier.body(seat.body)
    return Reminder(
        awaited=Awaited(seat=seat, body=body, holder=holder, state=state),
        since=SINCE,
        earlier=earlier,
        due_on=DAY,
        first_of_body=not earlier,
    )


def _with_sessions(dossier: Dossier) -> Dossier:
    bodies = tuple(
        replace(body, next_session=INVENTED_SESSIONS.get(body.id)) for body in dossier.bodies
    )
    return replace(dossier, bodies=bodies)
