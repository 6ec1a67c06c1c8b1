"""A document as lines, whatever it came from: Word, or text with the marks of a recognised scan."""

import re
from collections.abc import Iterator, Sequence

from avenant_builder.model.fiche import BlockKind, Span
from avenant_builder.model.story import Grid, Passage, Story, cell_text
from avenant_builder.records import dataclass

BULLET = re.compile(r"(?P<indent>\s*)(?:[-*•–▪◦]|o)\s+(?:\*\s+)?(?P<rest>\S.*)")
MARKS = re.compile(r"\*\*|</?[ibu]>")
RAISED = re.compile(r"\^\{(\w+)\}")
GLUED = re.compile(r"\*{4}|(?<=[^\W_])\*\*(?=[A-ZÀ-Ý])")
LEVEL_INDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a row of a table with two cells."""

    number: int
    """From 1, in the order of the document."""
    passage: Passage
    row: tuple[str, str] | None = None
    """Label and value, for a row of two cells."""
    in_table: bool = False

    @property
    def text(self) -> str:
        return self.passage.text.strip()

    @property
    def shown(self) -> str:
        return " : ".join(self.row) if self.row else self.text


def story_lines(story: Story) -> list[Line]:
    """The lines of a Word document; the cells of its tables come one after the other."""
    found: list[Line] = []
    for passage, row, in_table in _of_story(story):
        for part in _at_breaks(passage):
            found.append(Line(number=len(found) + 1, passage=part, row=row, in_table=in_table))
    return found


def _of_story(story: Story) -> Iterator[tuple[Passage, tuple[str, str] | None, bool]]:
    for block in story.blocks:
        if isinstance(block, Passage):
            yield block, None, False
            continue
        for row in block.rows:
            pair = _pair(block, row)
            if pair is not None:
                yield Passage(spans=(Span(" : ".join(pair)),)), pair, True
            else:
                yield from ((passage, None, True) for cell in row for passage in cell)


def _pair(grid: Grid, row: Sequence[tuple[Passage, ...]]) -> tuple[str, str] | None:
    """Label and value, where a table looks like one of labels: short and single on the left."""
    lefts = [cells[0] for cells in grid.rows if len(cells) == 2]
    single = all(len([p for p in cell if p.text.strip()]) <= 1 for cell in lefts)
    if len(row) != 2 or not single or len(lefts) < len(grid.rows):
        return None
    return cell_text(row[0]), cell_text(row[1])


def _at_breaks(passage: Passage) -> Iterator[Passage]:
    """The lines of a paragraph that has line ends in it."""
    if "\n" not in passage.text or passage.kind is not BlockKind.PARAGRAPH:
        yield passage
        return
    held: list[Span] = []
    for span in passage.spans:
        first, *others = span.text.split("\n")
        held.append(Span(first, bold=span.bold, italic=span.italic))
        for other in others:
            yield Passage(spans=tuple(held), style=passage.style, heading=passage.heading)
            held = [Span(other, bold=span.bold, italic=span.italic)]
    yield Passage(spans=tuple(held), style=passage.style, heading=passage.heading)


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text: bullets, rows cut by a tab, marks of bold and italic."""
    found: list[Line] = []
    look = Span("")
    for typed in GLUED.sub(_parted, RAISED.sub(r"\1", text)).split("\n"):
        cells = typed.split("\t")
        row = None
        if len(cells) == 2 and cells[0].strip():
            row = (MARKS.sub("", cells[0]).strip(), MARKS.sub("", cells[1]).strip())
        bullet = BULLET.fullmatch(typed)
        spans, look = _spans(bullet["rest"] if bullet else typed.strip(), look)
        level = 1 + len(bullet["indent"].replace("\t", "  ")) // LEVEL_INDENT if bullet else 0
        if bullet and level == 1 and bullet["indent"]:
            level = 2
        kind = BlockKind.BULLET if bullet else BlockKind.PARAGRAPH
        passage = Passage(spans=spans, kind=kind, level=level)
        found.append(Line(number=len(found) + 1, passage=passage, row=row, in_table=bool(row)))
    return found


def _parted(match: re.Match[str]) -> str:
    """Lines that a recognised scan glued together are parted where their looks meet."""
    return "**\n**" if len(match[0]) > len("**") else "**\n"


def _spans(text: str, look: Span) -> tuple[tuple[Span, ...], Span]:
    """The runs of a line, and the look that goes on to the next one."""
    bold, italic = look.bold, look.italic
    found, start = [], 0
    for mark in MARKS.finditer(text):
        found.append(Span(text[start : mark.start()], bold=bold, italic=italic))
        start = mark.end()
        if mark[0] == "**":
            bold = not bold
        elif mark[0] in ("<i>", "</i>"):
            italic = mark[0] == "<i>"
    found.append(Span(text[start:], bold=bold, italic=italic))
    return tuple(span for span in found if span.text), Span("", bold=bold, italic=italic)
