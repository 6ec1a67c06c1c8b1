"""Make the avenant, its annexes and its bundles: the order of events, in one place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from avenant_builder.cache import Cache, cache_folder
from avenant_builder.check import check
from avenant_builder.files.manifest import MANIFEST, former_results, input_files, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.documents import Plan
from avenant_builder.model.dossier import Dossier
from avenant_builder.outcome import BuildResult
from avenant_builder.pdf.engine import Engine, find_engine
from avenant_builder.pdf.parts import Bundle, page_count
from avenant_builder.pdf.press import Press
from avenant_builder.pdf.waiting import WaitingEngine
from avenant_builder.plan import AVENANT
from avenant_builder.snapshot import source_of
from avenant_builder.workshop import Workshop

Progress = Callable[[str], None]


def build(
    root: Path,
    year: int,
    *,
    progress: Progress,
    draft: bool = False,
    waiting: WaitingEngine | None = None,
) -> BuildResult:
    """Build the avenant of a year into ``output/YEAR/`` of the workspace `root`.

    A `draft` is marked « PROJET » on every page, and may hold what is still to be filled in. A year
    that was frozen is built from what was frozen. Raises ``ProblemsFound`` with every
    fault at once, ``ToolMissing``, ``ModelFault``, ``ConversionFailed``, ``OutputFault``,
    ``Busy`` or ``Tampered``. Unless all succeeds, what lay in ``output/YEAR/`` is left as it was.
    """
    with source_of(root, year) as source:
        result = build_from(
            source.root, root, year, progress=progress, draft=draft, waiting=waiting
        )
    remarks = (source.remark, *result.remarks) if source.remark else result.remarks
    return replace(result, remarks=remarks, frozen=bool(source.remark))


def build_from(
    source: Path,
    root: Path,
    year: int,
    *,
    progress: Progress,
    draft: bool = False,
    waiting: WaitingEngine | None = None,
) -> BuildResult:
    """Build from the workspace `source` into ``output/YEAR/`` of `root`. Raises as `build`."""
    progress("lecture et contrôle des données")
    checked = check(source, year).for_draft() if draft else check(source, year)
    dossier, plan = checked.ready()
    engine = find_engine()
    target = root / "output" / str(year)
    with workspace_lock(root), work_folder(target) as work:
        workshop = Workshop(
            models=source / "templates",
            work=work,
            press=Press(engine=engine, cache=Cache(cache_folder()), waiting=waiting),
            dated=dossier.avenant.reference_day,
            draft=draft,
        )
        bundles = _made(workshop, plan, source, progress=progress)
        pages = {path.name: page_count(path) for path in _pdfs(work, plan)}
        facts = _facts(dossier, plan, engine=engine, pages=pages, bundles=bundles, root=source)
        facts |= {"projet": True} if draft else {}
        write_manifest(work, facts, plan.results)
        progress("mise en place")
        names = (*plan.results, MANIFEST)
        publish(work, target, names, former_results(target))
    return BuildResult(
        target=target,
        names=names,
        pages=pages,
        engine=engine.label,
        problems=checked.problems,
        remarks=tuple(remark for bundle in bundles for remark in bundle.remarks),
        draft=draft,
    )


def _made(workshop: Workshop, plan: Plan, source: Path, *, progress: Progress) -> list[Bundle]:
    """Make every document of a plan, then its bundles."""
    drawn = ", dessin de la carte" if plan.chart else ""
    progress(f"remplissage et conversion de {len(plan.jobs)} documents{drawn}, sommaires")
    parts = workshop.make_for_bundles(plan, source)
    if workshop.press.waiting:
        workshop.press.waiting.dismiss()
    workshop.check_blocks(parts[AVENANT], plan)
    progress("assemblage")
    return workshop.bind_all(plan, parts)


def _pdfs(work: Path, plan: Plan) -> Iterable[Path]:
    return (work / name for name in plan.results if name.endswith(".pdf"))


def _taken_in(dossier: Dossier) -> set[str]:
    """The annexes and logos that the build takes in: what else lies beside them made nothing."""
    year = dossier.avenant.year
    annexes = {a.source for a in dossier.avenant.annexes if a.kind is AnnexKind.FILE}
    logos = {dossier.body(seat.body).logo for seat in dossier.seats} & dossier.logos
    return {f"data/{year}/annexes/{n}" for n in annexes} | {f"data/logos/{n}" for n in logos}


def _facts(
    dossier: Dossier,
    plan: Plan,
    *,
    engine: Engine,
    pages: Mapping[str, int],
    bundles: Iterable[Bundle],
    root: Path,
) -> dict[str, Any]:
    """What the manifest says beside its list of files; no clock, no machine."""
    models = {f"templates/{job.model}" for job in plan.jobs}
    models |= {f"templates/{bundle.front}" for bundle in plan.bundles}
    inputs = {*dossier.inputs, *input_files(root, models | _taken_in(dossier))}
    return {
        "avenant": {"annee": dossier.avenant.year, "numero": dossier.avenant.number},
        "convertisseur": engine.label,
        "pages": dict(pages),
        "recueils": [
            {
                "nom": bundle.path.name,
                "premieres_pages": dict(bundle.first_pages),
                "pdf_a_2b": bundle.pdfa,
                "pdf_ua_1": bundle.pdfua,
                "remarques": list(bundle.remarks),
            }
            for bundle in bundles
        ],
        "donnees": [asdict(file) for file in sorted(inputs, key=lambda file: file.path)],
    }
