"""The content of a paragraph as words that can be compared, and back."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from avenant_builder.word.ooxml import XML, W
from avenant_builder.word.revisions import content, unwrap

WORD = re.compile(r"[^\W_]+|\s|.", re.DOTALL)
WRAPPERS = (f"{W}sdt", f"{W}smartTag", f"{W}customXml")
"""Around blocks and words, and of no use in a comparison: their content takes their place."""
POINTS = frozenset(
    f"{W}{name}"
    for name in (
        *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"),
        *("commentRangeStart", "commentRangeEnd"),
    )
)
"""Places between words, which print nothing."""


NUMBERED = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr",
    }
)
"""Things whose number says in which order they come, and nothing else."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a thing of a paragraph; two are the same when their keys are."""

    key: tuple[str, str]
    """What it says, and how it looks."""
    node: etree._Element = field(compare=False)
    """What stands in a run, or the thing itself where it is no run."""
    look: etree._Element | None = field(default=None, compare=False)
    in_run: bool = field(default=True, compare=False)
    before: tuple[etree._Element, ...] = field(default=(), compare=False)
    """The points right before it."""


def plain(root: etree._Element) -> None:
    """Take away the wrappers around the blocks and words of a part."""
    for wrapper in list(root.iter(*WRAPPERS)):
        inner = wrapper.find(f"{W}sdtContent") if wrapper.tag == f"{W}sdt" else wrapper
        for child in list(inner) if inner is not None else []:
            if child.tag not in (f"{W}smartTagPr", f"{W}customXmlPr"):
                wrapper.addprevious(child)
        for child in list(wrapper):
            wrapper.remove(child)
        unwrap(wrapper)


def tokens(paragraph: etree._Element) -> tuple[list[Token], list[etree._Element]]:
    """The words and things of a paragraph, in order, and the points after the last."""
    found: list[Token] = []
    points: list[etree._Element] = []
    for piece in _joined(paragraph):
        if piece.node.tag in POINTS:
            points.append(piece.node)
            continue
        for token in _words(piece):
            found.append(replace(token, before=tuple(points)) if points else token)
            points = []
    return found, points


def _joined(paragraph: etree._Element) -> Iterator[Token]:
    """What stands in the runs, texts that only a run parts being one; and the things between."""
    held: Token | None = None
    for piece in (piece for child in content(paragraph) for piece in _pieces(child)):
        both = held is not None and held.node.tag == piece.node.tag == f"{W}t"
        if held is not None and both and held.key[1] == piece.key[1]:
            text = etree.Element(f"{W}t")
            text.text = (held.node.text or "") + (piece.node.text or "")
            held = replace(held, node=text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _pieces(node: etree._Element) -> Iterator[Token]:
    if node.tag != f"{W}r":
        yield Token((canonical(node), ""), node, in_run=False)
        return
    look = node.find(f"{W}rPr")
    shown = canonical(look) if look is not None and len(look) else ""
    for child in node:
        if child.tag != f"{W}rPr":
            yield Token((canonical(child), shown), child, look)


def _words(piece: Token) -> Iterator[Token]:
    if piece.node.tag != f"{W}t":
        yield piece
        return
    for word in WORD.findall(piece.node.text or ""):
        text = etree.Element(f"{W}t")
        text.text = word
        yield Token((word, piece.key[1]), text, piece.look)


def canonical(node: etree._Element) -> str:
    """A node as text, without what changes and means nothing."""
    copy = deepcopy(node)
    copy.tail = None
    for inner in copy.iter():
        drawn = inner.tag in NUMBERED
        for name in [*inner.attrib]:
            if "rsid" in str(name) or name == f"{XML}space" or (drawn and name == "id"):
                del inner.attrib[name]
    return etree.tostring(copy, method="c14n", exclusive=True).decode()


def runs(found: Iterable[Token]) -> Iterator[etree._Element]:
    """Words as runs again, one for each look, and the points that stood before them."""
    run: etree._Element | None = None
    look = ""
    for token in found:
        if token.before and run is not None:
            yield run
            run = None
        yield from (deepcopy(point) for point in token.before)
        if not token.in_run:
            if run is not None:
                yield run
                run = None
            yield deepcopy(token.node)
            continue
        if run is None or token.key[1] != look:
            if run is not None:
                yield run
            run, look = etree.Element(f"{W}r"), token.key[1]
            if token.look is not None and len(token.look):
                run.append(deepcopy(token.look))
        _add(run, token.node)
    if run is not None:
        yield run


def _add(run: etree._Element, node: etree._Element) -> None:
    last = run[-1] if len(run) else None
    if node.tag == f"{W}t" and last is not None and last.tag == f"{W}t":
        last.text = (last.text or "") + (node.text or "")
        return
    added = deepcopy(node)
    if added.tag == f"{W}t":
        added.set(f"{XML}space", "preserve")
    run.append(added)
