"""``export`` and ``import`` as an agent types them. All facts are invented."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from avenant_builder.sheets.columns import HEADERS
from built import copy_loire
from command_line import avenant, plain


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_loire(tmp_path_factory.mktemp("tableur") / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


def test_from_the_workbook_to_the_journal(space: Path) -> None:
    done = avenant("export", "suivi.xlsx", cwd=space)
    assert done.returncode == 0, done.stderr
    assert plain(done.stdout).strip() == "suivi.xlsx : 20 sièges."
    path = space / "suivi.xlsx"
    book = load_workbook(path)
    book["Suivi"].cell(2, HEADERS.index("Envoyé le") + 1).value = date(2019, 2, 1)
    book.save(path)

    shown = avenant("import", "suivi.xlsx", cwd=space)
    assert shown.returncode == 0, shown.stderr
    assert "+ CAF-1 : envoyé pour signature, 01/02/2019" in plain(shown.stdout)
    assert "Rien n’est encore écrit" in shown.stdout
    assert not (space / "data/2019/journal.jsonl").exists()

    written = avenant("import", "suivi.xlsx", "--yes", "--by", "Ada", cwd=space)
    assert written.returncode == 0, written.stderr
    assert "Journal : n° 1 · " in plain(written.stdout)

    again = avenant("import", "suivi.xlsx", "--yes", cwd=space)
    assert "Rien à enregistrer." in again.stdout

    book["Suivi"].cell(2, HEADERS.index("Envoyé le") + 1).value = date(2019, 2, 2)
    book.save(path)
    other = avenant("import", "suivi.xlsx", "--yes", cwd=space)
    assert other.returncode == 0
    assert "--undo 1" in plain(other.stderr) and "Rien à enregistrer." in other.stdout


def test_a_workbook_with_faults_stops_with_each_named(space: Path) -> None:
    avenant("export", "faux.xlsx", cwd=space)
    book = load_workbook(space / "faux.xlsx")
    book["Suivi"].cell(3, HEADERS.index("Envoyé le") + 1).value = "31/02/2019"
    book["Suivi"].cell(4, HEADERS.index("Envoyé le") + 1).value = "=A1"
    book.save(space / "faux.xlsx")
    done = avenant("import", "faux.xlsx", "--yes", cwd=space)
    assert done.returncode == 10
    assert "faux.xlsx:3 « Envoyé le »" in plain(done.stderr)
    assert "faux.xlsx:4 « Envoyé le »" in plain(done.stderr)
    assert "Traceback" not in done.stderr
