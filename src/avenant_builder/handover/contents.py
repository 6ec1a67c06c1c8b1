"""What goes into the set: the text, the pièces of every body, the tables; and what lacks."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from avenant_builder.deposits.gather import text_of
from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.executed.compile import FOLDER as EXECUTED
from avenant_builder.files.csv_text import csv_text
from avenant_builder.files.manifest import read_manifest
from avenant_builder.files.sealed import Entry
from avenant_builder.follow import FollowUp
from avenant_builder.french import plural
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.listing import COLUMNS, event_cells
from avenant_builder.model.body import Body
from avenant_builder.model.event import DEPOSITED, Event, EventType, TargetKind, in_force
from avenant_builder.naming import file_name
from avenant_builder.tracking.facts import acte_of
from avenant_builder.tracking.paths import PATHS
from avenant_builder.tracking.signed import SIGNED_COLUMNS, signed_rows
from avenant_builder.tracking.state import State

JOURNAL = "journal/journal.jsonl"
SLIP_OF_DEPOSIT = "bordereau.pdf"
KEPT: Mapping[EventType, str] = {
    EventType.ACTE_ADOPTED: "acte",
    EventType.ACTE_SENT: "preuve-envoi",
    EventType.ACTE_RECEIVED: "accuse-reception",
    EventType.ACTE_PUBLISHED: "preuve-publication",
    EventType.ACTE_ANOMALY: "anomalie",
    EventType.PIECES_ASKED: "demande-pieces",
    EventType.PIECES_GIVEN: "pieces-completees",
    EventType.REMARKS: "observations",
    EventType.REFERRED: "defere",
}
"""The facts of a body whose pièces go along, and what their files are called."""


class NothingToHandOver(AvenantError):
    """There is no text of the avenant yet."""

    exit_code = ExitCode.NOT_READY


def contents(root: Path, followed: FollowUp) -> tuple[Entry, ...]:
    """The files of the set, in the order in which people read them.

    Raises ``NothingToHandOver``, or ``Tampered`` for a pièce that is gone.
    """
    return (
        *_texts(root, followed),
        *(entry for body in bodies_of(followed) for entry in _pieces(root, followed, *body)),
        *_tables(root, followed),
    )


def lacking(root: Path, followed: FollowUp) -> Iterator[str]:
    """What the set does not hold yet, in French, one line a body."""
    if not executed(root, followed.dossier.avenant.year):
        yield "l’avenant signé : le texte joint est celui qui est à signer"
    for _, body in bodies_of(followed):
        if not PATHS[body.category].is_controlled:
            continue
        acte = acte_of(_own(followed, body))
        wanted = {
            "sa délibération": acte.adopted and acte.adopted.evidence,
            "l’accusé de réception": acte.received and acte.received.evidence,
        }
        if missing := [what for what, there in wanted.items() if not there]:
            yield f"{body.name} : {' et '.join(missing)}"
    seats = followed.campaign.seats
    unsigned = [one for one in seats if one.seat.mandatory and one.state is not State.SIGNED]
    if unsigned:
        yield f"{plural(len(unsigned), 'signature')} : voir le tableau des signatures"


def bodies_of(followed: FollowUp) -> list[tuple[int, Body]]:
    """The bodies in the order of their first seat, with their rank from 1."""
    return [(rank, one.body) for rank, one in enumerate(followed.campaign.bodies, start=1)]


def executed(root: Path, year: int) -> tuple[Entry, ...]:
    """The avenant as all have signed it, with its certificate and its register of originals.

    Nothing while « avenant executed » has made none, or one that is partial.
    """
    folder = root / "output" / str(year) / EXECUTED
    facts = read_manifest(folder)
    if facts is None or facts.get("partiel"):
        return ()
    return tuple(
        Entry(
            name=f"avenant/{file['nom']}",
            about=f"Exemplaire signé : {Path(file['nom']).stem}",
            path=folder / file["nom"],
            sha256=file["sha256"],
        )
        for file in facts["fichiers"]
        if file["nom"].endswith((".pdf", ".csv")) and not file["nom"].startswith("lettre")
    )


def _texts(root: Path, followed: FollowUp) -> Iterator[Entry]:
    yield from executed(root, followed.dossier.avenant.year)
    text = text_of(root, followed.dossier.avenant, followed.events)
    if text.avenant is None:
        raise NothingToHandOver(
            f"l’avenant de {followed.dossier.avenant.year} n’est pas encore préparé",
            remedy="Lancez « avenant build », ou « avenant freeze » si le texte est définitif.",
        )
    for document in text.documents:
        state = "texte figé" if text.frozen else "texte non figé"
        name = "annexes" if document is text.annexes else "avenant"
        yield Entry(
            name=f"avenant/{name}.pdf",
            about=f"{document.title} ({state})",
            path=document.path,
            sha256=document.sha256,
        )


def _pieces(root: Path, followed: FollowUp, rank: int, body: Body) -> Iterator[Entry]:
    """The pièces of the acte of a body, and the bordereau of its deposit."""
    folder = f"organismes/{rank:02d}-{file_name(body.id)}"
    for event in _own(followed, body):
        if event.type is EventType.DEPOSIT_READY:
            name = f"{DEPOSITED}{SLIP_OF_DEPOSIT}"
            files = {name: event.facts[name]} if name in event.facts else {}
            stem, about = "depot", "Bordereau du dépôt"
        elif event.type in KEPT:
            own = {event.evidence_name: event.evidence} if event.evidence else {}
            joined = {name: sha for name, sha in event.facts.items() if name.startswith(DEPOSITED)}
            files = own | joined
            stem, about = KEPT[event.type], event.type.label
        else:
            continue
        for number, (name, sha256) in enumerate(files.items()):
            path = find(root, sha256)
            if path is None:
                raise _gone(name.removeprefix(DEPOSITED), event)
            more = f"-{number + 1}" if number else ""
            yield Entry(
                name=f"{folder}/{stem}-{event.sequence}{more}{_ending(name)}",
                about=f"{body.name} : {about} (événement n° {event.sequence})",
                path=path,
                sha256=sha256,
            )


def _tables(root: Path, followed: FollowUp) -> Iterator[Entry]:
    signed = csv_text(SIGNED_COLUMNS, signed_rows(followed.campaign.seats))
    yield Entry(name="signatures.csv", about="Qui a signé quand", content=signed.encode("utf-8"))
    events = followed.events
    standing = {event.sequence for event in in_force(events)}
    cells = csv_text(COLUMNS, [event_cells(event, standing) for event in events])
    yield Entry(name="journal/journal.csv", about="Journal, pour Excel", content=cells.encode())
    about = f"Journal scellé, {followed.head.short}"
    yield Entry(name=JOURNAL, about=about, content=_journal(root, followed))


def _journal(root: Path, followed: FollowUp) -> bytes:
    """The lines of the events that were followed: someone may have added others since."""
    path = journal_of(root, followed.dossier.avenant.year).path
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    return b"".join(lines[: len(followed.events)])


def _own(followed: FollowUp, body: Body) -> Sequence[Event]:
    return [
        event
        for event in in_force(followed.events)
        if (event.target_kind, event.target) == (TargetKind.BODY, body.id)
    ]


def _ending(name: str) -> str:
    """« .pdf »: the ending of a file, if it is one that a zip may bear."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) < 7 else ""


def _gone(name: str, event: Event) -> Tampered:
    return Tampered(
        f"la pièce « {name} » de l’événement n° {event.sequence} manque dans data/evidence",
        remedy="Remettez-la d’après votre sauvegarde ; « avenant journal --verify » la nomme.",
    )
