"""Is this machine ready: converter, fonts, rights, disk, encoding."""

import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from avenant_builder.errors import ToolMissing
from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.fonts import FONTS

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
FAMILIES = ("Carlito", "LiberationSans")
NEEDED_MEGABYTES = 500
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ready: bool
    fact: str
    remedy: str = ""
    no_converter: bool = False


def examine(root: Path | None) -> tuple[Finding, ...]:
    """Look at the machine and, if there is one, at the workspace `root`. Changes nothing."""
    return (
        Finding(subject="Python", ready=True, fact=platform.python_version()),
        *_converter(),
        _fonts(),
        *_workspace(root),
        _disk(root or Path.cwd()),
        _encoding(),
    )


def _converter() -> tuple[Finding, ...]:
    try:
        engine = find_engine()
    except ToolMissing as stop:
        missing = Finding(
            subject="Convertisseur",
            ready=False,
            fact=stop.message,
            remedy=stop.remedy,
            no_converter=True,
        )
        return (missing,)
    found = Finding(subject="Convertisseur", ready=True, fact=f"{engine.label} ({engine.path})")
    if engine.supports_ua:
        ability = Finding(
            subject="PDF accessible", ready=True, fact="PDF/A-2b et PDF/UA-1 sont produits"
        )
    else:
        ability = Finding(
            subject="PDF accessible",
            ready=False,
            fact="cette version produit le PDF/A-2b, mais pas le PDF/UA-1",
            remedy="Installez LibreOffice 25.2 ou plus récent pour des PDF accessibles.",
        )
    return found, ability


def _fonts() -> Finding:
    names = [f"{family}-{face}.ttf" for family in FAMILIES for face in FACES]
    missing = [name for name in names if not (FONTS / name).is_file()]
    if missing:
        return Finding(
            subject="Polices",
            ready=False,
            fact=f"il manque {', '.join(missing)}",
            remedy="Réinstallez l’outil : les polices en font partie.",
        )
    return Finding(subject="Polices", ready=True, fact=f"{len(names)} fichiers, fournis")


def _workspace(root: Path | None) -> tuple[Finding, ...]:
    if root is None:
        return (
            Finding(
                subject="Espace de travail",
                ready=False,
                fact="aucun ici ni au-dessus",
                remedy="Placez-vous dans un espace de travail, ou créez-en un : "
                "« avenant init DOSSIER ».",
            ),
        )
    found = Finding(subject="Espace de travail", ready=True, fact=str(root))
    output = root / "output"
    return found, _writable("Droits d’écriture", output if output.is_dir() else root)


def _writable(subject: str, folder: Path) -> Finding:
    try:
        with TemporaryFile(dir=folder):
            return Finding(subject=subject, ready=True, fact=f"accordés dans {folder}")
    except OSError as fault:
        return Finding(
            subject=subject,
            ready=False,
            fact=f"refusés dans {folder} ({fault.strerror})",
            remedy="Demandez le droit d’écrire dans ce dossier, ou copiez l’espace ailleurs.",
        )


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // MEGABYTE
    ready = free >= NEEDED_MEGABYTES
    return Finding(
        subject="Disque",
        ready=ready,
        fact=f"{free} Mo libres",
        remedy="" if ready else f"Libérez de la place : il faut {NEEDED_MEGABYTES} Mo.",
    )


def _encoding() -> Finding:
    name = sys.getfilesystemencoding()
    ready = name.lower().replace("-", "") == "utf8"
    return Finding(
        subject="Encodage",
        ready=ready,
        fact=f"noms de fichiers en {name.upper()}",
        remedy="" if ready else "Lancez la commande avec PYTHONUTF8=1 pour les noms accentués.",
    )
