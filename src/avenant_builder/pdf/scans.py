"""A TIFF of any number of pages as a PDF, in a process that may fall: what scanners and faxes make.

A page is as large as its dots say, upright; one that does not say is an A4 sheet. Two colours stay
as they are (CCITT group 4), the rest becomes JPEG: grey or sRGB of eight bits. The PDF claims
PDF/A-2b, which holds once it is bound: the colour profile is that of the bundle.
"""

from io import BytesIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings

import pikepdf
from pikepdf import Pdf
from PIL import Image, ImageOps

from avenant_builder.machine import bound_time
from avenant_builder.raster import on_white

STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""TIFF and BigTIFF, of both orders of bytes."""
MOST_DOTS = 89_000_000
"""Pillow's own bound: an A3 page scanned at 600 dots an inch has 70 million."""
QUALITY = 90
COARSEST, FINEST = 30, 2400
"""Dots an inch that a scan may say it has."""
A4_LONG, A4_SHORT = 297 / 25.4, 210 / 25.4
DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I")

MISREAD = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError)
"""What Pillow lets out for a file that is not what its first bytes say."""


class NotBindable(Exception):
    """A TIFF that cannot become pages; its text is French, to follow the file's name."""


def is_tiff(path: Path) -> bool:
    """Whether a file is a TIFF, by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(4) in STARTS


def write_pdf(path: Path, target: Path, *, most_pages: int, seconds: int) -> None:
    """Write all pages of a TIFF as the PDF `target`, each in so many seconds of processor.

    Raises ``NotBindable``.
    """
    number = 0
    try:
        # Given a name, Pillow 13 maps the file, and loses a turned TIFF of plain grey dots.
        with (
            catch_warnings(action="ignore"),
            path.open("rb") as stream,
            Image.open(stream, formats=("TIFF",)) as tiff,
            Pdf.new() as pdf,
        ):
            count = int(getattr(tiff, "n_frames", 1))
            if count > most_pages:
                raise NotBindable(f"compte plus de {most_pages:_} pages".replace("_", "\u00a0"))
            for number in range(1, count + 1):
                bound_time(seconds)
                tiff.seek(number - 1)
                with Pdf.open(_page(tiff, number)) as page:
                    pdf.pages.extend(page.pages)
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as facts:
                facts["pdfaid:part"], facts["pdfaid:conformance"] = "2", "B"
            pdf.save(target, static_id=True)
    except Image.DecompressionBombError as fault:
        raise NotBindable("a une page démesurée") from fault
    except (*MISREAD, pikepdf.PdfError) as fault:
        where = f", à la page {number}" if number else ""
        raise NotBindable(f"est un TIFF abîmé, ou d’une forme inconnue{where}") from fault


def _page(tiff: Any, number: int) -> BytesIO:
    if tiff.width * tiff.height > MOST_DOTS:
        raise NotBindable(f"a plus de 89 millions de points à la page {number}")
    across, down = _dots(tiff)
    width = tiff.width
    image = ImageOps.exif_transpose(_printable(tiff))
    if image.width != width:
        across, down = down, across
    made = BytesIO()
    # Two colours are not JPEG, and take no quality.
    more = {} if image.mode == "1" else {"quality": QUALITY}
    image.save(made, "PDF", dpi=(across, down), **more)
    return made


def _printable(tiff: Any) -> Any:
    """The page in a form that a PDF takes, its orientation kept."""
    tiff.load()
    if tiff.mode in ("1", "L"):
        return tiff
    if tiff.mode in DEEP:
        # A sample of sixteen bits, of which the eye sees eight.
        return tiff.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if tiff.mode == "F":
        raise ValueError("no picture but measures")
    return on_white(tiff).convert("RGB")


def _dots(tiff: Any) -> tuple[float, float]:
    """Dots an inch, across and down; a fax has twice as many across."""
    said = tiff.info.get("dpi", (0, 0))
    across, down = float(said[0]), float(said[1])
    if min(across, down) >= COARSEST and max(across, down) <= FINEST:
        return across, down
    long, short = max(tiff.size), min(tiff.size)
    dots = max(long / A4_LONG, short / A4_SHORT)
    return dots, dots
