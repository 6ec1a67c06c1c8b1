"""Read a signature page back as it will be scanned, before it goes out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from avenant_builder.paper.draw import QUIET_MODULES
from avenant_builder.paper.look import Printed
from avenant_builder.paper.read import read_codes
from avenant_builder.raster import DPI, pages

LEAST_SIDE = 15.0
LEAST_EDGE = 10.0
MODULES = 25
"""Of a code of version 2, on each side."""
SQUARE = 0.02
MM_PER_INCH = 25.4

Place = tuple[float, float, float, float]


def printed_places(
    path: Path, pictures: Sequence[Place], code: str
) -> tuple[Printed | None, tuple[str, ...]]:
    """Where the two codes and the frame of a page stand; or why it could not come back.

    `pictures` are those that the PDF holds: left, top, right, bottom in millimetres.
    """
    [page] = pages(path)
    size = (page.image.width * MM_PER_INCH / DPI, page.image.height * MM_PER_INCH / DPI)
    read = [seen.text for seen in read_codes(page.image)]
    squares = sorted((place for place in pictures if _is_square(place)), key=lambda at: at[1])
    frames = [place for place in pictures if not _is_square(place)]
    faults = tuple(dict.fromkeys(_faults(read, squares, frames, size, code)))
    if faults:
        return None, faults
    return Printed(codes=tuple(_symbol(place) for place in squares), frame=frames[0]), ()


def _faults(
    read: Sequence[str],
    squares: Sequence[Place],
    frames: Sequence[Place],
    size: tuple[float, float],
    code: str,
) -> Iterator[str]:
    if len(frames) != 1:
        yield f"elle a {len(frames)} cadres"
    if len(squares) != 2:
        yield f"elle a {len(squares)} codes au lieu de deux"
        return
    if list(read) != [code, code]:
        yield "ses deux codes ne se lisent pas"
    first, last = squares
    middle = (size[0] / 2, size[1] / 2)
    if not (first[2] < middle[0] and first[3] < middle[1]):
        yield "le premier code n’est pas en haut à gauche"
    if not (last[0] > middle[0] and last[1] > middle[1]):
        yield "le second code n’est pas en bas à droite"
    for left, top, side in map(_symbol, squares):
        right, bottom = left + side, top + side
        if side < LEAST_SIDE:
            yield f"un code n’a que {side:.0f} mm de côté"
        if min(left, top, size[0] - right, size[1] - bottom) < LEAST_EDGE:
            yield "un code est à moins de 10 mm du bord"
    if any(_overlap(square, frame) for square in squares for frame in frames):
        yield "un code touche le cadre où l’on signe"


def _is_square(place: Place) -> bool:
    width, height = place[2] - place[0], place[3] - place[1]
    return abs(width - height) < SQUARE * max(width, height, 1)


def _symbol(place: Place) -> tuple[float, float, float]:
    """The symbol inside its quiet zone."""
    module = (place[2] - place[0]) / (MODULES + 2 * QUIET_MODULES)
    quiet = QUIET_MODULES * module
    return place[0] + quiet, place[1] + quiet, MODULES * module


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
