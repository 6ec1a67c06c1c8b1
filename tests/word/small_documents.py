"""Word documents of a few parts, written by hand: paragraphs, tables, looks, all invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from avenant_builder.word.finish import zipped

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
NAMES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in (("Titre", "heading 1"), ("Texte", "Texte de fiche"), ("Puce", "Puce 1"))
)


@dataclass(frozen=True, slots=True)
class Words:
    """A run."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    words: tuple[Words, ...] = ()
    style: str = "Texte"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a cell is one paragraph or more."""

    rows: tuple[tuple[tuple[Para, ...], ...], ...]


def relations(*links: tuple[str, str, str]) -> str:
    held = "".join(RELATION.format(*link) for link in links)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{held}</Relationships>'


def xml(block: Para | Table) -> str:
    if isinstance(block, Para):
        runs = "".join(
            f"<w:r>{'<w:rPr><w:b/></w:rPr>' * one.bold}"
            f'<w:t xml:space="preserve">{escape(one.text)}</w:t></w:r>'
            for one in block.words
        )
        return f'<w:p><w:pPr><w:pStyle w:val="{block.style}"/></w:pPr>{runs}</w:p>'
    width = max(len(row) for row in block.rows)
    grid = '<w:gridCol w:w="2000"/>' * width
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in block.rows)
    look = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{look}{rows}</w:tbl>"


def _cell(cell: Sequence[Para]) -> str:
    return f"<w:tc>{''.join(map(xml, cell))}</w:tc>"


def body(blocks: Sequence[Para | Table]) -> str:
    """The text of a part; a table is followed by a paragraph, as Word has it."""
    return "".join(map(xml, blocks))


def write(path: Path, inner: str, *, styles: str = STYLES, **parts: str) -> Path:
    """A document whose body is `inner`; further parts by their names under ``word/``."""
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    whole = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("rId1", "styles", "styles.xml")),
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{inner}{page}</w:body></w:document>",
        **parts,
    }
    path.write_bytes(zipped({name: text.encode() for name, text in whole.items()}))
    return path
