"""A LibreOffice of one's own, without rights on the machine: Debian's packages, unpacked.

apt chooses and checks the packages (those that the machine lacks); nothing is installed. What their
installation would have done is done here: paths of the configuration, links, the registry.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from avenant_builder.cache import cache_folder
from avenant_builder.disk import held, output_fault
from avenant_builder.errors import ConversionFailed, ToolMissing
from avenant_builder.pdf.engine import LAUNCHER, PROGRAM, UNPACKED, unpacked_launcher

PACKAGE = "libreoffice-writer-nogui"
SYSTEM_FOLDERS = ("/etc/", "/usr/", "/var/")
APT = ("apt-get", "-q", "-o", "Debug::NoLocking=1")
SECONDS_TO_PLAN, SECONDS_TO_DOWNLOAD, SECONDS_TO_UNPACK = 120, 3600, 600

NO_APT = (
    "Ce moyen demande Debian ou Ubuntu. Ailleurs, installez LibreOffice par son installateur, ou "
    "donnez son chemin dans la variable AVENANT_SOFFICE."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """What would be downloaded: apt's names with their versions."""

    names: tuple[str, ...]
    megabytes: int
    release: str


def needed_packages(options: Sequence[str] = ()) -> Packages:
    """The packages of the newest Writer that apt knows and the machine lacks; downloads nothing.

    `options` are for apt. Raises ToolMissing where there is no apt, or no such package.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ToolMissing("apt n’est pas sur cette machine", remedy=NO_APT)
    release = _newest_release(options)
    wanted = ("install", "--no-install-recommends", "-y", "-t", release, *options, PACKAGE)
    planned = _said([*APT, "-s", *wanted], SECONDS_TO_PLAN)
    listed = _said([*APT, "--print-uris", *wanted], SECONDS_TO_PLAN)
    found = re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", planned, re.MULTILINE)
    size = re.search(r"Need to get (?:[\d.]+ \w+/)?([\d.,]+) (kB|MB|GB)", listed)
    scale = {"kB": 0.001, "MB": 1, "GB": 1000}
    megabytes = float(size[1].replace(",", "")) * scale[size[2]] if size else 0
    names = tuple(f"{name}={version}" for name, version in found)
    return Packages(names=names, megabytes=round(megabytes), release=release)


def place() -> Path:
    """Where packages are unpacked. Raises ToolMissing where there is no such place."""
    folder = cache_folder()
    if folder is None:
        raise ToolMissing(
            "il n’y a pas de dossier où déballer LibreOffice",
            remedy="Donnez-en un dans la variable AVENANT_CACHE.",
        )
    return folder / UNPACKED


def unpack(packages: Packages) -> Path:
    """Download and unpack packages into the user's cache; the launcher of what is there then.

    Raises ToolMissing, ConversionFailed, OutputFault or Busy. What was there before stays until
    all is ready.
    """
    final = place()
    try:
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(final.parent / f".{UNPACKED}-verrou"):
            for left in final.parent.glob(f".{UNPACKED}-*.neuf"):
                shutil.rmtree(left)
            _lay_down(packages, final)
    except OSError as fault:
        raise output_fault(fault, final) from fault
    launcher = unpacked_launcher()
    if launcher is None:
        raise ConversionFailed("les paquets ne contiennent pas LibreOffice", remedy=NO_APT)
    return launcher


def _lay_down(packages: Packages, final: Path) -> None:
    new = final.parent / f".{UNPACKED}-{token_hex(4)}.neuf"
    archives = new / "paquets"
    archives.mkdir(parents=True)
    try:
        _said([*APT, "download", *packages.names], SECONDS_TO_DOWNLOAD, cwd=archives)
        for archive in sorted(archives.glob("*.deb")):
            _said(["dpkg-deb", "-x", str(archive), str(new)], SECONDS_TO_UNPACK)
        shutil.rmtree(archives)
        _finish(new, final)
        shutil.rmtree(final, ignore_errors=True)
        new.rename(final)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _newest_release(options: Sequence[str]) -> str:
    """The release that offers the newest Writer, for apt itself prefers the oldest."""
    if "-t" in options:
        return options[options.index("-t") + 1]
    known = _said(["apt-cache", "madison", PACKAGE], SECONDS_TO_PLAN)
    releases = re.findall(r"\|[^|]*\|\s*\S+ ([^\s/]+)/", known)
    if not releases:
        raise ToolMissing(
            f"apt ne connaît pas le paquet {PACKAGE}",
            remedy="Demandez à l’administrateur de lancer « apt-get update ». " + NO_APT,
        )
    return str(releases[0])


def _said(command: Sequence[str], seconds: float, *, cwd: Path | None = None) -> str:
    try:
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=seconds,
            cwd=cwd,
            env={**os.environ, "LC_ALL": "C"},
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        said = str(getattr(fault, "stderr", "") or fault).strip().splitlines()
        raise ToolMissing(
            f"« {command[0]} » a échoué" + (f" : {said[-1]}" if said else ""),
            remedy="Vérifiez le réseau et la place sur le disque, puis relancez. " + NO_APT,
        ) from fault
    return answer.stdout


def _finish(new: Path, final: Path) -> None:
    """What the installation of the packages would have done, for the folder `final`."""
    office = new / PROGRAM.parent
    settings = office / "program" / "fundamentalrc"
    for link in [path for path in new.rglob("*") if path.is_symlink()]:
        target = str(link.readlink())
        if target.startswith(SYSTEM_FOLDERS) and (new / target[1:]).exists():
            link.unlink()
            link.symlink_to(os.path.relpath(new / target[1:], link.parent))
    registry = new / "etc/libreoffice/registry"
    registry.mkdir(parents=True, exist_ok=True)
    for part in (office / "share/.registry").glob("*.xcd"):
        shutil.copy(part, registry)
    address = (final / PROGRAM.parent).as_uri()
    text = settings.read_text("utf-8")
    text = re.sub(r"(?m)^BRAND_BASE_DIR=.*$", lambda _: f"BRAND_BASE_DIR={address}", text)
    text = text.replace("file:///etc/", f"{final.as_uri()}/etc/")
    if settings.is_symlink():
        settings.unlink()
    settings.write_text(text, "utf-8")
    libraries = sorted(path.parent for path in (new / "usr/lib").glob("*-linux-gnu*/*.so*"))
    places = [
        final / PROGRAM,
        *(final / path.relative_to(new) for path in dict.fromkeys(libraries)),
    ]
    launcher = office / "program" / LAUNCHER
    spelt = ":".join(_quoted(str(place)) for place in places)
    launcher.write_text(
        f"#!/bin/sh\nexport LD_LIBRARY_PATH={spelt}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n"
        f'exec {_quoted(str(final / PROGRAM / "soffice"))} "$@"\n',
        "utf-8",
    )
    launcher.chmod(0o755)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
