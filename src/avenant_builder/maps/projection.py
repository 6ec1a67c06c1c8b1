"""From degrees to millimetres of the page.

A plate carrée squeezed at its middle parallel: over a département, no distance is off by more
than one hundredth, less than the width of a symbol.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from avenant_builder.geography import EARTH_KM, bounds
from avenant_builder.maps.shapes import Box, Spot
from avenant_builder.model.chart import Point

# A single point is no map: show at least so much around.
LEAST_DEGREES = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Puts a piece of the earth into a box of the page, north up."""

    west: float
    north: float
    squeeze: float
    scale: float
    """Millimetres a degree of latitude."""
    origin: Spot

    def spot(self, point: Point) -> Spot:
        """Where a point is on the page."""
        x = self.origin[0] + (point[0] - self.west) * self.squeeze * self.scale
        return (x, self.origin[1] + (self.north - point[1]) * self.scale)

    def millimetres(self, kilometres: float) -> float:
        """How long a distance is on the page."""
        return math.degrees(kilometres / EARTH_KM) * self.scale


def fit(points: Iterable[Point], box: Box) -> Projection:
    """The projection that shows all the points as large as the box allows, in its middle."""
    west, south, east, north = _widened(*bounds(points))
    squeeze = math.cos(math.radians((south + north) / 2))
    left, top, right, bottom = box
    wide, high = (east - west) * squeeze, north - south
    scale = min((right - left) / wide, (bottom - top) / high)
    x = left + (right - left - wide * scale) / 2
    y = top + (bottom - top - high * scale) / 2
    return Projection(west=west, north=north, squeeze=squeeze, scale=scale, origin=(x, y))


def _widened(west: float, south: float, east: float, north: float) -> Box:
    across, along = max(0.0, LEAST_DEGREES - east + west), max(0.0, LEAST_DEGREES - north + south)
    return (west - across / 2, south - along / 2, east + across / 2, north + along / 2)
