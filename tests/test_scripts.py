"""The set-up scripts, on sources of Debian as machines have them (host names are invented)."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"

MODERN = """\
# A comment that names bookworm-backports

Types: deb
URIs: http://miroir.invalid/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/cle.gpg

Types: deb deb-src
# http://miroir.invalid/archive/debian/20250520T000000Z
URIs: http://miroir.invalid/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/cle.gpg
"""

CLASSIC = """\
# deb http://ancien.invalid/debian bookworm main
deb http://miroir.invalid/debian-security bookworm-security main
deb-src http://miroir.invalid/debian bookworm main
deb [arch=amd64 signed-by=/cle.gpg] http://miroir.invalid/debian bookworm main contrib
"""


def backports(etc: Path) -> subprocess.CompletedProcess[str]:
    command = [str(SCRIPTS / "backports-source"), str(etc), "bookworm"]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_backports_come_from_the_stanza_of_the_release(etc: Path) -> None:
    (etc / "sources.list.d" / "debian.sources").write_text(MODERN)
    assert backports(etc).stdout.splitlines() == [
        "Types: deb",
        "URIs: http://miroir.invalid/debian",
        "Suites: bookworm-backports",
        "Components: main contrib",
        "Signed-By: /usr/share/keyrings/cle.gpg",
    ]


def test_backports_come_from_a_line_of_the_classic_list(etc: Path) -> None:
    (etc / "sources.list").write_text(CLASSIC)
    expected = (
        "deb [arch=amd64 signed-by=/cle.gpg] "
        "http://miroir.invalid/debian bookworm-backports main contrib\n"
    )
    assert backports(etc).stdout == expected


def test_a_source_switched_off_is_left_alone(etc: Path) -> None:
    source = etc / "sources.list.d" / "debian.sources"
    source.write_text(MODERN.replace("Types: deb deb-src", "Enabled: no\nTypes: deb"))
    (etc / "sources.list").write_text(CLASSIC)
    assert backports(etc).stdout.startswith("deb [arch=amd64")


def test_another_release_has_no_source_to_derive_from(etc: Path) -> None:
    (etc / "sources.list").write_text(CLASSIC.replace("bookworm", "trixie"))
    answer = backports(etc)
    assert (answer.returncode, answer.stdout) == (1, "")


def test_an_older_libreoffice_is_accepted_with_a_sentence(tmp_path: Path) -> None:
    soffice = tmp_path / "soffice"
    soffice.write_text("#!/bin/sh\necho 'LibreOffice 7.4.7.2 40(Build:2)'\n")
    soffice.chmod(0o755)
    machine = {**os.environ, "AVENANT_SOFFICE": str(soffice)}
    command = [str(SCRIPTS / "install-engine")]
    answer = subprocess.run(command, env=machine, capture_output=True, text=True)
    assert answer.returncode == 0
    assert "LibreOffice 7.4" in answer.stderr
    assert "PDF/UA" in answer.stderr


def test_without_rights_it_says_what_to_install(tmp_path: Path) -> None:
    """The PATH holds only what the script reads with: no soffice, no apt-get."""
    for tool in ("dirname", "id", "cat", "sed"):
        (tmp_path / tool).symlink_to(f"/usr/bin/{tool}")
    machine = {"PATH": str(tmp_path)}
    command = ["/bin/sh", str(SCRIPTS / "install-engine")]
    answer = subprocess.run(command, env=machine, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "libreoffice-writer-nogui" in answer.stderr
