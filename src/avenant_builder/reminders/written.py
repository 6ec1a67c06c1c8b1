"""The reminders that lie in ``output/YEAR/relances/``, as their manifest tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from avenant_builder.files.manifest import read_manifest
from avenant_builder.model.event import EffectDate, Event, EventType, in_force

FOLDER = "relances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter that was written; it may have been edited or deleted since."""

    path: Path
    seats: tuple[str, ...]
    rank: int
    day: date


def target_of(root: Path, year: int) -> Path:
    """Where the reminders of a year are written."""
    return root / "output" / str(year) / FOLDER


def written_letters(target: Path) -> tuple[Written, ...]:
    """The letters that were last written there; none where the manifest is not one of ours."""
    facts = read_manifest(target)
    try:
        return _letters(target, facts) if facts is not None else ()
    except (KeyError, TypeError, ValueError):
        return ()


def noted_seats(events: Iterable[Event]) -> frozenset[tuple[str, EffectDate]]:
    """The seats whose reminders are in the journal, with the day of each."""
    return frozenset(
        (event.target, event.on) for event in in_force(events) if event.type is EventType.REMINDED
    )


def _letters(target: Path, facts: Any) -> tuple[Written, ...]:
    return tuple(
        Written(
            path=target / Path(letter["lettre"]).name,
            seats=tuple(str(seat) for seat in letter["sieges"]),
            rank=int(letter["rang"]),
            day=date.fromisoformat(facts["jour"]),
        )
        for letter in facts["relances"]
    )
