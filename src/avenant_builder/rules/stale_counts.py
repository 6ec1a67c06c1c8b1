"""Counts in the text of a draft that contradict the register, or one another."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from avenant_builder.french import NUMBERS, fold
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.passages import Passage, around, excerpt

IN_WORDS = {fold(word): value for value, word in enumerate(NUMBERS)} | {"une": 1}
FIRST_NUMBER = re.compile(r"\s*(?P<number>\d+|[a-z-]+)\b(?!\s*(?:/|er\b|°))")
WHOLE = re.compile(r"(?<![\d/.,])(?P<number>\d{1,3})(?![\d/,.]|\s*(?:€|%|h\b))(?P<what>[^.:\d]*):")


def counts_agree_with_the_avenant(
    passages: Sequence[Passage], dossier: Dossier
) -> Iterator[Problem]:
    for kind in dossier.avenant.census.types if dossier.avenant.census else ():
        if kind.official_count is None:
            continue
        count = re.compile(rf"(?<!\d)(\d+)[ \u00a0]{re.escape(fold(kind.label))}\b")
        for passage in passages:
            for found in count.finditer(fold(passage.text)):
                if int(found[1]) != kind.official_count:
                    yield RULES["R-RELIRE-06"].problem(
                        passage.place,
                        f"{excerpt(passage.text)} : {found[1]} {kind.label}, et l’avenant en "
                        f"annonce {kind.official_count}",
                        remedy=f"Écrivez {kind.official_count}, ou corrigez « nombre » dans "
                        "[structures.types].",
                    )


def parts_make_the_whole(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    """« 24 promeneurs : 5 …, 19 … »: in one sentence, or in the items under a line."""
    for rank, passage in enumerate(passages):
        for found in WHOLE.finditer(passage.text):
            said = passage.text[found.end() :].split(".")[0]
            inline = _numbers(re.split(r",|;|\bet\b", said)) if said.strip() else ()
            under = takewhile(
                lambda one, level=passage.level: one.level > level,  # type: ignore[misc]
                passages[rank + 1 :],
            )
            parts = inline or _numbers([one.text for one in under])
            whole = int(found["number"])
            if len(parts) > 1 and sum(parts) != whole:
                added = " + ".join(map(str, parts))
                yield RULES["R-RELIRE-07"].problem(
                    passage.place,
                    f"{around(passage.text, *found.span())} : {whole} annoncés, et le détail "
                    f"donne {added} = {sum(parts)}",
                    remedy="Corrigez le total ou le détail, ou dites ce qu’il en est des autres.",
                )


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The number that each text begins with; none where one of them does not."""
    numbers = []
    for text in texts:
        found = FIRST_NUMBER.match(fold(text))
        if found is None:
            return ()
        word = found["number"]
        if word.isdigit():
            numbers.append(int(word))
        elif word in IN_WORDS:
            numbers.append(IN_WORDS[word])
        else:
            return ()
    return tuple(numbers)


COUNT_READINGS = (counts_agree_with_the_avenant, parts_make_the_whole)
