"""Do two PDFs show the same pages, outside the places of signature: by their pictures alone.

Both are opened in a child process that limits hold: one of them came back from outside.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from avenant_builder.guard import guarded
from avenant_builder.pdf.places import Box
from avenant_builder.raster import Page, Unreadable, pages

DPI = 100
POINTS = 72
DIFFERENT = 64
"""Of 255 shades of grey: what a thin line, smoothed otherwise, does not reach."""
MARGIN = 2
"""Dots around a box that a stamp's smoothing may touch."""
SPECKS = 4
"""Dots that do not count: the same renderer gives none at all for honest files."""
BLUR = 2
"""Dots by which a line may have moved when another program drew it anew."""
SECONDS = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Where two files show different things."""

    differing: tuple[int, ...]
    """Pages, from 1; those that one of the two lacks among them."""
    fault: str = ""
    """French: why they could not be compared; empty: they were."""

    @property
    def is_same(self) -> bool:
        return not self.differing and not self.fault


def compare(
    sent: Path, returned: Path, boxes: Mapping[str, Box], *, reprinted: bool = False
) -> Likeness:
    """Compare each page of two files outside the boxes.

    `reprinted`: another program has drawn them anew, so what moved by a dot is the same.
    """
    plain = [asdict(box) for box in boxes.values()]
    heard = guarded(_differing, sent, returned, plain, reprinted, patience=SECONDS)
    if heard.fall is not None:
        return Likeness(differing=(), fault=f"les pages n’ont pas pu être comparées : {heard.fall}")
    faults = [value for value in heard.values if isinstance(value, str)]
    return Likeness(
        differing=tuple(value for value in heard.values if isinstance(value, int)),
        fault=f"les pages n’ont pas pu être comparées : il {faults[0]}" if faults else "",
    )


def _differing(
    sent: Path, returned: Path, boxes: Sequence[dict[str, Any]], reprinted: bool
) -> Iterator[int | str]:
    try:
        pairs = zip_longest(pages(sent, dpi=DPI), pages(returned, dpi=DPI))
        for number, (ours, theirs) in enumerate(pairs, start=1):
            if not _same_page(ours, theirs, number, boxes, reprinted):
                yield number
                if reprinted:  # another document: which pages matters no more
                    return
    except Unreadable as fault:
        yield str(fault)


def _same_page(
    ours: Page | None,
    theirs: Page | None,
    number: int,
    boxes: Sequence[dict[str, Any]],
    reprinted: bool,
) -> bool:
    if ours is None or theirs is None or ours.image is None or theirs.image is None:
        return False
    left, right = (_without(page.image, number, boxes) for page in (ours, theirs))
    return _alike(left, right, reprinted)


def _without(image: Any, number: int, boxes: Sequence[dict[str, Any]]) -> Any:
    """The picture as numbers, its boxes made white."""
    import numpy

    dots = numpy.array(image, dtype=numpy.int16)
    scale = DPI / POINTS
    for box in (found for found in boxes if found["page"] == number):
        top = max(0, int(dots.shape[0] - box["top"] * scale) - MARGIN)
        bottom = int(dots.shape[0] - box["bottom"] * scale) + MARGIN + 1
        left = max(0, int(box["left"] * scale) - MARGIN)
        dots[top:bottom, left : int(box["right"] * scale) + MARGIN + 1] = 255
    return dots


def _alike(ours: Any, theirs: Any, reprinted: bool) -> bool:
    import numpy

    if ours.shape != theirs.shape:
        # Another program may round the size of a page otherwise, by a dot.
        if not reprinted or numpy.abs(numpy.subtract(ours.shape, theirs.shape)).max() > 1:
            return False
        height, width = numpy.minimum(ours.shape, theirs.shape)
        ours, theirs = ours[:height, :width], theirs[:height, :width]
    if not reprinted:
        return int(numpy.count_nonzero(abs(ours - theirs) > DIFFERENT)) <= SPECKS
    lost = numpy.count_nonzero(_eroded(theirs) - ours > DIFFERENT)
    added = numpy.count_nonzero(_eroded(ours) - theirs > DIFFERENT)
    return int(lost + added) <= SPECKS


def _eroded(dots: Any) -> Any:
    """Each dot as dark as the darkest of those around it."""
    import numpy

    padded = numpy.pad(dots, BLUR, mode="edge")
    height, width = dots.shape
    steps = range(2 * BLUR + 1)
    return numpy.minimum.reduce(
        [padded[y : y + height, x : x + width] for y in steps for x in steps]
    )
