"""The rules of the fiches against what avenant.toml says of them."""

from collections.abc import Iterator

from avenant_builder.french import did_you_mean
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import key_of


def policies_name_real_sections(dossier: Dossier) -> Iterator[Problem]:
    titles = _titles(dossier)
    for title in dossier.avenant.section_policies:
        if title not in titles:
            yield RULES["R-TXT-02"].problem(
                key_of(dossier.avenant, "fiches.sections"),
                f"aucune fiche n’a de section « {title} »",
                remedy=did_you_mean(title, titles),
            )


def untitled_sections_are_real(dossier: Dossier) -> Iterator[Problem]:
    titles = _titles(dossier)
    for title in dossier.avenant.untitled_sections:
        if title not in titles:
            yield RULES["R-TXT-03"].problem(
                key_of(dossier.avenant, "fiches.sections_sans_titre"),
                f"aucune fiche n’a de section « {title} »",
                remedy=did_you_mean(title, titles),
            )


def _titles(dossier: Dossier) -> list[str]:
    return list(
        dict.fromkeys(section.title for fiche in dossier.fiches for section in fiche.sections)
    )


FICHE_CHECKS = (policies_name_real_sections, untitled_sections_are_real)
