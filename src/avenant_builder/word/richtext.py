"""Rich text as real paragraphs, each with the model's own style."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from lxml import etree
from markupsafe import Markup

from avenant_builder.errors import ModelFault
from avenant_builder.model.fiche import Block, BlockKind, RichText, Span
from avenant_builder.word.ooxml import W
from avenant_builder.word.styles import Styles, style_name
from avenant_builder.word.values import TEXT_OPEN, as_text_xml

FIRST_BOOKMARK = 9_000
"""Beyond the numbers of those that a model has itself."""


class RichTextWriter:
    """Writes the rich texts of one document, and gives each numbered list its own count."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = Styles(document.styles.element)
        self._bookmarks = FIRST_BOOKMARK

    def paragraphs(self, text: RichText) -> Markup:
        """The paragraphs of a text. Raises ``ModelFault`` for styles that the model lacks."""
        lacking = self._styles.lacks(text)
        if lacking:
            names = ", ".join(f"« {name} »" for name in lacking)
            raise ModelFault(
                f"il manque au modèle des styles de paragraphe : {names}",
                remedy="Créez-les dans le modèle, dans Word, sous ces noms exacts.",
            )
        lists = _Lists(self._document, self._styles)
        marks = [self._bookmark(text.anchor), *[""] * len(text.blocks)]
        return Markup(
            "".join(self._paragraph(*each, lists) for each in zip(text.blocks, marks, strict=False))
        )

    def _bookmark(self, name: str) -> str:
        if not name:
            return ""
        self._bookmarks += 1
        key = f'w:id="{self._bookmarks}"'
        return f'<w:bookmarkStart {key} w:name="{name}"/><w:bookmarkEnd {key}/>'

    def _paragraph(self, block: Block, mark: str, lists: "_Lists") -> str:
        style = self._styles.id(style_name(block))
        properties = f'<w:pStyle w:val="{style}"/>{lists.properties(block)}'
        runs = "".join(_runs(block.spans))
        return f"<w:p><w:pPr>{properties}</w:pPr>{mark}{runs}</w:p>"


def _runs(spans: Iterable[Span]) -> Iterable[str]:
    for span in spans:
        look = "<w:b/>" * span.bold + "<w:i/>" * span.italic
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        yield f"<w:r>{properties}{TEXT_OPEN}{as_text_xml(span.text)}</w:t></w:r>"


class _Lists:
    """The numbered lists that are open at a point of a text, by level.

    Word counts on over a whole document: a list that starts anew needs a ``w:num`` of its own
    with the number to start from, made from what the style gives.
    """

    def __init__(self, document: Document, styles: Styles) -> None:
        self._document = document
        self._styles = styles
        self._open: dict[int, tuple[int, int]] = {}

    def properties(self, block: Block) -> str:
        """The list that a paragraph joins, as paragraph properties; empty for most."""
        numbered = block.kind is BlockKind.NUMBER
        continues = block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE)
        deepest = block.level if numbered or continues else block.level - 1
        self._open = {level: held for level, held in self._open.items() if level <= deepest}
        if not numbered:
            return ""
        name = style_name(block)
        based_on = self._styles.numbering(name)
        assert based_on is not None
        key, last = self._open.get(block.level, (0, 0))
        number = block.number if block.number is not None else last + 1
        if not key or number != last + 1:
            key = self._new_list(*based_on, start=number)
        self._open[block.level] = (key, number)
        indent = self._styles.indent(name)
        return (
            f'<w:numPr><w:ilvl w:val="{based_on[1]}"/><w:numId w:val="{key}"/></w:numPr>'
            f"{_bare(indent) if indent is not None else ''}"
        )

    def _new_list(self, based_on: int, level: int, *, start: int) -> int:
        numbering: Any = self._document.part.numbering_part.element
        abstract = numbering.num_having_numId(based_on).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(made.numId)


def _bare(node: etree._Element) -> str:
    """The XML of a node without its declarations of names, known where it is put."""
    attributes = "".join(
        f' w:{etree.QName(name).localname}="{value!s}"'
        for name, value in node.attrib.items()
        if str(name).startswith(W)
    )
    return f"<w:ind{attributes}/>"
