"""Decide what the map shows and what its index says. Touches no file."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, combinations_with_replacement, count, groupby, pairwise
from pathlib import Path
from typing import Any

from avenant_builder.french import enumeration, plural
from avenant_builder.geography import Located, bounds, by_commune, gazetteer
from avenant_builder.model.avenant import Census
from avenant_builder.model.chart import Chart, ChartKind, Mark, Point
from avenant_builder.model.documents import CHART_RASTER, CHART_VECTOR, Picture
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.structure import Structure

# Millimetres, of the room that the model leaves under its title lines.
WIDTH, HEIGHT, LEAST_HEIGHT = 165.0, 222.0, 110.0
STRIP = 16.0
"""What the legend takes, to guess how high a wide département comes out."""
INDEX_COLUMNS = 3
INDEX_LINE = 4.4
INDEX_HEAD = 20.0
"""Its title and the lines under it."""
NAME_LINES = 1.4
FULL_COLUMN = 52.0
"""Lines of a column on a page of its own; a longer index flows as it will."""
LINE_OF_INDEX = 34
"""Characters of a name on one line of a column of the index."""
SMALL_INDEX = 72.0
"""An index no higher than that goes under the map, a longer one has pages of its own."""
UNNUMBERED = "–"
MOST_COMMUNES_SAID = 20


def plan_chart(dossier: Dossier) -> tuple[Chart | None, dict[str, Any] | None]:
    """The map to draw, and what models may ask of it; None for an avenant without a map."""
    avenant = dossier.avenant
    if avenant.chart is None or avenant.census is None:
        return None, None
    ranks = {kind.code: rank for rank, kind in enumerate(avenant.census.types)}
    known = gazetteer(dossier)
    shown = (
        known.locate(structure)
        for structure in dossier.structures
        if structure.type in ranks and structure.is_approved_on(avenant.census_day)
    )
    ordered = by_commune(shown, ranks)
    communes = [(name, list(found)) for name, found in groupby(ordered, key=_commune)]
    lines, starts = _columns([_lines(members) for _, members in communes])
    under = INDEX_HEAD + lines * INDEX_LINE
    apart = under > SMALL_INDEX
    marks = _marks(ordered, ranks)
    kinds = _kinds(avenant.census, marks)
    chart = Chart(
        title=f"{enumeration(kind.label for kind in kinds)} : {avenant.scheme.territory}",
        width=WIDTH,
        height=_height(dossier, marks, HEIGHT if apart else HEIGHT - under),
        kinds=kinds,
        marks=marks,
        communes=dossier.communes,
        towns=dossier.towns,
        credit=avenant.chart.credit,
    )
    said = {
        "image": _picture(chart, len(ordered)),
        "nombre": len(ordered),
        "placees": len(marks),
        "index_a_part": apart,
        "index": _index(communes, starts if lines <= FULL_COLUMN else frozenset()),
    }
    return chart, said


def _kinds(census: Census, marks: Sequence[Mark]) -> tuple[ChartKind, ...]:
    placed = Counter(mark.kind for mark in marks)
    return tuple(
        ChartKind(label=kind.label, official=kind.official_count, placed=placed[rank])
        for rank, kind in enumerate(census.types)
    )


def _picture(chart: Chart, listed: int) -> Picture:
    """The map as a model takes it, from the folder where documents are made."""
    said = _description(chart, listed)
    raster, vector = Path(CHART_RASTER), Path(CHART_VECTOR)
    return Picture(raster, said, chart.width, chart.height, vector=vector)


def _marks(ordered: Sequence[Located], ranks: dict[str, int]) -> tuple[Mark, ...]:
    """The structures that have a place, numbered in the order of the index."""
    placed = [(found, found.position) for found in ordered if found.position is not None]
    return tuple(
        Mark(
            number=number,
            kind=ranks[found.structure.type],
            name=found.structure.name,
            commune=found.commune,
            position=position,
            exact=found.exact,
            area=found.area,
        )
        for number, (found, position) in enumerate(placed, start=1)
    )


def _height(dossier: Dossier, marks: Sequence[Mark], room: float) -> float:
    """All the room, or less for a département wider than high."""
    points: list[Point] = [
        point for commune in dossier.communes for ring in commune.rings for point in ring
    ]
    points += [mark.position for mark in marks]
    if not dossier.communes:
        points += [town.position for town in dossier.towns]
    if not points:
        return LEAST_HEIGHT
    west, south, east, north = bounds(points)
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    wanted = WIDTH * (north - south) / wide + STRIP if wide else room
    return min(room, max(wanted, LEAST_HEIGHT))


def _lines(members: Sequence[Located]) -> float:
    """How many lines of the index a commune takes, its name and a little space with them."""
    return NAME_LINES + sum(1 + len(found.structure.name) // LINE_OF_INDEX for found in members)


def _columns(blocks: Sequence[float]) -> tuple[float, frozenset[int]]:
    """The height in lines of an index in columns as equal as can be, and where each begins.

    Left to themselves, Word and LibreOffice end the columns in different places.
    """
    sums = [0.0, *accumulate(blocks)]
    cuts = combinations_with_replacement(range(len(sums)), INDEX_COLUMNS - 1)
    edges = ((0, *inner, len(blocks)) for inner in cuts)
    heights = (
        (sorted((sums[end] - sums[start] for start, end in pairwise(edge)), reverse=True), edge)
        for edge in edges
    )
    best, edge = min(heights)
    return best[0], frozenset(edge[1:-1]) - {0, len(blocks)}


def _index(
    communes: Sequence[tuple[str, Sequence[Located]]], starts: frozenset[int]
) -> list[dict[str, Any]]:
    """The index as models take it; the numbers are those of the marks, in the same order."""
    numbers = count(1)
    return [
        {
            "commune": name,
            "nouvelle_colonne": rank in starts,
            "structures": [
                _entry(found.structure, str(next(numbers)) if found.position else UNNUMBERED)
                for found in members
            ],
        }
        for rank, (name, members) in enumerate(communes)
    ]


def _commune(found: Located) -> str:
    return found.commune


def _entry(structure: Structure, number: str) -> dict[str, Any]:
    return {
        "numero": number,
        "code": structure.type,
        "nom": structure.name,
        "adresse": structure.address,
    }


def _description(chart: Chart, listed: int) -> str:
    """The text alternative: what someone who sees the map learns from it."""
    counts = enumeration(f"{kind.placed} {kind.label}" for kind in chart.kinds)
    by_name = Counter(mark.commune for mark in chart.marks)
    if len(by_name) <= MOST_COMMUNES_SAID:
        names = enumeration(f"{name or 'lieu donné'} ({count})" for name, count in by_name.items())
        where = f" Communes : {names}." if by_name else ""
    else:
        where = f" {plural(len(by_name), 'commune')}."
    missing = listed - len(chart.marks)
    off = f" {plural(missing, 'structure')} sans place connue." if missing else ""
    credit = f" {chart.credit}" if chart.credit else ""
    return f"Carte : {counts}.{where}{off} L’index qui suit nomme chaque structure.{credit}"
