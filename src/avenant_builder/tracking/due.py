"""Who is to be reminded, for what and from which day: counted from the journal, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from avenant_builder.model.body import Body
from avenant_builder.model.event import Event, EventType, TargetKind
from avenant_builder.model.reminder import ReminderSettings
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.tracking.calendar import next_working_day
from avenant_builder.tracking.facts import SIGNATURES, day_of
from avenant_builder.tracking.state import State

# The next move is theirs. Elsewhere it is ours, or nothing is to be asked any more: they have
# signed, they have refused, or somebody has to decide.
THEIR_MOVE = frozenset({State.TO_EMPOWER, State.ACTE_TO_SEND, State.ACTE_TO_PUBLISH, State.SENT})
NO_PROGRESS = frozenset(
    {EventType.REMINDED, EventType.NOTE, EventType.CORRECTION, EventType.CANCELLED}
)
# What puts the text before everybody at once.
FOR_ALL = frozenset({EventType.FROZEN, EventType.CIRCULATED})
LAST_TONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A seat whose next move is its own or its body's, as the follow-up of a day sees it."""

    seat: Seat
    body: Body
    holder: Tenure
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The next reminder of a seat."""

    awaited: Awaited
    since: date
    """Day of the last progress."""
    earlier: tuple[date, ...]
    """Days on which the seat was reminded since then."""
    due_on: date
    """A working day."""
    first_of_body: bool
    """Nobody of the body was ever reminded: its assembly gets a draft of its acte."""

    @property
    def rank(self) -> int:
        """Which reminder it is since the last progress, from 1."""
        return len(self.earlier) + 1

    @property
    def tone(self) -> int:
        """1, 2 or 3: the third letter is the last word."""
        return min(self.rank, LAST_TONE)


def schedule(
    awaited: Iterable[Awaited],
    events: Sequence[Event],
    settings: ReminderSettings,
    *,
    seats: Iterable[Seat],
) -> tuple[Reminder, ...]:
    """The next reminder of each seat that is waited for, in the order given.

    `events` are those in force (none cancelled); `seats` are all those of the avenant. A seat that
    has signed gets none, whatever its body still owes; nor does one to which nothing was ever
    sent, for there is no day to count from.
    """
    reminded = {event.target for event in events if event.type is EventType.REMINDED}
    known_bodies = {seat.body for seat in seats if seat.id in reminded}
    found = []
    for one in awaited:
        facts = [event for event in events if _concerns(event, one)]
        progress = [day_of(event) for event in facts if event.type not in NO_PROGRESS]
        if not progress or one.state not in THEIR_MOVE or _has_signed(facts):
            continue
        since = max(progress)
        said = [day_of(event) for event in facts if event.type is EventType.REMINDED]
        earlier = tuple(sorted(day for day in said if day >= since))
        rhythm = settings.rhythm_of(one.body)
        days = timedelta(days=rhythm.every if earlier else rhythm.first)
        found.append(
            Reminder(
                awaited=one,
                since=since,
                earlier=earlier,
                due_on=next_working_day((earlier[-1] if earlier else since) + days),
                first_of_body=one.body.id not in known_bodies,
            )
        )
    return tuple(found)


def has_begun(one: Awaited, events: Iterable[Event]) -> bool:
    """Whether there is a day to count from: the text went out, or somebody acted."""
    return any(_concerns(event, one) and event.type not in NO_PROGRESS for event in events)


def by_person(reminders: Iterable[Reminder]) -> tuple[tuple[Reminder, ...], ...]:
    """The reminders of each person together, in the order of their first seat.

    The register has no key of persons: the same civility, first name and name are one person.
    """
    people: dict[tuple[str, str, str], list[Reminder]] = {}
    for reminder in reminders:
        holder = reminder.awaited.holder
        key = (holder.civility, holder.first_name, holder.last_name)
        people.setdefault(key, []).append(reminder)
    return tuple(tuple(found) for found in people.values())


def last_day(
    events: Iterable[Event], wanted: frozenset[EventType], body_or_seat: str
) -> date | None:
    """The day of the last fact of some types about a seat or a body, if known to the day."""
    days = [
        event.on.exact
        for event in events
        if event.type in wanted and event.target == body_or_seat and event.on.exact
    ]
    return max(days) if days else None


def _concerns(event: Event, one: Awaited) -> bool:
    return (
        (event.target_kind is TargetKind.SEAT and event.target == one.seat.id)
        or (event.target_kind is TargetKind.BODY and event.target == one.body.id)
        or event.type in FOR_ALL
    )


def _has_signed(facts: Iterable[Event]) -> bool:
    """Whether the last word is a signature: a page sent back as bad is one no more."""
    signed = False
    for event in sorted(facts, key=lambda event: (day_of(event), event.sequence)):
        if event.type in SIGNATURES:
            signed = True
        elif event.type is EventType.PAGE_REJECTED:
            signed = False
    return signed
