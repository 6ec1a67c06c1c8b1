"""What is to be made: documents to fill from Word models, and the bundles they go into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avenant_builder.model.chart import Chart

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg")
"""Endings of the pictures that an annex or a logo may be."""
SUPPLIED_ENDINGS = (".pdf", ".tif", ".tiff")
"""Endings of the files that an annex may be whose pages are bound as they are."""
CHART_VECTOR, CHART_RASTER = "carte.svg", "carte.png"
"""Names of the map among the results."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a model takes in where it says ``{{ image }}``."""

    path: Path
    """Whole, or from the folder where the document is made."""
    description: str
    """Text alternative, never empty."""
    max_width_mm: float
    max_height_mm: float
    vector: Path | None = None
    """The same picture as SVG, for programs that read it."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of a contents page, « title … page », linked to a part of the bundle."""

    title: str
    page: str
    target: str
    """Key of the part: the link is ``https://sommaire.invalid/<target>`` until assembled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillJob:
    """One Word document to make."""

    key: str
    """Name of the result without its ending (« fiche-1 »), a valid file name everywhere."""
    model: str
    """File name of the model under ``templates/``."""
    title: str
    """Title of the document, in its properties and in the contents page."""
    context: Mapping[str, Any]
    """What the model may ask for: text, numbers, dates, lists and tables of these, and
    ``RichText``, ``Picture``, ``ContentsLine``. ``templates/README.md`` lists the names."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Where it comes from, kept out of sight in the document for when it comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedPart:
    """An annex taken as it is supplied, a PDF."""

    key: str
    path: str
    """Relative to the workspace."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the outline and of the contents page."""

    title: str
    level: int
    """1 or 2."""
    target: str
    """Key of the part on whose first page it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    """What is printed for one seat, in order: used to fill, then to check the PDF."""

    seat: str
    heading: str
    """Empty where the seat before it, of the same body, has printed it."""
    title: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePlan:
    """A PDF to assemble: its front (cover and contents), then its parts."""

    key: str
    title: str
    front: str
    """Model of the front pages."""
    parts: tuple[str, ...]
    """Keys in order, the front's not among them."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a build makes."""

    jobs: tuple[FillJob, ...]
    supplied: tuple[SuppliedPart, ...]
    bundles: tuple[BundlePlan, ...]
    blocks: tuple[SignatureBlock, ...]
    chart: Chart | None = None
    """The map to draw, into ``carte.svg`` and ``carte.png``."""

    @property
    def results(self) -> tuple[str, ...]:
        """Names of the files that the build puts into ``output/YEAR/``, but the manifest."""
        documents = [f"{job.key}{ending}" for job in self.jobs for ending in (".docx", ".pdf")]
        drawn = (CHART_VECTOR, CHART_RASTER) if self.chart else ()
        return (*documents, *drawn, *(f"{bundle.key}.pdf" for bundle in self.bundles))
