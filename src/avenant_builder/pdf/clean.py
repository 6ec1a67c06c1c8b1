"""Leave of a supplied PDF what can be seen and followed, by a list of what may stay.

Fields and signatures become what they show. All else that is not listed goes: ``active`` looks
again afterwards, and knows by itself what must not be there.
"""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from avenant_builder.pdf.active import KEYS, faults, is_signature, strange_scheme, tables
from avenant_builder.pdf.structure import annotations

# fmt: off
# ISO 32000-1, tables 28 and 30; metadata go, for claims of PDF/A no longer hold.
IN_CATALOG = frozenset({
    "/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Dests", "/Names",
    "/ViewerPreferences", "/PageLayout", "/MarkInfo", "/StructTreeRoot", "/Lang",
    "/OutputIntents", "/OCProperties",
})
IN_NAMES = frozenset({"/Dests"})
IN_PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox",
    "/ArtBox", "/Contents", "/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs",
    "/UserUnit",
})
ANNOTATIONS = frozenset({
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink",
    "/Popup",
})
# fmt: on


def clean(source: Path, target: Path) -> bool:
    """Write a copy of a PDF without what acts, without its form, signatures and protection.

    Returns whether nothing that acts is left. Raises what pikepdf does for a broken file.
    """
    with pikepdf.open(source, attempt_recovery=False) as pdf:
        if Name.AcroForm in pdf.Root:
            _flatten(pdf)
        _keep(pdf.Root, IN_CATALOG)
        if isinstance(pdf.Root.get("/Names"), Dictionary):
            _keep(pdf.Root.Names, IN_NAMES)
        for page in pdf.pages:
            _keep(page.obj, IN_PAGE)
            if Name.Annots in page.obj:
                page.obj.Annots = Array([a for a in annotations(page) if _may_stay(a)])
        for thing in pdf.objects:
            for table in tables(thing):
                _calm(table)
        pdf.save(target)
    with pikepdf.open(target) as cleaned:
        return not any(
            True for thing in cleaned.objects for table in tables(thing) for _ in faults(table)
        )


def _flatten(pdf: Pdf) -> None:
    """Make what fields show a part of their page; the signature that is seen stays seen."""
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _keep(table: Object, listed: frozenset[str]) -> None:
    for key in [key for key in table.keys() if key not in listed]:  # noqa: SIM118 -- no mapping
        del table[key]


def _may_stay(annotation: Object) -> bool:
    return str(annotation.get("/Subtype", "")) in ANNOTATIONS


def _calm(table: Object) -> None:
    """Take out of one dictionary, wherever it lies, what does something by itself."""
    signed = ("/FT", "/V", "/ByteRange") if is_signature(table) else ()
    for key in (*KEYS, "/PA", "/AF", *signed):
        if key in table:
            del table[key]
    for key in ("/A", "/OpenAction", "/Next"):
        if isinstance(table.get(key), Dictionary | Array) and not _is_harmless(table[key]):
            del table[key]


def _is_harmless(action: Object) -> bool:
    """Whether an action only goes to a page or to an address; an attribute of tags is none."""
    if isinstance(action, Array):
        return all(_is_harmless(one) for one in action.as_list() if isinstance(one, Dictionary))
    kind = action.get("/S")
    if kind == Name.URI:
        return strange_scheme(str(action.get("/URI", ""))) is None
    return kind is None or kind == Name.GoTo
