"""Where symbols go: beside their neighbours of the commune, over nobody.

Each commune packs its symbols as in a honeycomb, inside its own lines if it can. Packs that touch
then push one another apart, the small giving way to the large.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from avenant_builder.geography import inside
from avenant_builder.maps.shapes import Box, Spot
from avenant_builder.model.chart import Ring

GAP = 0.5
"""Least space between two symbols, in millimetres."""
ROUNDS = 600
SEARCH = 10
"""Rounds between two searches for the packs that are close enough to touch."""
PULLED_ROUNDS = 150
PULL = 0.05
OUTSIDE = 1.5
"""How many symbols further a cell of the commune may be than one outside, and still be taken."""
PHASES = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5), (0.25, 0.25))
TURN = 2.399963
"""The golden angle: where packs lie on one spot, each leaves it in its own direction."""


@dataclass(slots=True, kw_only=True)
class Pack:
    """Symbols that stay together, moved as one. Spots and rings are on the page."""

    marks: tuple[int, ...]
    """Ranks of the marks."""
    anchor: Spot
    rings: tuple[Ring, ...] = ()
    """Lines of the commune; none: it has no surface."""
    offsets: list[Spot] = field(default_factory=list)
    shift: Spot = (0.0, 0.0)

    @property
    def middle(self) -> Spot:
        return (self.anchor[0] + self.shift[0], self.anchor[1] + self.shift[1])

    @property
    def spots(self) -> list[Spot]:
        x, y = self.middle
        return [(x + dx, y + dy) for dx, dy in self.offsets]

    @property
    def reach(self) -> float:
        """How far from its middle the furthest symbol is."""
        return max(math.hypot(dx, dy) for dx, dy in self.offsets)

    def astray(self) -> list[Spot]:
        """The symbols that are not where they belong, which a line must tie to the anchor."""
        if self.rings:
            return [spot for spot in self.spots if not inside(spot, self.rings)]
        return self.spots if math.hypot(*self.shift) > GAP else []


Pair = tuple[int, Pack, Pack, float]
"""Rank among all pairs, the two packs, and how near their middles are if they touch."""


def spread(packs: Sequence[Pack], radius: float, frame: Box) -> bool:
    """Give every symbol its place. False if the frame is too small for all of them."""
    step = 2 * radius + GAP
    for pack in packs:
        pack.offsets = _honeycomb(pack, step)
    close: list[Pair] = []
    for turn in range(ROUNDS):
        if turn < PULLED_ROUNDS:
            for pack in packs:
                pack.shift = (pack.shift[0] * (1 - PULL), pack.shift[1] * (1 - PULL))
        every = turn % SEARCH == 0
        if every:
            close = _close_pairs(packs, step)
        moved = _push_apart(close, step)
        for pack in packs:
            moved = _hold(pack, radius, frame) or moved
        settled = turn >= PULLED_ROUNDS or all(pack.shift == (0.0, 0.0) for pack in packs)
        if every and not moved and settled:
            return True
    return False


def _honeycomb(pack: Pack, step: float) -> list[Spot]:
    """As many cells as there are symbols: the nearest, those outside the commune held back."""
    count = len(pack.marks)
    if count == 1:
        return [(0.0, 0.0)]
    tried = (_cells(pack, count, step, east, south) for east, south in PHASES)
    _, chosen = min(tried)
    if not pack.rings:
        x = sum(cell[0] for cell in chosen) / count
        y = sum(cell[1] for cell in chosen) / count
        chosen = [(east - x, south - y) for east, south in chosen]
    return sorted(chosen, key=lambda cell: (round(cell[1], 6), cell[0]))


def _cells(
    pack: Pack, count: int, step: float, east: float, south: float
) -> tuple[float, list[Spot]]:
    """The best cells of a honeycomb laid so far east and south, and how far they are in all."""
    rows = math.ceil(math.sqrt(count)) + 1
    scored = []
    for row in range(-rows, rows + 1):
        for column in range(-rows, rows + 1):
            x = (column + row % 2 / 2 + east) * step
            y = (row + south) * step * math.sqrt(3) / 2
            # Rounded: equal distances must not be told apart by their last digit.
            far = round(math.hypot(x, y), 6)
            spot = (pack.anchor[0] + x, pack.anchor[1] + y)
            if pack.rings and not inside(spot, pack.rings):
                far += OUTSIDE * step
            scored.append((far, round(math.atan2(y, x), 6), (x, y)))
    best = sorted(scored)[:count]
    return round(sum(far for far, _, _ in best), 6), [cell for _, _, cell in best]


def _close_pairs(packs: Sequence[Pack], step: float) -> list[Pair]:
    """The packs that may touch before the next search."""
    held = [(pack, pack.middle, pack.reach) for pack in packs]
    return [
        (rank, one[0], other[0], one[2] + other[2] + step)
        for rank, (one, other) in enumerate(combinations(held, 2))
        if math.dist(one[1], other[1]) < one[2] + other[2] + 4 * step
    ]


def _push_apart(pairs: Sequence[Pair], step: float) -> bool:
    """One round of pushes. Whether any was needed."""
    moved = False
    for rank, one, other, touching in pairs:
        if math.dist(one.middle, other.middle) >= touching:
            continue
        lacking = step - min(math.dist(a, b) for a in one.spots for b in other.spots)
        if lacking <= 1e-6:
            continue
        moved = True
        (x1, y1), (x2, y2) = one.middle, other.middle
        east, south, apart = x2 - x1, y2 - y1, math.dist(one.middle, other.middle)
        if apart < 1e-9:
            east, south, apart = math.cos(rank * TURN), math.sin(rank * TURN), 1.0
        push = (lacking + 0.02) / apart
        share = len(other.marks) / (len(one.marks) + len(other.marks))
        _move(one, -east * push * share, -south * push * share)
        _move(other, east * push * (1 - share), south * push * (1 - share))
    return moved


def _move(pack: Pack, east: float, south: float) -> None:
    pack.shift = (pack.shift[0] + east, pack.shift[1] + south)


def _hold(pack: Pack, radius: float, frame: Box) -> bool:
    """Bring a pack back into the frame. Whether it had to be."""
    left, top, right, bottom = frame
    xs, ys = [x for x, _ in pack.spots], [y for _, y in pack.spots]
    east = max(0.0, left + radius - min(xs)) - max(0.0, max(xs) - right + radius)
    south = max(0.0, top + radius - min(ys)) - max(0.0, max(ys) - bottom + radius)
    _move(pack, east, south)
    return math.hypot(east, south) > 1e-6
