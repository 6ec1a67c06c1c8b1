"""Simulated scans: a printed page as scanners, hands and stamps give it back. All invented."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from avenant_builder.files.manifest import read_manifest
from avenant_builder.paper.draw import QUIET_MODULES, SYMBOL_MM, draw_code
from avenant_builder.paper.look import Printed

PRINT_DPI = 300
A4_MM = (210.0, 297.0)
Frame = tuple[float, float, float, float]
"""Left, top, right and bottom of where to sign, in millimetres."""
MARGIN_MM = 10.0
FRAME = (20.0, 150.0, 190.0, 215.0)
MODULES = 25
QUIET_MM = SYMBOL_MM * QUIET_MODULES / MODULES
FIRST = (MARGIN_MM + QUIET_MM, MARGIN_MM + QUIET_MM, SYMBOL_MM)
LAST = tuple(side - MARGIN_MM - QUIET_MM - SYMBOL_MM for side in A4_MM)
PLACES = Printed(codes=(FIRST, (LAST[0], LAST[1], SYMBOL_MM)), frame=FRAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How a page was scanned."""

    dpi: int = 200
    quarter: int = 0
    """Quarter turns, clockwise."""
    tilt: float = 0.0
    """Degrees."""
    blur: float = 0.0
    """Radius in dots."""
    noise: float = 0.0
    """Standard deviation, in greys."""
    jpeg: int | None = None
    shift_mm: tuple[float, float] = (0.0, 0.0)
    paper: int = 250
    border: int = 255
    """Grey of what lies beyond the sheet."""


def frame_of(target: Path, seat: str) -> Frame:
    """Where the packets written in a folder leave room to sign, for one seat."""
    manifest = read_manifest(target)
    assert manifest is not None
    left, top, right, bottom = map(float, manifest["pages"][seat]["cadre"].split())
    return left, top, right, bottom


def dots(mm: float, dpi: float = PRINT_DPI) -> int:
    return round(mm / 25.4 * dpi)


def printed_page(code: str, *, words: bool = True) -> Image.Image:
    """A signature page as printed: two codes, lines of text, a frame."""
    page = Image.new("L", (dots(A4_MM[0]), dots(A4_MM[1])), 255)
    pen = ImageDraw.Draw(page)
    if words:
        for line in range(12):
            top = 55 + line * 7
            for word in range(10):
                left = 22 + word * 16
                pen.rectangle(_box((left, top, left + 11, top + 1.6)), fill=30)
    pen.rectangle(_box(FRAME), outline=120, width=2)
    if code:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "code.png"
            side = dots(draw_code(code, path))
            with Image.open(path) as drawn:
                small = drawn.convert("L").resize((side, side), Image.Resampling.LANCZOS)
        for x, y, _ in PLACES.codes:
            page.paste(small, (dots(x - QUIET_MM), dots(y - QUIET_MM)))
    return page


def signed(
    page: Image.Image, rng: Random, frame: Frame = FRAME, *, strokes: int = 9
) -> Image.Image:
    """With a signature in the frame: strokes as a pen of 0.6 mm leaves them."""
    result = page.copy()
    pen = ImageDraw.Draw(result)
    left, top, right, bottom = frame
    x, y = left + 30.0, (top + bottom) / 2
    points = [(x, y)]
    for _ in range(strokes * 3):
        x = min(max(x + rng.uniform(-7, 11), left + 12), right - 12)
        y = min(max(y + rng.uniform(-13, 13), top + 10), bottom - 10)
        points.append((x, y))
    pen.line([(dots(a), dots(b)) for a, b in points], fill=40, width=dots(0.6), joint="curve")
    return result


def stamped(page: Image.Image, rng: Random, centre: tuple[float, float]) -> Image.Image:
    """With a round rubber stamp, 30 mm wide, around a point in millimetres."""
    result = page.copy()
    pen = ImageDraw.Draw(result)
    x, y = centre
    for radius, width in ((15.0, 0.9), (11.0, 0.5)):
        ring = _box((x - radius, y - radius, x + radius, y + radius))
        pen.ellipse(ring, outline=rng.randint(50, 100), width=dots(width))
    for bar in range(5):
        height = y - 7 + bar * 3.4
        pen.rectangle(_box((x - 8, height, x + 8, height + 1.5)), fill=rng.randint(50, 100))
    return result


def stamped_over_code(page: Image.Image, rng: Random, which: int) -> Image.Image:
    """With a stamp over 15 to 45 % of one code."""
    left, top, side = PLACES.codes[which]
    inward = 1 if which == 0 else -1
    reach = 15 - side * rng.uniform(0.15, 0.45)
    edge = left + side if which == 0 else left
    return stamped(page, rng, (edge + inward * reach, top + side * rng.uniform(0.3, 0.7)))


def scanned(page: Image.Image, scan: Scan, rng: Random) -> Image.Image:
    """The page as a grey scan."""
    scale = scan.dpi / PRINT_DPI
    size = (round(page.width * scale), round(page.height * scale))
    result = page.resize(size, Image.Resampling.LANCZOS)
    result = result.point([round(grey * scan.paper / 255) for grey in range(256)])
    shift = tuple(dots(mm, scan.dpi) for mm in scan.shift_mm)
    result = result.rotate(
        -scan.tilt,
        Image.Resampling.BICUBIC,
        translate=(shift[0], shift[1]),
        fillcolor=scan.border,
    )
    for _ in range(scan.quarter):
        result = result.transpose(Image.Transpose.ROTATE_270)
    if scan.blur:
        result = result.filter(ImageFilter.GaussianBlur(scan.blur))
    if scan.noise:
        seed = np.random.default_rng(rng.randrange(2**32))
        grains = np.asarray(result) + seed.normal(0, scan.noise, (result.height, result.width))
        result = Image.fromarray(np.clip(grains, 0, 255).astype(np.uint8))
    return as_jpeg(result, scan.jpeg) if scan.jpeg else result


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as opened:
        return opened.convert("L")


def any_scan(rng: Random, dpi: int) -> Scan:
    """A scan as offices make them: a little askew, any way up, noisy, pressed."""
    return Scan(
        dpi=dpi,
        quarter=rng.randrange(4),
        tilt=rng.uniform(-3, 3),
        blur=rng.uniform(0, 0.9) * dpi / 200,
        noise=rng.uniform(0, 12),
        jpeg=rng.choice((20, 30, 40, 50)),
        shift_mm=(rng.uniform(-2, 2), rng.uniform(-2, 2)),
        paper=rng.randint(225, 255),
        border=rng.choice((255, 235, 30)),
    )


def as_pdf(images: list[Image.Image], path: Path, dpi: int = 200) -> Path:
    """A PDF of scans, one a page, as a scanner writes it."""
    first, *others = images
    first.save(path, "PDF", resolution=dpi, save_all=True, append_images=others, quality=60)
    return path


def _box(mm: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    return dots(mm[0]), dots(mm[1]), dots(mm[2]), dots(mm[3])
