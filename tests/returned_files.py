"""Files as they may come back: honest, and all the ways in which they are not."""

from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject


def painted_over(pdf: bytes, page: int, text: str = "") -> bytes:
    """An incremental update that paints a white patch on a page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    patch = generic.StreamObject(stream_data=b"q 1 g 60 400 480 120 re f Q\n")
    writer.add_stream_to_page(page - 1, writer.add_object(patch))
    return _written(writer)


def with_comment(pdf: bytes, page: int, kind: str = "/FreeText") -> bytes:
    """An incremental update that adds a comment, which shows or does not."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    comment = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name(kind),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (50, 700, 300, 730))
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("Sous réserve de l’article 2"),
            generic.pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf 1 0 0 rg"),
            generic.pdf_name("/F"): generic.NumberObject(4),
        }
    )
    writer.register_annotation(_page(writer, page), writer.add_object(comment))
    return _written(writer)


def with_page_added(pdf: bytes) -> bytes:
    """An incremental update that adds a page, as services with a « page of proof » do."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    content = writer.add_object(generic.StreamObject(stream_data=b"0 0 10 10 re f"))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))
    return _written(writer)


def followed_by_another(pdf: bytes) -> bytes:
    """Our bytes, then a whole other document that knows nothing of them."""
    other = pikepdf.new()
    other.add_blank_page()
    page = other.pages[0]
    page.Contents = other.make_stream(b"0.9 g 50 50 300 300 re f")
    field = other.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("ROANNE"),
            Rect=Array([50, 50, 250, 110]),
            F=132,
            P=page.obj,
        )
    )
    page.Annots = Array([field])
    other.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    buffer = BytesIO()
    other.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return pdf + _shifted(buffer.getvalue(), len(pdf))


def _shifted(pdf: bytes, by: int) -> bytes:
    """A PDF with a plain cross-reference, made to lie further in its file."""
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    body, tail = pdf[:start], pdf[start:]
    lines = [
        b"%010d%s" % (int(line[:10]) + by, line[10:]) if line.endswith((b" n ", b" n")) else line
        for line in tail.split(b"\n")
    ]
    moved = b"\n".join(lines)
    return body + moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + by))


def shown_in_another_field(pdf: bytes, field: str, other: str) -> bytes:
    """The signature of a field put into another besides."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fields = {str(one.get_object()["/T"]): one for one in writer.root["/AcroForm"]["/Fields"]}
    value = fields[field].get_object().raw_get("/V")
    fields[other].get_object()["/V"] = value
    writer.mark_update(fields[other])
    return _written(writer)


def resaved(pdf: bytes) -> bytes:
    """Opened and saved by a tool that writes it anew."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(buffer)
    return buffer.getvalue()


def printed(pdf: Path, to: Path) -> Path:
    """« Imprimer au format PDF »: pages drawn anew, without what they carried."""
    import subprocess

    subprocess.run(["pdftocairo", "-pdf", str(pdf), str(to)], check=True, capture_output=True)
    return to


def _page(writer: IncrementalPdfFileWriter, number: int) -> generic.IndirectObject:
    parent, rank, _ = writer.find_page_container(number - 1)
    page: generic.IndirectObject = parent.get_object()["/Kids"].raw_get(rank)
    return page


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
