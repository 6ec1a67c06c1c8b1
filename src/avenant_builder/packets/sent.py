"""Note in the journal that the packets written last were sent, seat by seat, with proof."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.files.manifest import read_manifest
from avenant_builder.french import long_date
from avenant_builder.journal.contract import HeadMoved
from avenant_builder.journal.evidence import store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import (
    DEPOSITED,
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
    in_force,
)
from avenant_builder.packets.make import SHEETS, target_of
from avenant_builder.record import refreshed


class NothingPrepared(AvenantError):
    """There are no written packets to note."""

    exit_code = ExitCode.NOT_READY


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was noted, and what was not and why."""

    events: tuple[Event, ...]
    known: tuple[str, ...]
    """Seats whose sending was in the journal already."""
    withdrawn: tuple[str, ...]
    """Seats whose page was deleted since: taken as not sent."""
    head: str
    remarks: tuple[str, ...]


def note_sent(root: Path, year: int, *, on: date, by: str, now: datetime) -> Noted:
    """Record one event « envoye » a seat, for each page of ``output/YEAR/paquets/``.

    The page is its pièce, the letter is kept with it. A page that was deleted is taken as not
    sent. Noting the same packets twice changes nothing. Raises ``NothingPrepared``, ``Busy``,
    ``OutputFault`` or ``Tampered``.
    """
    target = target_of(root, year)
    manifest = read_manifest(target)
    if manifest is None or not manifest.get("paquets"):
        raise NothingPrepared(
            f"aucun paquet n’est préparé pour {year}",
            remedy="Préparez-les par « avenant packets », envoyez-les, puis relancez.",
        )
    if on > now.date():
        raise NothingPrepared(
            f"le {long_date(on)} est dans le futur",
            remedy="Notez l’envoi une fois qu’il a eu lieu.",
        )
    journal = journal_of(root, year)
    there = [draft for draft in _drafts(root, target, manifest, on, by) if draft.evidence]
    withdrawn = [seat for seat, name in _pages(manifest) if not (target / name).exists()]
    while True:
        head = journal.head()
        sent = {(one.target, one.evidence) for one in in_force(journal.read()) if _is_sent(one)}
        new = [draft for draft in there if (draft.target, draft.evidence) not in sent]
        try:
            events = journal.append(new, now=now, expected=head) if new else ()
        except HeadMoved:
            continue
        break
    recorded = {event.target for event in events}
    return Noted(
        events=events,
        known=tuple(draft.target for draft in there if draft.target not in recorded),
        withdrawn=tuple(withdrawn),
        head=journal.head().short,
        remarks=tuple(refreshed(root, year, as_of=now.date())),
    )


def _is_sent(event: Event) -> bool:
    return event.type is EventType.SENT


def _pages(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for packet in manifest["paquets"]:
        yield from packet["sieges"].items()


def _drafts(
    root: Path, target: Path, manifest: Mapping[str, Any], on: date, by: str
) -> Iterator[Draft]:
    for packet in manifest["paquets"]:
        there = {seat: name for seat, name in packet["sieges"].items() if (target / name).exists()}
        letter = target / packet["lettre"]
        kept = (
            {DEPOSITED + letter.name: store(root, letter)[0]} if there and letter.exists() else {}
        )
        for seat, name in there.items():
            sha256, file_name = store(root, target / name)
            yield Draft(
                type=EventType.SENT,
                target_kind=TargetKind.SEAT,
                target=seat,
                on=EffectDate.of(on),
                by=by,
                evidence=sha256,
                evidence_name=file_name,
                version=manifest["texte"],
                note="sur papier",
                facts={**manifest[SHEETS][seat], **kept},
            )
