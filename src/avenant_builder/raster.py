"""The pages of a PDF or of a picture as grey images; to be called in a guarded child only.

Always rendered, never extracted: scanners write strips, layers and bilevel codecs that only a
renderer puts together again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

DPI = 200
MOST_PAGES = 200
MOST_PIXELS = 64_000_000
"""An A3 sheet at 400 dots an inch has 31 million."""
LARGEST_FILE = 100_000_000
MM_PER_INCH = 25.4
PDF = b"%PDF-"
ORIENTATION, UPRIGHT = 0x0112, 1
"""A tag of Exif, and its value where nothing is to be turned."""
QUALITY = 95
HEAD = 1024
"""A PDF may begin with rubbish, for so many bytes (ISO 32000-2, annex I)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, or why there is none."""

    number: int
    """From 1."""
    image: Any = None
    """A ``PIL.Image.Image`` in mode L; None: see `fault`."""
    dpi: float = 0.0
    """Dots an inch; 0: a picture that does not say."""
    fault: str = ""
    """French, to follow « page 3 : »."""


class Unreadable(Exception):
    """A file of which no page can be shown; its text is French, to follow the file's name."""


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, by its first bytes."""
    with path.open("rb") as stream:
        return PDF in stream.read(HEAD)


def pages(path: Path, *, dpi: int = DPI, first: int = 1) -> Iterator[Page]:
    """The pages from `first` on, of a PDF or a picture of any number of frames.

    Raises ``Unreadable``. A page that is too large is one with a fault.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"pèse plus de {LARGEST_FILE // 1_000_000} Mo")
    return _pdf_pages(path, dpi, first) if is_pdf(path) else _frames(path, first)


def page_count(path: Path) -> int:
    """How many pages there are. Raises ``Unreadable``."""
    if is_pdf(path):
        pdf = _opened(path)
        try:
            return len(pdf)
        finally:
            pdf.close()
    with _picture(path) as picture:
        return int(getattr(picture, "n_frames", 1))


def _opened(path: Path) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("est protégé par un mot de passe") from fault
        raise Unreadable("n’est pas un PDF entier et lisible") from fault
    if not len(pdf):
        raise Unreadable("n’a aucune page")
    if len(pdf) > MOST_PAGES:
        raise Unreadable(f"compte {len(pdf)} pages, plus de {MOST_PAGES}")
    # What a person filled in, and the stamps of signatures, are part of the page.
    pdf.init_forms()
    return pdf


def _pdf_pages(path: Path, dpi: int, first: int) -> Iterator[Page]:
    import pypdfium2

    pdf = _opened(path)
    for number in range(first, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            if not 0 < width * height * (dpi / 72) ** 2 <= MOST_PIXELS:
                yield Page(number=number, fault="format démesuré")
                continue
            image = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil()
        except pypdfium2.PdfiumError:
            yield Page(number=number, fault="illisible")
            continue
        yield Page(number=number, image=image.convert("L"), dpi=float(dpi))
        page.close()


def _picture(path: Path) -> Any:
    from PIL import Image, UnidentifiedImageError

    # Pillow refuses twice as many, and warns below: each frame is counted here.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)
            # Given a name, Pillow 13 maps the file, and loses a turned TIFF of plain grey dots.
            picture = Image.open(BytesIO(path.read_bytes()))
    except Image.DecompressionBombError as fault:
        raise Unreadable(f"a plus de {MOST_PIXELS // 1_000_000} millions de points") from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise Unreadable("n’est ni un PDF ni une image que l’outil sait lire") from fault
    if int(getattr(picture, "n_frames", 1)) > MOST_PAGES:
        raise Unreadable(f"compte plus de {MOST_PAGES} pages")
    return picture


def _frames(path: Path, first: int) -> Iterator[Page]:
    from PIL import ImageOps

    with _picture(path) as picture:
        for number in range(first, int(getattr(picture, "n_frames", 1)) + 1):
            try:
                picture.seek(number - 1)
                if picture.width * picture.height > MOST_PIXELS:
                    yield Page(number=number, fault="image démesurée")
                    continue
                image = ImageOps.exif_transpose(on_white(picture))
            except (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError):
                yield Page(number=number, fault="image abîmée ou tronquée")
                continue
            yield Page(number=number, image=image.convert("L"), dpi=_dpi(picture))


def upright(path: Path) -> bytes | None:
    """A picture that a telephone took turned, as PNG or JPEG bytes; None where it is upright.

    Raises ``OSError`` where it cannot be read.
    """
    from PIL import Image, ImageOps

    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        if picture.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT:
            return None
        turned, made = ImageOps.exif_transpose(picture), BytesIO()
        turned.save(
            made, picture.format, quality=QUALITY, icc_profile=picture.info.get("icc_profile")
        )
        return made.getvalue()


def on_white(picture: Any) -> Any:
    """A picture without transparency: what is transparent is paper."""
    from PIL import Image

    if picture.mode not in ("LA", "RGBA", "PA") and "transparency" not in picture.info:
        return picture
    whole = picture.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(paper, whole)


def _dpi(picture: Any) -> float:
    said = picture.info.get("dpi", (0.0, 0.0))
    try:
        return float(said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
