"""Where the workspace is, and which year is meant."""

from pathlib import Path

import pytest

from avenant_builder.errors import ExitCode, WorkspaceMissing
from avenant_builder.files.workspace import chosen_year, find_workspace, years
from small_workspace import AVENANT, write_workspace


def add_year(root: Path, year: int, *, draft: bool) -> None:
    folder = root / "data" / str(year)
    folder.mkdir()
    (folder / "avenant.toml").write_text(f"brouillon = {str(draft).lower()}\n{AVENANT}", "utf-8")


def test_the_workspace_is_found_upwards(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "espace de travail")
    assert find_workspace(root / "data" / "2024" / "fiches", None) == root


def test_a_named_workspace_is_taken_from_anywhere(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "là")
    assert find_workspace(tmp_path, root) == root


@pytest.mark.parametrize("named", [None, Path("ailleurs")])
def test_no_workspace_is_a_stop_that_says_what_to_do(tmp_path: Path, named: Path | None) -> None:
    with pytest.raises(WorkspaceMissing) as stop:
        find_workspace(tmp_path, named)
    assert stop.value.exit_code is ExitCode.UNREADABLE
    assert stop.value.remedy


def test_the_newest_year_that_is_no_draft_is_meant(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    add_year(root, 2025, draft=False)
    add_year(root, 2026, draft=True)
    (root / "data" / "logos").mkdir()
    assert years(root) == (2024, 2025, 2026)
    assert chosen_year(root, None) == 2025
    assert chosen_year(root, 2026) == 2026


def test_a_draft_alone_is_meant(tmp_path: Path) -> None:
    root = tmp_path
    (root / "data").mkdir()
    add_year(root, 2026, draft=True)
    assert chosen_year(root, None) == 2026


def test_an_absent_year_is_a_stop_that_lists_those_there(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    with pytest.raises(WorkspaceMissing) as stop:
        chosen_year(root, 2019)
    assert stop.value.remedy == "Années présentes : 2024."


def test_no_year_at_all_is_a_stop(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing):
        chosen_year(tmp_path, None)
