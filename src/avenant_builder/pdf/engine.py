"""Which LibreOffice there is on this machine, told without starting it. Loads no PDF library."""

import mmap
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from avenant_builder.cache import cache_folder
from avenant_builder.errors import ToolMissing
from avenant_builder.machine import OFFICE_PLACES

OLDEST = (7, 4)
FIRST_WITH_UA = (25, 2)
"""From here on, PDF/A-2b and PDF/UA-1 hold by veraPDF; before, titles with borders break UA."""

UNPACKED, PROGRAM = "libreoffice", Path("usr/lib/libreoffice/program")
LAUNCHER = "soffice-avenant"
"""Beside the program, whose version and registry are read next to it."""

INSTALL = (
    "Installez LibreOffice 25.2 ou plus récent (Debian 13 : le paquet "
    "libreoffice-writer-nogui ; Debian 12 : le même, de bookworm-backports ; ailleurs : "
    "son installateur). Sans droits sur la machine, sous Debian ou Ubuntu : « avenant doctor "
    "--install ». S’il est ailleurs, donnez son chemin dans la variable AVENANT_SOFFICE."
)


@dataclass(frozen=True, slots=True)
class Engine:
    """A LibreOffice on this machine."""

    path: Path
    version: tuple[int, ...]

    @property
    def label(self) -> str:
        """Name and version as a user reads them."""
        return f"LibreOffice {'.'.join(map(str, self.version[:3]))}"

    @property
    def identity(self) -> str:
        """What tells this build from every other: its results may differ by a byte."""
        program = self.path.resolve().parent
        try:
            built = (program / "versionrc").read_bytes()
        except OSError:
            facts = self.path.resolve().stat()
            built = f"{self.path}:{facts.st_size}:{facts.st_mtime_ns}".encode()
        return f"{self.label} {sha256(built).hexdigest()}"

    @property
    def build(self) -> str:
        """How the engine calls its own build, where it is written beside it."""
        try:
            facts = (self.path.resolve().parent / "versionrc").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
        found = re.search(r"^buildid=([!-~]+)$", facts, re.MULTILINE)
        return found[1] if found else ""

    @property
    def bare(self) -> Path:
        """The program that the script « soffice » starts, where that is what was found."""
        script = self.path.resolve()
        program = script.with_name("soffice.bin")
        return program if script.name == "soffice" and program.is_file() else self.path

    @property
    def supports_ua(self) -> bool:
        """Whether its PDFs are both PDF/A-2b and PDF/UA-1."""
        return self.version >= FIRST_WITH_UA


def find_engine() -> Engine:
    """Find LibreOffice: AVENANT_SOFFICE, else what ``unpacked`` laid down, the PATH, usual places.

    Raises ToolMissing if there is none, if it does not answer, or if it is older than 7.4.
    """
    named = os.environ.get("AVENANT_SOFFICE")
    found = shutil.which(named) if named else _search()
    if found is None:
        where = f"« {named} » (AVENANT_SOFFICE) n’est pas un programme" if named else ""
        raise ToolMissing(where or "LibreOffice n’est pas sur cette machine", remedy=INSTALL)
    path = Path(found)
    engine = Engine(path, _version(path))
    if engine.version < OLDEST:
        raise ToolMissing(f"{engine.label} est trop ancien : il faut au moins 7.4", remedy=INSTALL)
    return engine


def _search() -> str | None:
    own = unpacked_launcher()
    candidates = (*([str(own)] if own else ()), "soffice", "libreoffice", *OFFICE_PLACES)
    return next(filter(None, map(shutil.which, candidates)), None)


def unpacked_launcher() -> Path | None:
    """The LibreOffice that was unpacked for this user, where there is one."""
    folder = cache_folder()
    launcher = folder / UNPACKED / PROGRAM / LAUNCHER if folder else None
    return launcher if launcher and launcher.is_file() else None


def _version(path: Path) -> tuple[int, ...]:
    program = path.resolve().parent
    for folder in ("share/registry", "Resources/registry"):
        if version := _registered_version(program.parent / folder / "main.xcd"):
            return version
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError) as fault:
        raise ToolMissing(f"« {path} » ne répond pas", remedy=INSTALL) from fault
    if not (version := _numbers(answer.stdout)):
        raise ToolMissing(f"« {path} » n’est pas LibreOffice", remedy=INSTALL)
    return version


def _registered_version(registry: Path) -> tuple[int, ...]:
    """Read it beside the program, in 3 ms: to ask the program takes 300."""
    if not registry.is_file():
        return ()
    with (
        registry.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        spot = content.find(b'<prop oor:name="ooSetupVersionAboutBox">')
        return _numbers(content[spot : spot + 200]) if spot >= 0 else ()


def _numbers(text: bytes) -> tuple[int, ...]:
    match = re.search(rb"\d+(?:\.\d+)+", text)
    return tuple(map(int, match[0].split(b"."))) if match else ()
