"""Pièces under ``data/evidence/``, each named by its SHA-256: what proves the events.

A pièce is there, whole and for good, before its event is written: never an event without it.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from avenant_builder.disk import held, output_fault
from avenant_builder.errors import WorkspaceMissing
from avenant_builder.machine import sync_folder

FOLDER = "data/evidence"
LOCK = ".verrou"
HALF_DONE = ".en-cours-"
PATIENCE = 60.0
CHUNK = 1 << 20
NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,5})?")
ENDING = re.compile(r"\.[a-z0-9]{1,5}")


def store(root: Path, file: Path) -> tuple[str, str]:
    """Copy a file into the evidence of the workspace; give its SHA-256 and its name.

    The copy keeps the ending of the name, so that it opens by a double click. Raises
    ``WorkspaceMissing`` where the file is missing, empty or unreadable, ``OutputFault`` or
    ``Busy``. A file that is there already is not copied again.
    """
    folder = root / FOLDER
    _check_readable(file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise output_fault(fault, folder) from fault
    with held(folder / LOCK, patience=PATIENCE):
        for left in folder.glob(f"{HALF_DONE}*"):
            left.unlink(missing_ok=True)
        try:
            return _copied(folder, file), file.name
        except OSError as fault:
            raise output_fault(fault, folder / file.name) from fault


def find(root: Path, sha256: str) -> Path | None:
    """The pièce of that hash, or None. Its content is not looked at: see `is_intact`."""
    return next((path for found, path in _pieces(root) if found == sha256), None)


def is_intact(path: Path) -> bool:
    """Whether a pièce is still what its name says."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == path.name[:64]
    except OSError:
        return False


def orphans(root: Path, known: frozenset[str]) -> tuple[Path, ...]:
    """The pièces that no event knows, by their hashes: a run died between the two."""
    return tuple(path for found, path in _pieces(root) if found not in known)


def _pieces(root: Path) -> Iterator[tuple[str, Path]]:
    try:
        paths = sorted((root / FOLDER).iterdir())
    except OSError:
        return
    for path in paths:
        if found := NAME.fullmatch(path.name):
            yield found[1], path


def _check_readable(file: Path) -> None:
    remedy = "Vérifiez le chemin donné après « --file » : un fichier, que vous pouvez ouvrir."
    try:
        # A pipe or a device would be waited for without end.
        if not file.is_file():
            what = "n’est pas un fichier" if file.exists() else "n’existe pas"
            raise WorkspaceMissing(f"la pièce « {file} » {what}", remedy=remedy)
        with file.open("rb") as stream:
            if not stream.read(1):
                raise WorkspaceMissing(f"la pièce « {file} » est vide", remedy=remedy)
    except OSError as fault:
        raise WorkspaceMissing(
            f"la pièce « {file} » ne peut pas être lue", remedy=remedy
        ) from fault


def _copied(folder: Path, file: Path) -> str:
    # One name serves: the lock is held. Rights are those of the folder, for the whole office.
    draft = folder / f"{HALF_DONE}piece"
    try:
        with draft.open("xb") as target, file.open("rb") as source:
            seal = hashlib.sha256()
            while chunk := source.read(CHUNK):
                seal.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        sha256 = seal.hexdigest()
        present = next(
            (path for found, path in _pieces(folder.parents[1]) if found == sha256), None
        )
        if present is None or not is_intact(present):
            ending = file.suffix.lower()
            kept = ending if ENDING.fullmatch(ending) else ""
            draft.replace(present or folder / f"{sha256}{kept}")
            sync_folder(folder)
        return sha256
    finally:
        with suppress(OSError):
            draft.unlink()
