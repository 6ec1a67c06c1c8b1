"""Where each signature goes in a PDF of ours: between two named destinations.

``word/anchors.py`` puts them into the document, LibreOffice carries them over; no text is read.
"""

from dataclasses import dataclass
from pathlib import Path

from pikepdf import Array, Object, Pdf

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.parts import opened

WIDTH = 200.0
"""Points, 70 mm: a block's column has 222 in the model of the Loire."""
LINE = 16.0
"""Points, from the top of the last line of the title to below it."""
GAP = 3.0
FULL = 5
"""Page, /XYZ, left, top, zoom (ISO 32000-1, 12.3.2.2)."""
SMALLEST = 28.0
"""Points, 1 cm: a lower box holds no stamp that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The place of one signature, in points from the lower left corner of its page."""

    page: int
    """From 1."""
    left: float
    bottom: float
    right: float
    top: float


def signature_boxes(avenant: Path, count: int) -> tuple[Box, ...]:
    """The boxes of the first `count` seats, in printed order.

    Raises ``ConversionFailed`` where the document does not say where they are.
    """
    with opened(avenant) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        ends = [(_end(pdf, "qualite", n), _end(pdf, "signature", n)) for n in range(1, count + 1)]
        missing = [rank for rank, pair in enumerate(ends, start=1) if None in pair]
        boxes = [
            _box(pages.get(above[0].objgen, 0), above, below)
            for above, below in ends
            if above is not None and below is not None and above[0].objgen == below[0].objgen
        ]
    low = [rank for rank, box in enumerate(boxes, start=1) if box.top - box.bottom < SMALLEST]
    if missing or low or len(boxes) != count:
        where = f"des blocs n° {', '.join(map(str, missing or low))}" if missing or low else ""
        raise ConversionFailed(
            f"« {avenant.name} » ne dit pas où se place la signature {where}".rstrip(),
            remedy="Dans avenant.docx, la qualité doit avoir le style « Qualité du signataire », "
            "le nom le style « Nom du signataire », avec 1 cm au moins entre eux ; puis annulez "
            "le texte figé par « avenant record --undo » et figez-le à nouveau.",
        )
    return tuple(boxes)


def _end(pdf: Pdf, name: str, rank: int) -> Object | None:
    named = pdf.Root.get("/Dests")
    found = named.get(f"/{name}{rank}") if named is not None else None
    return found if isinstance(found, Array) and len(found) == FULL else None


def _box(page: int, above: Object, below: Object) -> Box:
    left = float(below[2])
    return Box(
        page=page,
        left=left,
        bottom=float(below[3]) + GAP,
        right=left + WIDTH,
        top=float(above[3]) - LINE,
    )
