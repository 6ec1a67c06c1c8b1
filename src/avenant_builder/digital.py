"""The one PDF to pass along for signature: the frozen dossier, with an empty field a seat."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from avenant_builder.context import signature_blocks
from avenant_builder.errors import AvenantError, ExitCode, ProblemsFound
from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.manifest import MANIFEST, fingerprint, former_results, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find, is_intact
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.documents import SignatureBlock
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType, in_force
from avenant_builder.model.seat import Seat
from avenant_builder.model.signing import FieldPlan, field_name
from avenant_builder.pdf.fields import add_signature_fields
from avenant_builder.pdf.places import Box, signature_boxes
from avenant_builder.plan import AVENANT
from avenant_builder.record import Request, record
from avenant_builder.snapshot import RESULT, frozen_events, source_of

FOLDER = "signature-electronique"
KIND, DIGITAL = "paquet", "numerique"
"""A fact of the event « diffuse »: this file is the one that digital signatures derive from."""
WHOLE = "dossier.pdf"


class NotFrozen(AvenantError):
    """What goes out for signature must be fixed first."""

    exit_code = ExitCode.NOT_READY


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The PDF to pass along, made by this run or an earlier one."""

    path: Path
    event: Event
    is_new: bool
    """False: this very file was noted already."""
    seats: int
    remarks: tuple[str, ...]


def digital_packet(root: Path, year: int, *, now: datetime, by: str = "") -> Packet:
    """Write ``output/YEAR/signature-electronique/``, keep the PDF in evidence, note the event.

    The same frozen text gives the same bytes. Raises ``NotFrozen``, ``Tampered``,
    ``ConversionFailed`` where the frozen avenant does not say where one signs, ``OutputFault``
    or ``Busy``.
    """
    frozen = frozen_events(journal_of(root, year).read())
    if not frozen:
        raise NotFrozen(
            f"le texte de l’avenant {year} n’est pas figé",
            remedy="Figez-le par « avenant freeze » : ce qui part à la signature ne change plus.",
        )
    text = frozen[-1]
    with source_of(root, year) as source:
        dossier, problems = read_dossier(source.root, year)
        if dossier is None:
            raise ProblemsFound(problems)
    target = root / "output" / str(year) / FOLDER
    name = f"avenant-{dossier.avenant.number}-{year}-a-signer.pdf"
    with workspace_lock(root), work_folder(target) as work:
        boxes = _boxes(root, text, dossier)
        fields = [
            (FieldPlan(name=field_name(seat.id), tooltip=_tooltip(seat, block)), box)
            for seat, block, box in zip(
                dossier.seats, signature_blocks(dossier), boxes, strict=True
            )
        ]
        add_signature_fields(frozen_file(root, text, WHOLE), work / name, fields)
        write_manifest(work, {"texte": text.version}, [name])
        publish(work, target, (name, MANIFEST), former_results(target))
    return _noted(root, year, target / name, text, len(fields), now=now, by=by)


def sent_packets(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The PDFs that went out for digital signature and stand, the last one last."""
    return tuple(
        event
        for event in in_force(events)
        if event.type is EventType.CIRCULATED and event.facts.get(KIND) == DIGITAL
    )


def frozen_file(root: Path, frozen: Event, name: str) -> Path:
    """A result that was frozen, in evidence. Raises ``Tampered`` if it is not what it was."""
    sha256 = frozen.facts.get(RESULT + name, "")
    path = find(root, sha256)
    if path is None or not is_intact(path):
        raise Tampered(
            f"« {name} », figé par l’événement n° {frozen.sequence}, manque ou a changé dans "
            "data/evidence",
            remedy=f"Remettez-le d’après votre sauvegarde : son nom commence par {sha256[:12]}.",
        )
    return path


def _boxes(root: Path, frozen: Event, dossier: Dossier) -> list[Box]:
    """The places of signature, as pages of the whole dossier."""
    boxes = signature_boxes(frozen_file(root, frozen, f"{AVENANT}.pdf"), len(dossier.seats))
    manifest = json.loads(frozen_file(root, frozen, MANIFEST).read_text("utf-8"))
    whole = next(bundle for bundle in manifest["recueils"] if bundle["nom"] == WHOLE)
    shift = int(whole["premieres_pages"][AVENANT]) - 1
    return [replace(box, page=box.page + shift) for box in boxes]


def _tooltip(seat: Seat, block: SignatureBlock) -> str:
    """« Signature – Pour la Ville de Roanne, Le Maire, Yves NICOLIN », as its block prints it."""
    lines = [line.strip(" ,\u00a0") for line in (seat.heading, block.title, block.name)]
    said = ", ".join(filter(None, lines))
    return f"Signature – {said}"


def _noted(
    root: Path, year: int, path: Path, text: Event, seats: int, *, now: datetime, by: str
) -> Packet:
    sha256 = fingerprint(path)
    known = [
        event for event in sent_packets(journal_of(root, year).read()) if event.evidence == sha256
    ]
    if known:
        return Packet(path=path, event=known[-1], is_new=False, seats=seats, remarks=())
    request = Request(
        who="avenant",
        type=EventType.CIRCULATED,
        on=EffectDate.of(now.date()),
        file=path,
        by=by,
        note="PDF à signer électroniquement",
        version=text.version,
        facts={KIND: DIGITAL},
    )
    done = record(root, year, request, now=now)
    return Packet(
        path=path, event=done.event, is_new=done.is_new, seats=seats, remarks=done.remarks
    )
