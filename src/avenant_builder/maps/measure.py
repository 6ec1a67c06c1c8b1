"""How wide a text is, by the very fonts that print it."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

import avenant_builder

FONTS = Path(avenant_builder.__file__).parent / "fonts"
FACES = {False: "Carlito-Regular.ttf", True: "Carlito-Bold.ttf"}
PIXELS = 200
CAPITAL = 0.644
"""Height of a capital or a digit of Carlito, as a share of the type's height."""


@cache
def face(*, bold: bool, pixels: int) -> ImageFont.FreeTypeFont:
    """A font of the package at a size."""
    # The basic layout is in every build of Pillow: the same widths everywhere.
    return ImageFont.truetype(FONTS / FACES[bold], pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text set at `size`, in the unit of `size`."""
    return face(bold=bold, pixels=PIXELS).getlength(text) * size / PIXELS
