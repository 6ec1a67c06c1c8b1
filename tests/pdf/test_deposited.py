"""What stops a PDF from being deposited, and what does not. The files are made for it."""

from pathlib import Path

import pytest
from pikepdf import Encryption, Pdf

from avenant_builder.pdf.deposited import PdfFacts, look_into
from bad_documents import pdf, with_script, with_signature


def small_page(made: Pdf) -> None:
    made.add_blank_page(page_size=(20, 20))


def no_page(made: Pdf) -> None:
    del made.pages[0]


def facts(folder: Path, content: bytes) -> PdfFacts:
    path = folder / "acte.pdf"
    path.write_bytes(content)
    return look_into([path, path])[path]


def test_a_sound_pdf_of_any_page_size(tmp_path: Path) -> None:
    assert facts(tmp_path, pdf()) == PdfFacts(pages=1, faults=())
    assert facts(tmp_path, pdf(small_page)) == PdfFacts(pages=2, faults=())


def test_a_digital_signature_is_told(tmp_path: Path) -> None:
    assert facts(tmp_path, pdf(with_signature)) == PdfFacts(pages=1, faults=(("signed", ""),))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "not-pdf"),
        (b"PK\x03\x04 un fichier Word", "not-pdf"),
        (b"%PDF-1.7 et puis rien", "broken"),
        (pdf()[:-200], "broken"),
        (pdf(no_page), "empty"),
        (pdf(encryption=Encryption(owner="x", user="x")), "encrypted"),
        (pdf(encryption=Encryption(owner="x", user="")), "restricted"),
        (pdf(with_script), "active"),
    ],
)
def test_what_stops_a_deposit(tmp_path: Path, content: bytes, kind: str) -> None:
    found = facts(tmp_path, content)
    assert kind in {fault for fault, _ in found.faults}
