"""Write a deposit into a folder: its archive, its files, the manifest of them all."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.actes.archive import Changed, Member, Written, write_archive
from avenant_builder.actes.message import envelope, message
from avenant_builder.actes.names import (
    DRAFT,
    archive_name,
    document_names,
    envelope_name,
    message_name,
    plain_names,
)
from avenant_builder.disk import output_fault
from avenant_builder.files.manifest import MANIFEST, write_manifest
from avenant_builder.journal.contract import Tampered
from avenant_builder.model.deposit import Deposit

ACTES, PAPER = "actes", "papier"
SLIP, LETTER = "bordereau", "lettre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A deposit as it lies in a folder, its papers not among it yet."""

    deposit: Deposit
    folder: Path
    names: tuple[str, ...]
    """Of its files, the acte first."""
    messages: tuple[str, ...]
    """Names of the envelope and of the message; none on paper, as without an archive."""
    archive: str
    """Empty: there is none, on paper or where too little is known for a draft."""
    written: Written | None
    draft: bool
    paper: bool

    @property
    def papers(self) -> tuple[str, ...]:
        """Names of the bordereau, and of the letter on paper, without their endings."""
        mark = DRAFT * self.draft
        return (f"{mark}{SLIP}", *([f"{mark}{LETTER}"] if self.paper else []))

    @property
    def all_names(self) -> tuple[str, ...]:
        """Names of all the files of the folder but the manifest."""
        papers = [f"{name}{ending}" for name in self.papers for ending in (".docx", ".pdf")]
        archive = [self.archive] if self.archive else []
        return (*archive, *self.messages, *self.names, *papers)

    @property
    def kept_names(self) -> tuple[str, ...]:
        """Names of what goes into evidence: the PDFs that an archive holds are kept in it.

        Its message is kept beside it too, so that a receipt is compared with it at once.
        """
        inside = self.names if self.archive else ()
        return (*(name for name in self.all_names if name not in inside), MANIFEST)


def pack(deposit: Deposit, folder: Path, *, draft: bool, paper: bool) -> Packed:
    """Write the files of a deposit, and its archive unless it goes on paper.

    Raises ``Tampered`` where a file is not the one that was looked into, ``OutputFault``.
    """
    named = deposit.id is not None and deposit.acte is not None and not paper
    names = document_names(deposit) if named else plain_names(deposit)
    archive = archive_name(deposit, draft=draft) if named else ""
    messages = _messages(deposit) if named else {}
    try:
        written = _archive(deposit, folder / archive, messages, names) if named else None
        for name, content in messages.items():
            (folder / name).write_bytes(content)
        for name, document in zip(names, deposit.documents, strict=True):
            shutil.copyfile(document.path, folder / name)
    except Changed as fault:
        raise Tampered(
            f"« {fault} » a changé pendant que le dépôt était préparé",
            remedy="Laissez ce fichier en repos, puis relancez « avenant transmit ».",
        ) from fault
    except OSError as fault:
        raise output_fault(fault, folder / (archive or names[0])) from fault
    return Packed(
        deposit=deposit,
        folder=folder,
        names=names,
        messages=tuple(messages),
        archive=archive,
        written=written,
        draft=draft,
        paper=paper,
    )


def seal(packed: Packed, version: str) -> None:
    """Write the manifest of a deposit whose papers are there. Raises ``OutputFault``."""
    try:
        write_manifest(packed.folder, _facts(packed, version), packed.all_names)
    except OSError as fault:
        raise output_fault(fault, packed.folder / MANIFEST) from fault


def content_of(deposit: Deposit, *, paper: bool) -> str:
    """SHA-256 of all that a deposit says and holds, but its day and its number of that day."""
    named = deposit.id is not None and deposit.acte is not None
    facts = [
        PAPER if paper else ACTES,
        deposit.operator,
        deposit.test,
        str(deposit.id or ""),
        deposit.subject,
        [document.sha256 for document in deposit.documents],
        envelope(deposit).decode("latin-1") if named else "",
        message(deposit).decode("latin-1") if named else "",
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _messages(deposit: Deposit) -> dict[str, bytes]:
    return {
        envelope_name(deposit): envelope(deposit),
        message_name(deposit): message(deposit),
    }


def _archive(
    deposit: Deposit, path: Path, messages: Mapping[str, bytes], names: Sequence[str]
) -> Written:
    files = [
        Member(name=name, path=document.path, size=document.size, sha256=document.sha256)
        for name, document in zip(names, deposit.documents, strict=True)
    ]
    texts = [Member(name=name, content=content) for name, content in messages.items()]
    return write_archive(path, [*texts, *files])


def _facts(packed: Packed, version: str) -> dict[str, Any]:
    deposit = packed.deposit
    return {
        "organisme": deposit.body.id,
        "identifiant": str(deposit.id or ""),
        "projet": packed.draft,
        "archive": packed.archive,
        "texte_fige": version,
        "pieces": [
            {"nom": name, "titre": document.title, "pages": document.pages}
            for name, document in zip(packed.names, deposit.documents, strict=True)
        ],
    }
