"""Find free paper on a page as it is seen, so that a stamp never covers what is printed.

The page is drawn small and looked at: only ink counts, whatever made it (text, picture, scan).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2

PIXELS_WIDE = 420
LIGHTEST_INK = 238
"""Of 255: paler is paper, or the grey of a scan."""
CLEARANCE = 2.0
"""Points of white around the stamp."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block goes on a page as it is seen: its lower left corner, in points."""

    x: float
    y: float


class Ink:
    """The ink of a page: how much of it lies in any rectangle.

    `width` and `height` are those of the page as it is seen, in its own units.
    """

    def __init__(self, page: pypdfium2.PdfPage, width: float, height: float) -> None:
        self.width, self.height = width, height
        scale = PIXELS_WIDE / max(page.get_width(), page.get_height())
        picture = page.render(scale=scale, grayscale=True).to_numpy()
        dark = picture.reshape(picture.shape[0], picture.shape[1]) < LIGHTEST_INK
        self._rows, self._columns = dark.shape
        self._sums = np.zeros((self._rows + 1, self._columns + 1), np.int64)
        self._sums[1:, 1:] = dark.cumsum(0).cumsum(1)

    def is_free(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether a rectangle, measured from the lower left of the page, holds no ink."""
        left = self._pixel((x - CLEARANCE) / self.width, self._columns, up=False)
        right = self._pixel((x + width + CLEARANCE) / self.width, self._columns, up=True)
        top = self._pixel(1 - (y + height + CLEARANCE) / self.height, self._rows, up=False)
        bottom = self._pixel(1 - (y - CLEARANCE) / self.height, self._rows, up=True)
        sums = self._sums
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return bool(inside == 0)

    @staticmethod
    def _pixel(share: float, count: int, *, up: bool) -> int:
        exact = share * count
        return min(max(int(np.ceil(exact) if up else np.floor(exact)), 0), count)


def free_spot(ink: Ink, width: float, height: float, margin: float) -> Spot | None:
    """The first free place for a block: a corner, else along the top, the bottom, the sides."""
    for spot in _places(ink.width, ink.height, width, height, margin):
        if ink.is_free(spot.x, spot.y, width, height):
            return spot
    return None


def _places(
    page_width: float, page_height: float, width: float, height: float, margin: float
) -> Iterator[Spot]:
    right, top = page_width - width - margin, page_height - height - margin
    if right < 0 or top < 0:
        return
    left, bottom = min(margin, right), min(margin, top)
    yield from (Spot(right, top), Spot(left, top), Spot(right, bottom), Spot(left, bottom))
    across = np.linspace(right, left, 40)
    for y in (top, bottom):
        yield from (Spot(float(x), y) for x in across)
    down = np.linspace(top, bottom, 60)
    for x in (right, left):
        yield from (Spot(x, float(y)) for y in down)
