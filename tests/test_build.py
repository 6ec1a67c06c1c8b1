"""The whole build, by the real command and the real engine, read as its readers will."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination

from avenant_builder.context import signature_blocks
from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.dossier import Dossier
from built import Built, build_there, copy_loire
from command_line import avenant
from goldens import assert_approved
from reference_lines import expected_lines, lines_not_found, running_text
from verapdf import Flavour, failures

PAGE_NUMBER = re.compile(r"page (\d+) / (\d+)")


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, as poppler reads it: neither our reader nor our writer."""
    answer = subprocess.run(
        ["pdftotext", "-raw", pdf, "-"], capture_output=True, encoding="utf-8", check=True
    )
    return answer.stdout.split("\f")[:-1]


def plain(text: str) -> str:
    """A text with one ordinary space wherever there is space."""
    return " ".join(text.split())


def compact(text: str) -> str:
    """A text without spaces: where a line ends is nobody's words."""
    return "".join(text.split())


def loire_dossier(root: Path) -> Dossier:
    dossier, _ = read_dossier(root, 2019)
    assert dossier is not None
    return dossier


def test_every_line_of_the_original_is_there_in_order(loire: Built) -> None:
    printed = running_text(page_texts(loire.target / "dossier.pdf"))
    assert lines_not_found(expected_lines(), printed) == ()


def test_nineteen_bodies_sign_in_twenty_blocks_in_order(loire: Built) -> None:
    dossier = loire_dossier(loire.root)
    blocks = signature_blocks(dossier)
    assert len(blocks) == 20
    assert len({seat.body for seat in dossier.seats}) == 19
    text = compact(running_text(page_texts(loire.target / "dossier.pdf")))
    position = 0
    for block in blocks:
        whole = compact(f"{block.heading} {block.title} {block.name}")
        position = text.index(whole, position) + len(whole)


@pytest.mark.parametrize("flavour", ["PDFA_2_B", "PDFUA_1"])
def test_every_pdf_of_ours_is_archivable_and_accessible(loire: Built, flavour: Flavour) -> None:
    faults = {pdf.name: failures(pdf, flavour) for pdf in sorted(loire.target.glob("*.pdf"))}
    assert len(faults) == 9
    assert not {name: found for name, found in faults.items() if found}


@pytest.mark.parametrize("flavour", ["PDFA_2_B", "PDFUA_1"])
def test_so_are_those_of_another_agreement(second: Built, flavour: Flavour) -> None:
    faults = {pdf.name: failures(pdf, flavour) for pdf in sorted(second.target.glob("*.pdf"))}
    assert len(faults) == 6
    assert not {name: found for name, found in faults.items() if found}


def test_the_same_data_give_the_same_bytes_anywhere(loire: Built, tmp_path: Path) -> None:
    elsewhere = copy_loire(tmp_path / "un autre endroit, accentué")
    other = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}
    again = build_there(elsewhere, 2019, AVENANT_CACHE="", **other)
    made = digests(again.target)
    assert made == digests(loire.target)
    for path in again.target.iterdir():
        path.unlink()
    remembered = build_there(elsewhere, 2019)
    assert digests(remembered.target) == made


def digests(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
    }


def test_the_manifest_knows_every_file(loire: Built) -> None:
    manifest = json.loads((loire.target / "manifeste.json").read_text("utf-8"))
    named = {entry["nom"]: entry["sha256"] for entry in manifest["fichiers"]}
    found = digests(loire.target)
    del found["manifeste.json"]
    assert named == found
    inputs = {entry["path"] for entry in manifest["donnees"]}
    assert {"signatories.csv", "data/bodies.csv", "templates/fiche.docx"} <= inputs
    for entry in manifest["donnees"]:
        content = (loire.root / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_nothing_of_the_machine_is_in_the_results(loire: Built) -> None:
    """No path, no temporary folder, in any file or in the streams of the PDFs."""
    words = (str(loire.root), "/tmp/", "avenant-builder-", ".travail-")
    for file in loire.target.iterdir():
        content = file.read_bytes()
        assert not [word for word in words if word.encode() in content], file.name


@pytest.mark.parametrize("name", ["annexes.pdf", "dossier.pdf"])
def test_pages_have_one_number_and_the_contents_use_it(loire: Built, name: str) -> None:
    texts = page_texts(loire.target / name)
    for number, text in enumerate(texts, start=1):
        assert PAGE_NUMBER.findall(text) == [(str(number), str(len(texts)))]
    reader = PdfReader(loire.target / name)
    assert reader.page_labels == [str(number) for number in range(1, len(texts) + 1)]
    contents = plain(" ".join(texts[:2]))
    for title, page in outline(reader):
        if re.match(r"(Avenant|Annexe|Fiche) ", title):
            line = re.compile(rf"{re.escape(plain(title))}[ .]*{page}(?!\d)")
            assert line.search(contents), f"{title} … {page}"


def outline(reader: PdfReader) -> Iterator[tuple[str, int]]:
    """Title and page of each bookmark, all levels, in order."""
    waiting: list[Any] = list(reader.outline)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, Destination):
            page = reader.get_destination_page_number(item)
            assert page is not None
            yield str(item.title), page + 1
        else:
            waiting[:0] = item


def test_no_heading_stands_alone_at_the_foot_of_a_page(loire: Built) -> None:
    headings = {plain(title) for title, _ in outline(PdfReader(loire.target / "dossier.pdf"))}
    assert "Mise en œuvre" in headings
    for number, text in enumerate(page_texts(loire.target / "dossier.pdf"), start=1):
        lines = [plain(line) for line in text.splitlines() if plain(line)]
        *_, last = (line for line in lines if not PAGE_NUMBER.fullmatch(line))
        assert last not in headings, f"page {number}"


@pytest.mark.parametrize("name", ["dossier", "avenant", "fiche-3"])
def test_the_pages_read_as_they_were_last_approved(
    loire: Built, name: str, pytestconfig: pytest.Config
) -> None:
    """The text page by page; ``pytest --approve`` writes it anew, for a person to review."""
    pages = page_texts(loire.target / f"{name}.pdf")
    shown = "".join(f"── page {n} ──\n{text.strip()}\n" for n, text in enumerate(pages, start=1))
    if name == "dossier":
        reader = PdfReader(loire.target / "dossier.pdf")
        shown = "".join(f"{page:>3}  {title}\n" for title, page in outline(reader))
    assert_approved(f"{name}-2019.txt", shown, pytestconfig)


def test_word_documents_stand_beside_the_pdfs(loire: Built) -> None:
    words = {file.stem for file in loire.target.glob("*.docx")}
    assert words == {"avenant", "annexe-2", *(f"fiche-{number}" for number in range(1, 6))}
    for file in loire.target.glob("*.docx"):
        document = Document(str(file))
        assert document.core_properties.title
        assert "{{" not in document.element.xml


def test_another_agreement_is_built_from_its_own_data_and_models(second: Built) -> None:
    """Its bodies, labels, headings, variables and annexes: nothing of the Loire's."""
    text = compact(running_text(page_texts(second.target / "dossier.pdf")))
    dossier, problems = read_dossier(second.root, 2031)
    assert dossier is not None
    assert not problems
    assert len({seat.body for seat in dossier.seats}) == 3
    position = 0
    for block in signature_blocks(dossier):
        whole = compact(f"{block.heading} {block.title} {block.name}")
        position = text.index(whole, position) + len(whole)
    for fiche in dossier.fiches:
        for row in fiche.rows:
            assert compact(f"{row.label} {row.value}") in text
        for section in fiche.sections:
            for block_of_text in section.body.blocks:
                assert compact(block_of_text.text) in text
    for word in ("Loire", "SDAVS", "Saint-Etienne", "centres sociaux"):
        assert compact(word) not in text


def with_annex(root: Path, pdf: bytes) -> Path:
    """The workspace with one more annex, a PDF supplied by an invented partner."""
    folder = root / "data" / "2019" / "annexes"
    folder.mkdir(exist_ok=True)
    (folder / "convention.pdf").write_bytes(pdf)
    facts = root / "data" / "2019" / "avenant.toml"
    text = facts.read_text("utf-8")
    annex = '[[annexes]]\ntitre = "Convention inventée"\nfichier = "convention.pdf"\n\n[fiches]'
    facts.write_text(text.replace("\n[fiches]\n", f"\n{annex}\n", 1), "utf-8")
    return root


def claims(built: Built, name: str) -> tuple[bool, bool, list[str]]:
    manifest = json.loads((built.target / "manifeste.json").read_text("utf-8"))
    [bundle] = [bundle for bundle in manifest["recueils"] if bundle["nom"] == name]
    return bundle["pdf_a_2b"], bundle["pdf_ua_1"], bundle["remarques"]


def test_a_partner_s_scan_is_taken_in_and_the_claims_are_given_up(tmp_path: Path) -> None:
    scan = BytesIO()
    Image.new("RGB", (600, 800), "white").save(scan, "PDF")
    root = with_annex(copy_loire(tmp_path / "loire"), scan.getvalue())
    (root / "data/2019/annexes/note.txt").write_text("Pas une annexe (inventé).", "utf-8")
    built = build_there(root, 2019)
    manifest = json.loads((built.target / "manifeste.json").read_text("utf-8"))
    inputs = {entry["path"] for entry in manifest["donnees"]}
    assert {path for path in inputs if "annexes" in path} >= {"data/2019/annexes/convention.pdf"}
    assert "data/2019/annexes/note.txt" not in inputs
    texts = page_texts(built.target / "dossier.pdf")
    assert plain(texts[-1]) == f"page {len(texts)} / {len(texts)}"
    assert "Annexe 3 – Convention inventée" in plain(texts[1])
    archivable, accessible, remarks = claims(built, "dossier.pdf")
    assert (archivable, accessible) == (False, False)
    assert all("Convention inventée" in remark for remark in remarks)
    assert len(remarks) == 2
    assert failures(built.target / "avenant.pdf", "PDFUA_1") == []


def test_a_partner_s_accessible_pdf_keeps_the_claims(loire: Built, tmp_path: Path) -> None:
    supplied = (loire.target / "fiche-3.pdf").read_bytes()
    built = build_there(with_annex(copy_loire(tmp_path / "loire"), supplied), 2019)
    assert claims(built, "dossier.pdf") == (True, True, [])
    for flavour in ("PDFA_2_B", "PDFUA_1"):
        assert failures(built.target / "dossier.pdf", flavour) == []


def test_a_signature_block_cut_in_two_stops_the_build(loire: Built, tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "loire")
    shutil.copytree(loire.target, root / "output" / "2019")
    before = digests(root / "output" / "2019")
    model = Document(str(root / "templates" / "avenant.docx"))
    for flag in list(model.element.iter(qn("w:cantSplit"))):
        flag.getparent().remove(flag)
    for paragraph in model.element.iter(qn("w:p")):
        if ".nom }}" in "".join(text.text or "" for text in paragraph.iter(qn("w:t"))):
            Paragraph(paragraph, model._body).paragraph_format.space_before = Pt(500)
    model.save(str(root / "templates" / "avenant.docx"))
    answer = avenant("--workspace", root, "build")
    assert answer.returncode == 14
    assert "est coupé entre les pages" in answer.stderr
    assert digests(root / "output" / "2019") == before
    assert sorted(path.name for path in (root / "output").iterdir()) == ["2019"]
