"""The Loire and the invented agreement, built once a session by the real command."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import ROOT, avenant
from shared import once


@dataclass(frozen=True, slots=True)
class Built:
    """A workspace and where its results are."""

    root: Path
    target: Path


def copy_loire(to: Path) -> Path:
    """Lay out a copy of the Loire workspace, results left out, and give its root."""
    to.mkdir(parents=True)
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, to / folder)
    shutil.copy(ROOT / "signatories.csv", to)
    return to


def build_there(root: Path, year: int, **locale: str) -> Built:
    """Build a workspace by the command; its failure fails the test, with what it said."""
    answer = avenant("--workspace", root, "build", "--year", str(year), cwd=root, **locale)
    assert answer.returncode == 0, answer.stderr
    return Built(root, root / "output" / str(year))


@pytest.fixture(scope="session")
def loire(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The 2019 avenant of the Loire, built far from here: another time zone, no locale."""

    def make(folder: Path) -> Built:
        return build_there(copy_loire(folder / "espace"), 2019, TZ="Pacific/Auckland")

    return once(tmp_path_factory, "loire", make)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory, second_agreement: Path) -> Built:
    """The invented agreement, built."""

    def make(folder: Path) -> Built:
        shutil.copytree(second_agreement, folder / "espace de travail")
        return build_there(folder / "espace de travail", 2031)

    return once(tmp_path_factory, "accord", make)
