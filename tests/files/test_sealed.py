"""A sealed zip shows every byte that has changed, wherever it is, and says where."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from avenant_builder.files.manifest import MANIFEST
from avenant_builder.files.sealed import SEAL, Changed, Entry, check_sealed, write_sealed

FACTS = {"annee": 2019}


def made(folder: Path) -> Path:
    piece = folder / "piece.pdf"
    piece.write_bytes(b"%PDF une piece inventee")
    entries = [
        Entry(name="a.csv", about="Tableau", content="é;1\r\n".encode()),
        Entry(
            name="actes/piece.pdf",
            about="Délibération",
            path=piece,
            sha256=hashlib.sha256(piece.read_bytes()).hexdigest(),
        ),
        Entry(name="vide.txt", about="Rien"),
    ]
    target = folder / "ensemble.zip"
    write_sealed(target, entries, FACTS)
    return target


def test_a_set_is_whole_and_says_what_it_holds(tmp_path: Path) -> None:
    found = check_sealed(made(tmp_path))
    assert (found.faults, found.files) == ((), 3)
    assert found.facts["annee"] == 2019
    assert found.facts["fichiers"][1]["contenu"] == "Délibération"


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path).read_bytes()
    assert made(tmp_path).read_bytes() == first


def test_every_byte_that_changes_is_found(tmp_path: Path) -> None:
    target = made(tmp_path)
    content = target.read_bytes()
    size = len(content)
    for place in (*range(60), *range(60, size - 330, 7), *range(size - 330, size, 2)):
        changed = bytearray(content)
        changed[place] ^= 0x41
        target.write_bytes(changed)
        found = check_sealed(target)
        assert found.faults, place
        assert all(fault and "Traceback" not in fault for fault in found.faults)


def test_a_change_in_a_file_names_that_file(tmp_path: Path) -> None:
    target = made(tmp_path)
    content = target.read_bytes()
    target.write_bytes(content.replace(b"piece inventee", b"piece inventeX"))
    assert check_sealed(target).faults == (
        "« actes/piece.pdf » a changé : même taille, autre contenu",
    )
    target.write_bytes(content.replace(b'"annee": 2019', b'"annee": 2018'))
    assert f"« {MANIFEST} » ou « {SEAL} » a changé" in check_sealed(target).faults


@pytest.mark.parametrize("change", [b"x", b"\x00"])
def test_bytes_before_after_or_cut_are_found(tmp_path: Path, change: bytes) -> None:
    target = made(tmp_path)
    content = target.read_bytes()
    for other in (change + content, content + change, content[:-1], content[: len(content) // 2]):
        target.write_bytes(other)
        assert check_sealed(target).faults


def unzipped(folder: Path) -> Path:
    target = folder / "dossier"
    with zipfile.ZipFile(made(folder)) as archive:
        archive.extractall(target)
    return target


def test_a_folder_is_checked_as_the_zip_it_comes_from(tmp_path: Path) -> None:
    folder = unzipped(tmp_path)
    assert check_sealed(folder).faults == ()
    (folder / "a.csv").write_bytes(b"\xc3\xa9;2\r\n")
    (folder / "vide.txt").write_bytes(b"x")
    (folder / "actes/piece.pdf").unlink()
    (folder / "intrus.txt").write_bytes(b"")
    assert check_sealed(folder).faults == (
        "« a.csv » a changé : même taille, autre contenu",
        "« actes/piece.pdf » manque",
        "« vide.txt » a changé : 1 octets au lieu de 0",
        "« intrus.txt » est de trop",
    )


def test_a_folder_without_its_manifest_or_with_links_is_refused(tmp_path: Path) -> None:
    folder = unzipped(tmp_path)
    (folder / "a.csv").unlink()
    (folder / "a.csv").symlink_to("/etc/hostname")
    assert "« a.csv » a changé : 0 octets au lieu de 6" in check_sealed(folder).faults
    (folder / SEAL).unlink()
    assert f"« {SEAL} » manque" in check_sealed(folder).faults
    (folder / MANIFEST).unlink()
    assert check_sealed(folder).faults


def other_zip(*names: str, method: int = zipfile.ZIP_STORED, size: int = 10) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return buffer.getvalue()


def test_a_bomb_or_another_zip_is_told_and_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bombe.zip"
    path.write_bytes(other_zip("a", method=zipfile.ZIP_DEFLATED, size=50_000_000))
    assert "compressé" in check_sealed(path).faults[0]
    path.write_bytes(other_zip("a", "b"))
    assert f"« {MANIFEST} » et « {SEAL} » manque" in check_sealed(path).faults
    path.write_bytes(b"")
    assert check_sealed(path).faults == ("la structure du zip est abîmée",)


@pytest.mark.parametrize(
    "manifest", [b"{}", b"[]", b"[" * 100_000, json.dumps({"fichiers": [1]}).encode()]
)
def test_a_manifest_that_says_nothing_is_told(tmp_path: Path, manifest: bytes) -> None:
    folder = unzipped(tmp_path)
    (folder / MANIFEST).write_bytes(manifest)
    assert f"« {MANIFEST} » ne se lit pas" in check_sealed(folder).faults


def test_a_file_that_is_not_the_one_announced_stops_the_writing(tmp_path: Path) -> None:
    path = tmp_path / "piece.pdf"
    path.write_bytes(b"autre")
    with pytest.raises(Changed, match=r"piece\.pdf"):
        write_sealed(
            tmp_path / "e.zip",
            [Entry(name="piece.pdf", about="", path=path, sha256="0" * 64)],
            FACTS,
        )
