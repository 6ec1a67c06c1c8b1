"""Read all that a Word document says: paragraphs, tables, comments, and what is neither."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from avenant_builder.model.fiche import BlockKind, Span
from avenant_builder.model.story import Comment, Grid, Passage, Story
from avenant_builder.word.mark import DRAFT
from avenant_builder.word.numbers import Counts, Item
from avenant_builder.word.ooxml import STORY_ROOTS, W, own_paragraph, parse
from avenant_builder.word.revisions import DELETED, INSERTED, resolve
from avenant_builder.word.styles import LIST_STYLES, MAX_LEVEL
from avenant_builder.word.tokens import plain

HEADINGS = {**{f"heading {n}": n for n in range(1, 10)}, "title": 1, "subtitle": 1}
STRONG = {"strong": (True, False), "emphasis": (False, True), "intense emphasis": (True, True)}
OFF = frozenset({"0", "false", "off", "none"})
WORDS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
NOTE = {f"{W}footnoteReference": "word/footnotes.xml", f"{W}endnoteReference": "word/endnotes.xml"}
THINGS = {f"{W}object": "un objet incorporé", f"{W}sym": "un symbole", f"{W}control": "un contrôle"}
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
OWN = "avenant-"
DRAFT_MARK = re.compile(rf"^{DRAFT}\b[ –]*")
CITATION, FOLLOWING = "citation de fiche", "suite"


def read_story(parts: Mapping[str, bytes], *, accept: bool) -> Story:
    """The story of a sound document, its tracked changes accepted, or else refused.

    Raises ``etree.XMLSyntaxError`` or ``KeyError`` for one that is not sound.
    """
    root = parse(parts["word/document.xml"])
    authors = Counter(_author(node) for node in root.iter(*INSERTED, *DELETED))
    resolve(root, accept=accept)
    for node in list(root.iter(FALLBACK)):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    plain(root)
    reader = _Reader(parts)
    body = root.find(f"{W}body")
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    return Story(
        blocks=blocks,
        margins=tuple(_margins(parts)),
        comments=tuple(_comments(parts, root)),
        authors=dict(authors),
        lost=tuple(reader.lost),
        origin=_origin(parts),
    )


def _author(node: etree._Element) -> str:
    return node.get(f"{W}author", "") or "inconnu"


class _Reader:
    """Reads blocks in order, and keeps what they cannot hold."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        styles = parse(parts["word/styles.xml"]) if "word/styles.xml" in parts else _nothing()
        numbering = parts.get("word/numbering.xml")
        self._counts = Counts(parse(numbering) if numbering else None, styles)
        self._names = {
            style.get(f"{W}styleId", ""): name.get(f"{W}val", "")
            for style in styles.iterfind(f"{W}style")
            if (name := style.find(f"{W}name")) is not None
        }
        self.lost: list[str] = []

    def blocks(self, holder: etree._Element) -> Iterator[Passage | Grid]:
        for node in holder:
            if node.tag == f"{W}p":
                yield self._passage(node)
            elif node.tag == f"{W}tbl":
                yield Grid(rows=tuple(self._rows(node)))
            elif node.tag == f"{W}altChunk":
                self.lost.append("un document incorporé")

    def _rows(self, table: etree._Element) -> Iterator[tuple[tuple[Passage, ...], ...]]:
        for row in table.iterfind(f"{W}tr"):
            yield tuple(tuple(self._cell(cell)) for cell in row.iterfind(f"{W}tc"))

    def _cell(self, cell: etree._Element) -> Iterator[Passage]:
        for block in self.blocks(cell):
            if isinstance(block, Passage):
                yield block
            else:
                self.lost.append(f"un tableau dans une case : « {block.text} »")

    def _passage(self, paragraph: etree._Element) -> Passage:
        style = self._style(paragraph, "pStyle")
        kind, level, number = self._shape(style, self._counts.item(paragraph))
        return Passage(
            spans=tuple(merged(self._spans(paragraph))),
            style=style,
            kind=kind,
            level=level,
            number=number,
            heading=HEADINGS.get(style.lower(), 0),
            anchors=tuple(
                node.get(f"{W}name", "")
                for node in paragraph.iter(f"{W}bookmarkStart")
                if own_paragraph(node) is paragraph
            ),
        )

    def _style(self, node: etree._Element, name: str) -> str:
        found = node.find(f"{W}{name[0]}Pr/{W}{name}")
        key = found.get(f"{W}val", "") if found is not None else ""
        return self._names.get(key, key)

    def _shape(self, style: str, item: Item | None) -> tuple[BlockKind, int, int | None]:
        """What a paragraph is: its style says it, or else the list it is in."""
        family, _, rank = style.rpartition(" ")
        level = int(rank) if rank.isdecimal() and int(rank) <= MAX_LEVEL else 0
        for kind, name in LIST_STYLES.items():
            if level and family.lower() == name.lower():
                return kind, level, item.number if item else None
        if level and family.lower() == FOLLOWING:
            return BlockKind.PARAGRAPH, level, None
        if style.lower() == CITATION:
            return BlockKind.QUOTE, 0, None
        if item is not None:
            return item.kind, item.level, item.number
        return BlockKind.PARAGRAPH, 0, None

    def _spans(self, paragraph: etree._Element) -> Iterator[Span]:
        for run in paragraph.iter(f"{W}r", f"{MATHS}oMath"):
            if run.tag != f"{W}r":
                self.lost.append(f"une formule : « {''.join(map(str, run.itertext()))} »")
            elif own_paragraph(run) is paragraph:
                bold, italic = self._look(run)
                yield Span("".join(self._words(run)), bold=bold, italic=italic)

    def _look(self, run: etree._Element) -> tuple[bool, bool]:
        bold, italic = STRONG.get(self._style(run, "rStyle").lower(), (False, False))
        for tag, name in ((f"{W}b", "bold"), (f"{W}i", "italic")):
            node = run.find(f"{W}rPr/{tag}")
            if node is not None:
                on = node.get(f"{W}val", "1").lower() not in OFF
                bold, italic = (on, italic) if name == "bold" else (bold, on)
        return bold, italic

    def _words(self, run: etree._Element) -> Iterator[str]:
        for node in run:
            if node.tag == f"{W}t":
                yield node.text or ""
            elif node.tag in WORDS:
                yield WORDS[str(node.tag)]
            elif node.tag == f"{W}br":
                yield "\n" if node.get(f"{W}type", "textWrapping") == "textWrapping" else ""
            else:
                self.lost += self._things(node)

    def _things(self, node: etree._Element) -> Iterator[str]:
        """What stands in a run and is no text."""
        boxes = [_text(box) for box in node.iter(f"{W}txbxContent")]
        if boxes:
            yield from (f"une zone de texte : « {box} »" for box in boxes)
        elif node.tag in NOTE:
            words = self._note(NOTE[str(node.tag)], node.get(f"{W}id", ""))
            yield f"une note : « {words} »"
        elif node.tag in THINGS:
            yield THINGS[str(node.tag)]
        elif node.tag in (f"{W}drawing", f"{W}pict") or "AlternateContent" in str(node.tag):
            yield "une image"

    def _note(self, part: str, key: str) -> str:
        if part not in self._parts:
            return ""
        notes = parse(self._parts[part])
        return next((_text(note) for note in notes if note.get(f"{W}id") == key), "")


def merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of one look as one span; empty ones left out."""
    held: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if held is not None and (held.bold, held.italic) == (span.bold, span.italic):
            held = Span(held.text + span.text, bold=held.bold, italic=held.italic)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _nothing() -> etree._Element:
    return etree.Element(f"{W}styles")


def _text(node: etree._Element) -> str:
    return " ".join("".join(t.text or "" for t in node.iter(f"{W}t")).split())


def _margins(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The words of headers and footers, but for the mark of a draft."""
    for name in sorted(parts):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = parse(parts[name])
            if root.tag in STORY_ROOTS:
                resolve(root, accept=True)
                texts = (_text(paragraph) for paragraph in root.iter(f"{W}p"))
                yield from filter(None, (DRAFT_MARK.sub("", text) for text in texts))


def _comments(parts: Mapping[str, bytes], root: etree._Element) -> Iterator[Comment]:
    data = parts.get("word/comments.xml")
    if data is None:
        return
    about = _commented(root)
    for node in parse(data).iterfind(f"{W}comment"):
        paragraphs = filter(None, map(_text, node.iter(f"{W}p")))
        key = node.get(f"{W}id", "")
        yield Comment(author=_author(node), text=" ".join(paragraphs), about=about.get(key, ""))


def _commented(root: etree._Element) -> dict[str, str]:
    """The words that each comment is about."""
    held: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for node in root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t", f"{W}p"):
        key = node.get(f"{W}id", "")
        if node.tag == f"{W}commentRangeStart":
            held[key] = []
        elif node.tag == f"{W}commentRangeEnd":
            found[key] = " ".join("".join(held.pop(key, [])).split())
        else:
            for words in held.values():
                words.append(" " if node.tag == f"{W}p" else node.text or "")
    return found


def _origin(parts: Mapping[str, bytes]) -> dict[str, str]:
    data = parts.get("docProps/custom.xml")
    if data is None:
        return {}
    return {
        str(node.get("name")).removeprefix(OWN): "".join(map(str, deepcopy(node).itertext()))
        for node in parse(data).iter(PROPERTIES)
        if str(node.get("name", "")).startswith(OWN)
    }
