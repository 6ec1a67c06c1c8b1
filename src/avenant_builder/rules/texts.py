"""Every text of a dossier that is printed, with its place, so that none goes unchecked."""

from collections.abc import Callable, Iterator
from typing import Any

from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Fiche
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import key_of


def unprintable_characters(
    dossier: Dossier, unprintable: Callable[[str], tuple[str, ...]]
) -> Iterator[Problem]:
    """One fault for each text holding a character that the fonts of the models lack.

    Such a character would be an empty box in the PDF. `unprintable` gives, for a text, the
    characters that no font has, in the order of the text.
    """
    for place, text in printed_texts(dossier):
        missing = dict.fromkeys(unprintable(text))
        if missing:
            shown = ", ".join(f"« {char} » (U+{ord(char):04X})" for char in missing)
            yield RULES["R-TXT-01"].problem(
                place, f"aucune police des modèles ne sait imprimer {shown}"
            )


def printed_texts(dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """The texts of a dossier that a model may print."""
    for body in dossier.bodies:
        for column, text in (("nom", body.name), ("adresse", body.address), ("logo", body.logo)):
            yield _at(body.place, column), text
    for seat in dossier.seats:
        yield _at(seat.place, "intitule"), seat.heading
        for tenure in seat.tenures:
            yield _at(tenure.place, "qualite"), tenure.title
            yield _at(tenure.place, "prenom"), tenure.first_name
            yield _at(tenure.place, "nom"), tenure.last_name
    for structure in dossier.structures:
        yield _at(structure.place, "nom"), structure.name
        yield _at(structure.place, "commune"), structure.commune
        yield _at(structure.place, "adresse"), structure.address
    names = [commune.name for commune in dossier.communes]
    for name in (*names, *(town.name for town in dossier.towns)):
        yield key_of(dossier.avenant, "carte"), name
    for fiche in dossier.fiches:
        yield from _fiche_texts(fiche)
    yield from _avenant_texts(dossier)


def _at(place: Place, column: str) -> Place:
    return Place(place.file, place.line, column)


def _fiche_texts(fiche: Fiche) -> Iterator[tuple[Place, str]]:
    heads = (
        ("Axe", fiche.axis),
        ("Titre de l'axe", fiche.axis_title),
        ("Groupe de travail", fiche.group),
    )
    for label, text in (*heads, *((row.label, f"{row.label} {row.value}") for row in fiche.rows)):
        yield Place(fiche.place.file, fiche.lines.get(label), label), text
    for section in fiche.sections:
        yield section.place, section.title
        for block in section.body.blocks:
            yield Place(fiche.place.file, block.line), block.text


def _avenant_texts(dossier: Dossier) -> Iterator[tuple[Place, str]]:
    avenant = dossier.avenant
    scheme = avenant.scheme
    yield key_of(avenant, "lieu"), avenant.signing_place
    for key, text in (
        ("schema.titre", scheme.title),
        ("schema.sigle", scheme.acronym),
        ("schema.territoire", scheme.territory),
    ):
        yield key_of(avenant, key), text
    if avenant.chart:
        yield key_of(avenant, "carte.credit"), avenant.chart.credit
    for annex in avenant.annexes:
        yield annex.place, f"{annex.title} {annex.description}"
    for kind in avenant.census.types if avenant.census else ():
        yield kind.place, kind.label
    for key, value in avenant.variables.items():
        for text in _leaves(value):
            yield key_of(avenant, f"variables.{key}"), text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
