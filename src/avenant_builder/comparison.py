"""Compare two avenants: Word files with tracked changes, and one page for those who vote."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from avenant_builder.cache import Cache, cache_folder
from avenant_builder.check import check
from avenant_builder.differences import Topic, differences, headline, paired_fiches
from avenant_builder.errors import ConversionFailed, ProblemsFound
from avenant_builder.files.manifest import MANIFEST, former_results, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.model.documents import FillJob, Plan
from avenant_builder.model.dossier import Dossier
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.parts import page_count
from avenant_builder.pdf.press import Press
from avenant_builder.plan import AVENANT, FICHE_MODEL, titled
from avenant_builder.problems import Severity
from avenant_builder.snapshot import source_of
from avenant_builder.word.compare import compare
from avenant_builder.word.fill import fill
from avenant_builder.word.models import check_models
from avenant_builder.workshop import Workshop, draw_chart

SUMMARY, MODEL = "synthese", "synthese.docx"
MOST_LINES = (40, 24, 18, 14, 10, 6)
"""How many changes the summary names: fewer, until it holds on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A document with tracked changes."""

    name: str
    title: str
    passages: int
    """How many passages came or went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was written, and where."""

    target: Path
    documents: tuple[Written, ...]
    topics: tuple[Topic, ...]
    headline: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two years, its Word documents made."""

    dossier: Dossier
    plan: Plan
    models: Path
    folder: Path

    def path(self, key: str) -> Path:
        return self.folder / f"{key}.docx"


def compare_years(
    root: Path, before: int, after: int, *, now: datetime, progress: Callable[[str], None]
) -> Comparison:
    """Compare the avenants of two years into ``output/AFTER/comparaison-BEFORE-AFTER/``.

    A year that was frozen is compared as it was frozen. Raises ``ProblemsFound`` for faults of
    either year or of the model of the summary, ``ModelFault``, ``ToolMissing``,
    ``ConversionFailed``, ``OutputFault``, ``Busy`` or ``Tampered``.
    """
    target = root / "output" / str(after) / f"comparaison-{before}-{after}"
    engine = find_engine()
    with ExitStack() as stack:
        stack.enter_context(workspace_lock(root))
        work = stack.enter_context(work_folder(target))
        sides: list[_Side] = []
        remarks: list[str] = []
        for year in (before, after):
            progress(f"préparation de l’avenant {year}")
            source = stack.enter_context(source_of(root, year))
            sides.append(_side(source.root, year, work / str(year)))
            remarks += [f"{year} : {source.remark}"] if source.remark else []
        old, new = sides
        progress("comparaison")
        author = f"Comparaison {before}-{after}"
        documents = tuple(_compared(old, new, work, author=author, now=now, remarks=remarks))
        topics = differences(old.dossier, new.dossier)
        progress("synthèse")
        press = Press(engine=engine, cache=Cache(cache_folder()))
        dated = now.date()
        workshop = Workshop(models=root / "templates", work=work, press=press, dated=dated)
        _summary(workshop, new, _years(old, new), topics)
        names = [*(one.name for one in documents), f"{SUMMARY}.docx", f"{SUMMARY}.pdf"]
        write_manifest(work, _facts(documents, topics), names)
        publish(work, target, (*names, MANIFEST), former_results(target))
    return Comparison(
        target=target,
        documents=documents,
        topics=topics,
        headline=headline(topics),
        remarks=tuple(remarks),
    )


def _side(source: Path, year: int, folder: Path) -> _Side:
    # A year that is still a draft is compared as it is, gaps and all.
    dossier, plan = check(source, year).for_draft().ready()
    models = source / "templates"
    folder.mkdir()
    draw_chart(plan, folder)
    jobs = [job for job in plan.jobs if job.key == AVENANT or job.model == FICHE_MODEL]
    fill(jobs, folder=models, target=folder, dated=dossier.avenant.reference_day)
    return _Side(dossier=dossier, plan=plan, models=models, folder=folder)


def _compared(
    old: _Side, new: _Side, work: Path, *, author: str, now: datetime, remarks: list[str]
) -> Iterator[Written]:
    for name, title, one, other in _documents(old, new):
        made = compare(one, other, author=author, when=now)
        (work / f"{name}.docx").write_bytes(made.data)
        remarks += [f"{name}.docx : {remark}" for remark in made.remarks]
        yield Written(name=f"{name}.docx", title=title, passages=made.passages)


def _documents(old: _Side, new: _Side) -> Iterator[tuple[str, str, Path | None, Path | None]]:
    """Name and title of each comparison, and the two documents that it is made from."""
    number = new.dossier.avenant.number
    yield AVENANT, f"Avenant n° {number}", old.path(AVENANT), new.path(AVENANT)
    for before, after in paired_fiches(old.dossier, new.dossier):
        one = old.path(f"fiche-{before.number}") if before else None
        other = new.path(f"fiche-{after.number}") if after else None
        if after is not None:
            yield f"fiche-{after.number}", f"Fiche {after.number} – {after.group}", one, other
        elif before is not None:
            title = f"Fiche {before.number} de l’avenant précédent – {before.group}"
            yield f"fiche-{before.number}-retiree", title, one, None


def _years(old: _Side, new: _Side) -> dict[str, Any]:
    return {
        "avant": {"annee": old.dossier.avenant.year, "numero": old.dossier.avenant.number},
        "apres": {"annee": new.dossier.avenant.year, "numero": new.dossier.avenant.number},
    }


def _summary(
    workshop: Workshop, new: _Side, years: Mapping[str, Any], topics: Sequence[Topic]
) -> None:
    """Write the summary, on one page."""
    for most in MOST_LINES:
        job = summary_job(new.plan.jobs[0].context, years, topics, most=most)
        problems = check_models([job], folder=workshop.models)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProblemsFound(problems)
        part = workshop.make([job])[SUMMARY]
        if page_count(part.path) == 1:
            return
    raise ConversionFailed(
        "la synthèse ne tient pas sur une page",
        remedy=f"Raccourcissez le texte du modèle templates/{MODEL}, puis relancez.",
    )


def summary_job(
    common: Mapping[str, Any], years: Mapping[str, Any], topics: Sequence[Topic], *, most: int
) -> FillJob:
    """The summary, with `most` changes named at most; `years` are the two avenants."""
    title = f"{years['avant']['annee']}-{years['apres']['annee']} : ce qui change"
    shown, left = _shown(topics, most)
    facts = {**years, "titre": headline(topics), "parties": shown, "reste": left}
    context = {**titled(common, title), "synthese": facts}
    return FillJob(key=SUMMARY, model=MODEL, title=title, context=context)


def _shown(topics: Sequence[Topic], most: int) -> tuple[list[dict[str, Any]], int]:
    """So many lines at most, shared between subjects; how many are left out."""
    share = {topic.title: 0 for topic in topics}
    total = sum(len(topic.lines) for topic in topics)
    while sum(share.values()) < min(most, total):
        for topic in topics:
            room = sum(share.values()) < most and share[topic.title] < len(topic.lines)
            share[topic.title] += room
    shown = [
        {"titre": topic.title, "lignes": list(topic.lines[: share[topic.title]])}
        for topic in topics
    ]
    return shown, total - sum(share.values())


def _facts(documents: Sequence[Written], topics: Sequence[Topic]) -> dict[str, Any]:
    return {
        "titre": headline(topics),
        "changements": {topic.title: list(topic.lines) for topic in topics},
        "documents": [
            {"nom": one.name, "titre": one.title, "passages": one.passages} for one in documents
        ],
    }
