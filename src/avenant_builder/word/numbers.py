"""Lists of a document as they print: sign or number, level, and the number itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from avenant_builder.model.fiche import BlockKind
from avenant_builder.word.ooxml import W

ARROW = "→"
BULLETS = frozenset({"bullet", "none", ""})


@dataclass(frozen=True, slots=True)
class Item:
    """What a list says of one of its paragraphs."""

    kind: BlockKind
    level: int
    number: int | None = None


class Counts:
    """Counts the lists of a document, paragraph after paragraph, as Word does."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element) -> None:
        self._abstracts: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        if numbering is not None:
            for node in numbering.iterfind(f"{W}abstractNum"):
                self._abstracts[node.get(f"{W}abstractNumId", "")] = node
            for node in numbering.iterfind(f"{W}num"):
                self._numbers[node.get(f"{W}numId", "")] = node
        self._styles = {s.get(f"{W}styleId", ""): s for s in styles.iterfind(f"{W}style")}
        self._count: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def item(self, paragraph: etree._Element) -> Item | None:
        """The list that a paragraph is in, and its number there; None outside lists."""
        key, level = self._list(paragraph)
        number = self._numbers.get(key)
        if not key or key == "0" or number is None:
            return None
        abstract = _value(number, "abstractNumId")
        shape = self._level(abstract, level)
        if shape is None:
            return None
        form, sign = _value(shape, "numFmt"), _value(shape, "lvlText")
        if form in BULLETS:
            kind = BlockKind.ARROW if sign.strip() == ARROW else BlockKind.BULLET
            return Item(kind, level + 1)
        return Item(BlockKind.NUMBER, level + 1, self._next(key, abstract, number, level))

    def _list(self, paragraph: etree._Element) -> tuple[str, int]:
        """Number and level of the list, said by the paragraph or by its style."""
        key, level = "", ""
        for holder in (paragraph, *self._lineage(paragraph)):
            for node in holder.iterfind(f"{W}pPr/{W}numPr/*"):
                if node.tag == f"{W}numId" and not key:
                    key = node.get(f"{W}val", "")
                elif node.tag == f"{W}ilvl" and not level:
                    level = node.get(f"{W}val", "")
        return key, int(level) if level.isdecimal() else 0

    def _lineage(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        key = named.get(f"{W}val", "") if named is not None else ""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = _value(self._styles[key], "basedOn")

    def _level(self, abstract: str, level: int) -> etree._Element | None:
        levels = (
            self._abstracts[abstract].iterfind(f"{W}lvl") if abstract in self._abstracts else ()
        )
        return next((node for node in levels if node.get(f"{W}ilvl") == str(level)), None)

    def _next(self, key: str, abstract: str, number: etree._Element, level: int) -> int:
        """The number that comes: a list goes on over the document unless told to start anew."""
        place = (abstract, level)
        override = next(
            (n for n in number.iterfind(f"{W}lvlOverride") if n.get(f"{W}ilvl") == str(level)), None
        )
        anew = _value(override, "startOverride") if override is not None else ""
        if anew.lstrip("-").isdecimal() and (key, level) not in self._begun:
            self._count[place] = int(anew)
        elif place in self._count:
            self._count[place] += 1
        else:
            shape = self._level(abstract, level)
            start = _value(shape, "start") if shape is not None else ""
            self._count[place] = int(start) if start.isdecimal() else 1
        self._begun.add((key, level))
        for other in [other for other in self._count if other[0] == abstract and other[1] > level]:
            del self._count[other]
        return self._count[place]


def _value(node: etree._Element, name: str) -> str:
    found = node.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""
