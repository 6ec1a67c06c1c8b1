"""Pictures of pages that came back, made in a child process: the file itself is not touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.guard import guarded
from avenant_builder.raster import Unreadable, pages

DPI = 200
QUALITY = 80
MOST_DOTS = 4700
"""On the longer side: A3 at 200 dots an inch is halved, A4 is kept whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as a JPEG of grey dots."""

    path: Path
    width: int
    height: int


def picture_of(file: Path, page: int, turned: int, target: Path) -> Picture | str:
    """Write the picture of a page, upright; or why there is none.

    `turned` is by how many degrees clockwise the sheet lay.

    The reason is French, to follow the name of the file.
    """
    heard = guarded(_written, file, page, turned, target)
    if heard.fall is not None:
        return f"n’a pas pu être lu : {heard.fall}"
    [value] = heard.values
    if isinstance(value, str):
        return value
    return Picture(path=target, width=value[0], height=value[1])


def _written(file: Path, page: int, turned: int, target: Path) -> Iterator[Any]:
    try:
        found = next(pages(file, dpi=DPI, first=page), None)
    except Unreadable as fault:
        yield str(fault)
        return
    if found is None or found.image is None:
        yield f"n’a pas de page {page}" if found is None else f"page {page} : {found.fault}"
        return
    image = found.image.rotate(turned, expand=True) if turned % 360 else found.image
    image.thumbnail((MOST_DOTS, MOST_DOTS))
    image.save(target, "JPEG", quality=QUALITY)
    yield list(image.size)
