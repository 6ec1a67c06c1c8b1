"""Find the workspace, and the year of the avenant in it."""

import re
from pathlib import Path

from avenant_builder.errors import WorkspaceMissing
from avenant_builder.files.avenant import is_draft
from avenant_builder.files.source import LARGEST_TOML, Reader
from avenant_builder.french import enumeration

REGISTER = "signatories.csv"
YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def find_workspace(start: Path, named: Path | None) -> Path:
    """The workspace `named`, or else the nearest one at or above `start`, as a whole path.

    Raises ``WorkspaceMissing``. A workspace is a folder that holds ``signatories.csv``.
    """
    if named is not None:
        if not _is_workspace(named):
            raise WorkspaceMissing(
                f"le dossier « {named} » n’est pas un espace de travail : {REGISTER} n’y est pas",
                remedy="Vérifiez le nom donné après « --workspace ».",
            )
        return named.absolute()
    whole = start.absolute()
    for folder in (whole, *whole.parents):
        if _is_workspace(folder):
            return folder
    raise WorkspaceMissing(
        f"aucun espace de travail ici : {REGISTER} n’est ni dans ce dossier ni au-dessus",
        remedy="Placez-vous dans le dossier du projet, donnez « --workspace DOSSIER », ou créez "
        "un espace neuf avec « avenant init DOSSIER ».",
    )


def _is_workspace(folder: Path) -> bool:
    try:
        return (folder / REGISTER).exists()
    except OSError:  # a folder that one may not look into
        return False


def years(root: Path) -> tuple[int, ...]:
    """The years that have a folder under ``data/``, in order."""
    try:
        folders = [path.name for path in (root / "data").iterdir() if path.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(int(name) for name in folders if YEAR.fullmatch(name)))


def chosen_year(root: Path, wanted: int | None) -> int:
    """The year `wanted`, or else the newest that is not a draft, or else the newest.

    Raises ``WorkspaceMissing`` if there is no such year.
    """
    found = years(root)
    if wanted is not None and wanted not in found:
        there = f"Années présentes : {enumeration(map(str, found))}." if found else ""
        raise WorkspaceMissing(
            f"il n’y a pas de dossier data/{wanted}",
            remedy=there or f"Créez le dossier data/{wanted}, avec son avenant.toml.",
        )
    if not found:
        raise WorkspaceMissing(
            "il n’y a aucune année sous « data »",
            remedy="Créez un dossier par année, « data/2019 » par exemple, avec son avenant.toml.",
        )
    if wanted is not None:
        return wanted
    settled = [year for year in found if is_settled(root, year)]
    return (settled or found)[-1]


def is_settled(root: Path, year: int) -> bool:
    """Whether the avenant of a year is no draft; one that cannot be read is not known to be one."""
    source = Reader(root).read(f"data/{year}/avenant.toml", largest=LARGEST_TOML)
    return source is None or not is_draft(source)
