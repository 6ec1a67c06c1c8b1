"""Is a set what was made? Every file, its manifest, the zip itself, and the journal in it."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from avenant_builder.errors import AvenantError, WorkspaceMissing
from avenant_builder.files.sealed import Checked, check_sealed
from avenant_builder.handover.contents import JOURNAL
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.jsonl import JsonlJournal
from avenant_builder.scratch import scratch

CHECK = "Redemandez l’ensemble à qui l’a envoyé, ou refaites-le par « avenant transmit --set »."


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A set that is what was made."""

    files: int
    year: int
    head: str
    """Head of its journal, to be compared with one that was printed."""


def check_set(path: Path) -> Whole:
    """Check a zip, or the folder that it was unpacked into.

    Raises ``Tampered`` with every place that has changed, or ``WorkspaceMissing``.
    """
    try:
        found = check_sealed(path)
    except OSError as fault:
        raise WorkspaceMissing(
            f"« {path} » ne peut pas être lu", remedy="Vérifiez le chemin donné après « --verify »."
        ) from fault
    if found.faults:
        raise Tampered(
            f"« {path.name} » n’est pas, ou n’est plus, l’ensemble qui a été fait : "
            f"{' ; '.join(found.faults)}",
            remedy=CHECK,
        )
    return Whole(files=found.files, year=found.facts.get("annee", 0), head=_head(path, found))


def _head(path: Path, found: Checked) -> str:
    """The head of the journal in the set, its chain hashed again. Raises ``Tampered``."""
    said = found.facts.get("journal")
    noted = (said.get("numero"), said.get("empreinte")) if isinstance(said, dict) else None
    try:
        with scratch() as folder:
            copy = folder / "journal.jsonl"
            copy.write_bytes(_content(path))
            head = JsonlJournal(copy).head()
    except (AvenantError, KeyError, OSError) as fault:
        raise Tampered("le journal de l’ensemble ne se relit pas", remedy=CHECK) from fault
    if noted != (head.sequence, head.digest):
        raise Tampered("le journal de l’ensemble n’est pas celui du manifeste", remedy=CHECK)
    return head.short


def _content(path: Path) -> bytes:
    if path.is_dir():
        return (path / JOURNAL).read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(JOURNAL)
