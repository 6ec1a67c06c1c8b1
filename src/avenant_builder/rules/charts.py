"""The rules of the map: where structures are. An avenant without ``[carte]`` has none."""

from collections.abc import Callable, Iterator

from avenant_builder.french import did_you_mean, with_de
from avenant_builder.geography import (
    bounds,
    distance_to,
    gazetteer,
    own_position,
    plain_name,
)
from avenant_builder.model.chart import Point
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of

# A simplified outline cuts corners; a register of points has no outline at all.
NEAR_KM = 2.0
NEAR_DEGREES = 0.2
ENOUGH_TOWNS = 10


def communes_are_known(dossier: Dossier) -> Iterator[Problem]:
    settings = dossier.avenant.chart
    if settings is None or (settings.base and not dossier.communes):
        return  # the base map itself is at fault: told once, not once for each structure
    known = gazetteer(dossier)
    for structure in dossier.structures:
        if not structure.commune and not structure.insee:
            continue
        if known.code(structure) or own_position(structure):
            continue
        column = "commune" if structure.commune else "insee"
        word = structure.commune or structure.insee
        rule = RULES["R-CARTE-05" if dossier.communes else "R-CARTE-06"]
        where = "dans le fond de carte" if dossier.communes else "parmi les communes situées"
        guess = did_you_mean(word, sorted(known.names.values()))
        yield rule.problem(
            at(structure.place, column),
            f"« {word} », commune {with_de(structure.name)}, n’est pas {where}",
            remedy=f"{guess} {rule.remedy}".strip(),
        )


def communes_are_given(dossier: Dossier) -> Iterator[Problem]:
    if dossier.avenant.chart is None:
        return
    for structure in dossier.structures:
        if not (structure.commune or structure.insee or own_position(structure)):
            yield RULES["R-CARTE-11"].problem(
                at(structure.place, "commune"),
                f"la commune {with_de(structure.name)} n’est pas donnée",
            )


def coordinates_are_in_the_departement(dossier: Dossier) -> Iterator[Problem]:
    if dossier.avenant.chart is None:
        return
    for structure in dossier.structures:
        point = own_position(structure)
        if point is None:
            if structure.latitude is not None or structure.longitude is not None:
                missing = "longitude" if structure.longitude is None else "latitude"
                yield RULES["R-CARTE-08"].problem(
                    at(structure.place, missing), f"la {missing} {with_de(structure.name)} manque"
                )
        elif not _is_in(dossier, point):
            swapped = _is_in(dossier, (point[1], point[0]))
            rule = RULES["R-CARTE-07"]
            yield rule.problem(
                at(structure.place, "latitude"),
                f"les coordonnées {with_de(structure.name)} sont hors du département",
                remedy="Échangez la latitude et la longitude : elles sont inversées."
                if swapped
                else rule.remedy,
            )


def codes_agree_with_communes(dossier: Dossier) -> Iterator[Problem]:
    if dossier.avenant.chart is None:
        return
    known = gazetteer(dossier).names
    for structure in dossier.structures:
        name = known.get(structure.insee, "")
        if name and structure.commune and plain_name(name) != plain_name(structure.commune):
            yield RULES["R-CARTE-09"].problem(
                at(structure.place, "insee"),
                f"le code {structure.insee} est celui {with_de(name)}, pas "
                f"{with_de(structure.commune)}",
            )


def maps_have_a_base(dossier: Dossier) -> Iterator[Problem]:
    settings = dossier.avenant.chart
    if settings is None:
        return
    if not settings.base:
        yield RULES["R-CARTE-10"].problem(
            key_of(dossier.avenant, "carte.fond"),
            "la carte n’a pas de fond : elle place les structures sans dessiner les contours",
        )
    if (dossier.communes or dossier.towns) and not settings.credit:
        yield RULES["R-CARTE-12"].problem(
            key_of(dossier.avenant, "carte.credit"),
            "la carte ne dit pas d’où viennent son fond et ses positions",
        )


def _is_in(dossier: Dossier, point: Point) -> bool:
    """Whether a point is in the département, as far as the base map or the towns can tell."""
    if dossier.communes:
        return distance_to(point, dossier.communes) <= NEAR_KM
    department = dossier.avenant.scheme.department
    towns = [town.position for town in dossier.towns if town.code.startswith(department)]
    if len(towns) < ENOUGH_TOWNS:
        return True
    west, south, east, north = bounds(towns)
    return (
        west - NEAR_DEGREES <= point[0] <= east + NEAR_DEGREES
        and south - NEAR_DEGREES <= point[1] <= north + NEAR_DEGREES
    )


CHART_CHECKS: tuple[Callable[[Dossier], Iterator[Problem]], ...] = (
    communes_are_known,
    communes_are_given,
    coordinates_are_in_the_departement,
    codes_agree_with_communes,
    maps_have_a_base,
)
