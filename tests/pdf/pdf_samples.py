"""Invented Word documents, like ours in every trait that a merger can break."""

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from PIL import Image

from avenant_builder.model.documents import Entry
from avenant_builder.pdf.fonts import FONTS

DAY = date(2019, 1, 1)
STAMP_FONT = FONTS / "Carlito-Regular.ttf"
TITLE = "Dossier inventé & <fils>"

SIGNATURES = [
    (
        "Pour l’État,\nLe Préfet\nJean INVENTÉ",
        "Pour la Ville d’Essai,\nLe Maire,\nAnne\u2011Lys FEINTE",
    ),
    ("Pour la Caf,\nLe Directeur,\nLuc IMAGINÉ", "La Présidente,\nÈve SUPPOSÉE"),
]

CONTENTS = [
    ("avenant", "Avenant n° 1 … 2"),
    ("fiche-1", "Fiche 1 … 4"),
    ("fiche-2", "Fiche 2 … 5"),
]

ENTRIES = (
    Entry(title="Avenant n° 1", level=1, target="avenant"),
    Entry(title="Annexe 1 – Fiches", level=1, target="fiche-1"),
    Entry(title="Fiche 1", level=2, target="fiche-1"),
    Entry(title="Fiche 2", level=2, target="fiche-2"),
)


ALIGNMENTS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}


def sample_document(
    title: str, *, pages: int, align: str = "center", before: str = "page "
) -> WordDocument:
    """A document with headings, bullets, a table with a header row, a link, a picture.

    Its footer is `before` and « 1 / 3 »; none where `align` is empty.
    """
    document = _blank(title)
    if align:
        _footer(document, align, before)
    for page in range(1, pages + 1):
        if page > 1:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_heading(f"{title}, partie {page}", 1 if page == 1 else 2)
        document.add_paragraph("Texte inventé : « l’été à Ambierle », cœur, œuvre.")
        document.add_paragraph("Une puce inventée", style="Puce d’essai")
        _table(document)
    _link(document.add_paragraph("Voir "), "https://exemple.invalid/page", "le site inventé")
    _picture(document)
    return document


def front_document(title: str, lines: list[tuple[str, str]]) -> WordDocument:
    """A front page whose contents lines link to the parts; (key, printed line)."""
    document = _blank(title)
    _footer(document, "center", "page ")
    document.add_heading(title, 1)
    for key, line in lines:
        _link(document.add_paragraph(), f"https://sommaire.invalid/{key}", line)
    return document


def signature_document(rows: list[tuple[str, str]], *, gap: int = 0) -> WordDocument:
    """A two-column table of signature blocks, each cell given as lines.

    `gap` empty lines are left between the title and the name.
    """
    document = _blank("Avenant inventé")
    _footer(document, "center", "page ")
    document.add_heading("Signatures", 1)
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            lines = text.split("\n")
            cell.text = "\n".join([*lines[:-1], *[""] * gap, lines[-1]])
    return document


def _blank(title: str) -> WordDocument:
    document = Document()
    document.core_properties.title = title
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    fonts = normal.element.rPr.rFonts
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    for style in document.styles:
        properties = style.element.find(qn("w:rPr"))
        found = None if properties is None else properties.find(qn("w:rFonts"))
        if found is not None:
            found.attrib.clear()
            found.set(qn("w:ascii"), "Calibri")
            found.set(qn("w:hAnsi"), "Calibri")
    _bullet_style(document)
    return document


def _bullet_style(document: WordDocument) -> None:
    """A list style with a Unicode bullet: the one of python-docx is a private character."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    level = _child(abstract, "w:lvl", "w:ilvl", "0")
    _child(level, "w:start", "w:val", "1")
    _child(level, "w:numFmt", "w:val", "bullet")
    _child(level, "w:lvlText", "w:val", "•")
    numbering.insert(0, abstract)
    number = _child(numbering, "w:num", "w:numId", "90")
    _child(number, "w:abstractNumId", "w:val", "90")
    style = document.styles.add_style("Puce d’essai", 1)
    style.base_style = document.styles["Normal"]
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 90


def _child(parent: Any, tag: str, attribute: str, value: str) -> Any:
    child = OxmlElement(tag)
    child.set(qn(attribute), value)
    parent.append(child)
    return child


def _footer(document: WordDocument, align: str, before: str) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = ALIGNMENTS[align]
    footer.add_run(before)
    _field(footer, "PAGE")
    footer.add_run(" / ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "0"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _table(document: WordDocument) -> None:
    table = document.add_table(rows=2, cols=2)
    table.style = "Table Grid"
    for cell, text in zip(table._cells, ("Libellé", "Valeur", "Pilote", "Caf"), strict=True):
        cell.text = text
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _link(paragraph: Paragraph, address: str, text: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def _picture(document: WordDocument) -> None:
    buffer = BytesIO()
    Image.new("RGB", (40, 20), "#1f5f8b").save(buffer, "PNG")
    buffer.seek(0)
    shape = document.add_picture(buffer, width=Mm(20))
    shape._inline.docPr.set("descr", "Un rectangle bleu inventé")
