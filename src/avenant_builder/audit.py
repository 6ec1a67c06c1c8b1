"""Is the journal what was recorded, with every pièce: what ``avenant journal --verify`` answers."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from avenant_builder.errors import WorkspaceMissing
from avenant_builder.files.workspace import years
from avenant_builder.french import plural
from avenant_builder.journal.contract import Head, Tampered
from avenant_builder.journal.evidence import find, is_intact, orphans
from avenant_builder.journal.jsonl import JsonlJournal, journal_of, torn_remark
from avenant_builder.model.event import DEPOSITED, Event, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """A journal that is as it was recorded."""

    head: Head
    pieces: int
    """How many distinct files its events name."""
    orphans: tuple[Path, ...]
    """Pièces that no event of any year names."""
    set_aside: Path | None
    """Where a torn last line was moved to."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """French sentences on what a run that died has left."""
        torn = [torn_remark(self.set_aside)] if self.set_aside else []
        return (*torn, *orphan_remarks(self.orphans))


def verify(root: Path, year: int, *, noted: Head | None = None) -> Audit:
    """Hash the chain and every pièce of a year again.

    `noted` is a head that was printed earlier: it shows a tail cut off, or a journal written
    anew from end to end. Raises ``Tampered``, naming the first line or file that is wrong.
    """
    journal = journal_of(root, year)
    events, head = journal.read(), journal.head()
    if noted is not None:
        _check_head(journal, noted, head)
    for event in events:
        for sha256 in named_pieces([event]):
            _check_piece(root, event, sha256)
    return Audit(
        head=head,
        pieces=len(named_pieces(events)),
        orphans=orphans(root, known_pieces(root)),
        set_aside=journal.set_aside,
    )


def known_pieces(root: Path) -> frozenset[str]:
    """SHA-256 of every file in evidence that an event of any year names."""
    every = (event for year in years(root) for event in journal_of(root, year).read())
    return frozenset(named_pieces(every))


def named_pieces(events: Iterable[Event]) -> tuple[str, ...]:
    """SHA-256 of the pièces, frozen and deposited files of events, each once, in order."""
    named: dict[str, None] = {}
    for event in events:
        kept = event.facts.values() if event.type is EventType.FROZEN else _deposited(event)
        named |= dict.fromkeys(sha for sha in (event.evidence, *kept) if sha)
    return tuple(named)


def _deposited(event: Event) -> list[str]:
    """SHA-256 of the files of a deposit, which its event names one by one."""
    return [sha for name, sha in event.facts.items() if name.startswith(DEPOSITED)]


def orphan_remarks(left: tuple[Path, ...]) -> list[str]:
    """What to say of pièces without an event: a run died between the two."""
    if not left:
        return []
    return [
        f"{plural(len(left), 'pièce')} sans événement dans data/evidence (« {left[0].name} ») : "
        "une commande a été interrompue. Relancez-la, ou retirez ce qui est de trop."
    ]


def _check_head(journal: JsonlJournal, noted: Head, head: Head) -> None:
    if noted.sequence > head.sequence:
        raise Tampered(
            f"le journal finit à l’événement n° {head.sequence} : il y en avait "
            f"{noted.sequence} quand « {noted.short} » a été noté",
            remedy="Retrouvez dans vos sauvegardes le journal entier.",
        )
    if not journal.head(noted.sequence).digest.startswith(noted.digest):
        raise Tampered(
            f"le journal a été réécrit : l’événement n° {noted.sequence} ou l’un de ceux d’avant "
            f"n’est plus celui de « {noted.short} »",
            remedy="Comparez-le à vos sauvegardes avant de vous y fier.",
        )


def _check_piece(root: Path, event: Event, sha256: str) -> None:
    path = find(root, sha256)
    shown = event.evidence_name if sha256 == event.evidence else f"{sha256[:12]}…"
    if path is None:
        raise Tampered(
            f"la pièce « {shown} » de l’événement n° {event.sequence} manque dans data/evidence",
            remedy=f"Remettez-la d’après votre sauvegarde : son nom commence par {sha256[:12]}.",
        )
    if not os.access(path, os.R_OK):
        raise WorkspaceMissing(
            f"la pièce « {shown} » de l’événement n° {event.sequence} ne peut pas être lue",
            remedy=f"Demandez le droit de lire « data/evidence/{path.name} », puis relancez.",
        )
    if not is_intact(path):
        raise Tampered(
            f"la pièce « {shown} » de l’événement n° {event.sequence} n’est plus celle qui a été "
            "enregistrée",
            remedy=f"Remettez « data/evidence/{path.name} » d’après votre sauvegarde.",
        )
