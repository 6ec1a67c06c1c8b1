"""A contact sheet: many pictures small on a few pages, each with its line of words."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from avenant_builder.french import typeset

DPI = 110
SHEET = (round(8.27 * DPI), round(11.69 * DPI))
MARGIN, GAP, WORDS = 55, 20, 54
COLUMNS, ROWS = 3, 3
TALL_COLUMNS, TALL_ROWS = 2, 6
"""For frames, which are wider than they are high."""
FONT = Path(str(files("avenant_builder") / "fonts" / "Carlito-Regular.ttf"))
SIZE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A picture and what is said of it."""

    path: Path | None
    """None: there is only the line."""
    label: str


def write_contact_sheet(
    target: Path, title: str, shown: Sequence[Thumbnail], *, wide: bool = False
) -> None:
    """Write the pictures as a PDF, in order; `wide` ones two a row."""
    columns, rows = (TALL_COLUMNS, TALL_ROWS) if wide else (COLUMNS, ROWS)
    font = ImageFont.truetype(FONT, SIZE)
    each = columns * rows
    sheets = []
    for start in range(0, max(len(shown), 1), each):
        sheet = Image.new("RGB", SHEET, "white")
        pen = ImageDraw.Draw(sheet)
        number = f"{start // each + 1} / {max(1, -(-len(shown) // each))}"
        pen.text((MARGIN, 22), typeset(f"{title} – {number}"), fill="black", font=font)
        for rank, one in enumerate(shown[start : start + each]):
            _draw(sheet, one, _cell(rank, columns, rows), font)
        sheets.append(sheet)
    sheets[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=sheets[1:])


def _cell(rank: int, columns: int, rows: int) -> tuple[int, int, int, int]:
    width = (SHEET[0] - 2 * MARGIN - GAP * (columns - 1)) // columns
    height = (SHEET[1] - 2 * MARGIN - GAP * (rows - 1)) // rows
    left = MARGIN + rank % columns * (width + GAP)
    top = MARGIN + rank // columns * (height + GAP)
    return left, top, width, height


def _draw(
    sheet: Image.Image,
    one: Thumbnail,
    cell: tuple[int, int, int, int],
    font: ImageFont.FreeTypeFont,
) -> None:
    left, top, width, height = cell
    pen = ImageDraw.Draw(sheet)
    if one.path:
        with Image.open(one.path) as picture:
            small = picture.convert("RGB")
            small.thumbnail((width, height - WORDS))
        sheet.paste(small, (left, top))
        edge = (left - 1, top - 1, left + small.width, top + small.height)
        pen.rectangle(edge, outline="grey")
    lines = textwrap.wrap(typeset(one.label), width // 7)[:3]
    pen.text((left, top + height - WORDS + 2), "\n".join(lines), fill="black", font=font, spacing=2)
