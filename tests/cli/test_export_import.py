"""``export`` and ``import`` as an agent types them. All facts are invented."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from avenant_builder.sheets.columns import HEADERS
from built import copy_loire
from command_line import ENTRY, avenant, environment, plain, python


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


def filled(space: Path, name: str) -> Path:
    """A workbook with a date of sending typed for every seat."""
    avenant("export", name, cwd=space)
    book = load_workbook(space / name)
    for line in range(2, 22):
        book["Suivi"].cell(line, HEADERS.index("Envoyé le") + 1).value = date(2019, 2, 1)
    book.save(space / name)
    return space / name


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_of_an_import(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="only where files can be limited")
    space = copy_loire(tmp_path / "espace")
    told = ("record", "CAF-1", "note", "--on", "01/02/2019", "--note", "inventé")
    assert avenant(*told, cwd=space).returncode == 0
    filled(space, "suivi.xlsx")
    journal = space / "data/2019/journal.jsonl"
    before = journal.read_bytes()
    most = len(before) + 1000
    limited = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({most}, {most})); {ENTRY}"
    done = python(limited, "import", "suivi.xlsx", "--yes", cwd=space)
    assert done.returncode == 17, done.stderr
    assert "le disque est plein" in plain(done.stderr)
    assert journal.read_bytes() == before
    again = avenant("import", "suivi.xlsx", "--yes", cwd=space)
    assert "20 événements enregistrés : n° 2 à n° 21." in plain(again.stdout)
    assert avenant("journal", "--verify", cwd=space).returncode == 0


def test_four_who_import_the_same_workbook_at_once_write_each_fact_once(tmp_path: Path) -> None:
    space = copy_loire(tmp_path / "espace")
    filled(space, "suivi.xlsx")
    command = [sys.executable, "-c", ENTRY, "import", "suivi.xlsx", "--yes"]
    runs = [
        subprocess.Popen(command, cwd=space, env=environment(), stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [run.wait(timeout=100) for run in runs] == [0] * 4
    lines = (space / "data/2019/journal.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 20
    assert avenant("journal", "--verify", cwd=space).returncode == 0
    assert "Rien à enregistrer." in avenant("import", "suivi.xlsx", cwd=space).stdout


def test_a_csv_of_french_excel_is_read_and_its_formulas_refused(tmp_path: Path) -> None:
    space = copy_loire(tmp_path / "espace")
    cells = {"Siège": "ROANNE", "Acte adopté le": "14/02/2019", "N° de l’acte": "DEL_7"}
    path = space / "suivi.csv"

    def save(cells: dict[str, str]) -> None:
        rows = [";".join(HEADERS), ";".join(cells.get(name, "") for name in HEADERS)]
        path.write_bytes("\r\n".join(rows).encode("cp1252"))

    save(cells)
    done = avenant("import", "suivi.csv", cwd=space)
    assert done.returncode == 0, done.stderr
    assert "+ ROANNE : acte adopté, 14/02/2019, DEL_7" in plain(done.stdout)
    save({**cells, "Acte adopté le": "=AUJOURDHUI()", "Signé par": "@somme"})
    done = avenant("import", "suivi.csv", "--yes", cwd=space)
    assert done.returncode == 10
    assert plain(done.stderr).count("commence comme une formule") == 2
    assert not (space / "data/2019/journal.jsonl").exists()


KILLED = """
import os, signal, sys
from avenant_builder.cli.main import main

def dying(event, args):
    if event == "os.remove" and "openpyxl" in str(args[0]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(dying)
main()
"""


def test_a_killed_export_leaves_no_temporary_file_for_good(space: Path, tmp_path: Path) -> None:
    command = ("export", str(tmp_path / "suivi.xlsx"))
    aside = tmp_path / "tmp"
    aside.mkdir()
    assert python(KILLED, *command, cwd=space, TMPDIR=str(aside)).returncode < 0
    assert list(aside.iterdir()) and not (tmp_path / "suivi.xlsx").exists()
    assert avenant(*command, cwd=space, TMPDIR=str(aside)).returncode == 0
    assert list(aside.iterdir()) == []
