"""A finished PDF: the same bytes everywhere, valid, and saying what it is."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.finish import finish
from avenant_builder.pdf.office import convert
from command_line import python
from pdf_samples import sample_document
from verapdf import failures

TITLE = "Avenant inventé n° 1 : « l’été » & <l’hiver>"
DAY = date(2019, 1, 1)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented document with headings, bullets, a table, a link and a picture."""
    path = tmp_path_factory.mktemp("finish") / "avenant.docx"
    sample_document(TITLE, pages=2).save(str(path))
    return path


@pytest.fixture(scope="module")
def converted(sample: Path, engine: Engine) -> Path:
    folder = sample.parent
    [pdf] = convert([sample], engine=engine, target=folder / "brut", work=folder / "w")
    return pdf


@pytest.fixture
def draft(converted: Path, tmp_path: Path) -> Path:
    """A copy of the converted document, to be finished."""
    return Path(shutil.copy(converted, tmp_path))


@pytest.fixture
def finished(draft: Path) -> Path:
    finish(draft, title=TITLE, dated=DAY)
    return draft


PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from avenant_builder.pdf.finish import finish
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.office import convert
from command_line import python
document, folder, title = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
[pdf] = convert([document], engine=find_engine(), target=folder, work=folder / "w")
finish(pdf, title=title, dated=date(2019, 1, 1))
"""


def test_bytes_depend_on_no_clock_zone_or_language(sample: Path, tmp_path: Path) -> None:
    results = []
    for zone, language in (("Pacific/Auckland", "C"), ("America/Los_Angeles", "fr_FR.UTF-8")):
        folder = tmp_path / language
        machine = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language}
        machine["PYTHONPATH"] = os.pathsep.join(sys.path)
        command = [sys.executable, "-X", "utf8", "-c", PROGRAM, str(sample), str(folder), TITLE]
        subprocess.run(command, env=machine, check=True)
        results.append((folder / "avenant.pdf").read_bytes())
    assert results[0] == results[1]


def test_finishing_twice_changes_nothing(finished: Path) -> None:
    before = finished.read_bytes()
    finish(finished, title=TITLE, dated=DAY)
    assert finished.read_bytes() == before


def test_it_says_what_it_is(finished: Path) -> None:
    reader = PdfReader(finished)
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE
    assert reader.metadata.creation_date_raw == reader.metadata.modification_date_raw
    assert reader.metadata.creation_date_raw == "D:20190101000000Z"
    assert reader.metadata.author is None
    assert "X86" not in (reader.metadata.producer or "").upper()
    with pikepdf.open(finished) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": TITLE}


def test_every_link_has_words(finished: Path) -> None:
    links = [
        annotation.get_object()
        for page in PdfReader(finished).pages
        for annotation in page.get("/Annots", [])
    ]
    assert links
    assert all(link["/Contents"] for link in links)


def test_it_is_valid_pdf_a_and_pdf_ua(finished: Path, engine: Engine) -> None:
    assert failures(finished, "PDFA_2_B") == []
    if engine.supports_ua:
        assert failures(finished, "PDFUA_1") == []


def test_an_older_engine_claims_pdf_a_and_no_ua(draft: Path) -> None:
    """LibreOffice 7 claims UA without the schema that PDF/A wants for the claim."""
    with pikepdf.open(draft, allow_overwriting_input=True) as pdf:
        pdf.docinfo.Producer = "LibreOffice 7.4.7.2 (X86_64)"
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
        before, _, rest = packet.partition("<pdfaExtension:schemas>")
        pdf.Root.Metadata.write((before + rest.partition("</pdfaExtension:schemas>")[2]).encode())
        pdf.save(draft)
    assert failures(draft, "PDFA_2_B")
    finish(draft, title=TITLE, dated=DAY)
    assert failures(draft, "PDFA_2_B") == []
    with pikepdf.open(draft) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


# XML has no place for control characters and surrogates: data that holds them is refused.
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
titles = st.text(characters, min_size=1).filter(str.strip)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=titles)
def test_a_title_is_kept_whole(title: str, draft: Path) -> None:
    finish(draft, title=title, dated=DAY)
    with pikepdf.open(draft) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.docinfo.Title) == title
        assert metadata.get("dc:title", "") == title


def test_a_file_that_is_no_pdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "faux.pdf"
    path.write_bytes(b"%PDF-1.7 rien")
    with pytest.raises(ConversionFailed, match=r"« faux\.pdf »"):
        finish(path, title=TITLE, dated=DAY)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_an_error_and_not_the_end_of_the_process() -> None:
    """In a process of its own: qpdf ends the one where a stream of ours raises."""
    code = (
        "import errno, pikepdf, sys\n"
        "from pathlib import Path\n"
        "from avenant_builder.pdf.finish import write\n"
        "pdf = pikepdf.new()\n"
        "pdf.add_blank_page()\n"
        "pdf.Root.Bourrage = pdf.make_stream(bytes(range(256)) * 4096)\n"
        "try:\n"
        "    write(pdf, Path('/dev/full'))\n"
        "except OSError as fault:\n"
        "    sys.exit(40 if fault.errno == errno.ENOSPC else 41)\n"
    )
    assert python(code).returncode == 40
