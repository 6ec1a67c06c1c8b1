"""Where a model prints each field of a fiche, learnt by filling it with marks.

No sentence of a model is known here: the people who own the text may change all of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from avenant_builder.french import fold
from avenant_builder.model.fiche import Block, BlockKind, Fiche, RichText, Row, Section, Span
from avenant_builder.model.story import Grid, Passage, Story
from avenant_builder.problems import Place

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\w+){CLOSE}")
DIGITS = re.compile(r"\d+")
NAMES = {"axe": "Axe", "titre_axe": "Titre de l'axe", "groupe": "Groupe de travail"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the model outside tables and sections, as a pattern with named fields."""

    style: str
    pattern: re.Pattern[str]
    shown: str

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.pattern.groupindex)

    @property
    def is_bare(self) -> bool:
        """Whether it prints a field and nothing else."""
        return bool(self.fields) and not MARK.sub("", self.shown).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the document of a fiche looks like."""

    lines: tuple[Line, ...]
    heading: str
    """Style of the titles of sections."""
    table: bool
    """Whether rows are printed in a table."""
    margins: frozenset[str]
    """Headers and footers, figures left out."""


def marked_fiche() -> Fiche:
    """A fiche whose every field is a mark."""
    nowhere = Place("modèle")
    text = Block(kind=BlockKind.PARAGRAPH, level=0, spans=(Span(_mark("texte")),))
    section = Section(title=_mark("titre"), printed=True, body=RichText((text,)), place=nowhere)
    return Fiche(
        number=1,
        axis=_mark("axe"),
        axis_title=_mark("titre_axe"),
        group=_mark("groupe"),
        rows=(Row(_mark("libelle"), _mark("valeur")),),
        sections=(section,),
        place=nowhere,
    )


def read_layout(story: Story) -> Layout:
    """The layout of a model, from what it prints of ``marked_fiche``."""
    lines, heading, table = [], "", False
    for block in story.blocks:
        if isinstance(block, Grid):
            table = table or _mark("libelle") in block.text
        elif _mark("titre") in block.text:
            heading = block.style
        elif _mark("texte") not in block.text and block.text.strip():
            lines.append(_line(block))
    return Layout(lines=tuple(lines), heading=heading, table=table, margins=margins(story.margins))


def margins(texts: Iterable[str]) -> frozenset[str]:
    """Headers and footers without their figures, which change from page to page."""
    return frozenset(fold(DIGITS.sub("", text)) for text in texts)


def squeezed(text: str) -> str:
    """A text with single ordinary spaces."""
    return " ".join(text.split())


def _mark(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


def _line(passage: Passage) -> Line:
    shown = squeezed(passage.text)
    pattern, seen = "", set[str]()
    for rank, piece in enumerate(MARK.split(shown)):
        if rank % 2 == 0:
            pattern += r"\s*".join(map(re.escape, piece.split(" ")))
        elif piece in NAMES and piece not in seen:
            seen.add(piece)
            # The first field stops where the words after it begin.
            pattern += f"(?P<{piece}>.*?)"
        else:
            pattern += ".*?"
    return Line(passage.style, re.compile(pattern, re.DOTALL | re.IGNORECASE), shown)
