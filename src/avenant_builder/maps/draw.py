"""Draw a chart: from its page to shapes, and to the files that documents and pages take."""

from pathlib import Path

from avenant_builder.french import plural
from avenant_builder.maps.legend import legend
from avenant_builder.maps.look import INK, TINTS, symbol
from avenant_builder.maps.network import borders, tints
from avenant_builder.maps.page import PADDING, Page, lay_out
from avenant_builder.maps.projection import Projection
from avenant_builder.maps.raster import png
from avenant_builder.maps.shapes import Disc, Drawing, Shape, Spot, Stroke, Surface, Words
from avenant_builder.maps.svg import svg
from avenant_builder.model.chart import Chart, Commune

BASELINE = 0.74
"""Where the baseline of a name is, as a share of its type from the top of its box."""
FRAME = "#8A93A3"
LINES = (("communes", "#FFFFFF", 0.15), ("groups", "#7C8799", 0.35), ("outline", "#4A5364", 0.5))


def write_map(chart: Chart, *, vector: Path, raster: Path) -> None:
    """Draw a chart into an SVG and a PNG. The same chart gives the same bytes."""
    drawing = draw(lay_out(chart))
    vector.write_text(svg(drawing), encoding="utf-8", newline="\n")
    raster.write_bytes(png(drawing))


def draw(page: Page) -> Drawing:
    """The shapes of a page, the lowest first."""
    chart = page.chart
    return Drawing(
        title=chart.title,
        description=f"{plural(len(chart.marks), 'symbole numéroté', 'symboles numérotés')} ; "
        "l’index les nomme par commune.",
        width=chart.width,
        height=chart.height,
        shapes=(
            *_ground(chart, page.projection),
            *_frame(page),
            *_lines(page),
            *_symbols(page),
            *_names(page),
            *legend(chart, page.notes, page.projection),
        ),
    )


def _ground(chart: Chart, projection: Projection) -> list[Shape]:
    if not chart.communes:
        return [
            Disc(centre=projection.spot(town.position), radius=0.4, fill="#B9C0CC", title=town.name)
            for town in chart.towns
        ]
    ranks = tints(chart.communes, len(TINTS))
    shapes: list[Shape] = []
    for commune in chart.communes:
        fill = TINTS[ranks.get(commune.group, 0)]
        # Its own colour around it: else hairlines of paper show between neighbours.
        shapes.append(
            Surface(
                lines=_outlines(commune, projection),
                fill=fill,
                edge=fill,
                width=0.1,
                title=commune.name,
            )
        )
    found = borders(chart.communes)
    for kind, colour, width in LINES:
        lines = [tuple(projection.spot(point) for point in line) for line in getattr(found, kind)]
        if lines:
            shapes.append(Stroke(lines=tuple(lines), colour=colour, width=width))
    return shapes


def _outlines(commune: Commune, projection: Projection) -> tuple[tuple[Spot, ...], ...]:
    return tuple(tuple(projection.spot(point) for point in ring) for ring in commune.rings)


def _frame(page: Page) -> list[Shape]:
    left, top, right, bottom = page.frame
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    inset = tuple((min(max(x, 0.1), right - 0.1), max(y, 0.1)) for x, y in corners)
    return [Stroke(lines=(inset,), colour=FRAME, width=0.2)]


def _lines(page: Page) -> list[Shape]:
    """Ties of symbols, each to a dot where it belongs, and leaders of names."""
    shapes: list[Shape] = [
        Stroke(lines=(label.leader,), colour=INK, width=0.2)
        for label in page.labels
        if label.leader
    ]
    shapes += [Stroke(lines=(tie,), colour=INK, width=0.25) for tie in page.ties]
    ends = dict.fromkeys(end for _, end in page.ties)
    return [*shapes, *(Disc(centre=end, radius=0.5, fill=INK) for end in ends)]


def _symbols(page: Page) -> list[Shape]:
    shapes: list[Shape] = []
    for mark, spot in zip(page.chart.marks, page.spots, strict=True):
        shapes += symbol(mark.kind, spot, page.radius, str(mark.number), mark.name)
    return shapes


def _names(page: Page) -> list[Shape]:
    return [
        Words(
            spot=(label.box[0] + PADDING, label.box[1] + page.name_size * BASELINE),
            text=label.text,
            size=page.name_size,
            colour=INK,
            halo=True,
        )
        for label in page.labels
    ]
