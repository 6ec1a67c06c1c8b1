"""Where structures are: from their own coordinates, else from the name or code of a commune."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from avenant_builder.french import fold
from avenant_builder.model.chart import Commune, Point, Ring, Town
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.structure import Structure

EARTH_KM = 6371.0
SCANS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A structure with its place; no place: it is listed and not drawn."""

    structure: Structure
    commune: str
    """The name to print: that of the register of communes, else as typed, else empty."""
    position: Point | None = None
    exact: bool = False
    area: int | None = None


class Gazetteer:
    """Finds communes by INSEE code, else by name without regard to accents or hyphens."""

    def __init__(self, communes: Sequence[Commune], towns: Sequence[Town]) -> None:
        self._areas = {commune.code: rank for rank, commune in enumerate(communes)}
        self._points = {town.code: town.position for town in towns}
        self._points |= {commune.code: inner_point(commune.rings) for commune in communes}
        self.names = {town.code: town.name for town in towns}
        self.names |= {commune.code: commune.name for commune in communes}
        self._codes: dict[str, str] = {}
        for code, name in self.names.items():
            self._codes.setdefault(plain_name(name), code)

    def code(self, structure: Structure) -> str | None:
        """INSEE code of a structure's commune, if it is known here."""
        if structure.insee in self.names:
            return structure.insee
        return self._codes.get(plain_name(structure.commune)) if structure.commune else None

    def locate(self, structure: Structure) -> Located:
        """The structure with its place, its own before that of its commune."""
        code = self.code(structure)
        name = structure.commune or (self.names[code] if code else "")
        area = self._areas.get(code) if code else None
        own = own_position(structure)
        point = own or (self._points.get(code) if code else None)
        return Located(
            structure=structure, commune=name, position=point, exact=own is not None, area=area
        )


def gazetteer(dossier: Dossier) -> Gazetteer:
    """The communes that a dossier knows."""
    return Gazetteer(dossier.communes, dossier.towns)


def own_position(structure: Structure) -> Point | None:
    """The coordinates that the register gives, if it gives both."""
    if structure.longitude is None or structure.latitude is None:
        return None
    return (structure.longitude, structure.latitude)


def plain_name(name: str) -> str:
    """A commune's name to compare: « ST ETIENNE » and « Saint-Étienne » are one."""
    words = fold(name).replace("-", " ").replace("'", " ").split()
    long = {"st": "saint", "ste": "sainte"}
    return " ".join(long.get(word, word) for word in words)


def inside(point: Point, rings: Iterable[Ring]) -> bool:
    """Whether a point is in the surface that rings draw, by the even-odd rule."""
    return sum(1 for crossing in _crossings(point[1], rings) if crossing > point[0]) % 2 == 1


def inner_point(rings: Sequence[Ring]) -> Point:
    """A point of the surface, its centre where the centre is inside."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    centre = _centroid(largest)
    if inside(centre, rings):
        return centre
    low, high = min(y for _, y in largest), max(y for _, y in largest)
    spans = []
    for share in SCANS:
        y = low + share * (high - low)
        crossings = sorted(_crossings(y, rings))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            spans.append((right - left, (left + right) / 2, y))
    _, x, y = max(spans, default=(0.0, *centre))
    return (x, y)


def distance_to(point: Point, communes: Iterable[Commune]) -> float:
    """Kilometres from a point to the nearest commune, 0 inside one; on a flat earth."""
    squeeze = math.cos(math.radians(point[1]))
    nearest = math.inf
    for commune in communes:
        if inside(point, commune.rings):
            return 0.0
        for ring in commune.rings:
            around = [((x - point[0]) * squeeze, y - point[1]) for x, y in ring]
            nearest = min(nearest, *(_from_origin(*ends) for ends in pairwise(around)))
    return math.radians(nearest) * EARTH_KM


def _from_origin(one: Point, other: Point) -> float:
    """How far a straight line is from the origin."""
    (x, y), (east, north) = one, (other[0] - one[0], other[1] - one[1])
    length = east * east + north * north
    share = min(1.0, max(0.0, -(x * east + y * north) / length)) if length else 0.0
    return math.hypot(x + share * east, y + share * north)


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """West, south, east and north of some points."""
    known = list(points)
    xs, ys = [x for x, _ in known], [y for _, y in known]
    return min(xs), min(ys), max(xs), max(ys)


def by_commune(located: Iterable[Located], ranks: Mapping[str, int]) -> list[Located]:
    """In the order of the index: by commune, type and name; those of no known commune last."""
    return sorted(
        located,
        key=lambda found: (
            not found.commune,
            fold(found.commune),
            ranks.get(found.structure.type, len(ranks)),
            fold(found.structure.name),
            found.structure.id,
        ),
    )


def _crossings(y: float, rings: Iterable[Ring]) -> Iterator[float]:
    """Where the lines cross a parallel, as longitudes."""
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y):
                yield x1 + (y - y1) / (y2 - y1) * (x2 - x1)


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _centroid(ring: Ring) -> Point:
    # From the first point, so that no digit is lost to far coordinates.
    x0, y0 = ring[0]
    moved = [(x - x0, y - y0) for x, y in ring]
    area = _area(tuple(moved))
    if not area:
        return ring[0]
    crosses = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(moved)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in crosses) / (6 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in crosses) / (6 * area)
    return (x0 + x, y0 + y)
