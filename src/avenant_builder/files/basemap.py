"""Read a base map, GeoJSON (RFC 7946) or TopoJSON 1.0, and keep the communes of a département.

What one file calls « code », another calls « INSEE_COM »: the usual names are all taken.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from avenant_builder.files.encoding import plain
from avenant_builder.files.source import Source
from avenant_builder.model.chart import Commune, Point, Ring
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

CODES = ("code", "INSEE_COM", "insee_com", "code_insee", "insee")
NAMES = ("nom", "NOM", "name", "nom_officiel")
GROUPS = ("epci", "EPCI", "SIREN_EPCI", "CODE_EPCI", "codes_siren_des_epci", "code_epci")
MOST_POINTS = 400_000
DEGREES = 180.0
# Beyond any unit of a map; false for what is not a number, and true for no giant integer.
FAR = 1e12


class _Malformed(Exception):
    """What is wrong with the content, a French sentence."""


class _TooLarge(Exception):
    """More points than a page can show."""


def read_base_map(
    source: Source, department: str
) -> tuple[tuple[Commune, ...], tuple[Problem, ...]]:
    """The communes of a département, in the order of their codes; none if the map is at fault.

    Faults are R-LIRE-02 (not JSON), R-CARTE-02 (neither GeoJSON nor TopoJSON, or broken),
    R-CARTE-03 (too many points) and R-CARTE-04 (no commune of that département).
    """
    place = Place(source.path)
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as fault:
        where = Place(source.path, fault.lineno)
        message = f"ce fichier n’est plus du JSON au caractère {fault.colno} de la ligne"
        return (), (RULES["R-LIRE-02"].problem(where, message, remedy=_again()),)
    except (RecursionError, ValueError):
        message = "ce JSON n’est pas une carte : il est emboîté sans fin, ou ses nombres le sont"
        return (), (RULES["R-LIRE-02"].problem(place, message, remedy=_again()),)
    try:
        communes = _communes(content, department)
    except _Malformed as fault:
        return (), (RULES["R-CARTE-02"].problem(place, str(fault)),)
    except _TooLarge:
        message = f"ce fond a plus de {MOST_POINTS:_} points".replace("_", "\u202f")
        return (), (RULES["R-CARTE-03"].problem(place, message),)
    if not communes:
        message = f"aucune commune de ce fond n’est du département « {department} »"
        return (), (RULES["R-CARTE-04"].problem(place, message),)
    return communes, ()


def _again() -> str:
    return "Reprenez le fichier à sa source ; docs/data.md dit où."


def _communes(content: Any, department: str) -> tuple[Commune, ...]:
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection":
        found = _features(content)
    elif kind == "Topology":
        found = _geometries(content)
    else:
        raise _Malformed("ce n’est ni une FeatureCollection GeoJSON ni une Topology TopoJSON")
    communes: dict[str, Commune] = {}
    points = 0
    for rank, (properties, rings) in enumerate(found, start=1):
        code = _first(properties, CODES)
        if not code:
            raise _Malformed(f"l’objet n° {rank} n’a pas de « code » : ce n’est pas une commune")
        if not code.startswith(department):
            continue
        if code in communes:
            raise _Malformed(f"la commune « {plain(code)} » est deux fois dans ce fond")
        kept = tuple(_closed(ring) for ring in rings() if len(ring) > 2)
        points += sum(map(len, kept))
        if points > MOST_POINTS:
            raise _TooLarge
        if not kept:
            raise _Malformed(f"la commune « {plain(code)} » n’a pas de contour")
        name = plain(_first(properties, NAMES) or code)
        group = _first(properties, GROUPS)
        communes[code] = Commune(code=code, name=name, group=group, rings=kept)
    return tuple(communes[code] for code in sorted(communes))


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    values = (properties.get(name) for name in names)
    return next((str(value).strip() for value in values if value not in (None, "")), "")


def _features(content: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    for rank, feature in enumerate(_list(content.get("features"), "features"), start=1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict):
            raise _Malformed(f"l’objet n° {rank} n’a pas de géométrie")
        yield (
            _table(feature.get("properties")),
            lambda shape=geometry: [
                _ring(line, (1.0, 1.0), (0.0, 0.0)) for line in _lines(shape, "coordinates")
            ],
        )


def _geometries(content: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """The objects of a topology, their arcs joined: shared arcs give equal points."""
    transform = _table(content.get("transform"))
    arcs = [_arc(arc, transform) for arc in _list(content.get("arcs"), "arcs")]
    objects = [_table(item) for item in _table(content.get("objects")).values()]
    for item in objects:
        for geometry in _list(item.get("geometries"), "geometries"):
            shape = _table(geometry)
            yield (
                _table(shape.get("properties")),
                lambda shape=shape: [_joined(line, arcs) for line in _lines(shape, "arcs")],
            )


def _lines(shape: Mapping[str, Any], key: str) -> Iterator[list[Any]]:
    """The rings of a polygon or of several, as they are written."""
    held = _list(shape.get(key), key)
    if shape.get("type") == "Polygon":
        polygons = [held]
    elif shape.get("type") == "MultiPolygon":
        polygons = held
    else:
        raise _Malformed(f"une commune est un « {plain(str(shape.get('type')))} », pas une surface")
    for polygon in polygons:
        for line in _list(polygon, key):
            yield _list(line, key)


def _arc(arc: Any, transform: Mapping[str, Any]) -> Ring:
    if not transform:
        return _ring(_list(arc, "arcs"), (1.0, 1.0), (0.0, 0.0))
    scale, shift = _pair(transform.get("scale")), _pair(transform.get("translate"))
    x = y = 0.0
    walked = []
    for step in _list(arc, "arcs"):
        east, north = _pair(step)
        x, y = x + east, y + north
        walked.append((x, y))
    return _ring(walked, scale, shift)


def _joined(line: Sequence[Any], arcs: Sequence[Ring]) -> Ring:
    points: list[Point] = []
    for number in line:
        if type(number) is not int or not -len(arcs) <= number < len(arcs):
            raise _Malformed("un contour demande un arc que le fond n’a pas")
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)


def _ring(line: Sequence[Any], scale: Point, shift: Point) -> Ring:
    points = []
    for spot in line:
        x, y = _pair(spot)
        x, y = x * scale[0] + shift[0], y * scale[1] + shift[1]
        if abs(x) > DEGREES or abs(y) > DEGREES / 2:
            raise _Malformed("ses coordonnées ne sont pas des degrés (longitude, latitude)")
        points.append((x, y))
    return tuple(points)


def _closed(ring: Ring) -> Ring:
    return ring if ring[0] == ring[-1] else (*ring, ring[0])


def _pair(value: Any) -> Point:
    if isinstance(value, (list, tuple)) and len(value) >= 2:
        x, y = value[0], value[1]
        numbers = all(isinstance(part, (int, float)) for part in (x, y))
        if numbers and abs(x) < FAR and abs(y) < FAR:
            return (float(x), float(y))
    raise _Malformed("un point n’est pas fait de deux nombres")


def _list(value: Any, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise _Malformed(f"il manque la liste « {key} »")
    return value


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
