"""Where names go: beside their symbols if there is room, else further off, tied by a line."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from avenant_builder.maps.shapes import Box, Spot

Line = tuple[Spot, Spot]
MARGIN = 0.3
NEAR = 2.0
"""A name further than that from all its symbols needs a line."""
CELL = 8.0
FIRST_STEP, LAST_STEP, STEP = 3.0, 110.0, 1.5
DIRECTIONS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name to place, with the boxes of the symbols that it names."""

    text: str
    width: float
    height: float
    symbols: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name placed; `leader` ties it to a symbol where it stands apart."""

    text: str
    box: Box
    leader: Line | None = None


def place(
    names: Sequence[Named], symbols: Iterable[Box], lines: Iterable[Line], frame: Box
) -> dict[int, Label]:
    """Labels by rank of their name, none over another, a symbol, a line or a leader.

    A name for which the frame has no room at all is left out.
    """
    taken = _Taken(frame, lines)
    for box in symbols:
        taken.add(box)
    labels: dict[int, Label] = {}
    choices = {
        rank: [box for box in _beside(name) if _is_near(box, name.symbols)]
        for rank, name in enumerate(names)
    }
    free = {rank: sum(map(taken.is_free, boxes)) for rank, boxes in choices.items()}
    # Those with the least choice first: they would find none later.
    for rank in sorted(choices, key=lambda rank: (free[rank], rank)):
        name = names[rank]
        found = next(filter(taken.is_free, choices[rank]), None)
        label = Label(text=name.text, box=found) if found else _apart(name, taken)
        if label is not None:
            labels[rank] = label
            taken.add(label.box)
        if label is not None and label.leader is not None:
            taken.add_line(label.leader)
    return labels


def around(boxes: Sequence[Box]) -> Box:
    """The box that holds all the boxes."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a surface in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def crosses(line: Line, box: Box) -> bool:
    """Whether a straight line goes through a box (Liang and Barsky)."""
    (x1, y1), (x2, y2) = line
    start, end = 0.0, 1.0
    for step, low, high in (
        (x2 - x1, box[0] - x1, box[2] - x1),
        (y2 - y1, box[1] - y1, box[3] - y1),
    ):
        if step == 0:
            if low >= 0 or high <= 0:
                return False
            continue
        near, far = sorted((low / step, high / step))
        start, end = max(start, near), min(end, far)
    return start < end


class _Taken:
    """What is already on the page, found by cells so that each question stays cheap."""

    def __init__(self, frame: Box, lines: Iterable[Line]) -> None:
        self._frame = frame
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in lines:
            self.add_line(line)

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells[cell].append(box)

    def add_line(self, line: Line) -> None:
        for cell in _cells(_reach(line)):
            self._lines[cell].append(line)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = self._frame
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        if any(overlap(box, other) for cell in _cells(box) for other in self._cells[cell]):
            return False
        return not any(crosses(line, box) for cell in _cells(box) for line in self._lines[cell])

    def is_clear(self, line: Line, own: Sequence[Box]) -> bool:
        """Whether a leader meets nothing but the symbols that it leads to."""
        cells = [*_cells(_reach(line))]
        boxes = {box for cell in cells for box in self._cells[cell]} - set(own)
        if any(crosses(line, box) for box in boxes):
            return False
        return not any(_meet(line, other) for cell in cells for other in self._lines[cell])


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(box[0] / CELL), math.floor(box[2] / CELL) + 1):
        for row in range(math.floor(box[1] / CELL), math.floor(box[3] / CELL) + 1):
            yield (column, row)


def _reach(line: Line) -> Box:
    (x1, y1), (x2, y2) = line
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _beside(name: Named) -> Iterator[Box]:
    """The places that touch the symbols, the best to read first."""
    left, top, right, bottom = around(name.symbols)
    middle, centre = (top + bottom) / 2, (left + right) / 2
    width, height = name.width, name.height
    east, west = right + MARGIN, left - MARGIN - width
    over, under = top - MARGIN - height, bottom + MARGIN
    for x, y in (
        (east, middle - height / 2),
        (west, middle - height / 2),
        (centre - width / 2, under),
        (centre - width / 2, over),
        (east, over),
        (east, under),
        (west, over),
        (west, under),
        (east, top),
        (east, bottom - height),
        (west, top),
        (west, bottom - height),
        (left, over),
        (left, under),
        (right - width, over),
        (right - width, under),
    ):
        yield (x, y, x + width, y + height)


def _is_near(box: Box, symbols: Sequence[Box]) -> bool:
    wide = (box[0] - NEAR, box[1] - NEAR, box[2] + NEAR, box[3] + NEAR)
    return any(overlap(wide, symbol) for symbol in symbols)


def _apart(name: Named, taken: _Taken) -> Label | None:
    """The nearest free place further off, from which a line can be drawn."""
    left, top, right, bottom = around(name.symbols)
    distance = FIRST_STEP
    while distance < LAST_STEP:
        for turn in range(DIRECTIONS):
            angle = 2 * math.pi * turn / DIRECTIONS
            x = (left + right) / 2 + math.cos(angle) * (distance + (right - left + name.width) / 2)
            y = (top + bottom) / 2 + math.sin(angle) * (distance + (bottom - top) / 2)
            wide, high = name.width / 2, name.height / 2
            box = (x - wide, y - high, x + wide, y + high)
            if taken.is_free(box):
                line = _leader(box, name.symbols)
                if taken.is_clear(line, name.symbols):
                    return Label(text=name.text, box=box, leader=line)
        distance += STEP
    return None


def _leader(box: Box, symbols: Sequence[Box]) -> Line:
    """From the edge of a label to the middle of the nearest of its symbols."""
    centres = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in symbols]
    ends = []
    for x, y in centres:
        start = (min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3]))
        ends.append((math.dist(start, (x, y)), start, (x, y)))
    _, start, end = min(ends)
    return (start, end)


def _meet(one: Line, other: Line) -> bool:
    """Whether two straight lines cross."""

    def side(line: Line, spot: Spot) -> float:
        (x1, y1), (x2, y2) = line
        return (x2 - x1) * (spot[1] - y1) - (y2 - y1) * (spot[0] - x1)

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )
