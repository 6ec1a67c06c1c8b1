"""What files from outside hold: messages of the préfecture, stamped PDFs, and what is neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from avenant_builder.actes.parcel import Piece, listed, opened
from avenant_builder.actes.receipt import ACTE, RETURN_ENVELOPE, base_name, receipt_of, return_siren
from avenant_builder.actes.xml import MessageRefused, local, read_xml, refused
from avenant_builder.model.receipt import Receipt
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

TEST = "TACT-"
"""In the names of envelopes of the platform of tests."""
OUTGOING = frozenset({ACTE, "EnveloppeCLMISILL"})
"""What was sent: some operators give it back with the answer."""
MOST_FILES = 1000
LARGEST = 256 << 20
"""Bytes of all that is given at once: it is read in memory."""
NOTHING = (
    "Donnez l’accusé de réception (XML), l’archive ou le courriel (.eml) tel qu’il est arrivé."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """All that some files hold."""

    receipts: tuple[Receipt, ...]
    pdfs: tuple[Piece, ...]
    """Those that no message names."""
    aside: tuple[str, ...]
    """Names of what is neither: texts of e-mails, logos, messages that were sent."""
    problems: tuple[Problem, ...]


def read_incoming(paths: Sequence[Path]) -> Incoming:
    """Open files and folders, and read every message in them. Nothing is written.

    What cannot be read is a problem of its file (R-REC-01), and all of them are given.
    """
    receipts: list[Receipt] = []
    pdfs: list[Piece] = []
    aside: list[str] = []
    problems: list[Problem] = []
    size = 0
    files = list(islice(listed(paths), MOST_FILES + 1))
    if len(files) > MOST_FILES:
        message = f"plus de {MOST_FILES} fichiers : donnez le seul dossier des retours"
        problems.append(RULES["R-REC-01"].problem(Place(files[0].name), message))
        files = []
    for path in files:
        try:
            pieces = opened(path)
            size += sum(len(piece.content) for piece in pieces)
            if size > LARGEST:
                raise refused(path.name, f"dépasse, avec les autres, {LARGEST >> 20} Mo")
            found = tuple(_messages(pieces))
        except MessageRefused as stop:
            problems.append(_unreadable(path.name, stop))
            continue
        receipts += found
        named = {name for one in found for name in one.documents}
        left = [piece for piece in pieces if not piece.is_xml and piece.name not in named]
        pdfs += [piece for piece in left if piece.is_pdf]
        aside += [piece.shown for piece in left if not piece.is_pdf]
    if not (receipts or pdfs or problems):
        shown = ", ".join(path.name for path in paths)
        message = f"« {shown} » ne contient aucun retour de la préfecture"
        problems.append(RULES["R-REC-01"].problem(Place(shown), message, remedy=NOTHING))
    return Incoming(
        receipts=tuple(receipts), pdfs=tuple(pdfs), aside=tuple(aside), problems=tuple(problems)
    )


def _messages(pieces: Sequence[Piece]) -> Iterator[Receipt]:
    """The messages of a parcel, whose envelope says for whom. Raises ``MessageRefused``."""
    roots = [(piece, read_xml(piece.content, piece.shown)) for piece in pieces if piece.is_xml]
    sirens = {siren for _, root in roots if (siren := return_siren(root))}
    is_test = any(TEST in name for piece in pieces for name in (piece.name, piece.parcel))
    for piece, root in roots:
        if local(root) in OUTGOING or local(root) == RETURN_ENVELOPE:
            continue
        receipt = receipt_of(root, piece.name, piece.content, parcel=piece.parcel)
        if not receipt.siren and len(sirens) == 1:
            receipt = replace(receipt, siren=next(iter(sirens)))
        documents = {base_name(name) for name in receipt.documents}
        joined = [(one.name, one.content) for one in pieces if one.name in documents]
        yield replace(receipt, attached=tuple(joined), is_test=is_test)


def _unreadable(name: str, stop: MessageRefused) -> Problem:
    return RULES["R-REC-01"].problem(Place(name), stop.message, remedy=stop.remedy)
