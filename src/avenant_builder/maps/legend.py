"""The strip under the map: what the symbols mean, how long a kilometre is, whose data it is."""

from collections.abc import Sequence

from avenant_builder.french import plural
from avenant_builder.maps.look import FAINT, INK, TINTS, symbol
from avenant_builder.maps.measure import text_width
from avenant_builder.maps.projection import Projection
from avenant_builder.maps.shapes import Shape, Stroke, Surface, Words
from avenant_builder.model.chart import Chart, ChartKind

SIZE = 3.1
NOTE = 2.3
ROW = 5.6
NOTE_ROW = 3.2
RADIUS = 1.7
SYMBOL_SPACE = 5.0
BETWEEN = 7.0
SCALE_SPACE = 42.0
LONGEST_SCALE = 28.0
KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200)
TINTED = "Intercommunalités"


def legend_height(chart: Chart, notes: Sequence[str]) -> float:
    """How much of the drawing the strip takes."""
    return len(_rows(chart)) * ROW + len(notes) * NOTE_ROW + 2.0


def legend(chart: Chart, notes: Sequence[str], projection: Projection) -> list[Shape]:
    """The strip, at the foot of the drawing."""
    top = chart.height - legend_height(chart, notes) + 1.5
    shapes: list[Shape] = []
    for row, items in enumerate(_rows(chart)):
        x, middle = 1.0, top + row * ROW + ROW / 2
        for kind, text in items:
            centre = (x + RADIUS, middle)
            shapes += _swatch(x, middle) if kind is None else symbol(kind, centre, RADIUS, "")
            base = (x + SYMBOL_SPACE, middle + SIZE * 0.32)
            shapes.append(Words(spot=base, text=text, size=SIZE, colour=INK))
            x += _width(text)
    shapes += _scale(chart.width, top + ROW / 2, projection)
    for rank, note in enumerate(notes, start=1):
        y = chart.height - 0.8 - (len(notes) - rank) * NOTE_ROW
        shapes.append(Words(spot=(1.0, y), text=note, size=NOTE, colour=FAINT))
    return shapes


def notes(chart: Chart, *, all_named: bool) -> list[str]:
    """What the reader must be told, each a line; not `all_named`: a name found no room."""
    said = []
    if not chart.communes:
        dots = " Les points gris sont d’autres communes." if chart.towns else ""
        said.append(f"Sans fond de carte : les contours ne sont pas dessinés.{dots}")
    if not all_named:
        said.append("Faute de place, des noms de communes ne sont que dans l’index.")
    return [*said, *_wrapped(chart.credit, chart.width - 2.0)]


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, NOTE) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _rows(chart: Chart) -> list[list[tuple[int | None, str]]]:
    """The items of the legend, in rows that leave room for the scale."""
    items: list[tuple[int | None, str]] = [
        (rank, _said(kind)) for rank, kind in enumerate(chart.kinds)
    ]
    if len({commune.group for commune in chart.communes}) > 1:
        items.append((None, TINTED))
    rows: list[list[tuple[int | None, str]]] = [[]]
    filled = 0.0
    for item in items:
        room = chart.width - (SCALE_SPACE if len(rows) == 1 else 0.0)
        if rows[-1] and filled + _width(item[1]) - BETWEEN > room:
            rows.append([])
            filled = 0.0
        rows[-1].append(item)
        filled += _width(item[1])
    return rows


def _said(kind: ChartKind) -> str:
    label = kind.label[:1].upper() + kind.label[1:]
    if kind.official is None:
        return f"{label} : {plural(kind.placed, 'placé')}"
    if kind.placed == kind.official:
        return f"{label} : {kind.official}"
    return f"{label} : {plural(kind.placed, 'placé')} sur {kind.official}"


def _width(text: str) -> float:
    return SYMBOL_SPACE + text_width(text, SIZE) + BETWEEN


def _swatch(x: float, middle: float) -> list[Shape]:
    """Two tints side by side, parted as on the map."""
    half, high = 1.9, 1.5
    shapes: list[Shape] = []
    for rank, left in enumerate((x, x + half)):
        corners = (
            (left, middle - high),
            (left + half, middle - high),
            (left + half, middle + high),
            (left, middle + high),
        )
        shapes.append(Surface(lines=(corners,), fill=TINTS[rank], edge=FAINT, width=0.15))
    return shapes


def _scale(right: float, middle: float, projection: Projection) -> list[Shape]:
    """A bar of a round number of kilometres, and an arrow to the north."""
    fitting = [km for km in KILOMETRES if projection.millimetres(km) <= LONGEST_SCALE]
    length = fitting[-1] if fitting else KILOMETRES[0]
    end = right - 8.0
    start = end - projection.millimetres(length)
    low, high = middle + 1.6, middle + 0.4
    bar = ((start, high), (start, low), (end, low), (end, high))
    tip = right - 2.5
    arrow = (
        (tip, middle - 2.4),
        (tip + 1.5, middle + 2.2),
        (tip, middle + 1.2),
        (tip - 1.5, middle + 2.2),
    )
    words = Words(
        spot=((start + end) / 2, middle - 0.2), text=f"{length} km", size=2.6, centred=True
    )
    north = Words(spot=(tip - 3.0, middle + 2.0), text="N", size=2.9, bold=True, centred=True)
    return [
        Stroke(lines=(bar,), colour=INK, width=0.3),
        words,
        Surface(lines=(arrow,), fill=INK),
        north,
    ]
