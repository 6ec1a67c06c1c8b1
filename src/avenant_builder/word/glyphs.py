"""The characters of the models themselves that no font can print: empty boxes in the PDF."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from avenant_builder.model.documents import FillJob
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.word.container import read_container
from avenant_builder.word.ooxml import STORY_ROOTS, is_xml, paragraphs, parse, text_nodes
from avenant_builder.word.tags import TAG

SHOWN = 120


def unprintable_texts(
    jobs: Sequence[FillJob], *, folder: Path, unprintable: Callable[[str], tuple[str, ...]]
) -> Iterator[Problem]:
    """One fault (R-MOD-10) for each paragraph of a model with a character that no font has.

    `unprintable` gives the characters of a text that no font has. A model that cannot be read
    is left to ``check_models``.
    """
    for model in dict.fromkeys(job.model for job in jobs):
        place = Place(f"templates/{model}")
        parts, _ = read_container(folder / model, place)
        for text in _own_texts(parts):
            if missing := unprintable(text):
                signs = ", ".join(f"« {char} » (U+{ord(char):04X})" for char in missing)
                where = f"(dans « {text.strip()[:SHOWN]} »)"
                message = f"aucune police ne sait imprimer {signs} {where}"
                yield RULES["R-MOD-10"].problem(place, message)


def _own_texts(parts: dict[str, bytes]) -> Iterator[str]:
    """What the paragraphs of a model say themselves, their tags left out."""
    for name, data in parts.items():
        if is_xml(name) and (root := parse(data)).tag in STORY_ROOTS:
            for paragraph in paragraphs(root):
                yield TAG.sub("", "".join(node.text or "" for node in text_nodes(paragraph)))
