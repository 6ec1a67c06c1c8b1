"""The events of a campaign along time, one line an organisme or siège, as figures for an SVG."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from avenant_builder.french import MONTHS, plural, short_date
from avenant_builder.model.event import Event, EventType, TargetKind

LABELS, WIDTH, MARGIN = 300, 1000, 20
ROW, TOP = 28, 40
LONGEST_NAME = 34
MOST_LABELS, LABEL_WIDTH = 5, 120
ACTES = frozenset(type for type in EventType if type.value.startswith("acte-"))
SIGNATURES = frozenset({EventType.SIGNED_ON_PAPER, EventType.SIGNED_DIGITALLY})


@dataclass(frozen=True, slots=True)
class Mark:
    """One event: where it is drawn, its shape, and what it says."""

    x: float
    y: int
    shape: str
    """« carre » for an acte, « rond » for a signature, « losange » for the rest."""
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month on the axis."""

    x: float
    label: str

    @property
    def anchor(self) -> str:
        """Near the right edge, the name stands before its line."""
        return "start" if self.x < WIDTH - LABEL_WIDTH else "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the drawing needs."""

    width: int
    height: int
    rows: tuple[tuple[int, str], ...]
    """Height and name of each line, in printed order."""
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    summary: str


def draw(
    events: Iterable[Event], names: Mapping[tuple[TargetKind, str], str], *, until: date
) -> Timeline | None:
    """Place the events known to the day, up to one; None if there is none."""
    dated = [(event.on.exact, event) for event in events]
    known = sorted(
        ((day, event) for day, event in dated if day and day <= until),
        key=lambda one: (one[0], one[1].sequence),
    )
    if not known:
        return None
    first, last = known[0][0], known[-1][0]
    start = first.replace(day=1)
    end = max(last, start + timedelta(days=31))
    heights = _heights([_name(event, names) for _, event in known], names.values())
    marks = []
    for day, event in known:
        name = _name(event, names)
        said = f"{short_date(day)} : {name}, {event.type.label}"
        marks.append(Mark(_across(day, start, end), heights[name], _shape(event.type), said))
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * len(heights) + MARGIN,
        rows=tuple((y, _shortened(name)) for name, y in heights.items()),
        months=tuple(_months(start, end)),
        marks=tuple(marks),
        summary=f"{plural(len(marks), 'fait')} du {short_date(first)} au {short_date(last)}",
    )


def _name(event: Event, names: Mapping[tuple[TargetKind, str], str]) -> str:
    return names.get((event.target_kind, event.target), f"avenant {event.target}")


def _heights(wanted: Iterable[str], printed: Iterable[str]) -> dict[str, int]:
    """The line of each name: those that are printed first, in their order, then the others."""
    present = dict.fromkeys(wanted)
    ordered = dict.fromkeys([*(name for name in printed if name in present), *present])
    return {name: TOP + ROW * rank + ROW // 2 for rank, name in enumerate(ordered)}


def _shortened(name: str) -> str:
    """A name that fits its line; the siège at its end, which tells two of them apart, stays."""
    if len(name) <= LONGEST_NAME:
        return name
    body, opened, seat = name.rpartition(" (")
    end = f"{opened}{seat}" if body and seat.isupper() else ""
    return f"{name[: LONGEST_NAME - len(end) - 1].rstrip()}…{end}"


def _across(day: date, start: date, end: date) -> float:
    room = WIDTH - LABELS - 2 * MARGIN
    return round(LABELS + MARGIN + room * (day - start).days / (end - start).days, 1)


def _shape(type: EventType) -> str:
    if type in ACTES:
        return "carre"
    return "rond" if type in SIGNATURES else "losange"


def _months(start: date, end: date) -> Iterable[Month]:
    """Few enough months for their names not to touch."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    step = -(-count // MOST_LABELS)
    for index in range(0, count, step):
        year, month = divmod(start.year * 12 + start.month - 1 + index, 12)
        day = date(year, month + 1, 1)
        yield Month(_across(day, start, end), f"{MONTHS[month]} {year}")
