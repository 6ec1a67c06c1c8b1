"""Read all that is known of one avenant, in one pass, with every fault at once."""

import unicodedata
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from avenant_builder.files.basemap import read_base_map
from avenant_builder.files.communes import read_towns
from avenant_builder.files.delegations import read_delegations
from avenant_builder.files.fiches import in_order, read_fiche
from avenant_builder.files.registers import read_parts, taking_part, with_known_bodies
from avenant_builder.files.source import (
    LARGEST_FICHE,
    LARGEST_MAP,
    LARGEST_TABLE,
    Reader,
)
from avenant_builder.files.structures import read_structures
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.chart import Commune, Town
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Fiche
from avenant_builder.model.structure import Structure
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

STRUCTURES = "structures.csv"
LOGOS = "data/logos"
FICHE = ".md"


def read_dossier(root: Path, year: int) -> tuple[Dossier | None, tuple[Problem, ...]]:
    """The dossier of a year of the workspace `root`, and every fault of its files.

    None when what is missing would make a dossier senseless: a register or ``avenant.toml``
    that cannot be read, a register without its columns, an avenant without its period. In a
    dossier every seat belongs to a body: one of no known body is a problem (R-SIEGE-04) and
    left out. Raises nothing for any content of the files.
    """
    reader = Reader(root)
    problems: list[Problem] = []
    bodies, seats, avenant = read_parts(reader, year, problems)
    delegations, found = read_delegations(reader)
    problems += found
    structures = _structures(reader, year, problems)
    fiches = _fiches(reader, year, avenant, problems)
    supplied, logos = reader.names(f"data/{year}/annexes"), reader.names(LOGOS)
    communes, towns = _ground(reader, avenant, problems)
    problems += reader.problems
    if bodies is None or seats is None or avenant is None:
        return None, tuple(problems)
    annexes = [replace(a, source=_spelled(a.source, supplied)) for a in avenant.annexes]
    dossier = Dossier(
        bodies=tuple(replace(body, logo=_spelled(body.logo, logos)) for body in bodies),
        seats=taking_part(seats, avenant),
        avenant=replace(avenant, annexes=tuple(annexes)),
        delegations=delegations,
        fiches=fiches,
        structures=structures,
        communes=communes,
        towns=towns,
        supplied=frozenset(supplied),
        logos=frozenset(logos),
        inputs=tuple(sorted(reader.inputs, key=lambda file: file.path)),
    )
    return with_known_bodies(dossier, problems), tuple(problems)


def _spelled(name: str, names: Collection[str]) -> str:
    """A name as the disk spells it: a Mac writes « é » in two characters, data in one."""
    same = (found for found in names if unicodedata.normalize("NFC", found) == name)
    return name if name in names else next(same, name)


def _structures(reader: Reader, year: int, problems: list[Problem]) -> tuple[Structure, ...]:
    folder = f"data/{year}"
    if STRUCTURES not in reader.names(folder):
        return ()
    source = reader.read(f"{folder}/{STRUCTURES}", largest=LARGEST_TABLE)
    if source is None:
        return ()
    structures, found = read_structures(source)
    problems += found
    return structures


def _ground(
    reader: Reader, avenant: Avenant | None, problems: list[Problem]
) -> tuple[tuple[Commune, ...], tuple[Town, ...]]:
    """The base map and the positions of communes, where the avenant names them."""
    communes: tuple[Commune, ...] = ()
    towns: tuple[Town, ...] = ()
    if avenant is None or (settings := avenant.chart) is None:
        return communes, towns
    if settings.towns and (source := reader.read(settings.towns, largest=LARGEST_TABLE)):
        towns, found = read_towns(source)
        problems += found
    if settings.base and (source := reader.read(settings.base, largest=LARGEST_MAP)):
        communes, found = read_base_map(source, avenant.scheme.department)
        problems += found
    return communes, towns


def _fiches(
    reader: Reader, year: int, avenant: Avenant | None, problems: list[Problem]
) -> tuple[Fiche, ...]:
    folder = f"data/{year}/fiches"
    untitled = avenant.untitled_sections if avenant else ()
    names = reader.names(folder)
    for name in names:
        if not name.lower().endswith(FICHE):
            place = Place(f"{folder}/{name}")
            problems.append(
                RULES["R-LIRE-20"].problem(place, "ce fichier n’est pas une fiche : il est ignoré")
            )
    fiches = []
    written = in_order([name for name in names if name.lower().endswith(FICHE)])
    for number, name in enumerate(written, start=1):
        if source := reader.read(f"{folder}/{name}", largest=LARGEST_FICHE):
            fiche, found = read_fiche(source, number=number, untitled=untitled)
            fiches.append(fiche)
            problems += found
    return tuple(fiches)
