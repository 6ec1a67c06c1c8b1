"""Note in the journal that the reminders written last were sent, letter by letter, with proof."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.french import long_date
from avenant_builder.journal.contract import HeadMoved
from avenant_builder.journal.evidence import store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import (
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
)
from avenant_builder.record import refreshed
from avenant_builder.reminders.written import Written, noted_seats, target_of, written_letters

NOT_PREPARED = "Préparez-les d’abord par « avenant remind », envoyez-les, puis relancez."


class NothingPrepared(AvenantError):
    """There are no written reminders to note, or none of today."""

    exit_code = ExitCode.NOT_READY


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was noted, and what was not and why."""

    events: tuple[Event, ...]
    known: tuple[str, ...]
    """Seats whose reminder of that day was in the journal already."""
    withdrawn: tuple[str, ...]
    """Names of the letters that were deleted since: taken as not sent."""
    head: str
    """Head of the journal, as printed."""
    remarks: tuple[str, ...]
    """French sentences, where the follow-up could not be refreshed."""


def note_sent(root: Path, year: int, *, by: str, now: datetime) -> Noted:
    """Record one event « relance » a seat, for each letter of ``output/YEAR/relances/``.

    The letter as it lies there, edits included, is kept as the pièce. One that was deleted is
    taken as not sent. Noting the same letters twice changes nothing. Raises ``NothingPrepared``,
    ``Busy``, ``OutputFault`` or ``Tampered``.
    """
    letters = written_letters(target_of(root, year))
    if not letters:
        raise NothingPrepared(f"aucune relance n’est préparée pour {year}", remedy=NOT_PREPARED)
    _refuse_future(letters, now.date())
    journal = journal_of(root, year)
    there = [letter for letter in letters if letter.path.exists()]
    while True:
        head = journal.head()
        noted = noted_seats(journal.read())
        new = [
            draft
            for letter in there
            if (seats := [one for one in letter.seats if (one, _day(letter)) not in noted])
            for draft in _drafts(letter, seats, store(root, letter.path), by)
        ]
        try:
            events = journal.append(new, now=now, expected=head) if new else ()
        except HeadMoved:
            continue
        break
    recorded = {event.target for event in events}
    return Noted(
        events=events,
        known=tuple(seat for one in there for seat in one.seats if seat not in recorded),
        withdrawn=tuple(letter.path.name for letter in letters if letter not in there),
        head=journal.head().short,
        remarks=tuple(refreshed(root, year, as_of=now.date())),
    )


def _day(letter: Written) -> EffectDate:
    return EffectDate.of(letter.day)


def _drafts(
    letter: Written, seats: Iterable[str], piece: tuple[str, str], by: str
) -> Iterator[Draft]:
    sha256, name = piece
    for seat in seats:
        yield Draft(
            type=EventType.REMINDED,
            target_kind=TargetKind.SEAT,
            target=seat,
            on=_day(letter),
            by=by,
            evidence=sha256,
            evidence_name=name,
            note=f"relance n° {letter.rank}",
        )


def _refuse_future(letters: Sequence[Written], today: date) -> None:
    """Raise ``NothingPrepared`` for letters written ahead, on a day when offices are closed."""
    day = max(letter.day for letter in letters)
    if day > today:
        raise NothingPrepared(
            f"ces lettres portent la date du {long_date(day)}, qui n’est pas encore venue",
            remedy="Envoyez-les ce jour-là, puis relancez.",
        )
