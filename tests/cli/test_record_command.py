"""``record``, ``journal`` and ``freeze`` as an agent types them. All facts are invented."""

import csv
import io
import json
import socket
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from built import copy_loire
from command_line import ENTRY, avenant, environment, plain, python

ADOPTED = ("rive-de-gier", "acte-adopte", "--on", "31/01/2019", "--number", "DEL_2019_006")


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where three facts were recorded, the last one undone."""
    root = copy_loire(tmp_path_factory.mktemp("suivi") / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    (root / "acte inventé.pdf").write_bytes(b"%PDF un acte invente")
    for arguments in (
        (*ADOPTED, "--file", "acte inventé.pdf", "--by", "Ada"),
        ("CAF-1", "signé sur papier", "--on", "mars 2019", "--no-file", "=vue", "--signer", "Bob"),
        ("--undo", "2", "--note", "erreur"),
    ):
        done = avenant("record", *arguments, cwd=root)
        assert done.returncode == 0, done.stderr
    return root


def test_what_was_recorded_is_said_with_the_head(space: Path) -> None:
    done = avenant("record", *ADOPTED, "--file", "acte inventé.pdf", cwd=space)
    first, second = plain(done.stdout).splitlines()
    assert first == (
        "Déjà enregistré sous le n° 1 : Rive-de-Gier : acte adopté, 31/01/2019, DEL_2019_006, "
        "pièce acte inventé.pdf. Rien n’a changé."
    )
    assert second.startswith("Journal : n° 3 · ")


def test_the_journal_is_listed_for_people(space: Path) -> None:
    lines = plain(avenant("journal", cwd=space).stdout).splitlines()
    assert "acte adopté — DEL_2019_006 ; pièce acte inventé.pdf" in lines[0]
    assert "mars 2019" in lines[1] and "signé sur papier (annulé) — Bob" in lines[1]
    assert "annulation du n° 2 — erreur" in lines[2]
    assert lines[3].startswith("Journal 2019 : 3 événements. n° 3 · ")


def test_the_journal_is_exported_for_programs_and_for_excel(space: Path) -> None:
    content = json.loads(avenant("journal", "--json", "--seat", "CAF-1", cwd=space).stdout)
    assert content["schema"] == 1 and content["tete"]["numero"] == 3
    signed, undone = content["evenements"]
    assert (signed["date"], signed["en_vigueur"], undone["annule"]) == ("2019-03", False, 2)
    table = avenant("journal", "--csv", cwd=space).stdout
    assert table.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff")), delimiter=";"))
    assert [row["date"] for row in rows][:2] == ["31/01/2019", "mars 2019"]
    assert rows[1]["sans_piece"] == "'=vue"


def test_a_noted_head_is_verified(space: Path) -> None:
    said = plain(avenant("journal", "--verify", cwd=space).stdout)
    assert said.startswith("Journal 2019 intact : 3 événements, 1 pièce relue.")
    head = said.strip().split(". ")[-1]
    assert avenant("journal", "--verify", "--head", head, cwd=space).returncode == 0
    wrong = avenant("journal", "--verify", "--head", f"2 {'0' * 12}", cwd=space)
    assert wrong.returncode == 19 and "réécrit" in wrong.stderr
    assert avenant("journal", "--head", head, cwd=space).returncode == 2
    assert avenant("journal", "--verify", "--head", "hier", cwd=space).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ROANNE", "envoye", "--on", "31/02/2019"), 2, "ce jour n’existe pas"),
        (("ROANNE", "envoye", "--on", "01/13/2019"), 2, "il n’y a pas de mois n° 13"),
        (("ROANNE", "envoye", "--on", "13/2019"), 2, "il n’y a pas de mois n° 13"),
        (("ROANNE", "envoye", "--on", "01/03/19"), 2, "quatre chiffres"),
        (("ROANNE", "envoye", "--on", "03/19"), 2, "quatre chiffres"),
        (("ROANNE", "envoye", "--on", "01/01/2199"), 10, "dans le futur"),
        (("ROANNE", "envoi", "--on", "01/01/2019"), 2, "Vouliez-vous dire « envoye » ?"),
        (("ROANE", "envoye", "--on", "01/01/2019"), 10, "Vouliez-vous dire « ROANNE » ?"),
        (("ROANNE", "envoye"), 2, "« --on DATE »"),
        (("ROANNE", "--undo", "1"), 2, "« --undo » se donne seul"),
        (("--undo", "99"), 10, "pas d’événement n° 99"),
    ],
)
def test_bad_input_is_a_french_sentence(
    space: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = (space / "data/2019/journal.jsonl").read_bytes()
    reason = () if "--undo" in arguments else ("--no-file", "essai")
    done = avenant("record", *arguments, *reason, cwd=space)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in plain(done.stderr) and "Traceback" not in done.stderr
    assert (space / "data/2019/journal.jsonl").read_bytes() == before


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk."""
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    (root / "page.pdf").write_bytes(b"une page inventee" * 10_000)
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9999, 9999)); {ENTRY}"
    facts = ("record", "ROANNE", "page-recue", "--on", "01/02/2019", "--file", "page.pdf")
    done = python(code, *facts, cwd=root)
    assert done.returncode == 17
    assert "le disque est plein : « page.pdf » n’a pas pu être écrit" in plain(done.stderr)
    assert list((root / "data/evidence").iterdir()) == []
    assert not (root / "data/2019/journal.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "start", "offered"),
    [
        (["record"], "rive", {"RIVE-DE-GIER", "rive-de-gier"}),
        (["record", "ROANNE"], "acte-re", {"acte-recu", "acte-rejete", "acte-retire"}),
        (["journal", "--seat"], "CAF-", {"CAF-1", "CAF-2", "caf-loire"}),
    ],
)
def test_completion_offers_who_and_what(
    space: Path, words: list[str], start: str, offered: set[str]
) -> None:
    done = avenant(
        cwd=space,
        _AVENANT_COMPLETE="zsh_complete",
        COMP_WORDS=" ".join(["avenant", *words, start]),
        COMP_CWORD=str(len(words) + 1),
    )
    assert set(done.stdout.split("\n")[1::3]) == offered


def test_a_broken_journal_stops_every_command(space: Path, tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "copie")
    lines = (space / "data/2019/journal.jsonl").read_bytes().splitlines(keepends=True)
    (root / "data/2019/journal.jsonl").write_bytes(b"".join(lines[1:]))
    for command in (["journal"], ["record", *ADOPTED, "--no-file", "x"], ["build"], ["freeze"]):
        done = avenant(*command, cwd=root)
        assert done.returncode == 19, command
        assert "la ligne 1 ne suit pas la ligne d’avant" in plain(done.stderr)


def test_a_journal_held_by_another_run_is_said_with_its_holder(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    holds = (
        "import sys; from pathlib import Path; from avenant_builder.disk import held\n"
        "with held(Path(sys.argv[1])): print('tenu', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holds, str(root / "data/2019/.journal-verrou")]
    with subprocess.Popen(
        command,
        env=environment(),
        encoding="utf-8",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "tenu\n"
        done = avenant("record", *ADOPTED, "--no-file", "inventé", cwd=root)
        holder.communicate("")
    assert done.returncode == 18
    said = plain(done.stderr)
    assert f"processus {holder.pid} sur {socket.gethostname()}, depuis le " in said
    assert "Attendez qu’elle finisse, puis relancez." in said
    assert not (root / "data/2019/journal.jsonl").exists()
    assert avenant("record", *ADOPTED, "--no-file", "inventé", cwd=root).returncode == 0


def test_the_lock_of_a_run_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    dies = (
        "import os, signal, sys; from pathlib import Path; from avenant_builder.disk import held\n"
        "with held(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    lock = root / "data/2019/.journal-verrou"
    assert python(dies, lock).returncode < 0
    assert lock.exists()
    assert avenant("record", *ADOPTED, "--no-file", "inventé", cwd=root).returncode == 0
    assert not lock.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("missing",),
        ("why", "CAF-1"),
        ("journal",),
        ("page",),
        ("export", "suivi.xlsx"),
        ("remind", "--dry-run"),
    ],
)
def test_a_torn_last_line_is_moved_aside_and_said(
    space: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    root = copytree(space, tmp_path / "espace")
    journal = root / "data/2019/journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"avant":"coup')
    done = avenant(*command, cwd=root)
    assert done.returncode in (0, 15), done.stderr
    assert "mise de côté dans « journal.reste-1.txt »" in plain(done.stderr)
    assert journal.read_bytes() == whole
    assert "mise de côté" not in plain(avenant(*command, cwd=root).stderr)
