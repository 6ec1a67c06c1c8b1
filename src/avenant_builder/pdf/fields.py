"""Put empty signature fields into a finished PDF, which stays what it claims to be."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from avenant_builder.model.signing import FieldPlan
from avenant_builder.pdf.finish import save
from avenant_builder.pdf.parts import opened
from avenant_builder.pdf.places import Box

PRINTED_AND_LOCKED = 132
"""Print (bit 3) and Locked (bit 8) of ISO 32000-1, 12.5.3: shown on paper, not to be moved."""
SIGNED_AND_APPENDED = 3
"""SignaturesExist and AppendOnly (12.7.2): later saves are added at the end.

Set from the start: the first signer would otherwise change it, and look as if he had changed more.
"""


def add_signature_fields(
    source: Path, target: Path, fields: Sequence[tuple[FieldPlan, Box]]
) -> None:
    """Write `source` with its fields into `target`, in one revision, always the same bytes.

    Raises ConversionFailed for a file that is no PDF.
    """
    with opened(source) as pdf:
        form = pdf.Root.get("/AcroForm")
        if form is None:
            form = pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array()))
        form.SigFlags = SIGNED_AND_APPENDED
        widgets = [_field(pdf, plan, box) for plan, box in fields]
        form.Fields.extend(widgets)
        _tag(pdf, widgets)
        save(pdf, target)


def _field(pdf: Pdf, plan: FieldPlan, box: Box) -> Object:
    page = pdf.pages[box.page - 1].obj
    width, height = box.right - box.left, box.top - box.bottom
    look = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, width, height])
    )
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(plan.name),
            TU=String(plan.tooltip),
            Rect=Array([box.left, box.bottom, box.right, box.top]),
            F=PRINTED_AND_LOCKED,
            P=page,
            AP=Dictionary(N=look),
        )
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    page.Tabs = Name.S
    return widget


def _tag(pdf: Pdf, widgets: Sequence[Object]) -> None:
    """Hang each field in the structure tree, where there is one (ISO 14289-1, 7.18.4)."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root:
        return
    document, key = root.K[0], int(root.get("/ParentTreeNextKey", 0))
    for widget in widgets:
        reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P)
        element = Dictionary(
            Type=Name.StructElem, S=Name.Form, P=document, K=reference, Alt=widget.TU
        )
        element = pdf.make_indirect(element)
        document.K.append(element)
        root.ParentTree.Nums.append(key)
        root.ParentTree.Nums.append(element)
        widget.StructParent = key
        key += 1
    root.ParentTreeNextKey = key


def field_boxes(pdf: Path) -> Mapping[str, Box]:
    """The signature fields of a PDF of ours and their places. Raises ConversionFailed."""
    with opened(pdf) as document:
        return {
            str(widget.T): _placed(number, widget.Rect)
            for number, page in enumerate(document.pages, start=1)
            for widget in page.obj.get("/Annots", Array())
            if widget.get("/FT") == Name.Sig
        }


def _placed(page: int, sides: Object) -> Box:
    left, bottom, right, top = (float(side) for side in sides)
    return Box(page=page, left=left, bottom=bottom, right=right, top=top)
