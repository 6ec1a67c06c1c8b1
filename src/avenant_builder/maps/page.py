"""Lay a chart out: everything on it gets its place here, and nothing is measured later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from avenant_builder.maps.labels import Label, Named, place
from avenant_builder.maps.legend import legend_height, notes
from avenant_builder.maps.measure import text_width
from avenant_builder.maps.projection import Projection, fit
from avenant_builder.maps.shapes import Box, Spot
from avenant_builder.maps.symbols import Pack, spread
from avenant_builder.model.chart import Chart, Mark, Ring

# Radius of a symbol, by how many there are: (at most, millimetres).
RADII = ((40, 2.1), (80, 1.95), (160, 1.8))
SMALL_RADIUS = 1.6
SHRINK = 0.88
TRIES = 8
# Heights of the names: the first at which all have room.
NAME_SIZES = (2.6, 2.2, 1.9)
NAME_HEIGHT = 0.96
PADDING = 0.25
MARGIN = 1.5
EDGE_OF_POINTS = 12.0
"""Room for names around points that no outline holds in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A chart laid out, in millimetres."""

    chart: Chart
    projection: Projection
    frame: Box
    """Where the map is; the legend is under it."""
    radius: float
    spots: tuple[Spot, ...]
    """The middle of each symbol, by rank of its mark."""
    ties: tuple[tuple[Spot, Spot], ...]
    """Lines from the symbols that stand off to where they belong."""
    labels: tuple[Label, ...]
    name_size: float
    notes: tuple[str, ...]


def lay_out(chart: Chart) -> Page:
    """Place symbols, then names; a second time if what had no room must be said."""
    page = _laid_out(chart, all_named=True)
    names = {mark.commune for mark in chart.marks if mark.commune}
    return page if len(page.labels) == len(names) else _laid_out(chart, all_named=False)


def _laid_out(chart: Chart, *, all_named: bool) -> Page:
    said = notes(chart, all_named=all_named)
    bottom = chart.height - legend_height(chart, said)
    frame = (0.0, 0.0, chart.width, bottom)
    projection = fit(_extent(chart), _shrunk(frame, MARGIN if chart.communes else EDGE_OF_POINTS))
    packs = _packs(chart, projection)
    radius = _spread(packs, len(chart.marks), _shrunk(frame, MARGIN))
    spots = dict(pair for pack in packs for pair in zip(pack.marks, pack.spots, strict=True))
    ties = [(spot, pack.anchor) for pack in packs for spot in pack.astray()]
    size, labels = _name(chart.marks, spots, radius, ties, _shrunk(frame, MARGIN / 2))
    return Page(
        chart=chart,
        projection=projection,
        frame=frame,
        radius=radius,
        spots=tuple(spots[rank] for rank in range(len(chart.marks))),
        ties=tuple(ties),
        labels=labels,
        name_size=size,
        notes=tuple(said),
    )


def _extent(chart: Chart) -> list[tuple[float, float]]:
    grounds = [point for commune in chart.communes for ring in commune.rings for point in ring]
    towns = [] if grounds else [town.position for town in chart.towns]
    points = [*grounds, *towns, *(mark.position for mark in chart.marks)]
    return points or [(0.0, 0.0)]


def _packs(chart: Chart, projection: Projection) -> list[Pack]:
    """One pack for the structures of a commune, one for each that knows its own place."""
    shared: dict[Spot, list[int]] = {}
    packs: list[Pack] = []
    for rank, mark in enumerate(chart.marks):
        if not mark.exact:
            shared.setdefault(mark.position, []).append(rank)
        else:
            rings = _rings(chart, mark, projection)
            anchor = projection.spot(mark.position)
            packs.append(Pack(marks=(rank,), anchor=anchor, rings=rings))
    for position, ranks in shared.items():
        rings = _rings(chart, chart.marks[ranks[0]], projection)
        packs.append(Pack(marks=tuple(ranks), anchor=projection.spot(position), rings=rings))
    return packs


def _rings(chart: Chart, mark: Mark, projection: Projection) -> tuple[Ring, ...]:
    if mark.area is None:
        return ()
    rings = chart.communes[mark.area].rings
    return tuple(tuple(projection.spot(point) for point in ring) for ring in rings)


def _spread(packs: Sequence[Pack], count: int, frame: Box) -> float:
    """Place the symbols, as large as the page allows, and give their radius."""
    radius = next((radius for most, radius in RADII if count <= most), SMALL_RADIUS)
    for _ in range(TRIES):
        for pack in packs:
            pack.shift = (0.0, 0.0)
        if spread(packs, radius, frame):
            break
        radius *= SHRINK
    return radius


def _name(
    marks: Sequence[Mark],
    spots: Mapping[int, Spot],
    radius: float,
    ties: Sequence[tuple[Spot, Spot]],
    frame: Box,
) -> tuple[float, tuple[Label, ...]]:
    """Place the names, as large as the page allows, and give their size."""
    symbols = [_square(spot, radius) for spot in spots.values()]
    for size in NAME_SIZES:
        names = _named(marks, spots, radius, size)
        labels = place(names, symbols, ties, frame)
        if len(labels) == len(names):
            break
    return size, tuple(labels[rank] for rank in sorted(labels))


def _named(
    marks: Sequence[Mark], spots: Mapping[int, Spot], radius: float, size: float
) -> list[Named]:
    """The names of communes, the largest packs first."""
    members: dict[str, list[int]] = {}
    for rank, mark in enumerate(marks):
        if mark.commune:
            members.setdefault(mark.commune, []).append(rank)
    named = []
    for name, ranks in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        boxes = tuple(_square(spots[rank], radius) for rank in ranks)
        width = text_width(name, size) + 2 * PADDING
        named.append(Named(text=name, width=width, height=size * NAME_HEIGHT, symbols=boxes))
    return named


def _square(spot: Spot, radius: float) -> Box:
    return (spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)


def _shrunk(box: Box, margin: float) -> Box:
    return (box[0] + margin, box[1] + margin, box[2] - margin, box[3] - margin)
