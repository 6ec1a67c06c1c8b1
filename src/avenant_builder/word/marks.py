"""Write tracked changes: who, when, and the marks around what came and what went."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from lxml import etree

from avenant_builder.word.ooxml import XML, W

HELD = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
INSERTION, DELETION = f"{W}ins", f"{W}del"


@dataclass(slots=True, kw_only=True)
class Marker:
    """Makes marks of one author at one moment, each with a number of its own."""

    author: str
    when: datetime
    count: int = 0
    """How many passages were marked, those of the marks of paragraphs left out."""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, tag: str) -> etree._Element:
        """An empty mark: an insertion, a deletion, or a change of properties."""
        return etree.Element(
            tag,
            {
                f"{W}id": str(next(self._ids)),
                f"{W}author": self.author,
                f"{W}date": f"{self.when:%Y-%m-%dT%H:%M:%SZ}",
            },
        )

    def around(self, tag: str, nodes: list[etree._Element]) -> Iterator[etree._Element]:
        """Runs under a mark; what cannot be under one has its own runs marked instead."""
        self.count += 1
        held: etree._Element | None = None
        for node in nodes:
            if tag == DELETION:
                _hold_texts(node)
            if node.tag == f"{W}r":
                if held is None:
                    held = self.mark(tag)
                held.append(node)
                continue
            if held is not None:
                yield held
                held = None
            self._mark_runs(tag, node)
            yield node
        if held is not None:
            yield held

    def _mark_runs(self, tag: str, node: etree._Element) -> None:
        for run in list(node.iterfind(f".//{W}r")):
            mark = self.mark(tag)
            run.addprevious(mark)
            mark.append(run)

    def end_of_paragraph(self, tag: str, paragraph: etree._Element) -> None:
        """Say that the mark of a paragraph came or went."""
        properties = paragraph_properties(paragraph)
        look = properties.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            place = next((n for n in properties if n.tag in AFTER_LOOK), None)
            if place is None:
                properties.append(look)
            else:
                place.addprevious(look)
        look.insert(0, self.mark(tag))

    def change_of_paragraph(self, paragraph: etree._Element, before: list[etree._Element]) -> None:
        """Say which properties a paragraph had."""
        change = self.mark(f"{W}pPrChange")
        change.append(etree.Element(f"{W}pPr"))
        change[0].extend(before)
        paragraph_properties(paragraph).append(change)

    def row(self, tag: str, row: etree._Element) -> None:
        """Say that a row came or went."""
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            exception = row.find(f"{W}tblPrEx")
            if exception is None:
                row.insert(0, properties)
            else:
                exception.addnext(properties)
        properties.append(self.mark(tag))


AFTER_LOOK = frozenset({f"{W}sectPr", f"{W}pPrChange"})


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """The properties of a paragraph, made if it has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


def _hold_texts(node: etree._Element) -> None:
    """Write texts as deleted ones; those of a text box stay: its anchor is what goes."""
    runs = [node] if node.tag == f"{W}r" else list(node.iter(f"{W}r"))
    for run in runs:
        for child in run:
            if child.tag in HELD:
                child.tag = HELD[str(child.tag)]
                child.set(f"{XML}space", "preserve")


def copied(nodes: Iterator[etree._Element] | list[etree._Element]) -> list[etree._Element]:
    """Nodes of their own, whatever becomes of the first ones."""
    return [deepcopy(node) for node in nodes]
