"""A first workspace proposed from an agreement that was not made with the tool."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from avenant_builder.errors import OutputFault, ProblemsFound, WorkspaceMissing
from avenant_builder.files.dossier import read_dossier
from avenant_builder.first_import import proposed_year, read_proposal, write_proposal
from avenant_builder.model.body import Category
from avenant_builder.problems import Severity
from avenant_builder.proposal.found import Proposal, Trust
from avenant_builder.proposal.lines import text_lines
from avenant_builder.proposal.propose import propose
from built import Built
from command_line import avenant, plain

REFERENCE = Path(__file__).parent / "reference/avenant-2019.txt"
WORD = re.compile(r"\w{2,}")
INVENTED = """AVENANT N° 3

CONVENTION INVENTÉE DES JEUNES

Article 1

Le présent avenant court du 1er mars 2031 au 28 février 2032.

Pour la Ville d'Inventeville,
La Maire,
Ada INVENTÉE

Pour le Syndicat mixte du Lac,
Le Président,
Bob FICTIF

La Directrice,
Zoé IMAGINAIRE

Un mot que rien n'explique.
Reçu en préfecture le 02/03/2031
"""


@pytest.fixture(scope="module")
def loire_text() -> Proposal:
    return read_proposal(REFERENCE)


def counts(found: Proposal) -> tuple[int, ...]:
    return tuple(map(len, (found.bodies, found.seats, found.fiches, found.annexes)))


def test_the_text_of_2019(loire_text: Proposal) -> None:
    assert counts(loire_text) == (19, 20, 5, 2)
    facts = {field.name: field.value for field in loire_text.fields}
    assert facts["numero"] == "1"
    assert facts["comite_de_pilotage"] == "26 novembre 2018"
    assert (facts["du"], facts["au"]) == ("1er janvier 2019", "31 décembre 2019")
    assert facts["nombres"] == "47;centres sociaux;18;espaces de vie sociale"
    assert [len(one.fiche.rows) for one in loire_text.fiches] == [4] * 5
    assert [len(one.fiche.sections) for one in loire_text.fiches] == [6] * 5
    assert [one.fiche.axis for one in loire_text.fiches] == ["1", "1", "2", "3", "4"]


def test_the_stamp_is_evidence_and_no_text(loire_text: Proposal) -> None:
    assert len(loire_text.stamps) == 4
    assert "042-214201865-20190131-DEL_2019_006-DE" in loire_text.stamps[3]
    for one in loire_text.fiches:
        for section in one.fiche.sections:
            assert not any("préfecture" in block.text for block in section.body.blocks)


def test_no_word_of_the_document_is_lost(loire_text: Proposal, tmp_path: Path) -> None:
    root = tmp_path / "espace"
    names = write_proposal(loire_text, root, year=2019)
    files = [name for name in names if not name.endswith("README.md") and "templates" not in name]
    written = set(WORD.findall(" ".join((root / name).read_text("utf-8-sig") for name in files)))
    text = re.sub(r"\^\{(\w+)\}", r"\1", REFERENCE.read_text("utf-8"))
    said = set(WORD.findall(re.sub(r"[*]+|</?i>", " ", text)))
    # « Liste des ANNEXES » and « GROUPE DE TRAVAIL » say what the rest is.
    assert said - written <= {"Liste", "des", "ANNEXES", "GROUPE", "TRAVAIL", "AXE", "AVENANT"}


def test_what_is_written_is_a_workspace_to_read_again(loire_text: Proposal, tmp_path: Path) -> None:
    root = tmp_path / "espace"
    write_proposal(loire_text, root, year=proposed_year(loire_text, 2000))
    dossier, faults = read_dossier(root, 2019)
    assert dossier is not None
    assert [p for p in faults if p.severity is Severity.ERROR] == []
    assert (len(dossier.bodies), len(dossier.seats), len(dossier.fiches)) == (19, 20, 5)
    assert dossier.avenant.draft
    first = loire_text.fiches[0].fiche
    assert [s.title for s in dossier.fiches[0].sections] == [s.title for s in first.sections]
    assert dossier.fiches[2].rows == loire_text.fiches[2].fiche.rows
    table = (root / "proposition.csv").read_text("utf-8-sig")
    assert "fiche 5;Créer un réseau AVS;probable;" in table
    assert "Commune d'Ambierle" in (root / "a-trier.md").read_text("utf-8")


def test_the_word_files_give_the_same(loire: Built, tmp_path: Path) -> None:
    """The avenant and its fiches in one Word document, as a partner would hand it over."""
    whole = docx.Document(str(loire.target / "avenant.docx"))
    for number in range(1, 6):
        part = docx.Document(str(loire.target / f"fiche-{number}.docx"))
        for block in list(part.element.body)[:-1]:
            whole.element.body.insert(len(whole.element.body) - 1, block)
    path = tmp_path / "ancien.docx"
    whole.save(str(path))
    found = read_proposal(path)
    assert counts(found) == (19, 20, 5, 2)
    assert [seat.last_name for seat in found.seats[:4]] == [
        "HENRI-BOUGREAU",
        "LARGERON",
        "ZIEGLER",
        "RICHARD",
    ]
    assert [len(one.fiche.rows) for one in found.fiches] == [4] * 5


def test_another_agreement_owes_nothing_to_the_loire() -> None:
    found = propose(text_lines(INVENTED))
    assert [(body.id, body.category) for body in found.bodies] == [
        ("inventeville", Category.COMMUNE),
        ("syndicat-mixte-du-lac", Category.SYNDICAT),
    ]
    assert [seat.id for seat in found.seats] == [
        "INVENTEVILLE",
        "SYNDICAT-MIXTE-DU-LAC-1",
        "SYNDICAT-MIXTE-DU-LAC-2",
    ]
    assert found.seats[2].first_name == "Zoé"
    assert found.value("titre") == "CONVENTION INVENTÉE DES JEUNES"
    assert proposed_year(found, 2000) == 2032
    assert found.stamps == ("Reçu en préfecture le 02/03/2031",)
    assert "Un mot que rien n'explique." in [text for _, text in found.unplaced]
    assert {field.trust for field in found.fields} <= set(Trust)


def test_a_text_that_is_no_agreement_is_all_to_sort() -> None:
    found = propose(text_lines("Bonjour,\nà demain.\n"))
    assert counts(found) == (0, 0, 0, 0)
    assert [text for _, text in found.unplaced] == ["Bonjour,", "à demain."]


def test_the_command_shows_then_writes_and_replaces_nothing(tmp_path: Path) -> None:
    target = tmp_path / "neuf"
    args = ("import", "--new", REFERENCE, "--to", target)
    shown = avenant(*args, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "19 organismes, 20 sièges, 5 fiches, 2 annexes" in plain(shown.stdout)
    assert not target.exists()
    done = avenant(*args, "--yes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    checked = avenant("--workspace", target, "check")
    assert checked.returncode == 10
    assert "À REMPLIR" in checked.stdout + checked.stderr
    again = avenant(*args, "--yes", cwd=tmp_path)
    assert again.returncode == 17
    assert "Traceback" not in again.stderr


def test_other_files_are_refused(tmp_path: Path, loire_text: Proposal) -> None:
    pdf = tmp_path / "ancien.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    with pytest.raises(WorkspaceMissing, match=r"ni un \.docx ni un \.txt"):
        read_proposal(pdf)
    with pytest.raises(ProblemsFound):
        read_proposal(tmp_path / "absent.txt")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    wrong = tmp_path / "faux.docx"
    wrong.write_bytes(stream.getvalue())
    with pytest.raises(ProblemsFound):
        read_proposal(wrong)
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein/fichier").write_text("à moi", "utf-8")
    with pytest.raises(OutputFault):
        write_proposal(loire_text, tmp_path / "plein", year=2019)
