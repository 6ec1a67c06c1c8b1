"""A fiche action: label lines, then sections of rich text in the order they print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avenant_builder.problems import Place


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False


class BlockKind(StrEnum):
    """What a paragraph is; its look is the model's affair."""

    PARAGRAPH = "paragraphe"
    BULLET = "puce"
    NUMBER = "numéro"
    ARROW = "flèche"
    QUOTE = "citation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One printed paragraph."""

    kind: BlockKind
    level: int
    """Depth: 1–3 for a bullet, number or arrow; for a paragraph or quote, the depth of the
    list item that it continues, 0 outside lists."""
    spans: tuple[Span, ...]
    number: int | None = None
    """For a number: what it prints. A list that starts anew starts at its own first number."""
    line: int = 0
    """Where it begins in the file, from 1."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class RichText:
    """Paragraphs that a model takes in whole, each with the model's own style."""

    blocks: tuple[Block, ...]
    anchor: str = field(default="", compare=False)
    """Name of a bookmark to begin with, where no title in print says what the text is."""

    def __bool__(self) -> bool:
        return bool(self.blocks)


def section_anchor(rank: int) -> str:
    """The bookmark of the section of that rank, from 1; Word hides names that begin so."""
    return f"_avenant_{rank}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a fiche."""

    title: str
    printed: bool
    """Whether its title is printed; a bilan has a name in the file and none in print."""
    body: RichText
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the fiche's table: the label as typed, the value, maybe empty."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One file of ``data/YEAR/fiches/``."""

    number: int
    """Rank by file name, from 1."""
    axis: str
    axis_title: str
    group: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Line of each label in the file, from 1; those of ``Axe`` and the like by these names."""
    place: Place
