"""The rule of what was left to be filled in."""

from collections.abc import Iterator

from avenant_builder.model.dossier import Dossier
from avenant_builder.model.placeholder import placeholders
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import key_of
from avenant_builder.rules.texts import printed_texts

LEFT_TO_FILL = "R-TXT-04"
"""The one rule that a draft may break."""


def nothing_is_left_to_fill(dossier: Dossier) -> Iterator[Problem]:
    for place, text in printed_texts(dossier):
        for mark in dict.fromkeys(placeholders(text)):
            yield RULES[LEFT_TO_FILL].problem(place, f"il reste « {mark} » dans ce texte")
    for key, text in dossier.avenant.to_complete.items():
        place = key_of(dossier.avenant, key)
        yield RULES[LEFT_TO_FILL].problem(place, f"il reste « {text} »")


PLACEHOLDER_CHECKS = (nothing_is_left_to_fill,)
