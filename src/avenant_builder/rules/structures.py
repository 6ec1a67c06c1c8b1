"""The rules of the register of structures."""

from collections import Counter
from collections.abc import Iterator

from avenant_builder.french import did_you_mean, fold, plural, short_date, with_de
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of, repeated


def counts_agree_with_the_register(dossier: Dossier) -> Iterator[Problem]:
    census = dossier.avenant.census
    if census is None or census.total is None:
        return
    named = Counter(
        structure.type
        for structure in dossier.structures
        if structure.is_approved_on(dossier.avenant.census_day)
    )
    if all(named[kind.code] == kind.official_count for kind in census.types):
        return
    known = sum(named[kind.code] for kind in census.types)
    detail = ", ".join(
        f"{named[kind.code]} / {kind.official_count} {kind.label}" for kind in census.types
    )
    yield RULES["R-STR-01"].problem(
        key_of(dossier.avenant, "structures"),
        f"{plural(known, 'structure')} sur {census.total} au registre : {detail}",
    )


def types_are_declared(dossier: Dossier) -> Iterator[Problem]:
    census = dossier.avenant.census
    if census is None:
        return
    codes = [kind.code for kind in census.types]
    for structure in dossier.structures:
        if structure.type not in codes:
            yield RULES["R-STR-02"].problem(
                at(structure.place, "type"),
                f"le type « {structure.type} » {with_de(structure.name)} n’est pas annoncé dans "
                "avenant.toml",
                remedy=did_you_mean(structure.type, codes),
            )


def structure_ids_are_unique(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(dossier.structures, key=lambda structure: structure.id):
        yield RULES["R-STR-03"].problem(
            at(again.place, "structure"),
            f"l’identifiant « {again.id} » sert déjà ligne {first.place.line}",
        )


def structures_are_listed_once(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(
        dossier.structures, key=lambda found: (found.type, fold(found.name), fold(found.commune))
    ):
        yield RULES["R-STR-04"].problem(
            at(again.place, "nom"),
            f"{again.name} est déjà ligne {first.place.line}",
        )


def structures_are_printed(dossier: Dossier) -> Iterator[Problem]:
    if dossier.structures and dossier.avenant.census is None:
        yield RULES["R-STR-05"].problem(
            key_of(dossier.avenant, "structures"),
            f"{plural(len(dossier.structures), 'structure')} au registre, et l’avenant n’en "
            "annonce aucune",
        )


def approvals_cover_the_period(dossier: Dossier) -> Iterator[Problem]:
    period = dossier.avenant.period
    for structure in dossier.structures:
        end = structure.approved_to
        if end is not None and period.start <= end < period.end:
            yield RULES["R-STR-06"].problem(
                at(structure.place, "agree_au"),
                f"l’agrément {with_de(structure.name)} finit le {short_date(end)}, avant la fin de "
                f"la période ({short_date(period.end)})",
            )


def structures_are_approved_on_the_day(dossier: Dossier) -> Iterator[Problem]:
    census = dossier.avenant.census
    if census is None or census.approved_on is None:
        return
    day = census.approved_on
    for structure in dossier.structures:
        start, end = structure.approved_from, structure.approved_to
        if start is not None and start > day:
            column, fact = "agree_du", f"ne commence que le {short_date(start)}"
        elif end is not None and end < day:
            column, fact = "agree_au", f"a fini le {short_date(end)}"
        else:
            continue
        yield RULES["R-STR-07"].problem(
            at(structure.place, column),
            f"l’agrément {with_de(structure.name)} {fact}, et l’avenant donne les structures "
            f"agréées au {short_date(day)} : elle n’y est pas comptée",
        )


STRUCTURE_CHECKS = (
    counts_agree_with_the_register,
    types_are_declared,
    structure_ids_are_unique,
    structures_are_listed_once,
    structures_are_printed,
    approvals_cover_the_period,
    structures_are_approved_on_the_day,
)
