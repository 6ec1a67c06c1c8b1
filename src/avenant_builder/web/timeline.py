"""The events of a campaign along time, one line an organisme or siège, as figures for an SVG."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from avenant_builder.french import MONTHS, short_date
from avenant_builder.model.event import Event, EventType, TargetKind

LABELS, WIDTH, MARGIN = 300, 1000, 20
ROW, TOP = 28, 40
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the drawing needs."""

    width: int
    height: int
    rows: tuple[tuple[int, str], ...]
    """Height and name of each line."""
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    summary: str


def draw(events: Iterable[Event], names: Mapping[tuple[TargetKind, str], str]) -> Timeline | None:
    """Place the events known to the day; None if there is none."""
    dated = [(event.on.exact, event) for event in events]
    known = sorted(
        ((day, event) for day, event in dated if day), key=lambda one: (one[0], one[1].sequence)
    )
    if not known:
        return None
    first, last = known[0][0], known[-1][0]
    start = first.replace(day=1)
    end = max(last, start + timedelta(days=31))
    heights: dict[str, int] = {}
    marks = []
    for day, event in known:
        name = names.get((event.target_kind, event.target), f"avenant {event.target}")
        y = heights.setdefault(name, TOP + ROW * len(heights) + ROW // 2)
        said = f"{short_date(day)} : {name}, {event.type.label}"
        marks.append(Mark(_across(day, start, end), y, _shape(event.type), said))
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * len(heights) + MARGIN,
        rows=tuple((y, name) for name, y in heights.items()),
        months=tuple(_months(start, end)),
        marks=tuple(marks),
        summary=f"{len(marks)} faits du {short_date(first)} au {short_date(last)}",
    )


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
    step = -(-count // 7)
    for index in range(0, count, step):
        year, month = divmod(start.year * 12 + start.month - 1 + index, 12)
        day = date(year, month + 1, 1)
        yield Month(_across(day, start, end), f"{MONTHS[month]} {year}")
