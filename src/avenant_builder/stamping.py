"""Stamped copies of what was deposited: the acte and its annexes, with what the préfecture said.

The files that were deposited stay as they are; a copy bears what is known on the day it is made.
"""

import shutil
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.actes.deposited import ENDING, members
from avenant_builder.actes.receipt import base_name
from avenant_builder.disk import output_fault
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.follow import FollowUp, follow
from avenant_builder.french import short_date
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find
from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.body import Body
from avenant_builder.model.event import DEPOSITED, Event, EventType, TargetKind, in_force
from avenant_builder.naming import file_name
from avenant_builder.pdf.prefecture import stamp_copy
from avenant_builder.tracking.facts import last
from avenant_builder.tracking.paths import ELECTRONIC_SINCE, PATHS
from avenant_builder.tracking.targets import find_target

FOLDER = "tamponnes"
PDF = ".pdf"
PAPERS = ("bordereau", "lettre")
"""What goes along on paper, and is no part of the acte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """The stamped copies of one body, or why there are none."""

    body: Body
    folder: Path | None = None
    names: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """As printed."""
    reason: str = ""
    """Why nothing was stamped; empty where it was."""


def stamp_copies(
    root: Path, year: int, names: Sequence[str], *, as_of: date
) -> tuple[Stamped, ...]:
    """Write ``output/YEAR/transmission/BODY/tamponnes/`` for some bodies; for all if none is named.

    Raises ``ProblemsFound``, ``UnknownTarget``, ``ConversionFailed``, ``Tampered``, ``Busy`` or
    ``OutputFault``; bodies that come before one that fails keep their copies.
    """
    followed = follow(root, year, as_of=as_of)
    wanted = {find_target(followed.dossier, name, EventType.ACTE_SENT).id for name in names}
    bodies = [
        body
        for body in followed.dossier.bodies
        if body.id in wanted or (not wanted and PATHS[body.category].is_controlled)
    ]
    with workspace_lock(root):
        return tuple(_stamped(root, year, followed, body) for body in bodies)


def stamp_lines(
    sent: Event | None, received: Event | None, published: Event | None, id: ActeId
) -> tuple[str, ...]:
    """The four lines; a date that is not known to the day is left blank.

    Since 1 July 2022 the third says « Publié le » (CGCT L2131-1, ordonnance n° 2021-1310).
    """
    shown = "Affiché le" if id.on < ELECTRONIC_SINCE else "Publié le"
    return (
        f"Envoyé en préfecture le {_day(sent)}".strip(),
        f"Reçu en préfecture le {_day(received)}".strip(),
        f"{shown} {_day(published)}".strip(),
        f"ID : {id}",
    )


def _stamped(root: Path, year: int, followed: FollowUp, body: Body) -> Stamped:
    own = [
        event
        for event in in_force(followed.events)
        if (event.target_kind, event.target) == (TargetKind.BODY, body.id)
    ]
    deposit = last(own, {EventType.DEPOSIT_READY})
    id = ActeId.parse(deposit.identifier) if deposit else None
    if deposit is None or id is None:
        return Stamped(body=body, reason="aucun dépôt préparé par « avenant transmit »")
    of_acte = [event for event in own if event.number in ("", id.number)]
    sent, received, published = (
        last(of_acte, {type})
        for type in (EventType.ACTE_SENT, EventType.ACTE_RECEIVED, EventType.ACTE_PUBLISHED)
    )
    if sent is None and received is None:
        return Stamped(body=body, reason="le dépôt n’est ni transmis ni reçu, d’après le journal")
    lines = stamp_lines(sent, received, published, id)
    target = root / "output" / str(year) / "transmission" / file_name(body.id) / FOLDER
    with work_folder(target) as work:
        made = tuple(_copies(root, deposit, work, lines))
        former = [path.name for path in target.glob(f"*{PDF}")] if target.is_dir() else []
        publish(work, target, made, former)
    return Stamped(body=body, folder=target, names=made, lines=lines)


def _copies(root: Path, deposit: Event, work: Path, lines: tuple[str, ...]) -> Iterator[str]:
    """Stamp the PDFs of a deposit one by one; give their names."""
    source = work / "source"
    for name, path in _deposited(root, deposit, source):
        stamp_copy(path, work / name, lines)
        yield name
    source.unlink(missing_ok=True)


def _deposited(root: Path, deposit: Event, source: Path) -> Iterator[tuple[str, Path]]:
    """The PDFs as they were deposited: those of the archive, or those of a paper deposit."""
    archive = find(root, deposit.evidence) if deposit.evidence_name.endswith(ENDING) else None
    if archive is not None:
        try:
            for name, stream in members(archive):
                if name.lower().endswith(PDF) and base_name(name) == name:
                    with source.open("wb") as copy:
                        shutil.copyfileobj(stream, copy, 1 << 20)
                    yield name, source
        except (tarfile.TarError, EOFError) as fault:
            raise _not_whole(deposit.evidence_name) from fault
        except OSError as fault:
            raise output_fault(fault, source) from fault
        return
    for fact, sha256 in deposit.facts.items():
        name = fact.removeprefix(DEPOSITED)
        if name == fact or not name.lower().endswith(PDF) or name.startswith(PAPERS):
            continue
        path = find(root, sha256)
        if path is None:
            raise _not_whole(name)
        yield name, path


def _not_whole(name: str) -> Tampered:
    return Tampered(
        f"« {name} » n’est plus dans data/evidence comme il a été déposé",
        remedy="Retrouvez ce fichier dans vos sauvegardes ; « avenant journal --verify » le nomme.",
    )


def _day(event: Event | None) -> str:
    day = event.on.exact if event else None
    return short_date(day) if day else ""
