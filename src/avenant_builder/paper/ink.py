"""Whether the frame of a signature page holds ink: proposed, never decided."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the printed page, in millimetres."""

EMPTY_BELOW, INK_FROM = 4.0, 40.0
"""Square millimetres of ink; in between, a person looks."""
INSET = 3.0
"""Millimetres left out along the edge of the frame: its line, and the error of its place."""
MARGIN = 4.0
"""Millimetres shown around the frame."""
DARKER = 48
"""By how many of 256 greys ink is darker than its paper."""
PAPER_SHARE = 0.8
"""So much of a frame is no lighter than its paper: most of it is bare."""
DOTS_A_MM = 5.0


class Ink(StrEnum):
    """What the frame seems to hold."""

    EMPTY = "vide"
    INK = "encre"
    LOOK = "a-regarder"

    @property
    def label(self) -> str:
        return INK_LABELS[self]


INK_LABELS = {
    Ink.EMPTY: "cadre vide, semble-t-il",
    Ink.INK: "de l’encre dans le cadre (une signature, ou un tampon seul)",
    Ink.LOOK: "à regarder : un peu d’encre, ou un cadre que l’outil ne voit pas bien",
}


def look_in_frame(image: Any, place: Sequence[Sequence[float]], frame: Box) -> tuple[float, Any]:
    """Square millimetres of ink in the frame, and a crop of it, upright, to look at.

    `place` maps millimetres of the printed page to dots of the grey `image`.
    """
    left, top, right, bottom = frame
    shown = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    crop = _upright(image, place, shown)
    edge = round((MARGIN + INSET) * DOTS_A_MM)
    inside = np.asarray(crop)[edge:-edge, edge:-edge]
    if inside.size == 0:
        return 0.0, crop
    lighter = np.cumsum(np.bincount(inside.ravel(), minlength=256))
    paper = int(np.searchsorted(lighter, PAPER_SHARE * inside.size))
    dark = inside < max(0, paper - DARKER)
    return float(_without_specks(dark).sum()) / DOTS_A_MM**2, crop


def proposed(area: float) -> Ink:
    """What so much ink is taken for."""
    if area < EMPTY_BELOW:
        return Ink.EMPTY
    return Ink.INK if area >= INK_FROM else Ink.LOOK


def _without_specks(dark: Any) -> Any:
    """The dark dots that have three dark neighbours at least: not the noise of a scanner."""
    padded = np.pad(dark, 1).astype(np.int8)
    height, width = dark.shape
    neighbours = sum(
        padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if (down, right) != (0, 0)
    )
    return dark & (neighbours >= 3)


def _upright(image: Any, place: Sequence[Sequence[float]], box: Box) -> Any:
    """A part of the printed page as an upright image of `DOTS_A_MM`."""
    left, top, right, bottom = box
    size = (round((right - left) * DOTS_A_MM), round((bottom - top) * DOTS_A_MM))
    (a, b, c), (d, e, f) = place
    step = 1 / DOTS_A_MM
    data = (
        *(a * step, b * step, a * left + b * top + c),
        *(d * step, e * step, d * left + e * top + f),
    )
    return image.transform(
        size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR, fillcolor=255
    )
