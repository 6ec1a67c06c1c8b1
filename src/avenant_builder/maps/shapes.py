"""What a drawing is made of: five plain primitives, in millimetres from the top left."""

from dataclasses import dataclass

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Closed lines, filled by the even-odd rule."""

    lines: tuple[tuple[Spot, ...], ...]
    fill: str
    edge: str = ""
    width: float = 0.0
    title: str = ""
    """What a pointer over it says, on the web page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """Open lines."""

    lines: tuple[tuple[Spot, ...], ...]
    colour: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A circle."""

    centre: Spot
    radius: float
    fill: str
    edge: str = ""
    width: float = 0.0
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text: `spot` is on its baseline, at its start or, if `centred`, its middle."""

    spot: Spot
    text: str
    size: float
    """Height of the type, in millimetres."""
    colour: str = "#1A1A1A"
    bold: bool = False
    centred: bool = False
    halo: bool = False


Shape = Surface | Stroke | Disc | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture: shapes, the lowest first."""

    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
