"""The rules of the map, on an invented département."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from avenant_builder.model.avenant import ChartSettings
from avenant_builder.model.chart import Commune, Town
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place
from avenant_builder.rules.charts import CHART_CHECKS
from builders import a_dossier, a_structure, an_avenant
from goldens import assert_approved

PLACE = Place("data/2019/avenant.toml", 3)


def commune(code: str, name: str, west: float) -> Commune:
    ring = ((west, 47.0), (west + 1, 47.0), (west + 1, 48.0), (west, 48.0), (west, 47.0))
    return Commune(code=code, name=name, rings=(ring,))


GROUND = (commune("99001", "Saint-Inventé", 2.0), commune("99002", "Le Fictif", 3.0))
TOWNS = tuple(
    Town(code=f"99{n:03d}", name=f"Lieu {n}", position=(2.0 + n / 20, 47.5)) for n in range(1, 21)
)


def found(*, ground: bool = True, settings: Any = None, **structure: Any) -> list[tuple[str, str]]:
    chart = settings or ChartSettings(
        base="fond.json" if ground else "", towns="communes.csv", credit="Inventé", place=PLACE
    )
    dossier: Dossier = replace(
        a_dossier(),
        avenant=an_avenant(chart=chart),
        communes=GROUND if ground else (),
        towns=() if ground else TOWNS,
        structures=(a_structure(**structure),),
    )
    problems = [problem for rule in CHART_CHECKS for problem in rule(dossier)]
    return [(problem.rule, f"{problem.message} → {problem.remedy}") for problem in problems]


ON_A_MAP: Sequence[tuple[dict[str, Any], str, str]] = (
    ({"commune": "St Invente"}, "", ""),
    ({"commune": "LE FICTIF", "insee": "99002"}, "", ""),
    ({"latitude": 47.5, "longitude": 2.5}, "", ""),
    ({"commune": "Ailleurs", "latitude": 47.5, "longitude": 2.5}, "", ""),
    ({"latitude": 48.015, "longitude": 2.5}, "", ""),  # 1.7 km from a simplified outline
    ({"commune": "Saint-Invente-sur-Rien"}, "R-CARTE-05", "n’est pas dans le fond"),
    ({"commune": "Le Fictiff"}, "R-CARTE-05", "Vouliez-vous dire « Le Fictif » ?"),
    ({"insee": "75056"}, "R-CARTE-05", "« 75056 »"),
    ({"latitude": 48.9, "longitude": 2.3}, "R-CARTE-07", "hors du département"),
    ({"latitude": 2.5, "longitude": 47.5}, "R-CARTE-07", "elles sont inversées"),
    ({"commune": "Le Fictif", "latitude": 47.5}, "R-CARTE-08", "la longitude"),
    ({"commune": "Le Fictif", "longitude": 2.5}, "R-CARTE-08", "la latitude"),
    ({"commune": "Le Fictif", "insee": "99001"}, "R-CARTE-09", "celui de Saint-Inventé"),
    ({}, "R-CARTE-11", "n’est pas donnée"),
)


@pytest.mark.parametrize(("facts", "rule", "says"), ON_A_MAP)
def test_structures_on_a_base_map(facts: dict[str, Any], rule: str, says: str) -> None:
    told = found(**{"commune": "", "insee": "", **facts})
    assert [name for name, _ in told] == ([rule] if rule else [])
    assert all(says in message for _, message in told)


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"commune": "Lieu 3"}, ["R-CARTE-10"]),
        ({"commune": "Lieu-dit"}, ["R-CARTE-06", "R-CARTE-10"]),
        ({"latitude": 47.5, "longitude": 2.5}, ["R-CARTE-10"]),
        ({"latitude": 43.0, "longitude": 2.5}, ["R-CARTE-07", "R-CARTE-10"]),
        # The towns lie from 2.05 to 3 degrees east: a little beyond them is still the département.
        ({"latitude": 47.5, "longitude": 1.9}, ["R-CARTE-10"]),
        ({"latitude": 47.5, "longitude": 1.8}, ["R-CARTE-07", "R-CARTE-10"]),
        ({"latitude": 47.5, "longitude": 3.15}, ["R-CARTE-10"]),
        ({"latitude": 47.5, "longitude": 3.25}, ["R-CARTE-07", "R-CARTE-10"]),
    ],
)
def test_structures_among_points(facts: dict[str, Any], rules: list[str]) -> None:
    told = found(ground=False, **{"commune": "", "insee": "", **facts})
    assert [name for name, _ in told] == rules


def test_a_source_is_named() -> None:
    bare = ChartSettings(base="fond.json", place=PLACE)
    assert [name for name, _ in found(settings=bare, commune="Le Fictif", insee="")] == [
        "R-CARTE-12"
    ]


def test_an_avenant_without_a_map_has_no_rule_of_the_map() -> None:
    dossier = replace(a_dossier(), structures=(a_structure(commune="Nulle part", latitude=1.0),))
    assert [problem for rule in CHART_CHECKS for problem in rule(dossier)] == []


def test_too_few_towns_tell_nothing_of_where_the_departement_ends() -> None:
    dossier = replace(
        a_dossier(),
        avenant=an_avenant(
            chart=ChartSettings(towns="communes.csv", credit="Inventé", place=PLACE)
        ),
        towns=TOWNS[:2],
        structures=(a_structure(latitude=43.0, longitude=2.5),),
    )
    rules = {problem.rule for rule in CHART_CHECKS for problem in rule(dossier)}
    assert "R-CARTE-07" not in rules


def test_every_message_is_as_it_was_last_approved(pytestconfig: pytest.Config) -> None:
    nowhere = {"commune": "", "insee": ""}
    told = [said for facts, _, _ in ON_A_MAP for said in found(**{**nowhere, **facts})]
    told += found(ground=False, **{**nowhere, "commune": "Lieu-dit"})
    told += found(ground=False, **{**nowhere, "latitude": 43.0, "longitude": 2.5})
    shown = "".join(f"{rule} {said}\n" for rule, said in told)
    assert_approved("messages-of-maps.txt", shown, pytestconfig)
