"""Small models, made by python-docx; all that they say is invented."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from avenant_builder.model.documents import FillJob
from avenant_builder.word.finish import finish_document
from avenant_builder.word.render import Renderer
from avenant_builder.word.reread import verify

DAY = date(2019, 1, 1)
FICHE_STYLES = ("Texte de fiche", "Citation de fiche", "Suite 1", "Suite 2", "Suite 3")
LIST_STYLES = {"Puce": "•", "Flèche": "→", "Numéro": "%{}."}

MakeModel = Callable[..., Path]
MakeJob = Callable[..., FillJob]
FillOne = Callable[..., Document]


def light_document() -> Document:
    """An empty document without what python-docx puts in and no test needs: it is faster."""
    document = docx.Document()
    for key, link in list(document.part.rels.items()):
        if link.reltype.endswith(("/theme", "/stylesWithEffects", "/customXml", "/fontTable")):
            document.part.rels.pop(key)
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    return document


def add_fiche_styles(document: Document) -> None:
    """The styles of the contract; each family of lists is one list of three levels."""
    for name in FICHE_STYLES:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    numbering: Any = document.part.numbering_part.element
    for offset, (family, sign) in enumerate(LIST_STYLES.items()):
        form = "decimal" if family == "Numéro" else "bullet"
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{sign.format(level + 1)}"/></w:lvl>'
            for level in range(3)
        )
        key = 70 + offset
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{levels}</w:abstractNum>'
        )
        numbering.insert(0, abstract)
        number = numbering.add_num(key).numId
        for level in range(3):
            style: Any = document.styles.add_style(f"{family} {level + 1}", WD_STYLE_TYPE.PARAGRAPH)
            properties = style.element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = level


def finished(
    model: Path, context: Mapping[str, Any], folder: Path, *, renderer: Renderer | None = None
) -> Document:
    """Fill a model in this very process, re-read it as the child does, and open the result."""
    rendered = (renderer or Renderer()).render(model.name, model.read_bytes(), context)
    result = folder / "result.docx"
    result.write_bytes(finish_document(rendered.data, title="Lettre", dated=DAY))
    verify(result, rendered.printed, model=model.name)
    return docx.Document(str(result))
