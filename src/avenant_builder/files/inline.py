"""Turn the inside of a Markdown paragraph into lines of spans."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from avenant_builder.files.encoding import quoted
from avenant_builder.model.fiche import Span

# « 3*4*5 », « salarié*e*s »: between two letters or figures, an asterisk is an asterisk.
INSIDE_WORD = re.compile(r"(?<=[^\W_])\*+(?=[^\W_])")

NOT_CARRIED = {
    "code_inline": "un passage de code (entre accents graves)",
    "html_inline": "du HTML",
    "s": "du texte barré",
}


@dataclass(slots=True)
class Line:
    """A line of a paragraph, as typed."""

    number: int
    spans: list[Span] = field(default_factory=list)
    breaks: bool = False
    """Whether the person asked for a new line after it."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Lost:
    """What the models cannot print, in French, and its line."""

    line: int
    what: str


def protect_asterisks(text: str) -> str:
    """Markdown in which asterisks inside words are no marks."""
    return INSIDE_WORD.sub(lambda found: "\\*" * len(found[0]), text)


def read_lines(paragraph: SyntaxTreeNode, first_line: int) -> tuple[list[Line], list[Lost]]:
    """The lines of a paragraph or title, and what of it cannot be printed (its text is kept)."""
    lines, lost = [Line(first_line)], list[Lost]()
    for inline in paragraph.children:
        _read(inline.children, Span(""), lines, lost)
    return lines, lost


def _read(nodes: Sequence[SyntaxTreeNode], look: Span, lines: list[Line], lost: list[Lost]) -> None:
    for node in nodes:
        number = lines[-1].number
        if node.type == "text":
            lines[-1].spans.append(replace(look, text=node.content))
        elif node.type in ("softbreak", "hardbreak"):
            lines[-1].breaks = node.type == "hardbreak"
            lines.append(Line(number + 1))
        elif node.type == "strong":
            _read(node.children, replace(look, bold=True), lines, lost)
        elif node.type == "em":
            _read(node.children, replace(look, italic=True), lines, lost)
        else:
            lost.append(Lost(number, _described(node)))
            lines[-1].spans.append(replace(look, text=node.content))
            if node.type != "image":
                _read(node.children, look, lines, lost)


def _described(node: SyntaxTreeNode) -> str:
    if node.type in ("link", "image"):
        word = "un lien" if node.type == "link" else "une image"
        return f"{word} ({quoted(str(node.attrs.get('href') or node.attrs.get('src') or ''))})"
    return NOT_CARRIED.get(node.type, "cette mise en forme")


def joined(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Lines as one paragraph: a space between them, or a line end where it was asked for."""
    return tuple(_merged(_with_breaks(lines)))


def _with_breaks(lines: Sequence[Line]) -> Iterator[Span]:
    for rank, line in enumerate(lines):
        yield from line.spans
        if rank < len(lines) - 1 and line.spans:
            yield replace(line.spans[-1], text="\n" if line.breaks else " ")


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of one look as one span; empty ones left out."""
    held = Span("")
    for span in spans:
        if (span.bold, span.italic) == (held.bold, held.italic):
            held = replace(held, text=held.text + span.text)
        elif span.text:
            if held.text:
                yield held
            held = span
    if held.text:
        yield held
