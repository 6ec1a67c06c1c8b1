"""Turn the Markdown of a fiche into sections of printed paragraphs.

What the Word models cannot print is reported with its line, and its text is kept: nothing
that was typed disappears.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from avenant_builder.files.encoding import described, plain, quoted, refused_characters
from avenant_builder.files.inline import Line, joined, protect_asterisks, read_lines
from avenant_builder.files.source import Source
from avenant_builder.model.fiche import Block, BlockKind, Span
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

ARROW = "→"
DEEPEST = 3
SECTION = "h2"
# Signs that open a line in Word or on a Mac, and no list or title in Markdown.
PASTED = re.compile(r"[•◦▪●○■]|o\t|[-*+]\u00a0|#{2,6}\S")
LEFT_MARKS = re.compile(r"\*\*|(?<!_)__(?=[^\W_])")

NOT_CARRIED = {
    "table": "un tableau",
    "fence": "un bloc de code",
    "html_block": "du HTML",
    "hr": "un trait de séparation",
}


@dataclass(slots=True)
class Part:
    """A section as read: its title, its line and its paragraphs."""

    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)


def read_parts(source: Source, *, first_line: int, problems: list[Problem]) -> tuple[Part, ...]:
    """The sections of a file from `first_line` on.

    Faults join `problems`: R-LIRE-07 (characters), 17 (not carried), 18 (marks left).
    """
    lines = source.text.split("\n")[first_line - 1 :]
    walk = _Walk(file=source.path, first_line=first_line, source=lines, problems=problems)
    walk.read(SyntaxTreeNode(_parser().parse(protect_asterisks("\n".join(lines)))).children)
    walk.check_texts()
    return tuple(walk.parts)


def _parser() -> MarkdownIt:
    """CommonMark, but for what takes words away or surprises people who type in Notepad.

    Off: underlined titles (a line of dashes under a sentence makes no title), text made code by
    four spaces, definitions of links (they print nothing). On, to be reported: tables, struck
    text.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.disable(["lheading", "code", "reference"])


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A walk through the blocks; `depth` is that of the list item that holds them."""

    file: str
    first_line: int
    source: Sequence[str]
    problems: list[Problem]
    parts: list[Part] = field(default_factory=list)

    def read(
        self, nodes: Sequence[SyntaxTreeNode], *, depth: int = 0, in_quote: bool = False
    ) -> None:
        for node in nodes:
            if node.type == "heading":
                self._heading(node, nested=bool(depth) or in_quote)
            elif node.type == "paragraph":
                self._paragraph(self._lines(node), depth=depth, in_quote=in_quote)
            elif node.type in ("bullet_list", "ordered_list"):
                if in_quote:
                    self._lose(node, "une liste dans une citation")
                self._list(node, depth=depth + 1)
            elif node.type == "blockquote":
                if in_quote:
                    self._lose(node, "une citation dans une citation")
                self.read(node.children, depth=depth, in_quote=True)
            else:
                self._lose(node, NOT_CARRIED.get(node.type, "cette mise en forme"))
                start, end = node.map or (0, 0)
                raw = Span("\n".join(self.source[start:end]))
                kind = BlockKind.PARAGRAPH
                self._append(Block(kind=kind, level=0, spans=(raw,), line=self._line(node)))

    def check_texts(self) -> None:
        """Report what the finished texts may not hold: an entity can write any character."""
        for part in self.parts:
            texts = [(part.line, part.title), *((block.line, block.text) for block in part.blocks)]
            for line, text in texts:
                if refused := refused_characters(text):
                    self._fault("R-LIRE-07", line, described(refused), part)
                if LEFT_MARKS.search(text):
                    message = f"il reste des marques dans {quoted(text)}"
                    self._fault("R-LIRE-18", line, message, part)

    def _heading(self, node: SyntaxTreeNode, *, nested: bool) -> None:
        spans = joined(self._lines(node))
        title = "".join(span.text for span in spans)
        if nested:
            self._lose(node, "un titre dans une liste ou une citation")
        elif node.tag != SECTION:
            self._lose(node, f"le titre {quoted(title)}, qui n’est pas en « ## »,")
        elif not title:
            self._fault("R-LIRE-17", self._line(node), "ce titre est vide")
        if any(span.bold or span.italic for span in spans):
            self._lose(node, "la mise en forme d’un titre")
        self.parts.append(Part(title, self._line(node)))

    def _paragraph(self, lines: Sequence[Line], *, depth: int, in_quote: bool) -> None:
        """Add a paragraph; a line that opens with an arrow starts another."""
        kind = BlockKind.QUOTE if in_quote else BlockKind.PARAGRAPH
        for group in _cut_at_arrows(lines):
            level = min(depth, DEEPEST)
            block = Block(kind=kind, level=level, spans=joined(group), line=group[0].number)
            if not in_quote and _opens_with_arrow(group):
                if depth >= DEEPEST:
                    self._fault("R-LIRE-17", block.line, "cette flèche est à un quatrième niveau")
                block = replace(_arrow(block), level=min(depth + 1, DEEPEST))
            self._append(block)

    def _list(self, node: SyntaxTreeNode, *, depth: int) -> None:
        if depth == DEEPEST + 1:
            self._lose(node, "un quatrième niveau de liste")
        ordered = node.type == "ordered_list"
        numbers = _numbers(node) if ordered else [None] * len(node.children)
        if ordered and node.markup != ".":
            sign = f"« {numbers[0]}{node.markup} »"
            self._lose(node, f"{sign} (écrivez « {numbers[0]}. » pour une liste)")
        for item, number in zip(node.children, numbers, strict=True):
            self._item(item, number, depth=depth)

    def _item(self, node: SyntaxTreeNode, number: int | None, *, depth: int) -> None:
        children, line = node.children, self._line(node)
        if not children or children[0].type != "paragraph":
            self._fault("R-LIRE-17", line, "cette puce ou ce numéro n’a pas de texte")
            self.read(children, depth=depth)
            return
        own, *others = _cut_at_arrows(self._lines(children[0]))
        block = Block(
            kind=BlockKind.BULLET if number is None else BlockKind.NUMBER,
            level=min(depth, DEEPEST),
            spans=joined(own),
            number=number,
            line=line,
        )
        # A number cannot give way to its arrow: it stays, and the arrow is text.
        self._append(_arrow(block) if number is None and _opens_with_arrow(own) else block)
        for group in others:
            self._paragraph(group, depth=depth, in_quote=False)
        self.read(children[1:], depth=depth)

    def _append(self, block: Block) -> None:
        if not self.parts:
            self.parts.append(Part("", block.line))
        self.parts[-1].blocks.append(block)

    def _lines(self, node: SyntaxTreeNode) -> list[Line]:
        lines, lost = read_lines(node, self._line(node))
        for what in lost:
            self._fault("R-LIRE-17", what.line, _not_carried(what.what))
        for line in lines:
            if found := PASTED.match(line.text):
                message = f"{quoted(found[0])} n’ouvre ni liste ni titre : écrivez « - » ou « ## »"
                self._fault("R-LIRE-17", line.number, f"{message}, puis une espace ordinaire")
        return lines

    def _line(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)

    def _lose(self, node: SyntaxTreeNode, what: str) -> None:
        self._fault("R-LIRE-17", self._line(node), _not_carried(what))

    def _fault(self, rule: str, line: int, message: str, part: Part | None = None) -> None:
        """Report a fault of `part`, or else of the section being read."""
        current = part or (self.parts[-1] if self.parts else None)
        place = Place(self.file, line, plain(current.title) if current else "")
        self.problems.append(RULES[rule].problem(place, message))


def _not_carried(what: str) -> str:
    return f"{what} : le modèle ne sait pas l’imprimer"


def _numbers(node: SyntaxTreeNode) -> list[int]:
    """What the items of a list print: their own numbers, or a count if all are the same."""
    typed = [int(item.info) for item in node.children]
    same = len(set(typed)) == 1
    return [typed[0] + rank for rank in range(len(typed))] if same else typed


def _cut_at_arrows(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = [[]]
    for line in lines:
        if groups[-1] and _opens_with_arrow([line]):
            groups.append([])
        groups[-1].append(line)
    return groups


def _opens_with_arrow(lines: Sequence[Line]) -> bool:
    return lines[0].text.lstrip().startswith(ARROW)


def _arrow(block: Block) -> Block:
    """The block without the arrow typed at its start: the style prints it."""
    return replace(block, kind=BlockKind.ARROW, spans=tuple(_without_arrow(block.spans)))


def _without_arrow(spans: Sequence[Span]) -> Iterator[Span]:
    opening = True
    for span in spans:
        text = span.text.lstrip().removeprefix(ARROW).lstrip() if opening else span.text
        opening = opening and not text
        if text:
            yield replace(span, text=text)
