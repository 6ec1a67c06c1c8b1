"""The columns of the follow-up workbook: what the tool tells, and what an agent may type."""

from collections.abc import Mapping
from dataclasses import dataclass

from avenant_builder.model.event import EventType

SEAT = "Siège"
MODE, SIGNER, NUMBER, NOTE = "Mode de signature", "Signé par", "N° de l’acte", "Remarque ou motif"
SIGNED = "Signé le"
ON_PAPER, DIGITAL = "papier", "électronique"
MODES = {ON_PAPER: EventType.SIGNED_ON_PAPER, DIGITAL: EventType.SIGNED_DIGITALLY}

TOLD = (
    *(SEAT, "Organisme", "Titulaire", "État", "Depuis le", "Ce qui manque"),
    *("Prochaine action", "Qui", "Échéance"),
)
"""Columns that an import does not read, but for the first."""

DATES: Mapping[str, tuple[EventType, ...]] = {
    "Acte adopté le": (EventType.ACTE_ADOPTED,),
    "Acte transmis le": (EventType.ACTE_SENT,),
    "Acte reçu le": (EventType.ACTE_RECEIVED,),
    "Acte publié le": (EventType.ACTE_PUBLISHED,),
    "Envoyé le": (EventType.SENT,),
    SIGNED: tuple(MODES.values()),
    "Page reçue le": (EventType.PAGE_RECEIVED,),
    "Page contrôlée le": (EventType.CHECKED,),
    "Original détenu le": (EventType.ORIGINAL_HELD,),
    "Refusé le": (EventType.REFUSED,),
}
"""The columns of dates, each with the facts that it may hold."""

HEADERS = (
    *TOLD,
    *("Acte adopté le", NUMBER, "Acte transmis le", "Acte reçu le", "Acte publié le", "Envoyé le"),
    *(SIGNED, MODE, SIGNER, "Page reçue le", "Page contrôlée le", "Original détenu le"),
    *("Refusé le", NOTE),
)
TYPED = frozenset(HEADERS) - frozenset(TOLD)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as an agent left it: its number in the file, its cells as text by header."""

    line: int
    cells: Mapping[str, str]
