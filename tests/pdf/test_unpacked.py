"""What the installation of Debian's packages does, done without it. The packages are made up."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from avenant_builder.errors import ToolMissing
from avenant_builder.pdf import unpacked
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.unpacked import Packages, needed_packages, unpack

WITHOUT_APT = "dpkg-deb absent : rien à déballer ici"
SETTINGS = "[Bootstrap]\nBRAND_BASE_DIR=file:///usr/lib/libreoffice\nL=xcsxcu:file:///etc/a b\n"
CONTROL = "Package: essai\nVersion: 1\nArchitecture: all\nMaintainer: Personne <a@a.invalid>\n"
REGISTRY = b'<prop oor:name="ooSetupVersionAboutBox"><value>99.1.2</value></prop>'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An engine that says where its libraries and its settings are, as a package of Debian."""
    if not shutil.which("dpkg-deb"):
        pytest.skip(WITHOUT_APT)
    root = tmp_path / "paquet"
    office = root / "usr/lib/libreoffice"
    files = {
        root / "DEBIAN/control": CONTROL.encode(),
        office / "program/soffice": b'#!/bin/sh\necho "$LD_LIBRARY_PATH|$1"\n',
        root / "etc/libreoffice/fundamentalrc": SETTINGS.encode(),
        office / "share/.registry/main.xcd": REGISTRY,
        root / "usr/lib/x86_64-linux-gnu/liba.so.1": b"",
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (office / "program/soffice").chmod(0o755)
    (office / "program/fundamentalrc").symlink_to("/etc/libreoffice/fundamentalrc")
    (office / "share/registry").symlink_to("/etc/libreoffice/registry")
    (root / "etc/libreoffice/registry").mkdir()
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-b", root, tmp_path / "essai.deb"],
        check=True,
        capture_output=True,
    )
    return tmp_path / "essai.deb"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "l’été d'ici" / "avenant"
    monkeypatch.setenv("AVENANT_CACHE", str(folder))
    monkeypatch.delenv("AVENANT_SOFFICE", raising=False)
    return folder


def test_an_unpacked_engine_finds_its_parts_and_is_found(
    package: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the download is not the real one: apt's « download » is a copy here."""
    monkeypatch.setattr(unpacked, "APT", ("sh", "-c", f'cp "{package}" .', "sh"))
    launcher = unpack(Packages(names=("essai=1",), megabytes=0, release="essai"))
    program = cache / "libreoffice/usr/lib/libreoffice/program"
    assert launcher.parent == program
    said = subprocess.run([launcher, "a b"], capture_output=True, text=True, check=True).stdout
    libraries, argument = said.strip().split("|")
    assert argument == "a b"
    assert libraries.split(":")[:2] == [
        str(program),
        str(cache / "libreoffice/usr/lib/x86_64-linux-gnu"),
    ]
    settings = (program / "fundamentalrc").read_text("utf-8")
    assert f"BRAND_BASE_DIR={program.parent.as_uri()}\n" in settings
    assert f"file://{(cache / 'libreoffice').as_uri()[7:]}/etc/a b" in settings
    assert (program.parent / "share/registry/main.xcd").read_bytes() == REGISTRY
    engine = find_engine()
    assert (engine.path, engine.version) == (launcher, (99, 1, 2))
    assert [path.name for path in cache.iterdir() if path.is_dir()] == ["libreoffice"]


def test_a_download_that_fails_leaves_what_was_there(
    package: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked, "APT", ("sh", "-c", f'cp "{package}" .', "sh"))
    packages = Packages(names=("essai=1",), megabytes=0, release="essai")
    launcher = unpack(packages)
    monkeypatch.setattr(unpacked, "APT", ("sh", "-c", "echo non >&2; exit 9", "sh"))
    with pytest.raises(ToolMissing, match="a échoué : non"):
        unpack(packages)
    assert launcher.is_file()
    assert [path.name for path in cache.iterdir() if path.is_dir()] == ["libreoffice"]


def test_without_a_cache_there_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVENANT_CACHE", "")
    with pytest.raises(ToolMissing, match="pas de dossier"):
        unpack(Packages(names=("essai=1",), megabytes=0, release="essai"))


def test_without_apt_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(ToolMissing, match="apt n’est pas") as stop:
        needed_packages()
    assert "Debian ou Ubuntu" in stop.value.remedy
