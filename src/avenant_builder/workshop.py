"""Turn fill jobs into finished PDFs, and those into bundles, inside one work folder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from avenant_builder.beside import side_by_side
from avenant_builder.cache import Cache, cache_folder, key_of, own_identity
from avenant_builder.errors import ConversionFailed
from avenant_builder.machine import uninterrupted
from avenant_builder.model.documents import (
    CHART_RASTER,
    CHART_VECTOR,
    BundlePlan,
    FillJob,
    Picture,
    Plan,
    SuppliedPart,
)
from avenant_builder.pdf.parts import Bundle, Part, first_pages, page_count
from avenant_builder.pdf.press import Batch, Press
from avenant_builder.pdf.supplied import bindable
from avenant_builder.plan import front_job, front_key
from avenant_builder.word.fill import fill
from avenant_builder.word.tags import tags_of

# A contents page counts itself; a round or two settle its length, more are a freak.
MAX_ROUNDS = 4
BINDERS = tuple(f"avenant_builder.pdf.{name}" for name in ("finish", "assemble", "readback"))
"""Slow to load: that is done while the engine works."""
CHART_FILES = (CHART_VECTOR, CHART_RASTER)
CHART_TAG = re.compile(r"\bcarte\b")
PAGE_ENDS = re.compile(rb'<w:pageBreakBefore\b|<w:br w:type="page"|<w:sectPr\b')


def draw_chart(plan: Plan, folder: Path) -> None:
    """Draw the map of a plan, if it has one, where documents that show it will be filled."""
    if plan.chart is None:
        return
    store, paths = Cache(cache_folder()), [folder / CHART_VECTOR, folder / CHART_RASTER]
    keys = [key_of("map", own_identity(), path.name, repr(plan.chart)) for path in paths]
    known = [store.get(key) for key in keys]
    if None in known:
        # Slow to load, and seldom needed twice.
        from avenant_builder.maps.draw import write_map

        write_map(plan.chart, vector=paths[0], raster=paths[1])
    for path, key, content in zip(paths, keys, known, strict=True):
        if content is None:
            store.put(key, path.read_bytes())
        elif None not in known:
            path.write_bytes(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where documents are made: the models of a workspace in, finished files of `work` out."""

    models: Path
    work: Path
    press: Press
    dated: date
    draft: bool = False
    """Every page is marked « PROJET »."""

    def make(self, jobs: Sequence[FillJob]) -> dict[str, Part]:
        """Fill, convert and finish documents: ``KEY.docx`` and ``KEY.pdf`` in `work`."""
        batch = self._batch()
        self._fill(jobs, batch)
        parts = _parts(jobs, self.work)
        batch.results()
        return parts

    def make_for_bundles(self, plan: Plan, source: Path) -> dict[str, Part]:
        """Make or take all that bundles hold, from the workspace `source`: parts and fronts.

        All that can be is done while something else works. What shows no map is filled while it is
        drawn. The fronts are filled as soon as the numbers in them are known: what comes last in
        a bundle may still be to come.
        """
        charted = [job for job in plan.jobs if plan.chart and _may_show_chart(self._model(job))]
        plain = [job for job in plan.jobs if job not in charted]
        batch, preparing = self._batch(), _prepare_to_bind()
        side_by_side(
            [partial(draw_chart, plan, self.work), partial(self._fill, plain, batch, preparing)]
        )
        self._fill(charted, batch, preparing)
        for _ in preparing:
            pass
        parts = _parts(plan.jobs, self.work)
        parts |= {part.key: self.take(part, source / part.path) for part in plan.supplied}
        counts = {part.key: page_count(parts[part.key].path) for part in plan.supplied}
        counts |= {front_key(b): _likely_pages(self.models / b.front) for b in plan.bundles}
        counted_on = {key for bundle in plan.bundles for key in _order(bundle)[:-1]}
        fronts: dict[str, Part] = {}

        def came(path: Path) -> None:
            if path.stem in parts:
                parts[path.stem].read()
                counts[path.stem] = len(parts[path.stem].sights)
            if not fronts and counted_on <= counts.keys():
                jobs = _front_jobs(plan, counts)
                fronts.update(_parts(jobs, self.work))
                self._fill(jobs, batch)

        batch.results(came)
        return {**parts, **self._settled(plan, counts, fronts)}

    def _batch(self) -> Batch:
        return self.press.batch(dated=self.dated, target=self.work, work=self.work)

    def _fill(
        self, jobs: Sequence[FillJob], batch: Batch, meanwhile: Iterator[None] | None = None
    ) -> None:
        """Write the Word documents, those that were filled from the same before as they were."""
        store, keys = self.press.cache, {job.key: self._key(job) for job in jobs}
        titles, left = {job.key: job.title for job in jobs}, list[FillJob]()
        for job in jobs:
            known = store.get(keys[job.key])
            if known is None:
                left.append(job)
                continue
            path = self.work / f"{job.key}.docx"
            path.write_bytes(known)
            batch.take(path, job.title)

        def filled(path: Path) -> None:
            batch.take(path, titles[path.stem])
            store.put(keys[path.stem], path.read_bytes())

        fill(
            left,
            folder=self.models,
            target=self.work,
            dated=self.dated,
            draft=self.draft,
            filled=filled,
            meanwhile=meanwhile,
        )

    def _key(self, job: FillJob) -> str:
        """All that decides a filled document: its model, what may be printed, every picture.

        The map is drawn from what `job` does not hold, and may not be there yet where it is not
        shown.
        """
        model = self._model(job)
        charted = _may_show_chart(model)
        paths = [self.work / path for path in _pictures(job.context)]
        shown = [path for path in paths if charted or path.name not in CHART_FILES]
        content = [path.read_bytes() if path.is_file() else b"" for path in shown]
        own = (own_identity(), self.dated.isoformat(), str(self.draft))
        return key_of("filled", *own, repr(job), model, *content)

    def _model(self, job: FillJob) -> bytes:
        return (self.models / job.model).read_bytes()

    def take(self, supplied: SuppliedPart, path: Path) -> Part:
        """An annex supplied as the PDF `path`: as it is, or a copy without what acts, or marked.

        Raises ConversionFailed.
        """
        path = bindable(path, self.work / f"{supplied.key}-copie.pdf")
        if self.draft:
            from avenant_builder.pdf.mark import mark_draft

            marked = self.work / f"{supplied.key}.pdf"
            mark_draft(path, marked)
            path = marked
        return Part(key=supplied.key, path=path, title=supplied.title, supplied=True)

    def check_blocks(self, avenant: Part, plan: Plan) -> None:
        """See that every signature block of the plan is printed, whole. Raises ConversionFailed."""
        from avenant_builder.pdf.readback import check_signature_blocks

        check_signature_blocks(avenant, plan.blocks)

    def _settled(
        self, plan: Plan, counts: Mapping[str, int], fronts: Mapping[str, Part]
    ) -> Mapping[str, Part]:
        """The fronts, as they are or made again: their own length moves what follows them.

        `counts` are the lengths that they were made with.
        """
        for _ in range(MAX_ROUNDS):
            found = {key: page_count(part.path) for key, part in fronts.items()}
            if fronts and found.items() <= counts.items():
                return fronts
            counts = {**counts, **found}
            fronts = self.make(_front_jobs(plan, counts))
        raise ConversionFailed(
            "le sommaire change de longueur à chaque essai",
            remedy="Laissez un peu de place au bas du sommaire, dans son modèle Word.",
        )

    def bind_all(self, plan: Plan, parts: Mapping[str, Part]) -> list[Bundle]:
        """Assemble every bundle of a plan, side by side."""
        return side_by_side([partial(self.bind, bundle, parts) for bundle in plan.bundles])

    def bind(self, bundle: BundlePlan, parts: Mapping[str, Part]) -> Bundle:
        """Assemble a bundle into ``KEY.pdf`` of `work`, and read it back."""
        order = [parts[key] for key in _order(bundle)]
        from avenant_builder.pdf.assemble import assemble
        from avenant_builder.pdf.readback import check_bundle

        made = assemble(
            order,
            bundle.entries,
            target=self.work / f"{bundle.key}.pdf",
            title=bundle.title,
            dated=self.dated,
        )
        check_bundle(made, order, bundle.entries, title=bundle.title)
        return made


def _prepare_to_bind() -> Iterator[None]:
    """Load, step by step, what the assembly takes, so that it need not wait for that."""
    for name in BINDERS:
        # A library in C++ that is interrupted while it is loaded takes the process down.
        with uninterrupted():
            import_module(name)
        yield


def _parts(jobs: Sequence[FillJob], folder: Path) -> dict[str, Part]:
    return {
        job.key: Part(key=job.key, path=folder / f"{job.key}.pdf", title=job.title) for job in jobs
    }


def _pictures(value: object) -> Iterator[Path]:
    """The files of all pictures in a context, in order."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _pictures(item)
    elif isinstance(value, Picture):
        yield from filter(None, (value.path, value.vector))


def _front_jobs(plan: Plan, counts: Mapping[str, int]) -> list[FillJob]:
    """The fronts of a plan, when its parts have these lengths; that of the last is not needed."""
    return [
        front_job(plan, b, first_pages((key, counts.get(key, 0)) for key in _order(b)))
        for b in plan.bundles
    ]


@cache
def _may_show_chart(model: bytes) -> bool:
    """Whether a tag of a model speaks of the map; several documents have one model."""
    with ZipFile(BytesIO(model)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        return any(CHART_TAG.search(tags_of(archive.read(name))) for name in names)


def _likely_pages(model: Path) -> int:
    """How many pages a model breaks into by itself."""
    with ZipFile(model) as archive:
        names = {"word/document.xml", "word/styles.xml"}.intersection(archive.namelist())
        return sum(len(PAGE_ENDS.findall(archive.read(name))) for name in names) or 1


def _order(bundle: BundlePlan) -> list[str]:
    """Keys of the parts of a bundle as they are bound, its front first."""
    return [front_key(bundle), *bundle.parts]
