"""Pièces kept under their hash. Their contents are invented."""

import hashlib
import os
from pathlib import Path

import pytest

from avenant_builder.errors import OutputFault, WorkspaceMissing
from avenant_builder.journal.evidence import FOLDER, HALF_DONE, find, is_intact, orphans, store


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Délibération signée.PDF"
    path.write_bytes(b"une page inventee" * 100_000)
    return path


def test_a_piece_is_kept_whole_under_its_hash(tmp_path: Path, scan: Path) -> None:
    sha256, name = store(tmp_path, scan)
    assert (sha256, name) == (hashlib.sha256(scan.read_bytes()).hexdigest(), scan.name)
    kept = find(tmp_path, sha256)
    assert kept == tmp_path / FOLDER / f"{sha256}.pdf"
    assert kept.read_bytes() == scan.read_bytes()
    assert is_intact(kept)


def test_a_piece_can_be_read_by_all_who_may_read_the_folder(tmp_path: Path, scan: Path) -> None:
    before = os.umask(0o022)
    try:
        sha256, _ = store(tmp_path, scan)
    finally:
        os.umask(before)
    kept = find(tmp_path, sha256)
    assert kept is not None and kept.stat().st_mode & 0o777 == 0o644


def test_the_same_piece_is_kept_once_whatever_its_name(tmp_path: Path, scan: Path) -> None:
    first = store(tmp_path, scan)
    again = scan.rename(tmp_path / "copie.txt")
    assert store(tmp_path, again) == (first[0], "copie.txt")
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_a_damaged_copy_is_seen_and_mended_by_the_true_file(tmp_path: Path, scan: Path) -> None:
    sha256, _ = store(tmp_path, scan)
    kept = find(tmp_path, sha256)
    assert kept is not None
    kept.write_bytes(b"autre chose")
    assert not is_intact(kept)
    store(tmp_path, scan)
    assert is_intact(kept)


def test_what_a_dead_run_left_is_cleared_and_an_orphan_is_named(tmp_path: Path, scan: Path) -> None:
    sha256, _ = store(tmp_path, scan)
    (tmp_path / FOLDER / f"{HALF_DONE}x").write_bytes(b"la moitie")
    assert [path.stem for path in orphans(tmp_path, frozenset())] == [sha256]
    assert orphans(tmp_path, frozenset([sha256])) == ()
    store(tmp_path, scan)
    assert not list((tmp_path / FOLDER).glob(f"{HALF_DONE}*"))


def test_what_is_no_piece_is_told(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").touch()
    os.mkfifo(tmp_path / "tube")
    for name, what in {
        "rien": "n’existe pas",
        "vide.pdf": "vide",
        "tube": "pas un fichier",
    }.items():
        with pytest.raises(WorkspaceMissing, match=what):
            store(tmp_path, tmp_path / name)
    assert not (tmp_path / FOLDER).exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path, scan: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    with pytest.raises(OutputFault):
        store(tmp_path, scan)
