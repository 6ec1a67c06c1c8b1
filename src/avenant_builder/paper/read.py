"""Read the codes of a page, whatever its angle, and say where on it they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp

CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
SECOND_LOOKS = (0.5, 1.5)
"""Scales at which a page without a code is looked at again: much noise, or few dots."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A code on a page."""

    text: str
    corners: tuple[Point, ...]
    """In dots: top left, top right, bottom right, bottom left of the symbol as printed."""
    turned: int
    """By how many degrees the code is turned clockwise."""


def read_codes(image: Any) -> tuple[Seen, ...]:
    """Every QR code of a grey ``PIL.Image``; looked at again, smaller and larger, if none."""
    seen = _read(image, 1.0)
    for scale in SECOND_LOOKS:
        if seen:
            break
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        seen = _read(image.resize(size), scale)
    return seen


def _read(image: Any, scale: float) -> tuple[Seen, ...]:
    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(np.asarray(image), formats=wanted, try_invert=False)
    return tuple(
        Seen(
            text=one.text,
            corners=tuple(
                (corner.x / scale, corner.y / scale)
                for corner in (getattr(one.position, name) for name in CORNERS)
            ),
            turned=round(one.orientation),
        )
        for one in found
        if one.valid
    )


def place_on_page(
    printed: Iterable[Point], seen: Iterable[Point]
) -> Sequence[Sequence[float]] | None:
    """The affine map from millimetres of the printed page to dots of the image.

    From corners of codes, as printed and as seen, in the same order; None for too few.
    """
    source, target = np.array(list(printed), float), np.array(list(seen), float)
    if len(source) < 3 or len(source) != len(target):
        return None
    known = np.hstack([source, np.ones((len(source), 1))])
    solved, *_ = np.linalg.lstsq(known, target, rcond=None)
    return [[float(value) for value in row] for row in solved.T]
