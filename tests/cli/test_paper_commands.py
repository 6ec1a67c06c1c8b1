"""``avenant packets`` and ``avenant intake`` as people type them, wrongly too."""

from pathlib import Path

import pytest

from built import copy_loire
from command_line import avenant, plain


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Loire, not frozen."""
    return copy_loire(tmp_path_factory.mktemp("commandes") / "espace")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["packets"], 16, "n’est pas figé"),
        (["packets", "--digital"], 16, "n’est pas figé"),
        (["packets", "--record"], 16, "aucun paquet n’est préparé"),
        (["packets", "--by", "mairie"], 2, "person"),
        (["packets", "--on", "04/03/2019"], 2, "« --on » se donne avec « --record »"),
        (["packets", "--digital", "--record"], 2, "« --digital » se donne sans"),
        (["intake", "nulle-part.pdf"], 11, "« nulle-part.pdf » n’existe pas"),
        (["intake", "--confirm", "ROANE"], 10, "n’est ni un siège ni un organisme"),
        (["intake", "--confirm", "ROANNE"], 10, "aucune page de ROANNE n’est rangée"),
        (["intake", "--confirm", "caf-loire"], 10, "a 2 sièges"),
        (["intake", "--signed-on", "12/03/2019"], 2, "vont avec « --confirm »"),
        (["intake", "--on", "12/03/2019"], 2, "se donne avec des fichiers"),
    ],
)
def test_what_cannot_be_done_is_said_in_french(
    root: Path, words: list[str], code: int, said: str
) -> None:
    done = avenant(*words, cwd=root)
    assert done.returncode == code, done.stderr
    assert said in plain(done.stderr)
    assert "Traceback" not in done.stderr


def test_nothing_waits_before_anything_came_back(root: Path) -> None:
    done = avenant("intake", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Aucune page n’attend" in plain(done.stdout)


def test_a_file_that_is_no_page_is_kept_and_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "mot.pdf").write_bytes(b"%PDF-1.7 abime")
    done = avenant("intake", tmp_path, cwd=root)
    assert done.returncode == 10, done.stderr
    assert "ce fichier n’est pas un PDF entier et lisible" in plain(done.stdout)
    [kept] = (root / "data/a-classer").glob("*/original.pdf")
    assert kept.read_bytes() == b"%PDF-1.7 abime"
    assert not (root / "data/2019/journal.jsonl").exists()
