"""Slips of typing in a draft: doubled commas, spaces that French typography wants and that lack."""

import re
from collections.abc import Iterator, Sequence

from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.passages import Passage, around

# What is looked for, what is wrong, and what to write instead of the whole match.
SLIPS = (
    (re.compile(r",(\s*,)+"), "deux virgules", ","),
    (re.compile(r"(?<=[^\s:;!?«])([:;!?»])(?=\s|$)"), "il manque une espace avant", r" \1"),
    (re.compile(r"«(?=\S)"), "il manque une espace après", "« "),
    (re.compile(r"\b([Nn]°)(?=\d)"), "il manque une espace après", r"\1 "),
    (re.compile(r"(?<![\d,])(\d{1,3})(\d{3})\s?€"), "il manque une espace dans", r"\1 \2 €"),
    (re.compile(r"(?<!\d)(\d{1,3})€"), "il manque une espace dans", r"\1 €"),
)


def typing_is_clean(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    for passage in passages:
        for pattern, wrong, right in SLIPS:
            for found in pattern.finditer(passage.text):
                start, end = _word(passage.text, *found.span())
                fixed = pattern.sub(right, passage.text[start:end])
                shown = "" if wrong == "deux virgules" else f" « {found.group().strip()} »"
                yield RULES["R-RELIRE-10"].problem(
                    passage.place,
                    f"{around(passage.text, *found.span())} : {wrong}{shown}",
                    remedy=f"Écrivez « {fixed.strip()} ».",
                )


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The word around a place, and the one after it where the place is between two."""
    left = text.rfind(" ", 0, start) + 1
    right = text.find(" ", end + 1)
    return left, len(text) if right < 0 else right


TYPING_READINGS = (typing_is_clean,)
