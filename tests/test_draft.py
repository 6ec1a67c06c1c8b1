"""A draft: « PROJET » on every page, what is to be filled in shown, nothing signed by mistake."""

import json
import shutil
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from avenant_builder.model.placeholder import placeholders
from avenant_builder.pdf.mark import mark_draft
from built import Built, copy_loire
from command_line import avenant, plain
from test_build import compact, page_texts
from verapdf import Flavour, failures

COMMITTEE = 'comite_de_pilotage = "[date à compléter]"'
DATE = "[date à compléter]"


def with_gaps(root: Path) -> None:
    """Take out of the Loire avenant what only people know, and add a supplied annex."""
    path = root / "data/2019/avenant.toml"
    text = path.read_text("utf-8")
    for old, new in (
        ('comite_de_pilotage = "26/11/2018"', COMMITTEE),
        ('agreees_au = "01/11/2018"', f'agreees_au = "{DATE}"'),
        ("nombre = 47", 'nombre = "[nombre à compléter]"'),
        (
            "\n# La carte, que",
            '\n[[annexes]]\ntitre = "Charte"\nfichier = "charte.pdf"\n\n# La carte, que',
        ),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory, loire: Built) -> Built:
    root = copy_loire(tmp_path_factory.mktemp("projet") / "espace")
    with_gaps(root)
    (root / "data/2019/annexes").mkdir()
    shutil.copy(loire.target / "fiche-2.pdf", root / "data/2019/annexes/charte.pdf")
    answer = avenant("--workspace", root, "build", "--draft", "--json", cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["projet"] is True
    return Built(root, root / "output/2019")


def test_every_page_says_that_it_is_a_draft(draft: Built) -> None:
    pages = page_texts(draft.target / "dossier.pdf")
    assert len(pages) == 15
    for number, page in enumerate(pages, start=1):
        # Poppler reads letters at an angle one by one.
        assert "PROJET" in compact(page), number


def test_a_word_document_bears_the_mark_of_word_itself_in_each_header(draft: Built) -> None:
    for path in sorted(draft.target.glob("*.docx")):
        for section in Document(str(path)).sections:
            header = section.header
            if not header.is_linked_to_previous:
                assert header.paragraphs[0].text.startswith("PROJET"), path.name
                assert 'string="PROJET"' in header.part.blob.decode(), path.name


def test_what_is_to_be_filled_in_is_yellow_and_nothing_else(draft: Built) -> None:
    yellow = [
        run.text
        for paragraph in Document(str(draft.target / "avenant.docx")).paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert [plain(text) for text in yellow] == [DATE, "[nombre à compléter]", DATE]


@pytest.mark.parametrize("flavour", ["PDFA_2_B", "PDFUA_1"])
def test_a_draft_is_archivable_and_accessible_all_the_same(draft: Built, flavour: Flavour) -> None:
    assert failures(draft.target / "dossier.pdf", flavour) == []


def test_check_lists_what_is_to_be_filled_in_and_build_refuses(draft: Built) -> None:
    check = avenant("--workspace", draft.root, "check", "--json")
    found = json.loads(check.stdout)
    gaps = [fault["colonne"] for fault in found["problemes"] if fault["regle"] == "R-TXT-04"]
    assert gaps == ["comite_de_pilotage", "structures.agreees_au", "structures.types.CS.nombre"]
    before = (draft.target / "manifeste.json").read_bytes()
    build = avenant("--workspace", draft.root, "build")
    assert (check.returncode, build.returncode) == (10, 10)
    assert f"il reste « {DATE} »" in plain(build.stderr)
    assert (draft.target / "manifeste.json").read_bytes() == before


def test_a_settled_text_after_a_draft_is_made_anew_without_the_mark(draft: Built) -> None:
    again = avenant("--workspace", draft.root, "build", "--draft")
    assert "Rien n’a changé" in plain(again.stdout)
    shutil.copy(Path(__file__).parents[1] / "data/2019/avenant.toml", draft.root / "data/2019")
    assert avenant("--workspace", draft.root, "build").returncode == 0
    assert not any("PROJET" in page for page in page_texts(draft.target / "avenant.pdf"))
    assert "projet" not in json.loads((draft.target / "manifeste.json").read_text("utf-8"))


@pytest.mark.parametrize("words", ["du texte [ à compléter", "un dossier à compléter", "à remplir"])
def test_a_sentence_is_not_a_gap(words: str) -> None:
    assert placeholders(words) == ()
    assert placeholders(f"{words}, puis [bilan à compléter]") == ("[bilan à compléter]",)


def test_marking_a_pdf_twice_gives_the_same_bytes(draft: Built, tmp_path: Path) -> None:
    made = []
    for name in ("un.pdf", "deux.pdf"):
        mark_draft(draft.root / "data/2019/annexes/charte.pdf", tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
