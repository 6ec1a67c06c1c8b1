"""Draw what a signature page bears: its code, and the frame to sign in."""

from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw

SYMBOL_MM = 18.0
"""Side of the code without its margin; 15 mm is the least that stamped scans are read with."""
QUIET_MODULES = 4
"""ISO/IEC 18004: four modules of white on each side."""
DOTS_A_MODULE = 12
FRAME_DPI = 150
MM_PER_INCH = 25.4
WHITE, EDGE = 255, 120


def draw_code(text: str, path: Path) -> float:
    """Write the code as a PNG, its quiet zone included; give the side of the picture in mm."""
    code = segno.make(text, error="q", mode="alphanumeric", micro=False, boost_error=False)
    code.save(str(path), kind="png", scale=DOTS_A_MODULE, border=QUIET_MODULES)
    modules = code.symbol_size(border=0)[0]
    return SYMBOL_MM * (modules + 2 * QUIET_MODULES) / modules


def draw_frame(path: Path, *, width_mm: float, height_mm: float) -> None:
    """Write the frame as a PNG: white, with a thin grey edge."""
    width, height = (round(side / MM_PER_INCH * FRAME_DPI) for side in (width_mm, height_mm))
    picture = Image.new("L", (width, height), WHITE)
    ImageDraw.Draw(picture).rectangle((0, 0, width - 1, height - 1), outline=EDGE, width=2)
    buffer = BytesIO()
    picture.save(buffer, "PNG", dpi=(FRAME_DPI, FRAME_DPI), optimize=True)
    path.write_bytes(buffer.getvalue())
