"""What tells a draft from the text to sign: « PROJET » on each page, what is to come in yellow.

The mark across the page is the drawing that Word itself makes (« Filigrane »): LibreOffice draws
it as well, behind the text and at an angle. The word also opens the header, as plain text.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.text.run import CT_R
from docx.shared import Pt, RGBColor
from docx.text.font import Font
from docx.text.run import Run
from lxml import etree

from avenant_builder.model.placeholder import MARK
from avenant_builder.word.ooxml import W, paragraphs, text_nodes
from avenant_builder.word.runs import cut_out

DRAFT = "PROJET"
RED = RGBColor(0xB0, 0x1E, 0x1E)
# [MS-OI29500] and ECMA-376 part 4, 19.1.2.23: a text along a path, type 136 of the preset shapes.
SHEET = f"""\
<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w10="urn:schemas-microsoft-com:office:word"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/>
<v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject%d" type="#_x0000_t136" alt="{DRAFT}"
 style="position:absolute;margin-left:0;margin-top:0;width:480pt;height:150pt;rotation:315;\
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"
 fillcolor="#e9e9e9" stroked="f"><v:textpath
 style="font-family:&quot;Carlito&quot;;font-size:1pt;font-weight:bold" string="{DRAFT}"/>
<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>"""


def mark_draft(document: Document) -> None:
    """Make a filled document a draft: mark its pages, and what is still to be filled in."""
    for paragraph in paragraphs(document.element):
        _highlight(paragraph)
    for number, header in enumerate(_headers(document), start=1):
        _open_with_mark(header, number)


def _headers(document: Document) -> Iterator[Any]:
    """Every header that prints, each once; made where a section has none to print."""
    seen = set()
    even = document.settings.odd_and_even_pages_header_footer
    for rank, section in enumerate(document.sections):
        kinds = [section.header]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_header)
        if even:
            kinds.append(section.even_page_header)
        for header in kinds:
            if header.is_linked_to_previous:
                if rank:
                    continue
                header.is_linked_to_previous = False
            if header.part not in seen:
                seen.add(header.part)
                yield header


def _open_with_mark(header: Any, number: int) -> None:
    paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
    follows = any(node.text for node in text_nodes(paragraph._p))
    word = Run(cast(CT_R, OxmlElement("w:r")), paragraph)
    word.text = f"{DRAFT} – " if follows else DRAFT
    word.bold = True
    word.font.size = Pt(12)
    word.font.color.rgb = RED
    # After the properties of the paragraph, before all that it says.
    place = 0 if paragraph._p.pPr is None else 1
    paragraph._p.insert(place, word._r)
    paragraph._p.insert(place, parse_xml(re.sub(r"\n(?=<)", "", SHEET % number)))


def _highlight(paragraph: etree._Element) -> None:
    """Set in yellow what is to be filled in, across the runs that hold it."""
    places = []
    start = 0
    for node in text_nodes(paragraph):
        end = start + len(node.text or "")
        places.append((node, start, end))
        start = end
    whole = "".join(node.text or "" for node, _, _ in places)
    # From the last on, so that places stay true.
    for found in reversed(list(MARK.finditer(whole))):
        for node, start, end in reversed(places):
            left, right = max(found.start(), start), min(found.end(), end)
            if left < right and (run := cut_out(node, left - start, right - start)) is not None:
                Font(run).highlight_color = WD_COLOR_INDEX.YELLOW
