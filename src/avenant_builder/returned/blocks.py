"""Paragraphs of a Word document as paragraphs of a fiche."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from avenant_builder.french import NBSP, typeset
from avenant_builder.model.fiche import Block, BlockKind, Span
from avenant_builder.model.story import Passage

ARROW = "→"
TYPED_BULLET = re.compile(r"(?:[•◦▪●○■]\s*|[-–]\s+)(?=\S)")
BREAKS = re.compile(r"[ \u00a0]*\n\s*")
SPACES = " \u00a0"
DEEPEST = 3


def blocks_of(passages: Iterable[Passage]) -> Iterator[Block]:
    """The paragraphs that say something, as a fiche can hold them: none deeper than it may be."""
    depth = 0
    for passage in passages:
        spans = tidy(passage.spans)
        if not spans:
            continue
        block = _typed(
            Block(kind=passage.kind, level=passage.level, spans=tuple(spans), number=passage.number)
        )
        if block.kind is BlockKind.NUMBER and block.number is None:
            block = replace(block, kind=BlockKind.BULLET)
        block = replace(block, level=_held(block, depth))
        inside = block.kind in (BlockKind.BULLET, BlockKind.NUMBER, BlockKind.PARAGRAPH)
        depth = block.level if inside else max(block.level - 1, 0)
        yield block


def _held(block: Block, depth: int) -> int:
    """The level that a paragraph can have where a list is open down to `depth`."""
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
        return min(block.level, depth)
    return min(max(block.level, 1), depth + 1, DEEPEST)


def _typed(block: Block) -> Block:
    """A paragraph whose sign was typed is what the sign says."""
    if block.kind is BlockKind.PARAGRAPH and (found := TYPED_BULLET.match(block.text)):
        level = block.level + 1
        spans = _without(block.spans, len(found[0]))
        return _typed(replace(block, kind=BlockKind.BULLET, level=level, spans=spans))
    if block.text.startswith(ARROW) and block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET):
        level = block.level + (block.kind is BlockKind.PARAGRAPH)
        rest = block.text.removeprefix(ARROW)
        spans = _without(block.spans, len(block.text) - len(rest.lstrip()))
        if spans:
            return replace(block, kind=BlockKind.ARROW, level=level, spans=spans)
    return block


def _without(spans: Sequence[Span], count: int) -> tuple[Span, ...]:
    found = []
    for span in spans:
        left = span.text[count:]
        count = max(0, count - len(span.text))
        if left:
            found.append(replace(span, text=left))
    return tuple(found)


def tidy(spans: Sequence[Span]) -> list[Span]:
    """The same words without spaces at their ends, nor those that typography put in."""
    text = "".join(span.text for span in spans).replace("\t", " ").replace("\r", "\n")
    looks = [(span.bold, span.italic) for span in spans for _ in span.text]
    pairs = list(zip(_ordinary(text), looks, strict=True))
    for match in reversed([*BREAKS.finditer(text)]):
        pairs[match.start() : match.end()] = [("\n", looks[match.start()])]
    while pairs and pairs[0][0].isspace():
        del pairs[0]
    while pairs and pairs[-1][0].isspace():
        del pairs[-1]
    return list(_runs(_even(pairs)))


def _ordinary(text: str) -> str:
    """A text whose spaces are ordinary wherever printing would make them non-breaking again."""
    bare = text.replace(NBSP, " ")
    again = typeset(bare)
    return "".join(
        " " if was == NBSP and now == NBSP else was for was, now in zip(text, again, strict=True)
    )


Pair = tuple[str, tuple[bool, bool]]


def _even(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Spaces look as the words around them, and are neither bold nor italic at an edge."""
    for rank, (char, look) in enumerate(pairs):
        if not char.isspace():
            yield char, look
            continue
        before = next((kept for other, kept in reversed(pairs[:rank]) if not other.isspace()), None)
        after = next((kept for other, kept in pairs[rank + 1 :] if not other.isspace()), None)
        yield char, before if before is not None and before == after else (False, False)


def _runs(pairs: Iterable[Pair]) -> Iterator[Span]:
    held: Span | None = None
    for char, (bold, italic) in pairs:
        if held is not None and (held.bold, held.italic) == (bold, italic):
            held = replace(held, text=held.text + char)
            continue
        if held is not None:
            yield held
        held = Span(char, bold=bold, italic=italic)
    if held is not None:
        yield held


def shape(block: Block) -> tuple[object, ...]:
    """What a block prints, by which two are the same whatever was typed to get them."""
    quoted = block.kind is BlockKind.QUOTE and block.level
    kind = BlockKind.PARAGRAPH if quoted else block.kind
    spans = tuple(
        (span.text.replace(NBSP, " "), span.bold, span.italic) for span in tidy(block.spans)
    )
    return kind, min(block.level, DEEPEST), block.number, spans
