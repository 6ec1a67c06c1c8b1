"""Write the packets of a day into ``output/YEAR/paquets/``. Nothing is sent."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from avenant_builder.cache import Cache, cache_folder
from avenant_builder.digital import WHOLE, NotFrozen, frozen_file
from avenant_builder.disk import output_fault
from avenant_builder.errors import ModelFault, ProblemsFound
from avenant_builder.files.manifest import MANIFEST, former_results, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.files.registers import read_registers
from avenant_builder.follow import follow
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import Event
from avenant_builder.packets.plan import (
    FRAME,
    FRAME_MM,
    PAGE,
    Grouping,
    PacketPlan,
    Sheet,
    plan_packets,
)
from avenant_builder.paper.draw import draw_code, draw_frame
from avenant_builder.paper.issued import issued_facts, marks
from avenant_builder.paper.proof import printed_places
from avenant_builder.paper.secret import SecretLost, known_secret, make_secret, mark_of
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.press import Press
from avenant_builder.pdf.printed import picture_places
from avenant_builder.problems import Severity
from avenant_builder.snapshot import frozen_events, source_of
from avenant_builder.word.models import check_models
from avenant_builder.workshop import Workshop

FOLDER = "paquets"
SAMPLE = "AV1-00000-00-0-0000"
"""A code of the size of all others, to measure its picture."""
SHEETS = "pages"
"""In the manifest: what was printed on each signature page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written, and where."""

    target: Path
    plan: PacketPlan


def target_of(root: Path, year: int) -> Path:
    """Where the packets of a year lie."""
    return root / "output" / str(year) / FOLDER


def make_packets(
    root: Path, year: int, *, by: Grouping, as_of: date, progress: Callable[[str], None]
) -> Made:
    """Write letter, text and signature pages for each person or body.

    Raises ``NotFrozen``, ``SecretLost``, ``ProblemsFound`` for registers or models at fault,
    ``ModelFault`` where a signature page is not fit to come back, and what ``build`` raises.
    What lay in the folder is left as it was unless all succeeds.
    """
    text = frozen_text(root, year)
    secret = secret_of(root, year)
    followed = follow(root, year, as_of=as_of)
    with source_of(root, year) as source:
        frozen, problems = read_registers(source.root, year)
        if frozen is None:
            raise ProblemsFound(problems)
    target = target_of(root, year)
    with workspace_lock(root), work_folder(target) as work:
        side = _drawn(work, target, SAMPLE)
        draw_frame(work / FRAME, width_mm=FRAME_MM[0], height_mm=FRAME_MM[1])
        plan = plan_packets(
            frozen,
            followed,
            version=text.version,
            secret=secret,
            code_mm=side,
            by=by,
            root=root,
        )
        for sheet in plan.sheets:
            _drawn(work, target, sheet.code)
        progress(f"remplissage et conversion de {len(plan.jobs)} documents")
        _print(plan, root, work, dated=frozen.avenant.reference_day)
        progress("relecture des pages de signature")
        pages = {sheet.seat.id: _sheet_facts(sheet, work, secret) for sheet in plan.sheets}
        for packet in plan.packets:
            shutil.copyfile(frozen_file(root, text, WHOLE), work / packet.text)
        write_manifest(work, _facts(plan, text, pages), plan.names)
        publish(work, target, (*plan.names, MANIFEST), former_results(target))
    return Made(target=target, plan=plan)


def _drawn(work: Path, target: Path, code: str) -> float:
    """Draw a code into the work folder; give the side of its picture in millimetres."""
    try:
        return draw_code(code, work / f"{code}.png")
    except OSError as fault:
        raise output_fault(fault, target) from fault


def _print(plan: PacketPlan, root: Path, work: Path, *, dated: date) -> None:
    """Fill and convert letters and pages. Raises ``ProblemsFound`` for models at fault."""
    problems = check_models(plan.jobs, folder=root / "templates")
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    press = Press(engine=find_engine(), cache=Cache(cache_folder()))
    Workshop(models=root / "templates", work=work, press=press, dated=dated).make(plan.jobs)


def frozen_text(root: Path, year: int) -> Event:
    """The freeze that counts. Raises ``NotFrozen``."""
    frozen = frozen_events(journal_of(root, year).read())
    if not frozen:
        raise NotFrozen(
            f"le texte de l’avenant {year} n’est pas figé",
            remedy="Figez-le par « avenant freeze » : ce qui part à la signature ne change plus.",
        )
    return frozen[-1]


def secret_of(root: Path, year: int) -> bytes:
    """The secret that keys the codes, made the first time.

    Raises ``SecretLost`` where it is not the one of pages that went out.
    """
    used = marks(journal_of(root, year).read())
    secret = known_secret(root) if used else make_secret(root)
    if secret is None or (used and mark_of(secret) not in used):
        raise SecretLost(
            "data/secret manque ou a changé : des pages sont parties avec un autre",
            remedy="Remettez-le d’après votre sauvegarde : sans lui, ces pages ne seraient plus "
            "reconnues à leur retour.",
        )
    return secret


def _sheet_facts(sheet: Sheet, work: Path, secret: bytes) -> dict[str, str]:
    """Read a signature page back as it will be scanned. Raises ``ModelFault``."""
    path = work / f"{sheet.key}.pdf"
    pages = picture_places(path)
    if len(pages) != 1:
        raise ModelFault(
            f"la page de signature de {sheet.seat.id} tient sur {len(pages)} pages",
            remedy=f"Raccourcissez templates/{PAGE} : une page par siège.",
        )
    printed, faults = printed_places(path, pages[0], sheet.code)
    if printed is None:
        raise ModelFault(
            f"la page de signature de {sheet.seat.id} ne reviendrait pas : {' ; '.join(faults)}",
            remedy=f"Remettez templates/{PAGE} comme il était : un code en haut à gauche, un en "
            "bas à droite, à 10 mm du bord au moins, hors du cadre.",
        )
    return issued_facts(sheet.code, printed, mark_of(secret))


def _facts(plan: PacketPlan, text: Event, pages: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "jour": plan.day.isoformat(),
        "texte": text.version,
        SHEETS: pages,
        "paquets": [
            {
                "nom": packet.key,
                "lettre": f"{packet.letter}.pdf",
                "sieges": {sheet.seat.id: f"{sheet.key}.pdf" for sheet in packet.sheets},
            }
            for packet in plan.packets
        ],
    }
