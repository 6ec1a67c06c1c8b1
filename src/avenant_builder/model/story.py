"""What a Word or text document says, whatever it was made with: read once, then only looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from avenant_builder.model.fiche import BlockKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph."""

    spans: tuple[Span, ...]
    style: str = ""
    """Name of its style, as people see it."""
    kind: BlockKind = BlockKind.PARAGRAPH
    """Told by its style or its list."""
    level: int = 0
    number: int | None = None
    """For a number: what it prints."""
    heading: int = 0
    """Level of a heading, 0 for all else."""
    anchors: tuple[str, ...] = ()
    """Names of the bookmarks that begin in it."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: rows of cells, a cell being its paragraphs."""

    rows: tuple[tuple[tuple[Passage, ...], ...], ...]

    @property
    def text(self) -> str:
        return "\n".join(" | ".join(cell_text(cell) for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark in the margin."""

    author: str
    text: str
    about: str
    """The words it is about; empty where it is about none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A document, read."""

    blocks: tuple[Passage | Grid, ...]
    margins: tuple[str, ...] = ()
    """The paragraphs of headers and footers."""
    comments: tuple[Comment, ...] = ()
    authors: Mapping[str, int] = field(default_factory=dict)
    """Who tracked how many changes."""
    lost: tuple[str, ...] = ()
    """What paragraphs cannot hold, in French, with its words: pictures, notes, text boxes."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """What the tool wrote into the document about where it comes from."""


def cell_text(cell: tuple[Passage, ...]) -> str:
    """The words of a cell, its paragraphs on one line."""
    return " ".join(passage.text.strip() for passage in cell if passage.text.strip())
