"""Make the set for the préfet: the files, their bordereau, one sealed zip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from avenant_builder.build import Progress
from avenant_builder.cache import Cache, cache_folder
from avenant_builder.context import common_context
from avenant_builder.disk import output_fault
from avenant_builder.errors import ProblemsFound
from avenant_builder.files.manifest import fingerprint
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.files.sealed import Changed, Entry, write_sealed
from avenant_builder.follow import FollowUp, follow
from avenant_builder.handover.contents import contents, lacking
from avenant_builder.journal.contract import Tampered
from avenant_builder.model.documents import FillJob
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.press import Press
from avenant_builder.plan import titled
from avenant_builder.problems import Severity
from avenant_builder.snapshot import SHOWN_DIGITS, frozen_events
from avenant_builder.tracking.signed import SIGNED_COLUMNS, signed_rows
from avenant_builder.word.models import check_models
from avenant_builder.workshop import Workshop

FOLDER = "ensemble"
MODEL = "bordereau-ensemble.docx"
SLIP = "bordereau"
SHOWN = ("organisme", "signataire", "signe_le", "etat")
"""What the bordereau repeats of the table of signatures."""
SLIPS = (f"{SLIP}.pdf", f"{SLIP}.docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A set that was made."""

    path: Path
    files: int
    size: int
    sha256: str
    head: str
    """Head of the journal that goes along, as printed."""
    lacking: tuple[str, ...]
    """What is not in it yet, in French."""


def hand_over(root: Path, year: int, *, now: datetime, progress: Progress) -> HandedOver:
    """Write ``output/YEAR/transmission/ensemble/``: a zip, and its bordereau beside it.

    The same data give the same bytes. Raises ``NothingToHandOver``, ``ProblemsFound``,
    ``Tampered``, ``ToolMissing``, ``ModelFault``, ``ConversionFailed``, ``OutputFault`` or
    ``Busy``.
    """
    progress("lecture du journal et des pièces")
    followed = follow(root, year, as_of=now.date())
    entries = contents(root, followed)
    gaps = tuple(lacking(root, followed))
    target = root / "output" / str(year) / "transmission" / FOLDER
    avenant = followed.dossier.avenant
    name = f"avenant-{avenant.number}-{year}-prefecture.zip"
    with workspace_lock(root), work_folder(target) as work:
        progress("bordereau")
        _write_slip(root, followed, entries, gaps, work)
        slips = [
            Entry(name=slip, about="Bordereau de l’ensemble", content=(work / slip).read_bytes())
            for slip in SLIPS
        ]
        progress("archive")
        _seal(work / name, [*slips, *entries], _facts(followed, gaps))
        size, sha256 = (work / name).stat().st_size, fingerprint(work / name)
        former = [path.name for path in target.glob("*.zip")] if target.is_dir() else []
        publish(work, target, [name, *SLIPS], former)
    return HandedOver(
        path=target / name,
        files=len(entries) + len(slips),
        size=size,
        sha256=sha256,
        head=followed.head.short,
        lacking=gaps,
    )


def _seal(path: Path, entries: Sequence[Entry], facts: dict[str, Any]) -> None:
    try:
        write_sealed(path, entries, facts)
    except Changed as fault:
        raise Tampered(
            f"« {fault} » n’est plus le fichier qui a été enregistré",
            remedy="« avenant journal --verify » nomme les pièces à remettre d’après vos copies.",
        ) from fault
    except OSError as fault:
        raise output_fault(fault, path) from fault


def _facts(followed: FollowUp, gaps: Sequence[str]) -> dict[str, Any]:
    """What the manifest says of the whole."""
    return {
        "annee": followed.dossier.avenant.year,
        "avenant": followed.dossier.avenant.number,
        "version": _version(followed),
        "journal": {"numero": followed.head.sequence, "empreinte": followed.head.digest},
        "manque": list(gaps),
    }


def _version(followed: FollowUp) -> str:
    frozen = frozen_events(followed.events)
    return frozen[-1].version if frozen else ""


def _write_slip(
    root: Path, followed: FollowUp, entries: Sequence[Entry], gaps: Sequence[str], work: Path
) -> None:
    """Fill and convert the bordereau. Raises ``ProblemsFound`` for a model that is wrong."""
    job = slip_job(followed, common_context(followed.dossier, root=root), entries, gaps)
    models = root / "templates"
    problems = check_models([job], folder=models)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    press = Press(engine=find_engine(), cache=Cache(cache_folder()))
    papers = work / "papiers"
    papers.mkdir()
    dated = followed.dossier.avenant.reference_day
    made = Workshop(models=models, work=papers, press=press, dated=dated).make([job])[SLIP].path
    made.replace(work / SLIPS[0])
    made.with_suffix(".docx").replace(work / SLIPS[1])


def _number(followed: FollowUp) -> str:
    avenant = followed.dossier.avenant
    return f"n° {avenant.number} ({avenant.year})"


def slip_job(
    followed: FollowUp, common: Mapping[str, Any], entries: Sequence[Entry], gaps: Sequence[str]
) -> FillJob:
    """The bordereau of a set, to be filled; `gaps` are what it does not hold yet."""
    title = f"Bordereau de l’ensemble – avenant {_number(followed)}"
    context = {**titled(common, title), "ensemble": slip_facts(followed, entries, gaps)}
    return FillJob(key=SLIP, model=MODEL, title=title, context=context)


def slip_facts(followed: FollowUp, entries: Sequence[Entry], gaps: Sequence[str]) -> dict[str, Any]:
    """What ``bordereau-ensemble.docx`` may ask for."""
    rows = [
        {name: cell for name, cell in zip(SIGNED_COLUMNS, row, strict=True) if name in SHOWN}
        for row in signed_rows(followed.campaign.seats)
    ]
    return {
        "version": _version(followed)[:SHOWN_DIGITS],
        "journal": followed.head.short,
        "pieces": [
            {"rang": rank, "nom": entry.name, "contenu": entry.about, "empreinte": entry.hash}
            for rank, entry in enumerate(entries, start=1)
        ],
        "signatures": rows,
        "manque": list(gaps),
    }
