"""The map of structures: what is known of the ground, and what is to be drawn on it."""

from dataclasses import dataclass

Point = tuple[float, float]
"""Longitude then latitude in degrees (WGS 84), as in GeoJSON (RFC 7946)."""
Ring = tuple[Point, ...]
"""A closed line, its last point its first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A commune as a point: one row of the register of communes."""

    code: str
    name: str
    position: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune as a surface of the base map."""

    code: str
    """INSEE code."""
    name: str
    group: str = ""
    """Key of its intercommunalité; empty: the base map does not say."""
    rings: tuple[Ring, ...]
    """Outer and inner lines alike: a point is inside if an odd number of them hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A numbered symbol of the map: one structure whose place is known."""

    number: int
    kind: int
    """Rank of its type."""
    name: str
    commune: str
    """The printed name."""
    position: Point
    exact: bool
    """Whether the position is the structure's own, rather than its commune's."""
    area: int | None = None
    """Rank, in the base map, of the commune that it must be in; None: no such line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartKind:
    """A type of structure in the legend."""

    label: str
    official: int | None
    """None: the count is still to be filled in."""
    placed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A map to draw, `width` and `height` in millimetres."""

    title: str
    width: float
    height: float
    kinds: tuple[ChartKind, ...]
    marks: tuple[Mark, ...]
    communes: tuple[Commune, ...] = ()
    """The surfaces of the base map; none: only points are drawn."""
    towns: tuple[Town, ...] = ()
    """Shown as dots where there is no base map."""
    credit: str = ""
