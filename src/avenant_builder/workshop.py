"""Turn fill jobs into finished PDFs, and those into bundles, inside one work folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.errors import ConversionFailed
from avenant_builder.maps.draw import write_map
from avenant_builder.model.documents import (
    CHART_RASTER,
    CHART_VECTOR,
    BundlePlan,
    FillJob,
    Plan,
)
from avenant_builder.pdf.assemble import Bundle, Part, assemble, first_pages
from avenant_builder.pdf.fonts import FONTS
from avenant_builder.pdf.press import Press
from avenant_builder.pdf.readback import check_bundle
from avenant_builder.plan import front_job, front_key
from avenant_builder.word.fill import fill

# A contents page counts itself; a second round settles its length, a third is a freak.
MAX_ROUNDS = 3
STAMP_FONT = "Carlito-Regular.ttf"


def draw_chart(plan: Plan, folder: Path) -> None:
    """Draw the map of a plan, if it has one, where documents that show it will be filled."""
    if plan.chart:
        write_map(plan.chart, vector=folder / CHART_VECTOR, raster=folder / CHART_RASTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where documents are made: the models of a workspace in, finished files of `work` out."""

    models: Path
    work: Path
    press: Press
    dated: date

    def make(self, jobs: Sequence[FillJob]) -> dict[str, Part]:
        """Fill, convert and finish documents: ``KEY.docx`` and ``KEY.pdf`` in `work`."""
        documents = fill(jobs, folder=self.models, target=self.work, dated=self.dated)
        titles = {path: job.title for path, job in zip(documents, jobs, strict=True)}
        pdfs = self.press.make(titles, dated=self.dated, target=self.work, work=self.work)
        return {
            job.key: Part(key=job.key, path=pdf, title=job.title)
            for job, pdf in zip(jobs, pdfs, strict=True)
        }

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

    def bind(self, bundle: BundlePlan, parts: Mapping[str, Part]) -> Bundle:
        """Assemble a bundle into ``KEY.pdf`` of `work`, and read it back."""
        order = _order(bundle, parts)
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


def _order(bundle: BundlePlan, parts: Mapping[str, Part]) -> list[Part]:
    """The parts of a bundle as they are bound, its front first."""
    return [parts[key] for key in (front_key(bundle), *bundle.parts)]
