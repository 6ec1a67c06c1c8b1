"""Make a filled document tidy, anonymous, and the same bytes whenever the same is filled."""

import html
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from docx.oxml.parser import parse_xml
from lxml import etree

from avenant_builder.word.anchors import anchor_signatures
from avenant_builder.word.ooxml import STORY_ROOTS, W, is_xml, remove, root_tag
from avenant_builder.word.origin import add_origin
from avenant_builder.word.typography import typeset_part

NOWHERE: Mapping[str, str] = MappingProxyType({})
OLDEST = (1980, 1, 1, 0, 0, 0)
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
FIRST = ("[Content_Types].xml", "_rels/.rels")
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}coreProperties"
APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Properties"
DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HOLDERS = (f"{W}tc", f"{W}txbxContent", f"{W}hdr", f"{W}ftr")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def finish_document(
    data: bytes, *, title: str, dated: date, origin: Mapping[str, str] = NOWHERE
) -> bytes:
    """The document with its typography set, its title, dates and places of signature.

    No name of a person is left in its properties.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    drawings = 0
    for name, content in parts.items():
        if not is_xml(name) or name.endswith(".rels"):
            continue
        tag = root_tag(content)
        if tag == CORE:
            parts[name] = _core_properties(title, dated)
        elif tag == APP:
            parts[name] = f'{DECLARATION}<Properties xmlns="{APP[1:-11]}"/>'.encode()
        elif tag in STORY_ROOTS:
            root = parse_xml(content)
            _tidy(root)
            typeset_part(root)
            _drop_empty_runs(root)
            if name == DOCUMENT and STYLES in parts:
                anchor_signatures(root, parts[STYLES])
            drawings = _number_drawings(root, drawings)
            parts[name] = etree.tostring(
                root, encoding="UTF-8", xml_declaration=True, standalone=True
            )
    add_origin(parts, origin)
    return zipped(parts)


def _tidy(root: etree._Element) -> None:
    """Take away what loops that went round no time leave, which Word would call damage."""
    for name, child in ((f"{W}tr", f"{W}tc"), (f"{W}tbl", f"{W}tr")):
        for node in list(root.iter(name)):
            if next(node.iter(child), None) is None:
                remove(node)
    for holder in root.iter(*HOLDERS):
        blocks = [child for child in holder if child.tag != f"{W}tcPr"]
        if not blocks or blocks[-1].tag == f"{W}tbl":
            etree.SubElement(holder, f"{W}p")


def _drop_empty_runs(root: etree._Element) -> None:
    """Take away the runs of text that hold none: tags and splits leave many."""
    for run in list(root.iter(f"{W}r")):
        texts = [node for node in run if node.tag == f"{W}t"]
        for node in texts:
            if not node.text:
                run.remove(node)
        if texts and all(node.tag == f"{W}rPr" for node in run):
            remove(run)


def _number_drawings(root: etree._Element, count: int) -> int:
    """Give every drawing an id of its own, as Word and PDF/UA want; returns the last one."""
    last = count
    for last, drawing in enumerate(root.iter(DRAWING_ID), start=count + 1):
        drawing.set("id", str(last))
    return last


def _core_properties(title: str, dated: date) -> bytes:
    day = f"{dated.isoformat()}T00:00:00Z"
    return (
        f"{DECLARATION}<cp:coreProperties"
        f' xmlns:cp="{CORE[1:-15]}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{html.escape(title, quote=False)}</dc:title><dc:creator/><cp:lastModifiedBy/>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    ).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive without clock, machine or chance in it."""
    result = io.BytesIO()
    names = sorted(parts, key=lambda name: (name not in FIRST, name))
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return result.getvalue()
