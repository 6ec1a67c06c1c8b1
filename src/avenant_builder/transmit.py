"""Prepare the deposits of an avenant for the préfecture, one per collectivité: nothing is sent."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from avenant_builder.actes.archive import LARGEST
from avenant_builder.build import Progress
from avenant_builder.cache import Cache, cache_folder
from avenant_builder.context import common_context
from avenant_builder.deposits.assess import Assessed, Assessment, Standing, Wanted, assess
from avenant_builder.deposits.keep import keep
from avenant_builder.deposits.pack import Packed, pack, seal
from avenant_builder.deposits.papers import letter_job, signer_of, slip_job
from avenant_builder.disk import output_fault
from avenant_builder.errors import ProblemsFound
from avenant_builder.files.manifest import MANIFEST, former_results
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.follow import FollowUp, follow
from avenant_builder.model.body import Body
from avenant_builder.model.documents import FillJob
from avenant_builder.model.event import Event, EventType
from avenant_builder.naming import file_name
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.press import Press
from avenant_builder.problems import Place, Severity
from avenant_builder.record import refreshed
from avenant_builder.rules.catalogue import RULES
from avenant_builder.tracking.targets import find_target
from avenant_builder.word.models import check_models
from avenant_builder.workshop import Workshop

FOLDER = "transmission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one body."""

    assessed: Assessed
    folder: Path | None = None
    """Where its deposit lies; None: none was made."""
    packed: Packed | None = None
    event: Event | None = None
    """What the journal says of it; None: nothing was noted, as of a draft."""
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """All the bodies that were asked for, in the order of the register."""

    results: tuple[Result, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether no body that was asked for lacks anything."""
        return all(one.assessed.standing is not Standing.NOT_READY for one in self.results)


def transmit(
    root: Path,
    year: int,
    names: Sequence[str],
    wanted: Wanted,
    *,
    now: datetime,
    by: str,
    progress: Progress,
) -> Transmission:
    """Write the deposits that are ready into ``output/YEAR/transmission/BODY/``.

    `names` are bodies or seats; none: every body that takes part. What is not ready is left as
    it was, and told; a draft is made of it all the same, and neither kept nor noted. Raises
    ``ProblemsFound``, ``UnknownTarget``, ``Tampered``, ``ToolMissing``, ``ModelFault``,
    ``ConversionFailed``, ``OutputFault`` or ``Busy``.
    """
    progress("lecture des registres, du journal et des pièces")
    followed = follow(root, year, as_of=now.date())
    bodies = _chosen(followed, names)
    with workspace_lock(root), ExitStack() as folders:
        found = assess(root, followed, bodies, wanted, today=now.date())
        made: dict[str, Packed] = {}
        for number, one in enumerate(found.bodies):
            if not _is_to_make(one, wanted):
                continue
            assert one.deposit is not None
            progress(f"dépôt de {one.body.name}")
            work = folders.enter_context(work_folder(_target(root, year, one.body)))
            packed = pack(one.deposit, work, draft=wanted.draft, paper=wanted.paper)
            if packed.written and packed.written.size > LARGEST and not wanted.draft:
                found = _too_large(found, number, packed)
            else:
                made[one.body.id] = packed
        if made:
            progress("bordereaux")
            _write_papers(root, followed, found, list(made.values()))
        results = [
            _finished(root, year, one, made.get(one.body.id), now=now, by=by)
            for one in found.bodies
        ]
    is_made = bool(made) and not wanted.draft
    return Transmission(
        results=tuple(results),
        remarks=tuple(refreshed(root, year, as_of=now.date())) if is_made else (),
    )


def _chosen(followed: FollowUp, names: Sequence[str]) -> list[Body]:
    dossier = followed.dossier
    wanted = {find_target(dossier, name, EventType.ACTE_SENT).id for name in names}
    known = {seat.body for seat in dossier.seats}
    return [body for body in dossier.bodies if body.id in (wanted or known)]


def _is_to_make(one: Assessed, wanted: Wanted) -> bool:
    drafted = wanted.draft and one.standing is Standing.NOT_READY
    return drafted or one.standing is Standing.READY


def _target(root: Path, year: int, body: Body) -> Path:
    return root / "output" / str(year) / FOLDER / file_name(body.id)


def _too_large(found: Assessment, number: int, packed: Packed) -> Assessment:
    """Files that fit by themselves, and whose archive is over the limit."""
    assert packed.written is not None
    one = found.bodies[number]
    problem = RULES["R-DEP-17"].problem(
        Place(packed.archive),
        f"l’archive fait {packed.written.size} octets, {LARGEST} au plus",
    )
    changed = replace(one, standing=Standing.NOT_READY, problems=(*one.problems, problem))
    bodies = list(found.bodies)
    bodies[number] = changed
    return replace(found, bodies=tuple(bodies))


def _write_papers(
    root: Path, followed: FollowUp, found: Assessment, made: Sequence[Packed]
) -> None:
    """Fill and convert bordereaux and letters, all at once, then put each into its folder."""
    jobs = _jobs(root, followed, found, made)
    models = root / "templates"
    problems = check_models(list(jobs.values()), folder=models)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    press = Press(engine=find_engine(), cache=Cache(cache_folder()))
    work = made[0].folder / "papiers"
    for day in sorted({one.deposit.day for one in made}):
        work.mkdir(exist_ok=True)
        todays = [path for path in jobs if _of(path, made).deposit.day == day]
        workshop = Workshop(models=models, work=work, press=press, dated=day)
        parts = workshop.make([jobs[path] for path in todays])
        for path in todays:
            part = parts[jobs[path].key].path
            try:
                part.replace(path.with_suffix(".pdf"))
                part.with_suffix(".docx").replace(path.with_suffix(".docx"))
            except OSError as fault:
                raise output_fault(fault, path) from fault
    for packed in made:
        seal(packed, found.text.version)


def _of(path: Path, made: Sequence[Packed]) -> Packed:
    return next(one for one in made if one.folder == path.parent)


def _jobs(
    root: Path, followed: FollowUp, found: Assessment, made: Sequence[Packed]
) -> Mapping[Path, FillJob]:
    """The papers to fill, by where each goes, without its ending."""
    common: Mapping[str, Any] = common_context(followed.dossier, root=root)
    jobs: dict[Path, FillJob] = {}
    for packed in made:
        slip, *letter = packed.papers
        key = file_name(packed.deposit.body.id)
        jobs[packed.folder / slip] = slip_job(
            packed,
            common,
            found.classification,
            key=f"bordereau-{key}",
            version=found.text.version,
        )
        for name in letter:
            signer = signer_of(followed.dossier, packed.deposit)
            jobs[packed.folder / name] = letter_job(
                packed, common, followed.dossier, key=f"lettre-{key}", signer=signer
            )
    return jobs


def _finished(
    root: Path, year: int, one: Assessed, packed: Packed | None, *, now: datetime, by: str
) -> Result:
    """Keep the files, note the event, put the folder in place: in that order."""
    if packed is None:
        return Result(assessed=one)
    event, is_new = None, False
    if not packed.draft:
        event, is_new = keep(root, year, packed, now=now, by=by)
    target = _target(root, year, one.body)
    publish(packed.folder, target, (*packed.all_names, MANIFEST), former_results(target))
    return Result(assessed=one, folder=target, packed=packed, event=event, is_new=is_new)
