"""The rule of what was left to be filled in."""

from collections.abc import Iterator

from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.texts import printed_texts

# Capitals tell the mark from the verb: « un dossier à remplir » is a sentence.
MARKS = ("À REMPLIR", "A REMPLIR")


def nothing_is_left_to_fill(dossier: Dossier) -> Iterator[Problem]:
    for place, text in printed_texts(dossier):
        if any(mark in text for mark in MARKS):
            yield RULES["R-TXT-04"].problem(place, "il reste « À REMPLIR » dans ce texte")


PLACEHOLDER_CHECKS = (nothing_is_left_to_fill,)
