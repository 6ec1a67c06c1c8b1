"""Look at every page of a returned file: which codes, blank or not, ink in the frame or not.

`look` runs in a guarded child; `look_at` asks it, and asks again after a page that felled it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from avenant_builder.guard import guarded
from avenant_builder.paper.ink import Box, look_in_frame
from avenant_builder.paper.read import Point, Seen, place_on_page, read_codes
from avenant_builder.raster import Page, Unreadable, page_count, pages

MOST_FALLS = 5
QUALITY = 80
"""Of the pictures of pages and frames, to look at: the proof is the file itself."""
BLANK_SHARE = 0.0004
"""Of dark dots: a twelfth of what a page with one line of text has."""
BLANK_EDGE = 0.04
"""Share of each side left out: shadows of the scanner's lid, holes."""
DARK = 96
"""By how many of 256 greys a dot is darker than the paper, for a page not to be blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Where the codes and the frame of a signature page were printed, in millimetres."""

    codes: tuple[tuple[float, float, float], ...]
    """Left, top and side of the symbol, without its margin: top left one, then bottom right."""
    frame: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one page shows."""

    number: int
    fault: str = ""
    """French, to follow « page 3 : »; then nothing else is known."""
    codes: tuple[Seen, ...] = ()
    blank: bool = False
    ink: float | None = None
    """Square millimetres in the frame; None: its place is not known."""
    image: str = ""
    """Name of the page's picture, where there is no code or more than one."""
    crop: str = ""
    """Name of the frame's picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a file shows."""

    pages: tuple[Sight, ...]
    fault: str = ""
    """French, to follow the name of the file; empty: it was read to the end."""


def look_at(path: Path, folder: Path, printed: Mapping[str, Printed]) -> Looked:
    """Look at a file in guarded children; pictures go into `folder`, which is there.

    `printed` says by code where things are. A page that fells the reader is at fault, and the
    next are looked at; after some, the file is given up. Raises nothing for any content.
    """
    seen: list[Sight] = []
    total = 0
    for _ in range(MOST_FALLS):
        heard = guarded(look, str(path), str(folder), len(seen) + 1, dict(printed))
        for value in heard.values:
            if "unreadable" in value:
                return Looked(pages=tuple(seen), fault=value["unreadable"])
            if "pages" in value:
                total = value["pages"]
            else:
                seen.append(_sight(value))
        if heard.fall is None:
            return Looked(pages=tuple(seen))
        if not total:
            return Looked(pages=(), fault=f"est abandonné : {heard.fall}")
        seen.append(Sight(number=len(seen) + 1, fault=f"lecture abandonnée : {heard.fall}"))
        if len(seen) >= total:
            return Looked(pages=tuple(seen))
    rest = [Sight(number=number, fault="non lue") for number in range(len(seen) + 1, total + 1)]
    return Looked(pages=(*seen, *rest), fault="est abandonné : trop de pages le font échouer")


def look(path: str, folder: str, first: int, printed: Mapping[str, Printed]) -> Iterator[Any]:
    """What ``look_at`` asks of its child: the number of pages, then each page from `first` on."""
    try:
        yield {"pages": page_count(Path(path))}
        for page in pages(Path(path), first=first):
            yield _shown(page, Path(folder), printed)
    except Unreadable as fault:
        yield {"unreadable": str(fault)}


def _shown(page: Page, folder: Path, printed: Mapping[str, Printed]) -> dict[str, Any]:
    if page.image is None:
        return {"number": page.number, "fault": page.fault}
    codes = read_codes(page.image)
    shown: dict[str, Any] = {
        "number": page.number,
        "codes": [[code.text, code.corners, code.turned] for code in codes],
    }
    known = [code for code in codes if code.text in printed]
    if known and len({code.text for code in known}) == 1:
        shown |= _frame(page, known, printed[known[0].text], folder)
    else:
        shown["image"] = f"page-{page.number:03d}.jpg"
        page.image.save(folder / shown["image"], "JPEG", quality=QUALITY, dpi=(page.dpi, page.dpi))
        shown["blank"] = not codes and is_blank(page.image)
    return shown


def _frame(page: Page, seen: Sequence[Seen], printed: Printed, folder: Path) -> dict[str, Any]:
    place = place_on_page(*_pairs(seen, printed, page.image.size))
    if place is None:
        return {}
    ink, crop = look_in_frame(page.image, place, printed.frame)
    name = f"cadre-{page.number:03d}.jpg"
    crop.save(folder / name, "JPEG", quality=QUALITY)
    return {"ink": ink, "crop": name}


def _pairs(
    seen: Sequence[Seen], printed: Printed, size: tuple[int, int]
) -> tuple[list[Point], list[Point]]:
    """Corners of the codes as printed and as seen."""
    source: list[Point] = []
    target: list[Point] = []
    for code in seen:
        left, top, side = printed.codes[0 if is_first(code, size) else -1]
        right, bottom = left + side, top + side
        source += [(left, top), (right, top), (right, bottom), (left, bottom)]
        target += code.corners
    return source, target


def is_first(code: Seen, size: tuple[int, int]) -> bool:
    """Whether a code is the one at the top left: the middle of the page is below its right."""
    corners = np.array(code.corners)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    middle = np.array(size) / 2 - corners.mean(axis=0)
    return bool(middle @ (across + down) > 0)


def is_blank(image: Any) -> bool:
    """Whether a page has next to nothing on it."""
    grey = np.asarray(image)
    down, across = (round(side * BLANK_EDGE) for side in grey.shape)
    inside = grey[down : grey.shape[0] - down or None, across : grey.shape[1] - across or None]
    if inside.size == 0:
        return True
    paper = float(np.median(inside))
    return float((inside < paper - DARK).mean()) < BLANK_SHARE


def _sight(value: Mapping[str, Any]) -> Sight:
    codes = tuple(
        Seen(text=text, corners=tuple((x, y) for x, y in corners), turned=turned)
        for text, corners, turned in value.get("codes", ())
    )
    sight = Sight(number=value["number"], codes=codes)
    return replace(
        sight,
        **{key: value[key] for key in ("fault", "blank", "ink", "image", "crop") if key in value},
    )
