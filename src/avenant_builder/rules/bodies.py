"""The rules of the organismes."""

from collections.abc import Iterator

from avenant_builder.french import did_you_mean, short_date, with_de
from avenant_builder.model.body import Body, Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.naming import file_name
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of, repeated, taken_id
from avenant_builder.rules.siren import commune_sirens, is_insee, is_siren


def body_ids_are_unique(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(dossier.bodies, key=lambda body: file_name(body.id)):
        yield RULES["R-ORG-01"].problem(at(again.place, "organisme"), taken_id(first, again))


def sirens_are_well_formed(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        if body.siren and not is_siren(body.siren):
            why = "sa clé de contrôle est fausse" if len(body.siren) == 9 else "il a neuf chiffres"
            yield RULES["R-ORG-02"].problem(
                at(body.place, "siren"), f"« {body.siren} » n’est pas un SIREN ({why})"
            )


def communes_have_their_own_siren(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        if body.category is not Category.COMMUNE or not is_siren(body.siren):
            continue
        expected = commune_sirens(body.insee)
        # A commune nouvelle is numbered « 200… », which says nothing of its code.
        if expected and body.siren not in expected and not body.siren.startswith("200"):
            yield RULES["R-ORG-03"].problem(
                at(body.place, "siren"),
                f"le SIREN {body.siren} {with_de(body.name)} ne correspond pas au code Insee "
                f"{body.insee}, qui donnerait {' ou '.join(sorted(expected))}",
            )


def insee_codes_are_well_formed(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        if body.category is Category.COMMUNE and body.insee and not is_insee(body.insee):
            yield RULES["R-ORG-10"].problem(
                at(body.place, "insee"), f"« {body.insee} » n’est pas un code Insee de commune"
            )


def collectivites_have_a_siren(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        if body.category.is_collectivite and not body.siren:
            yield RULES["R-ORG-04"].problem(
                at(body.place, "siren"), f"le SIREN {with_de(body.name)} n’est pas donné"
            )


def sirens_are_not_shared(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(dossier.bodies, key=lambda body: body.siren):
        yield RULES["R-ORG-05"].problem(
            at(again.place, "siren"),
            f"{again.name} a le même SIREN, {again.siren}, que {first.name}",
        )


def values_are_confirmed(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        for column in sorted(body.to_confirm):
            yield RULES["R-ORG-06"].problem(
                at(body.place, column), f"valeur à confirmer pour {body.name}"
            )


def bodies_have_a_seat(dossier: Dossier) -> Iterator[Problem]:
    # Where the avenant names the seats that take part, the other bodies stay out on purpose;
    # where there is no seat at all, one sentence says so (R-SIEGE-10).
    if dossier.avenant.seats or not dossier.seats:
        return
    seated = {seat.body for seat in dossier.seats}
    for body in dossier.bodies:
        if body.id not in seated:
            yield RULES["R-ORG-07"].problem(
                at(body.place, "organisme"), f"{body.name} n’a aucun siège de signature"
            )


def bodies_exist_in_the_period(dossier: Dossier) -> Iterator[Problem]:
    period = dossier.avenant.period
    seated = {seat.body for seat in dossier.seats}
    for body in dossier.bodies:
        if body.id not in seated:
            continue
        if body.exists_to is not None and body.exists_to < period.end:
            column = "existe_au"
            fact = f"{body.name} n’existe que jusqu’au {short_date(body.exists_to)}"
        elif body.exists_from is not None and body.exists_from > period.start:
            column = "existe_du"
            fact = f"{body.name} n’existe que depuis le {short_date(body.exists_from)}"
        else:
            continue
        yield RULES["R-ORG-08"].problem(
            at(body.place, column),
            f"{fact}, et l’avenant court du {short_date(period.start)} au "
            f"{short_date(period.end)}{_succession(body, dossier)}",
        )


def _succession(body: Body, dossier: Dossier) -> str:
    if not body.successor:
        return ""
    names = {other.id: other.name for other in dossier.bodies}
    return f" ; successeur indiqué : {names.get(body.successor, body.successor)}"


def existences_start_before_they_end(dossier: Dossier) -> Iterator[Problem]:
    for body in dossier.bodies:
        start, end = body.exists_from, body.exists_to
        if start and end and end < start:
            yield RULES["R-ORG-09"].problem(
                at(body.place, "existe_au"),
                f"{body.name} finirait le {short_date(end)}, avant de commencer le "
                f"{short_date(start)}",
            )


def logo_files_are_present(dossier: Dossier) -> Iterator[Problem]:
    seated = {seat.body for seat in dossier.seats}
    for body in dossier.bodies:
        if body.id in seated and body.logo_is_file and body.logo not in dossier.logos:
            yield RULES["R-ORG-11"].problem(
                at(body.place, "logo"),
                f"« {body.logo} » n’est pas dans data/logos : le nom {with_de(body.name)} est "
                "imprimé à la place du logo",
                remedy=did_you_mean(body.logo, sorted(dossier.logos)),
            )


def reminders_name_known_bodies(dossier: Dossier) -> Iterator[Problem]:
    settings, known = dossier.avenant.reminders, [body.id for body in dossier.bodies]
    named = [(f"relances.organismes.{name}", name) for name in settings.by_body]
    if settings.sender:
        named.append(("relances.expediteur", settings.sender))
    for key, name in named:
        if name not in known:
            yield RULES["R-ORG-13"].problem(
                key_of(dossier.avenant, key),
                f"« {name} » n’est pas un organisme du registre",
                remedy=did_you_mean(name, known),
            )


def deposits_name_known_bodies(dossier: Dossier) -> Iterator[Problem]:
    known = [body.id for body in dossier.bodies]
    for name in dossier.avenant.deposits.by_body:
        if name not in known:
            yield RULES["R-DEP-22"].problem(
                key_of(dossier.avenant, f"actes.organismes.{name}"),
                f"« {name} » n’est pas un organisme du registre",
                remedy=did_you_mean(name, known),
            )


BODY_CHECKS = (
    body_ids_are_unique,
    sirens_are_well_formed,
    communes_have_their_own_siren,
    collectivites_have_a_siren,
    sirens_are_not_shared,
    values_are_confirmed,
    bodies_have_a_seat,
    bodies_exist_in_the_period,
    existences_start_before_they_end,
    insee_codes_are_well_formed,
    logo_files_are_present,
    reminders_name_known_bodies,
    deposits_name_known_bodies,
)
