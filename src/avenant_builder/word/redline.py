"""One part of a document written over another, every difference as a tracked change.

What is compared: paragraphs, the words in them with their look, and the rows of tables. Tables,
cells and sections have the look of the new text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import etree

from avenant_builder.alignment import Pair, align, overlap
from avenant_builder.word.marks import DELETION, INSERTION, Marker, copied
from avenant_builder.word.ooxml import W, remove
from avenant_builder.word.revisions import KEPT_WITH_PARAGRAPH
from avenant_builder.word.tokens import POINTS, WORD, Token, canonical, runs, tokens

BLOCKS = frozenset({f"{W}p", f"{W}tbl"})
LIKE_ENOUGH = 0.4
ROW_LIKE_ENOUGH = 0.25
SCRAP = 3
"""Letters; nobody reads « de » kept between two words struck out."""
Node = etree._Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """Writes one part over another: both without wrappers, with common names of lists and links."""

    marker: Marker

    def write(self, old: Node, new: Node) -> None:
        """Make of the holder `new` the two at once; `old` is the holder of the former blocks."""
        former, blocks = _blocks(old), _blocks(new)
        for point in [node for node in new if node.tag in POINTS]:
            new.remove(point)
        place = next((i for i, n in enumerate(new) if n.tag in BLOCKS), len(new))
        for block in blocks:
            new.remove(block)
        for rank, block in enumerate(self._merged(former, blocks)):
            new.insert(place + rank, block)

    def _merged(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[Node]:
        pairs = align(old, new, key=_key, likeness=_likeness, least=LIKE_ENOUGH)
        pairs, tail = _end_in_a_pair(pairs)
        for before, after in pairs:
            yield from self._block(before, after)
        yield from self._tail(tail)

    def _block(self, before: Node | None, after: Node | None) -> Iterator[Node]:
        if before is None and after is not None:
            yield self._whole(INSERTION, after)
        elif before is not None and after is None:
            yield self._whole(DELETION, _of_old(before))
        elif before is not None and after is not None:
            table = after.tag == f"{W}tbl"
            yield self._table(before, after) if table else self._paragraph(before, after)

    def _whole(self, tag: str, block: Node) -> Node:
        """A block that came or went as a whole."""
        if block.tag == f"{W}tbl":
            for row in block.iterfind(f"{W}tr"):
                self._row(tag, row)
            return block
        self._words(tag, block)
        self.marker.end_of_paragraph(tag, block)
        return block

    def _row(self, tag: str, row: Node) -> Node:
        self.marker.row(tag, row)
        for paragraph in row.iterfind(f".//{W}p"):
            self._words(tag, paragraph)
        return row

    def _words(self, tag: str, paragraph: Node) -> None:
        """Mark all the words of a paragraph."""
        found, points = tokens(paragraph)
        _fill(paragraph, [*self._marked(tag, found), *points])

    def _marked(self, tag: str, found: Sequence[Token]) -> Iterator[Node]:
        if tag == DELETION:
            found = [Token(t.key, t.node, t.look, t.in_run) for t in found]
        if found:
            yield from self.marker.around(tag, list(runs(found)))

    def _paragraph(self, before: Node, after: Node) -> Node:
        """A paragraph that stayed, word by word."""
        former = _of_old(before)
        old, _ = tokens(former)
        new, points = tokens(after)
        made: list[Node] = []
        for what, a, b, c, d in _changes(old, new):
            if what == "equal":
                made += runs(new[c:d])
                continue
            made += self._marked(DELETION, old[a:b])
            made += self._marked(INSERTION, new[c:d])
        _fill(after, [*made, *points])
        self._properties(former, after)
        return after

    def _properties(self, before: Node, after: Node) -> None:
        held = [copied(_properties(paragraph)) for paragraph in (before, after)]
        if [*map(canonical, held[0])] != [*map(canonical, held[1])]:
            self.marker.change_of_paragraph(after, held[0])

    def _table(self, before: Node, after: Node) -> Node:
        former, rows = ([*table.iterfind(f"{W}tr")] for table in (before, after))
        pairs = align(former, rows, key=_key, likeness=_row_likeness, least=ROW_LIKE_ENOUGH)
        last = after.find(f"{W}tblGrid")
        for old, new in pairs:
            if new is None and old is not None:
                row = self._row(DELETION, _of_old(old))
            elif old is None and new is not None:
                row = self._row(INSERTION, new)
            elif old is not None and new is not None:
                for one, other in zip(
                    old.iterfind(f"{W}tc"), [*new.iterfind(f"{W}tc")], strict=True
                ):
                    self.write(one, other)
                row = new
            if last is None:
                after.insert(0, row)
            else:
                last.addnext(row)
            last = row
        return after

    def _tail(self, tail: Sequence[Pair[Node]]) -> Iterator[Node]:
        """Paragraphs that came or went at the very end, after one that stayed.

        The last mark of a cell or a document cannot go: what is marked is the mark before, and the
        last paragraph says which properties the one that stayed had.
        """
        if not tail:
            return
        (before, after), *others = tail
        assert before is not None and after is not None
        came = others[0][0] is None
        tag = INSERTION if came else DELETION
        stays = [*map(copied, map(_properties, (_of_old(before), after)))]
        first = self._paragraph(before, after)
        self.marker.end_of_paragraph(tag, first)
        yield first
        for rank, (old, new) in enumerate(others, start=1):
            block = new if came else (_of_old(old) if old is not None else None)
            assert block is not None
            self._words(tag, block)
            if rank < len(others):
                self.marker.end_of_paragraph(tag, block)
            else:
                self._last(block, came=came, before=stays[0], after=stays[1])
            yield block

    def _last(self, block: Node, *, came: bool, before: list[Node], after: list[Node]) -> None:
        """What stands at the end, whichever way it goes, has the properties it had there."""
        own = copied(_properties(block))
        former, later = (before, own) if came else (own, after)
        if [*map(canonical, former)] == [*map(canonical, later)]:
            return
        for node in _properties(block):
            block[0].remove(node)
        self.marker.change_of_paragraph(block, former)
        for node in reversed(later):
            block[0].insert(0, node)


def _end_in_a_pair(
    pairs: list[Pair[Node]],
) -> tuple[list[Pair[Node]], list[Pair[Node]]]:
    """The pairs, made so that the last paragraphs of both sides can be told; and a tail.

    The tail is empty, or a paragraph that stayed followed by some that all came or all went.
    """
    stayed = max(
        (i for i, (a, b) in enumerate(pairs) if a is not None and b is not None), default=-1
    )
    after = pairs[stayed + 1 :]
    if not after:
        return pairs, []
    went = [a for a, b in after if a is not None]
    came = [b for a, b in after if b is not None]
    if went and came:
        return [
            *pairs[: stayed + 1],
            *((block, None) for block in went[:-1]),
            *((None, block) for block in came[:-1]),
            (went[-1], came[-1]),
        ], []
    blocks = [block for pair in pairs[stayed:] for block in pair if block is not None]
    if stayed >= 0 and all(block.tag == f"{W}p" for block in blocks):
        return pairs[:stayed], pairs[stayed:]
    if stayed < 0:
        return pairs, []
    # A table in between: the last paragraphs are paired, whatever they say.
    old, new = pairs[stayed]
    freed: list[Pair[Node]] = [(None, new), *after[:-1]] if came else [(old, None), *after[:-1]]
    last: Pair[Node] = (old, came[-1]) if came else (went[-1], new)
    return [*pairs[:stayed], *freed, last], []


def _of_old(node: Node) -> Node:
    """A copy of a node of the former text; a section that ended there is not shown."""
    copy = deepcopy(node)
    for section in list(copy.iterfind(f".//{W}pPr/{W}sectPr")):
        remove(section)
    return copy


def _blocks(holder: Node) -> list[Node]:
    """The paragraphs and tables of a holder; it ends in a paragraph, as the format wants."""
    found = [node for node in holder if node.tag in BLOCKS]
    if not found or found[-1].tag != f"{W}p":
        last = etree.Element(f"{W}p")
        if found:
            found[-1].addnext(last)
        else:
            holder.insert(1 if len(holder) and holder[0].tag == f"{W}tcPr" else 0, last)
        found.append(last)
    return found


def _properties(paragraph: Node) -> list[Node]:
    held = paragraph.find(f"{W}pPr")
    nodes = [] if held is None else list(held)
    return [node for node in nodes if node.tag not in KEPT_WITH_PARAGRAPH]


def _fill(paragraph: Node, nodes: Sequence[Node]) -> None:
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    paragraph.extend(nodes)


def _changes(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[str, int, int, int, int]]:
    """What changed, word by word; a scrap that stayed between two changes is part of them."""
    matcher = SequenceMatcher(None, [t.key for t in old], [t.key for t in new], autojunk=False)
    found = matcher.get_opcodes()
    merged: list[tuple[str, int, int, int, int]] = []
    for rank, (what, a, b, c, d) in enumerate(found):
        inside = 0 < rank < len(found) - 1
        if what == "equal" and inside and sum(len(token.key[0]) for token in old[a:b]) <= SCRAP:
            what = "replace"
        if merged and what != "equal" and merged[-1][0] != "equal":
            _, first, _, other, _ = merged.pop()
            a, c, what = first, other, "replace"
        merged.append((what, a, b, c, d))
    return merged


def _key(node: Node) -> str:
    return canonical(node)


def _text(node: Node) -> Counter[str]:
    words = WORD.findall("\n".join(text.text or "" for text in node.iter(f"{W}t")))
    return Counter(word for word in words if not word.isspace())


def _likeness(one: Node, other: Node) -> float:
    if one.tag != other.tag:
        return 0.0
    if one.tag == f"{W}tbl":
        # Two tables side by side would become one: they are rather the same, with other rows.
        return 0.5 + overlap(_text(one), _text(other)) / 2
    return overlap(_text(one), _text(other))


def _row_likeness(one: Node, other: Node) -> float:
    if _shape(one) != _shape(other):
        return 0.0
    return overlap(_text(one), _text(other))


def _shape(row: Node) -> list[str]:
    """How a row is cut into cells."""
    return [
        canonical(span) if (span := cell.find(f"{W}tcPr/{W}gridSpan")) is not None else ""
        for cell in row.iterfind(f"{W}tc")
    ]
