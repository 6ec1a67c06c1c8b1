"""Base maps as people find them: both formats, and every way in which they can be wrong."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avenant_builder.files.basemap import read_base_map
from avenant_builder.files.source import Source
from avenant_builder.geography import inner_point, inside
from avenant_builder.model.chart import Commune

RING = [[2.0, 47.0], [3.0, 47.0], [3.0, 48.0], [2.0, 48.0], [2.0, 47.0]]
HOLE = [[2.4, 47.4], [2.6, 47.4], [2.6, 47.6], [2.4, 47.6], [2.4, 47.4]]
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [2.0, 47.0]},
    # Two squares that share the arc 0, walked up by one and down by the other.
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
    ],
    "objects": {
        "communes": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "arcs": [[0, 1]],
                    "properties": {"code": "99001", "nom": "Ouest"},
                },
                {
                    "type": "Polygon",
                    "arcs": [[2, -1]],
                    "properties": {"code": "99002", "nom": "Est"},
                },
            ],
        }
    },
}


def feature(code: str = "99001", **others: Any) -> dict[str, Any]:
    geometry = others.pop("geometry", {"type": "Polygon", "coordinates": [RING]})
    properties = {"code": code, "nom": "Invention", **others}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def read(content: Any) -> tuple[tuple[Commune, ...], list[tuple[str, int | None, str]]]:
    text = content if isinstance(content, str) else json.dumps(content)
    communes, problems = read_base_map(Source("data/fond.json", text), "99")
    return communes, [(found.rule, found.place.line, found.message) for found in problems]


def test_geojson_with_the_names_of_admin_express() -> None:
    shape = {"type": "MultiPolygon", "coordinates": [[RING, HOLE]]}
    properties = {"INSEE_COM": "99001", "NOM": "Invention", "SIREN_EPCI": "200000000"}
    communes, problems = read(
        collection({"type": "Feature", "properties": properties, "geometry": shape}, feature("69"))
    )
    assert problems == []
    (commune,) = communes
    assert (commune.code, commune.name, commune.group) == ("99001", "Invention", "200000000")
    assert inside((2.1, 47.5), commune.rings)
    assert not inside((2.5, 47.5), commune.rings)
    assert inside(inner_point(commune.rings), commune.rings)


def test_topojson_gives_neighbours_the_same_points() -> None:
    communes, problems = read(TOPOLOGY)
    assert problems == []
    west, east = communes
    assert inside((2.5, 47.5), west.rings) and inside((3.5, 47.5), east.rings)
    assert len({*west.rings[0]} & {*east.rings[0]}) == 2


def test_a_line_left_open_is_closed() -> None:
    (commune,), _ = read(
        collection(feature(geometry={"type": "Polygon", "coordinates": [RING[:-1]]}))
    )
    assert commune.rings[0][0] == commune.rings[0][-1]


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in TOPOLOGY.items() if name != key}


LAMBERT = {
    "type": "Polygon",
    "coordinates": [[[790000, 6500000], [790001, 6500000], [790001, 6500001]]],
}


@pytest.mark.parametrize(
    ("content", "rule", "says"),
    [
        ('{"type": "FeatureCollection",\n "features": [}', "R-LIRE-02", "JSON"),
        ("[" * 100_000, "R-LIRE-02", "emboîté"),
        ("[]", "R-CARTE-02", "ni une FeatureCollection"),
        ({"type": "FeatureCollection"}, "R-CARTE-02", "« features »"),
        (collection({"type": "Feature"}), "R-CARTE-02", "pas de géométrie"),
        (collection(feature("")), "R-CARTE-02", "pas de « code »"),
        (collection(feature(), feature()), "R-CARTE-02", "deux fois"),
        (collection(feature(geometry={"type": "Point"})), "R-CARTE-02", "« coordinates »"),
        (
            collection(feature(geometry={"type": "Point", "coordinates": [2, 47]})),
            "R-CARTE-02",
            "« Point », pas une surface",
        ),
        (collection(feature(geometry=LAMBERT)), "R-CARTE-02", "pas des degrés"),
        (
            collection(feature(geometry={"type": "Polygon", "coordinates": [[["a", 1]]]})),
            "R-CARTE-02",
            "deux nombres",
        ),
        (
            collection(feature(geometry={"type": "Polygon", "coordinates": []})),
            "R-CARTE-02",
            "pas de contour",
        ),
        (
            collection(feature(geometry={"type": "Polygon", "coordinates": [[[10**400, 1]]]})),
            "R-CARTE-02",
            "deux nombres",
        ),
        (collection(feature("69001")), "R-CARTE-04", "« 99 »"),
        (without("arcs"), "R-CARTE-02", "« arcs »"),
        ({**TOPOLOGY, "arcs": []}, "R-CARTE-02", "un arc que le fond n’a pas"),
        ({**TOPOLOGY, "transform": {"scale": [1]}}, "R-CARTE-02", "deux nombres"),
        (
            collection(
                *(
                    feature(f"99{n}", geometry={"type": "Polygon", "coordinates": [RING * 4000]})
                    for n in range(21)
                )
            ),
            "R-CARTE-03",
            "400\u202f000 points",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_drawn(content: Any, rule: str, says: str) -> None:
    communes, problems = read(content)
    assert communes == ()
    ((found, _, message),) = problems
    assert found == rule
    assert says in message


def test_broken_json_names_its_line() -> None:
    assert read('{"type": 1,\n\n oups}')[1][0][1] == 3


scalars = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5))
words = st.sampled_from(
    ["type", "features", "geometry", "coordinates", "arcs", "objects", "properties", "code"]
)
anything = st.recursive(
    scalars | st.sampled_from(["FeatureCollection", "Topology", "Polygon", "99001"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=25,
)


@given(anything, st.sampled_from(["FeatureCollection", "Topology", "Autre"]))
@settings(max_examples=300, deadline=None)
def test_no_content_is_a_crash(content: Any, kind: str) -> None:
    """What is not a map of communes is a fault with a rule, whatever it is."""
    if isinstance(content, dict):
        content = {**content, "type": kind}
    communes, problems = read(content)
    assert bool(communes) != bool(problems)
