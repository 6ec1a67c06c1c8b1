"""Write the Word models of the invented agreement, so that a person can review them as code.

Run ``python -m second_agreement.make_models FOLDER`` from ``tests/`` to open them in Word. They
share no text, label or layout with the Loire's; only names and styles are those of the contract.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Arial"
TEXT_WIDTH_CM = 16.0
LEFT_CM = 6.0
GREEN = RGBColor(0x1E, 0x4D, 0x2B)
BULLETS, NUMBERS = 900, 901
"""Ids of the two lists, far from those of python-docx's own template."""


def make_models(folder: Path) -> None:
    """Write the five models into a folder, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in MODELS.items():
        document = _blank()
        write(document)
        document.save(str(folder / name))


def _avenant(document: Docx) -> None:
    say = _writer(document)
    say("Heading 1", "Convention inventée – {{ avenant.titre }} pour {{ avenant.annee }}")
    say("Normal", "{{ schema.titre }}")
    say("Normal", "Ce document est inventé de bout en bout : il ne sert qu’aux essais.")
    say("Heading 2", "Article premier – Objet")
    say("Normal", "{{ variables.objet }}")
    say("Heading 2", "Article 2 – Durée")
    say(
        "Normal",
        "Signée pour {{ schema.annees_en_lettres }}, la convention court encore"
        " {{ periode.duree }}, du {{ periode.du }} au {{ periode.au }}.",
    )
    say("Heading 2", "Article 3 – Engagements")
    say("Normal", "{%p for engagement in variables.engagements %}")
    say("Puce 1", "{{ engagement }} ;")
    say("Normal", "{%p endfor %}")
    say("Heading 2", "Article 4 – Fonds de lecture")
    say(
        "Normal",
        "{{ variables.fonds.montant }} euros sont versés avant le {{ variables.fonds.echeance }}."
        " Établi en {{ variables.exemplaires }} exemplaires.",
    )
    say("Heading 2", "Pièces jointes")
    say("Normal", "{%p for annexe in annexes %}")
    say("Normal", "Pièce {{ annexe.numero }} : {{ annexe.titre }}")
    say("Normal", "{%p endfor %}")
    say(
        "Normal", "Fait à {{ avenant.lieu }}, le {{ avenant.date }}."
    ).paragraph_format.keep_with_next = True
    _signatures(document)
    say("Normal", "{%p for logo in logos %}")
    say("Normal", "{{ logo.nom }}")
    say("Normal", "{%p endfor %}")


def _signatures(document: Docx) -> None:
    """One row a seat: who signs on the left, room to sign on the right."""
    table = _table(document)
    _tag_row(table, "{%tr for rangee in rangees_de_signature %}")
    _tag_row(table, "{%tr if rangee.intitule %}")
    both = _row(table)
    heading = _fill_cell(both.cells[0].merge(both.cells[1]), ["{{ rangee.intitule }}"])
    heading[0].paragraph_format.keep_with_next = True
    _tag_row(table, "{%tr endif %}")
    _tag_row(table, "{%tr for siege in rangee.sieges %}")
    seat = _row(table)
    seat.height = Cm(3)
    lines = [
        "{%p if siege.intitule %}",
        "{{ siege.intitule }}",
        "{%p endif %}",
        "{{ siege.qualite }}",
        "{{ siege.nom or 'Siège vacant' }}",
    ]
    _fill_cell(seat.cells[0], lines)
    _fill_cell(seat.cells[1], ["Signature"])
    _tag_row(table, "{%tr endfor %}")
    _tag_row(table, "{%tr endfor %}")


def _fiche(document: Docx) -> None:
    """The sections first, the table last: the other way round from the Loire's."""
    say = _writer(document)
    say("Heading 1", "Engagement {{ fiche.axe }}{{ fiche.numero }} – {{ fiche.groupe }}")
    say("Normal", "{{ fiche.titre_axe }}")
    say("Normal", "{%p for section in fiche.sections %}")
    say("Normal", "{%p if section.titre %}")
    say("Heading 2", "{{ section.titre }}")
    say("Normal", "{%p endif %}")
    say("Normal", "{%p if section.vide %}")
    say("Normal", "Reste à écrire.")
    say("Normal", "{%p else %}")
    say("Normal", "{{p section.texte }}")
    say("Normal", "{%p endif %}")
    say("Normal", "{%p endfor %}")
    say("Heading 2", "En bref")
    table = _table(document)
    head = _row(table)
    _set_flag(head, "w:tblHeader")
    _fill_cell(head.cells[0], ["Rubrique"])
    _fill_cell(head.cells[1], ["Contenu"])
    _tag_row(table, "{%tr for ligne in fiche.lignes %}")
    line = _row(table)
    _fill_cell(line.cells[0], ["{{ ligne.libelle }}"])
    _fill_cell(line.cells[1], ["{{ ligne.valeur }}"])
    _tag_row(table, "{%tr endfor %}")


def _picture(document: Docx) -> None:
    say = _writer(document)
    say("Heading 1", "Pièce {{ annexe.numero }} – {{ annexe.titre }}")
    say("Normal", "{{ image }}")


def _front(document: Docx) -> None:
    say = _writer(document)
    say("Heading 1", "{{ document.titre }}")
    say("Normal", "{{ schema.titre }} – {{ schema.territoire }}")
    say("Heading 2", "Ce que contient ce recueil")
    say("Normal", "{%p for entree in sommaire %}")
    say("Normal", "{%p if entree.niveau == 1 %}")
    say("Sommaire 1", "{{r entree.ligne }}")
    say("Normal", "{%p else %}")
    say("Sommaire 2", "{{r entree.ligne }}")
    say("Normal", "{%p endif %}")
    say("Normal", "{%p endfor %}")


MODELS: dict[str, Callable[[Docx], None]] = {
    "avenant.docx": _avenant,
    "fiche.docx": _fiche,
    "annexe-image.docx": _picture,
    "couverture.docx": _front,
    "annexes.docx": _front,
}


def _writer(document: Docx) -> Callable[[str, str], Paragraph]:
    return lambda style, text: document.add_paragraph(text, style=style)


def _blank() -> Docx:
    """An empty A4 page in French, with the styles of the contract that the fiches need."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH_CM) / 2)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Modèle inventé", "", ""
    properties.language = "fr-FR"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    _add_lists(document)
    _set_styles(document)
    _number_pages(section.footer.paragraphs[0])
    return document


def _set_styles(document: Docx) -> None:
    for name, size, before in (("Normal", 11, 0), ("Heading 1", 18, 0), ("Heading 2", 13, 14)):
        style = _paragraph_style(document, name)
        _set_font(style, size)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(6)
        if name != "Normal":
            style.font.color.rgb = GREEN
    _paragraph_style(document, "Texte de fiche")
    _paragraph_style(document, "Citation de fiche").paragraph_format.left_indent = Cm(1)
    _paragraph_style(document, "Suite 1").paragraph_format.left_indent = Cm(0.6)
    _paragraph_style(document, "Sommaire 2").paragraph_format.left_indent = Cm(0.6)
    for level in (1, 2):
        style = _paragraph_style(document, f"Sommaire {level}")
        stops = style.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        _put_in_list(_paragraph_style(document, f"Puce {level}"), BULLETS, level)
    _put_in_list(_paragraph_style(document, "Numéro 1"), NUMBERS, 1)


def _paragraph_style(document: Docx, name: str) -> ParagraphStyle:
    if name in document.styles:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    return style


def _set_font(style: ParagraphStyle, size: float) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if str(key).endswith("Theme")]:
        del fonts.attrib[theme]


def _put_in_list(style: ParagraphStyle, number: int, level: int) -> None:
    numbering = style.element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level - 1
    numbering.get_or_add_numId().val = number


def _add_lists(document: Docx) -> None:
    root = document.part.numbering_part.element
    first_number = root.find(qn("w:num"))
    lists = ((BULLETS, "bullet", ("–", "◦", "·")), (NUMBERS, "decimal", ("%1.",)))
    for key, kind, signs in lists:
        levels = "".join(_level_xml(rank, kind, sign) for rank, sign in enumerate(signs))
        first_number.addprevious(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
                f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            )
        )
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            )
        )


def _level_xml(rank: int, kind: str, sign: str) -> str:
    left = 340 * (rank + 1)
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="340"/></w:pPr></w:lvl>'
    )


def _number_pages(paragraph: Paragraph) -> None:
    """« page x / y », alone in its paragraph, for the bundle to replace."""
    paragraph.add_run("page ")
    paragraph._p.append(_field("PAGE"))
    paragraph.add_run(" / ")
    paragraph._p.append(_field("NUMPAGES"))


def _field(code: str) -> BaseOxmlElement:
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )


def _table(document: Docx) -> Table:
    table: Table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    table.columns[0].width = Cm(LEFT_CM)
    table.columns[1].width = Cm(TEXT_WIDTH_CM - LEFT_CM)
    return table


def _row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.cells[0].width = Cm(LEFT_CM)
    row.cells[1].width = Cm(TEXT_WIDTH_CM - LEFT_CM)
    _set_flag(row, "w:cantSplit")
    return row


def _set_flag(row: _Row, flag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(flag))


def _tag_row(table: Table, tag: str) -> None:
    _row(table).cells[0].text = tag


def _fill_cell(cell: _Cell, lines: Sequence[str]) -> list[Paragraph]:
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)
    return list(cell.paragraphs)


if __name__ == "__main__":
    make_models(Path(sys.argv[1]))
