"""Print the four lines of the préfecture on every page of a copy, where nothing is printed.

Where no margin is free, even for a smaller block, the copy of the page is made taller by a strip:
nothing of the acte is ever covered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Page, Pdf

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.finish import write
from avenant_builder.pdf.fonts import FONTS
from avenant_builder.pdf.margins import Ink, Spot, free_spot
from avenant_builder.pdf.stamp import A4_WIDTH, StampFont, add_on_top

FONT = "Carlito-Regular.ttf"
NAME = "/AvenantTampon"
SIZE, LEADING, PADDING, MARGIN = 8.0, 10.5, 5.0, 10.0
SMALLER = (1.0, 0.85, 0.7)
"""Sizes that are tried, the greatest first: below 5.6 points nobody reads."""
UNREADABLE = (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Four lines, set."""

    lines: tuple[str, ...]
    scale: float
    width: float
    height: float


def stamp_copy(source: Path, target: Path, lines: Sequence[str]) -> int:
    """Write `target`, a copy of a PDF with some lines on each page; give the number of pages.

    A digital signature of the source does not survive in the copy. Raises ``ConversionFailed``
    for a file that cannot be read.
    """
    try:
        with pikepdf.open(source) as pdf, pypdfium2.PdfDocument(source) as seen:
            font = StampFont(FONTS / FONT, pdf, name=_free_name(pdf))
            for number, page in enumerate(pdf.pages):
                _stamp(page, Ink(seen[number], *_size(page)), tuple(lines), font)
            font.finish()
            write(pdf, target)
            return len(pdf.pages)
    except UNREADABLE as fault:
        raise ConversionFailed(
            f"« {source.name} » n’a pas pu être tamponné : ce PDF ne se lit pas",
            remedy="Ouvrez-le, enregistrez-le à nouveau en PDF, ou demandez-en un autre.",
        ) from fault


def _stamp(page: Page, ink: Ink, lines: tuple[str, ...], font: StampFont) -> None:
    # What a page inherits is made its own: fonts are about to be added to it.
    page.obj.Resources = page.resources
    usual = min(max(min(ink.width, ink.height) / A4_WIDTH, 0.6), 6.0)
    for smaller in SMALLER:
        block = _set(lines, font, usual * smaller)
        spot = free_spot(ink, block.width, block.height, MARGIN * block.scale)
        if spot is not None:
            break
    else:
        block = _set(lines, font, usual)
        spot = _with_strip(page, ink, block)
    add_on_top(page, _drawing(block, spot, _matrix(page), font))
    font.give_to(page)


def _set(lines: tuple[str, ...], font: StampFont, scale: float) -> Block:
    widest = max(font.width(line, SIZE) for line in lines)
    return Block(
        lines=lines,
        scale=scale,
        width=(widest + 2 * PADDING) * scale,
        height=(len(lines) * LEADING + 2 * PADDING) * scale,
    )


def _visible(page: Page) -> pikepdf.Rectangle:
    return pikepdf.Rectangle(page.cropbox) & pikepdf.Rectangle(page.mediabox)


def _size(page: Page) -> tuple[float, float]:
    """Width and height of the page as it is seen."""
    box = _visible(page)
    sides = float(box.width), float(box.height)
    return sides if _turned(page) in (0, 180) else (sides[1], sides[0])


def _turned(page: Page) -> int:
    return int(page.rotation) % 360 // 90 * 90


def _matrix(page: Page) -> str:
    """From points of the page as it is seen, from its lower left corner, to those of the file."""
    box = _visible(page)
    left, low, right, high = (float(v) for v in (box.llx, box.lly, box.urx, box.ury))
    return {
        0: f"1 0 0 1 {left:.3f} {low:.3f}",
        90: f"0 1 -1 0 {right:.3f} {low:.3f}",
        180: f"-1 0 0 -1 {right:.3f} {high:.3f}",
        270: f"0 -1 1 0 {left:.3f} {high:.3f}",
    }[_turned(page)]


def _with_strip(page: Page, ink: Ink, block: Block) -> Spot:
    """Make the page taller as it is seen, white above; give the place in its upper corner."""
    box = _visible(page)
    left, low, right, high = (float(v) for v in (box.llx, box.lly, box.urx, box.ury))
    margin = MARGIN * block.scale
    strip = float(ceil(block.height + margin))
    grown, white = {
        0: ((left, low, right, high + strip), (left, high, right - left, strip)),
        90: ((left - strip, low, right, high), (left - strip, low, strip, high - low)),
        180: ((left, low - strip, right, high), (left, low - strip, right - left, strip)),
        270: ((left, low, right + strip, high), (right, low, strip, high - low)),
    }[_turned(page)]
    page.mediabox = page.cropbox = Array([round(side, 3) for side in grown])
    area = " ".join(f"{side:.3f}" for side in white)
    add_on_top(page, f"/Artifact BMC\nq 1 g {area} re f Q\nEMC\n")
    right_most = max(ink.width - block.width - margin, 0.0)
    return Spot(right_most, ink.height + strip - block.height - margin / 2)


def _drawing(block: Block, spot: Spot, matrix: str, font: StampFont) -> str:
    """The frame and its lines, as content that readers of the text skip as decoration."""
    lines = [
        "/Artifact<</Type/Pagination/Subtype/Header>>BDC",
        f"q {matrix} cm 1 0 0 1 {spot.x:.3f} {spot.y:.3f} cm",
        f"{block.scale:.4f} 0 0 {block.scale:.4f} 0 0 cm",
        f"0.5 w 0.35 G 0 0 {block.width / block.scale:.3f} {block.height / block.scale:.3f} re S",
        f"0.1 g BT {font.name} {SIZE} Tf",
    ]
    top = block.height / block.scale - PADDING - SIZE
    for rank, line in enumerate(block.lines):
        lines.append(f"1 0 0 1 {PADDING} {top - rank * LEADING + 1:.3f} Tm {font.encode(line)} Tj")
    return "\n".join([*lines, "ET Q", "EMC", ""])


def _free_name(pdf: Pdf) -> str:
    """A name that no page uses for a font of its own."""
    used = {str(key) for page in pdf.pages for key in page.resources.get("/Font", {})}
    rank = 0
    while (name := f"{NAME}{rank or ''}") in used:
        rank += 1
    return name
