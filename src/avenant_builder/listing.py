"""Which events of a journal someone wants to see, and how they are written in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from avenant_builder.errors import ProblemsFound
from avenant_builder.files.registers import read_registers
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Event, EventType, TargetKind
from avenant_builder.tracking.facts import shown_day
from avenant_builder.tracking.targets import find_target

COLUMNS = (
    *(
        "numero",
        "date",
        "genre",
        "cible",
        "type",
        "libelle",
        "en_vigueur",
        "numero_acte",
        "identifiant",
    ),
    *("signataire", "piece", "nom_piece", "sans_piece", "version", "note", "annule"),
    *("par", "enregistre_le_utc"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What an event must meet to be shown; nothing given, all are."""

    seat: str | None = None
    body: str | None = None
    """This organisme, and its sièges."""
    type: EventType | None = None
    since: date | None = None
    until: date | None = None

    def takes(self, event: Event) -> bool:
        """Whether type and dates suit. An event without an exact date suits no date."""
        if self.type is not None and event.type is not self.type:
            return False
        day = event.on.exact
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def select(root: Path, year: int, events: Sequence[Event], wanted: Filter) -> tuple[Event, ...]:
    """The events that a filter takes, in order. Registers are read only if it names someone.

    Raises ``UnknownTarget``, or ``ProblemsFound`` for registers that cannot be read.
    """
    found = [event for event in events if wanted.takes(event)]
    if not wanted.seat and not wanted.body:
        return tuple(found)
    dossier, problems = read_registers(root, year)
    if dossier is None:
        raise ProblemsFound(problems)
    targets = _targets(dossier, wanted)
    return tuple(event for event in found if (event.target_kind, event.target) in targets)


def _targets(dossier: Dossier, wanted: Filter) -> set[tuple[TargetKind, str]]:
    """What the events are to be about, for both names if both are given."""
    sets: list[set[tuple[TargetKind, str]]] = []
    if wanted.seat:
        seat = find_target(dossier, wanted.seat, EventType.SENT)
        sets.append({(seat.kind, seat.id)})
    if wanted.body:
        body = find_target(dossier, wanted.body, EventType.ACTE_ADOPTED)
        held = {(TargetKind.SEAT, seat.id) for seat in dossier.seats if seat.body == body.id}
        sets.append({(body.kind, body.id)} | held)
    return set.intersection(*sets)


def event_facts(event: Event, standing: set[int]) -> dict[str, Any]:
    """An event as JSON; `standing` are the numbers of those in force."""
    return {
        "numero": event.sequence,
        "date": event.on.iso,
        "genre": event.target_kind.value,
        "cible": event.target,
        "type": event.type.value,
        "libelle": event.type.label,
        "en_vigueur": event.sequence in standing,
        "numero_acte": event.number,
        "identifiant": event.identifier,
        "signataire": event.signer,
        "piece": event.evidence,
        "nom_piece": event.evidence_name,
        "sans_piece": event.no_evidence,
        "version": event.version,
        "note": event.note,
        "annule": event.corrects,
        "par": event.by,
        "enregistre_le_utc": event.recorded_at.isoformat(),
    }


def event_cells(event: Event, standing: set[int]) -> list[str]:
    """The same facts as a French spreadsheet has them, in the order of `COLUMNS`."""
    facts = event_facts(event, standing) | {
        "date": shown_day(event.on),
        "en_vigueur": "oui" if event.sequence in standing else "non",
        "enregistre_le_utc": event.recorded_at.strftime("%d/%m/%Y %H:%M:%S"),
    }
    return ["" if facts[name] is None else str(facts[name]) for name in COLUMNS]
