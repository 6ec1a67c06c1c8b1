"""The paragraph styles of a model, by the names that people see in Word."""

from collections.abc import Iterator

from lxml import etree

from avenant_builder.model.fiche import Block, BlockKind, RichText
from avenant_builder.word.ooxml import W

MAX_LEVEL = 3
LIST_STYLES = {BlockKind.BULLET: "Puce", BlockKind.NUMBER: "Numéro", BlockKind.ARROW: "Flèche"}


def style_name(block: Block) -> str:
    """The style that a block of rich text takes, by name."""
    if block.kind in LIST_STYLES:
        return f"{LIST_STYLES[block.kind]} {min(max(block.level, 1), MAX_LEVEL)}"
    if block.level:
        return f"Suite {min(block.level, MAX_LEVEL)}"
    return "Citation de fiche" if block.kind is BlockKind.QUOTE else "Texte de fiche"


class Styles:
    """What ``styles.xml`` says of the paragraph styles."""

    def __init__(self, root: etree._Element) -> None:
        found = [s for s in root.iter(f"{W}style") if s.get(f"{W}type") == "paragraph"]
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}
        self._by_name = {_name(style): style for style in found}

    def lacks(self, text: RichText) -> list[str]:
        """What the text needs and the model has not: names of styles, in order."""
        needed = dict.fromkeys(style_name(block) for block in text.blocks)
        numbered = {style_name(b) for b in text.blocks if b.kind is BlockKind.NUMBER}
        return [
            name
            for name in needed
            if name not in self._by_name or (name in numbered and self.numbering(name) is None)
        ]

    def id(self, name: str) -> str:
        """What the XML calls a style. Raises KeyError."""
        return self._by_name[name].get(f"{W}styleId", "")

    def numbering(self, name: str) -> tuple[int, int] | None:
        """The list that numbers a style and its level, from 0; None if none does."""
        number, level = None, None
        for style in self._lineage(name):
            for node in style.iterfind(f"{W}pPr/{W}numPr/*"):
                value = int(node.get(f"{W}val", "0"))
                if node.tag == f"{W}numId" and number is None:
                    number = value
                elif node.tag == f"{W}ilvl" and level is None:
                    level = value
        return (number, level or 0) if number else None

    def indent(self, name: str) -> etree._Element | None:
        """The indent of a style, which a list of its own would otherwise override."""
        for style in self._lineage(name):
            found = style.find(f"{W}pPr/{W}ind")
            if found is not None:
                return found
        return None

    def _lineage(self, name: str) -> Iterator[etree._Element]:
        """The style, then the one it is based on, and so on."""
        style, seen = self._by_name.get(name), set[str]()
        while style is not None and (key := style.get(f"{W}styleId", "")) not in seen:
            seen.add(key)
            yield style
            base = style.find(f"{W}basedOn")
            style = self._by_id.get(base.get(f"{W}val", "")) if base is not None else None


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "") if name is not None else ""
