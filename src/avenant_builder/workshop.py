"""Turn fill jobs into finished PDFs, and those into bundles, inside one work folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

from avenant_builder.beside import side_by_side
from avenant_builder.cache import Cache, cache_folder, key_of, own_identity
from avenant_builder.errors import ConversionFailed
from avenant_builder.maps.draw import write_map
from avenant_builder.model.documents import (
    CHART_RASTER,
    CHART_VECTOR,
    BundlePlan,
    FillJob,
    Plan,
    SuppliedPart,
)
from avenant_builder.pdf.fonts import FONTS
from avenant_builder.pdf.parts import Bundle, Part, first_pages
from avenant_builder.pdf.press import Press
from avenant_builder.pdf.supplied import bindable
from avenant_builder.plan import front_job, front_key
from avenant_builder.word.fill import fill

# A contents page counts itself; a second round settles its length, a third is a freak.
MAX_ROUNDS = 3
BINDERS = ("avenant_builder.pdf.assemble", "avenant_builder.pdf.readback")
"""Slow to load: that is done while the engine works."""
STAMP_FONT = "Carlito-Regular.ttf"


def draw_chart(plan: Plan, folder: Path) -> None:
    """Draw the map of a plan, if it has one, where documents that show it will be filled."""
    if plan.chart is None:
        return
    store, paths = Cache(cache_folder()), [folder / CHART_VECTOR, folder / CHART_RASTER]
    keys = [key_of("map", own_identity(), path.name, repr(plan.chart)) for path in paths]
    known = [store.get(key) for key in keys]
    if None in known:
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
        batch = self.press.batch(dated=self.dated, target=self.work, work=self.work)
        titles = {f"{job.key}.docx": job.title for job in jobs}
        fill(
            jobs,
            folder=self.models,
            target=self.work,
            dated=self.dated,
            draft=self.draft,
            filled=lambda path: batch.take(path, titles[path.name]),
        )
        _prepare_to_bind()
        return {
            job.key: Part(key=job.key, path=pdf, title=job.title)
            for job, pdf in zip(jobs, batch.results(), strict=True)
        }

    def take(self, supplied: SuppliedPart, path: Path) -> Part:
        """An annex supplied as the PDF `path`: as it is, or a copy without what acts, or marked.

        Raises ConversionFailed.
        """
        path = bindable(path, self.work / f"{supplied.key}-copie.pdf")
        if self.draft:
            from avenant_builder.pdf.mark import mark_draft

            marked = self.work / f"{supplied.key}.pdf"
            mark_draft(path, marked, font=FONTS / STAMP_FONT)
            path = marked
        return Part(key=supplied.key, path=path, title=supplied.title, supplied=True)

    def check_blocks(self, avenant: Part, plan: Plan) -> None:
        """See that every signature block of the plan is printed, whole. Raises ConversionFailed."""
        from avenant_builder.pdf.readback import check_signature_blocks

        check_signature_blocks(avenant.path, plan.blocks)

    def make_fronts(self, plan: Plan, parts: Mapping[str, Part]) -> dict[str, Part]:
        """The cover and contents of each bundle, with true page numbers.

        `parts` holds the fronts as first made, with any numbers: their length moves what
        follows them, so they are made again until it is the length that was counted with.
        """
        made = dict(parts)
        for _ in range(MAX_ROUNDS):
            numbers = [first_pages(_order(bundle, made)) for bundle in plan.bundles]
            jobs = [
                front_job(plan, bundle, pages)
                for bundle, pages in zip(plan.bundles, numbers, strict=True)
            ]
            made |= self.make(jobs)
            if numbers == [first_pages(_order(bundle, made)) for bundle in plan.bundles]:
                return made
        raise ConversionFailed(
            "le sommaire change de longueur à chaque essai",
            remedy="Laissez un peu de place au bas du sommaire, dans son modèle Word.",
        )

    def bind_all(self, plan: Plan, parts: Mapping[str, Part]) -> list[Bundle]:
        """Assemble every bundle of a plan, side by side."""
        return side_by_side([partial(self.bind, bundle, parts) for bundle in plan.bundles])

    def bind(self, bundle: BundlePlan, parts: Mapping[str, Part]) -> Bundle:
        """Assemble a bundle into ``KEY.pdf`` of `work`, and read it back."""
        order = _order(bundle, parts)
        from avenant_builder.pdf.assemble import assemble
        from avenant_builder.pdf.readback import check_bundle

        made = assemble(
            order,
            bundle.entries,
            target=self.work / f"{bundle.key}.pdf",
            title=bundle.title,
            dated=self.dated,
            stamp_font=FONTS / STAMP_FONT,
        )
        check_bundle(made, order, bundle.entries, title=bundle.title)
        return made


def _prepare_to_bind() -> None:
    for name in BINDERS:
        import_module(name)
    from avenant_builder.pdf.stamp import prepare

    prepare(FONTS / STAMP_FONT)


def _order(bundle: BundlePlan, parts: Mapping[str, Part]) -> list[Part]:
    """The parts of a bundle as they are bound, its front first."""
    return [parts[key] for key in (front_key(bundle), *bundle.parts)]
