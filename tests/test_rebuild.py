"""A second build makes nothing where nothing has changed, and everything where anything has."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avenant_builder.outcome import input_hashes
from built import Built, copy_loire
from command_line import avenant, python

LISTENER = """
import os, sys
root, seen = os.path.realpath(sys.argv[1]), set()
def hook(event, facts):
    if event == "open" and isinstance(facts[0], str):
        path = os.path.realpath(facts[0])
        if path.startswith(root + os.sep) and os.path.isfile(path):
            seen.add(os.path.relpath(path, root))
sys.addaudithook(hook)
from pathlib import Path
from avenant_builder.build import build
build(Path(root), 2019, progress=lambda _: None)
print(*sorted(seen), sep="\\n")
"""


def built(root: Path, **wanted: str) -> dict[str, Any]:
    answer = avenant("build", "--json", cwd=root, **wanted)
    assert answer.returncode == 0, answer.stderr
    facts: dict[str, Any] = json.loads(answer.stdout)
    return facts


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_loire(tmp_path_factory.mktemp("encore") / "espace")
    assert not built(root)["inchange"]
    return root


def test_nothing_changed_makes_nothing_and_says_the_same(space: Path) -> None:
    target = space / "output" / "2019"
    before = {path: path.stat().st_mtime_ns for path in target.iterdir()}
    first, again = avenant("build", cwd=space), built(space)
    assert "Rien n’a changé" in first.stdout
    assert again["inchange"]
    assert {path: path.stat().st_mtime_ns for path in target.iterdir()} == before
    fresh = built(space, AVENANT_CACHE="")
    assert not fresh["inchange"]
    assert {**fresh, "inchange": True} == again


def change_of_a_fiche(root: Path) -> None:
    path = next((root / "data" / "2019" / "fiches").glob("01*"))
    path.write_text(path.read_text("utf-8").replace("Axe :", "Axe :  "), "utf-8")


def new_file(root: Path) -> None:
    (root / "data" / "2019" / "fiches" / "README.txt").write_text("inventé")


def lost_result(root: Path) -> None:
    (root / "output" / "2019" / "fiche-1.pdf").unlink()


def edited_result(root: Path) -> None:
    with (root / "output" / "2019" / "avenant.docx").open("ab") as stream:
        stream.write(b"\0")


def lost_manifest(root: Path) -> None:
    (root / "output" / "2019" / "manifeste.json").write_text("{}")


@pytest.mark.parametrize(
    "change", [change_of_a_fiche, new_file, lost_result, edited_result, lost_manifest]
)
def test_anything_changed_is_made_again(space: Path, change: Callable[[Path], None]) -> None:
    assert built(space)["inchange"]
    change(space)
    assert not built(space)["inchange"]
    assert built(space)["inchange"]


@pytest.mark.skipif(sys.platform == "win32", reason="a path of Linux")
def test_an_engine_that_is_gone_is_said_all_the_same(space: Path) -> None:
    assert built(space)["inchange"]
    assert avenant("build", cwd=space, AVENANT_SOFFICE="/rien").returncode == 13


def test_a_fault_is_never_remembered(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    (root / "data" / "bodies.csv").write_text("rien\n")
    answers = [avenant("build", cwd=root) for _ in range(2)]
    assert answers[0].returncode == answers[1].returncode != 0


def test_every_file_that_a_build_reads_is_watched(loire: Built) -> None:
    read = python(LISTENER, loire.root, PYTHONPATH=os.pathsep.join(sys.path))
    assert read.returncode == 0, read.stderr
    seen = {
        path.replace(os.sep, "/")
        for path in read.stdout.split("\n")
        if path and not path.startswith((f"output{os.sep}", ".avenant"))
    }
    assert "data/bodies.csv" in seen
    assert seen <= input_hashes(loire.root, 2019).keys()
