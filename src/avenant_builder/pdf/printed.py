"""Where the pictures of a finished page stand, read back by PDFium."""

from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from avenant_builder.errors import ConversionFailed

MM_PER_POINT = 25.4 / 72
DEEPEST = 4

Place = tuple[float, float, float, float]
"""Left, top, right, bottom from the top left corner of the page, in millimetres."""


def picture_places(path: Path) -> tuple[tuple[Place, ...], ...]:
    """The pictures of every page, in the order in which they are drawn.

    Raises ``ConversionFailed`` for a file that is no PDF.
    """
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        raise ConversionFailed(f"« {path.name} » ne se relit pas") from fault
    try:
        return tuple(_places(pdf[index]) for index in range(len(pdf)))
    finally:
        pdf.close()


def _places(page: pypdfium2.PdfPage) -> tuple[Place, ...]:
    height = page.get_height()
    kinds = (raw.FPDF_PAGEOBJ_IMAGE,)
    bounds = (item.get_bounds() for item in page.get_objects(kinds, max_depth=DEEPEST))
    return tuple(
        (
            left * MM_PER_POINT,
            (height - top) * MM_PER_POINT,
            right * MM_PER_POINT,
            (height - bottom) * MM_PER_POINT,
        )
        for left, bottom, right, top in bounds
    )
