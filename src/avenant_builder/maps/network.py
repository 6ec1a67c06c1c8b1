"""Borders of a base map, without a geometry library: a segment used once is the outline.

That holds where neighbours share their points, as in TopoJSON and in what is cut from one
source; elsewhere, each commune is drawn with its own outline.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from avenant_builder.model.chart import Commune, Point

Segment = tuple[Point, Point]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """The lines of a base map, each drawn once."""

    outline: tuple[Line, ...]
    groups: tuple[Line, ...]
    """Between two intercommunalités."""
    communes: tuple[Line, ...]
    """Between two communes of one intercommunalité."""


def borders(communes: Sequence[Commune]) -> Borders:
    """Sort the segments of all the rings by what they part."""
    sides = _sides(communes)
    outline, groups, inner = [], [], []
    for segment, users in sides.items():
        if len(users) == 1:
            outline.append(segment)
        elif len({communes[user].group for user in users}) > 1:
            groups.append(segment)
        else:
            inner.append(segment)
    return Borders(outline=_chained(outline), groups=_chained(groups), communes=_chained(inner))


def tints(communes: Sequence[Commune], colours: int) -> dict[str, int]:
    """A rank of colour for each intercommunalité, no two neighbours alike if it can be.

    Empty if the base map names fewer than two.
    """
    neighbours: dict[str, set[str]] = {commune.group: set() for commune in communes}
    for users in _sides(communes).values():
        keys = {communes[user].group for user in users}
        for key in keys:
            neighbours[key] |= keys - {key}
    if len(neighbours) < 2:
        return {}
    chosen: dict[str, int] = {}
    for key in sorted(neighbours, key=lambda key: (-len(neighbours[key]), key)):
        taken = [chosen[other] for other in neighbours[key] if other in chosen]
        chosen[key] = min(range(colours), key=lambda rank: (taken.count(rank), rank))
    return chosen


def _sides(communes: Sequence[Commune]) -> dict[Segment, list[int]]:
    """Each segment, whichever way it is walked, with the ranks of the communes along it."""
    sides: dict[Segment, list[int]] = {}
    for rank, commune in enumerate(communes):
        for ring in commune.rings:
            for one, other in pairwise(ring):
                if one != other:
                    key = (one, other) if one < other else (other, one)
                    sides.setdefault(key, []).append(rank)
    return sides


def _chained(segments: Iterable[Segment]) -> tuple[Line, ...]:
    """Segments joined end to end into lines, in the order in which they come."""
    ends: dict[Point, list[Point]] = defaultdict(list)
    for one, other in segments:
        ends[one].append(other)
        ends[other].append(one)
    lines = []
    # Ends and crossings first: what is left then are closed lines.
    for start in sorted(ends, key=lambda point: (len(ends[point]) == 2, point)):
        while ends[start]:
            line = [start]
            while ends[line[-1]] and (len(line) == 1 or len(ends[line[-1]]) == 1):
                following = ends[line[-1]].pop()
                ends[following].remove(line[-1])
                line.append(following)
            lines.append(tuple(line))
    return tuple(lines)
