"""Decide the reminders of a day: who gets which letter, with which draft acte. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from avenant_builder.context import common_context
from avenant_builder.follow import FollowUp
from avenant_builder.model.body import Body
from avenant_builder.model.documents import FillJob
from avenant_builder.model.event import Event, in_force
from avenant_builder.naming import unique_name
from avenant_builder.plan import titled
from avenant_builder.reminders.agenda import Deadline
from avenant_builder.reminders.deadlines import deadlines
from avenant_builder.reminders.letters import Letter, draft_context, letter_context
from avenant_builder.tracking.calendar import next_working_day
from avenant_builder.tracking.due import (
    THEIR_MOVE,
    Awaited,
    Reminder,
    by_person,
    has_begun,
    schedule,
)
from avenant_builder.tracking.facts import day_of
from avenant_builder.tracking.state import State

LETTER, DRAFT = "relance.docx", "deliberation.docx"
AGENDA = "echeances.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The reminders of a day, decided and not yet written."""

    day: date
    """The working day that the letters bear."""
    letters: tuple[Letter, ...]
    schedule: tuple[Reminder, ...]
    """Of every seat that is waited for, those not due yet among them."""
    jobs: tuple[FillJob, ...]
    """The letters, then the draft actes."""
    deadlines: tuple[Deadline, ...]
    untouched: int
    """How many seats are waited for that nothing was ever sent to: nothing to count from."""
    head: str
    """Head of the journal, as printed."""

    def files_of(self, letter: Letter) -> list[str]:
        """Names of what goes to one person."""
        drafts = [f"{key}.docx" for key in letter.drafts]
        return [f"{letter.key}.docx", f"{letter.key}.eml", *drafts]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files that come of it, but the manifest."""
        emails = [f"{letter.key}.eml" for letter in self.letters]
        return (*(f"{job.key}.docx" for job in self.jobs), *emails, AGENDA)


def plan_reminders(followed: FollowUp, *, root: Path) -> Plan:
    """Decide the reminders of the day of a follow-up. Touches no file.

    On a day when offices are closed, they are those of the next working day, and bear its date.
    """
    dossier, campaign = followed.dossier, followed.campaign
    day = next_working_day(campaign.as_of)
    events = _known(followed)
    awaited = [
        Awaited(seat=one.seat, body=one.body, holder=one.holder, state=one.state)
        for one in campaign.seats
        if one.holder is not None and one.state in THEIR_MOVE
    ]
    found = schedule(awaited, events, dossier.avenant.reminders, seats=dossier.seats)
    letters = _letters([one for one in found if one.due_on <= day], followed, day)
    return Plan(
        day=day,
        letters=letters,
        schedule=found,
        jobs=tuple(_jobs(letters, followed, events, root=root)),
        deadlines=tuple(deadlines(found, followed, day)),
        untouched=sum(not has_begun(one, events) for one in awaited),
        head=followed.head.short,
    )


def _known(followed: FollowUp) -> tuple[Event, ...]:
    """The facts in force on the day of the follow-up."""
    day = followed.campaign.as_of
    return tuple(event for event in in_force(followed.events) if day_of(event) <= day)


def _jobs(
    letters: Sequence[Letter], followed: FollowUp, events: Sequence[Event], *, root: Path
) -> Iterator[FillJob]:
    dossier = followed.dossier
    common = common_context(dossier, root=root)
    for letter in letters:
        title = f"Relance – {letter.holder.full_name}"
        context = letter_context(
            titled(common, title), letter, dossier, events, followed.head.short
        )
        yield FillJob(key=letter.key, model=LETTER, title=title, context=context)
    for letter in letters:
        for key, body in letter.drafts.items():
            title = f"Projet de délibération – {body.name}"
            context = draft_context(titled(common, title), body, dossier, letter.day)
            yield FillJob(key=key, model=DRAFT, title=title, context=context)


def _letters(due: Sequence[Reminder], followed: FollowUp, day: date) -> tuple[Letter, ...]:
    letters: list[Letter] = []
    drafted: set[str] = set()
    taken: set[str] = set()
    settings = followed.dossier.avenant.reminders
    for reminders in by_person(due):
        holder = reminders[0].awaited.holder
        key = unique_name(f"lettre {holder.last_name} {holder.first_name}", taken)
        drafts: dict[str, Body] = {}
        for reminder in reminders:
            body = reminder.awaited.body
            if body.id not in drafted and _wants_draft(reminder):
                drafted.add(body.id)
                drafts[unique_name(f"deliberation {body.id}", taken)] = body
        wait = min(settings.rhythm_of(reminder.awaited.body).every for reminder in reminders)
        letters.append(
            Letter(
                key=key,
                reminders=reminders,
                drafts=drafts,
                day=day,
                answer_by=next_working_day(day + timedelta(days=wait)),
            )
        )
    return tuple(letters)


def _wants_draft(reminder: Reminder) -> bool:
    """The first letter to an assembly that has not voted carries a draft of its acte."""
    awaited = reminder.awaited
    return (
        reminder.first_of_body
        and awaited.state is State.TO_EMPOWER
        and awaited.body.category.is_collectivite
    )
