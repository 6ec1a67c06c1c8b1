"""Shapes and colours: told apart by form alone in grey, by colour alone at a glance.

The colours are of Okabe and Ito's palette for all kinds of sight, darkened until white digits
reach the contrast of 4.5:1 that WCAG 2.2 asks for (1.4.3).
"""

import math

from avenant_builder.maps.shapes import Disc, Shape, Spot, Surface, Words

COLOURS = ("#0072B2", "#B84A00", "#00735A", "#9C3F77", "#5B5B5B")
TINTS = ("#E2ECF6", "#FBEBD3", "#E1F0DC", "#F3E2EE", "#F1EFCB")
"""Of intercommunalités; the first where the base map names none."""
INK = "#1A1A1A"
FAINT = "#5A6270"
EDGE = "#FFFFFF"
EDGE_WIDTH = 0.25
# Share of the radius: in a square that far, corners of neighbours cannot meet at any angle.
SQUARE = 0.79
TURNS = {2: (4, 0.0), 3: (3, 0.0), 4: (6, 0.0), 5: (5, 0.0)}
"""Diamond, triangle, hexagon, pentagon: corners, by rank of type."""
FORMS = 6
DIGIT = 0.634
"""Height of a digit, as a share of the type's height."""


def colour(kind: int) -> str:
    """The colour of the type of that rank."""
    return COLOURS[kind % len(COLOURS)]


def symbol(kind: int, spot: Spot, radius: float, text: str, title: str = "") -> list[Shape]:
    """A numbered symbol of a type; thirty types in turn look different."""
    form = kind % FORMS
    fill = colour(kind)
    outline: Shape
    if form == 0:
        outline = Disc(
            centre=spot, radius=radius, fill=fill, edge=EDGE, width=EDGE_WIDTH, title=title
        )
    else:
        corners = _corners(form, spot, radius)
        outline = Surface(lines=(corners,), fill=fill, edge=EDGE, width=EDGE_WIDTH, title=title)
    if not text:
        return [outline]
    size = radius * (1.25 if len(text) < 3 else 0.95)
    base = (spot[0], spot[1] + size * DIGIT / 2)
    return [outline, Words(spot=base, text=text, size=size, colour=EDGE, bold=True, centred=True)]


def _corners(form: int, spot: Spot, radius: float) -> tuple[Spot, ...]:
    x, y = spot
    if form == 1:
        half = radius * SQUARE
        return (
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
        )
    count, start = TURNS[form]
    angles = [start - math.pi / 2 + 2 * math.pi * corner / count for corner in range(count)]
    return tuple((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles)
