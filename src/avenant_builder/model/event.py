"""A dated fact of the campaign of signatures: what the journal holds, one a line."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from avenant_builder.records import dataclass


class TargetKind(StrEnum):
    """What a fact is about."""

    SEAT = "siege"
    BODY = "organisme"
    AVENANT = "avenant"


class EventType(StrEnum):
    """The facts that may be recorded; the order is that of a campaign."""

    ACTE_ADOPTED = "acte-adopte"
    ACTE_REJECTED = "acte-rejete"
    ACTE_POSTPONED = "acte-ajourne"
    ACTE_WITHDRAWN = "acte-retire"
    DEPOSIT_READY = "depot-prepare"
    ACTE_SENT = "acte-transmis"
    ACTE_RECEIVED = "acte-recu"
    ACTE_PUBLISHED = "acte-publie"
    REMARKS = "observations"
    PIECES_ASKED = "pieces-demandees"
    PIECES_GIVEN = "pieces-completees"
    REFERRED = "defere"
    ACTE_ANOMALY = "acte-anomalie"
    SENT = "envoye"
    REMINDED = "relance"
    SIGNED_ON_PAPER = "signe-papier"
    SIGNED_DIGITALLY = "signe-electronique"
    PAGE_RECEIVED = "page-recue"
    PAGE_REJECTED = "page-rejetee"
    CHECKED = "controle"
    ORIGINAL_HELD = "original-detenu"
    REFUSED = "refus"
    FROZEN = "fige"
    CIRCULATED = "diffuse"
    NOTIFIED = "notifie"
    TRANSMITTED = "transmis"
    ARCHIVED = "archive"
    CORRECTION = "correction"
    CANCELLED = "annulation"
    NOTE = "note"

    @property
    def label(self) -> str:
        return EVENT_LABELS[self]

    @property
    def target(self) -> TargetKind | None:
        """What a fact of this type is about; None: of any."""
        return EVENT_TARGETS.get(self)


EVENT_LABELS = {
    EventType.ACTE_ADOPTED: "acte adopté",
    EventType.ACTE_REJECTED: "acte rejeté",
    EventType.ACTE_POSTPONED: "acte ajourné",
    EventType.ACTE_WITHDRAWN: "acte retiré",
    EventType.DEPOSIT_READY: "dépôt préparé pour la préfecture",
    EventType.ACTE_SENT: "acte transmis à la préfecture",
    EventType.ACTE_RECEIVED: "acte reçu par la préfecture",
    EventType.ACTE_PUBLISHED: "acte publié",
    EventType.REMARKS: "observations du préfet",
    EventType.PIECES_ASKED: "pièces demandées par le préfet",
    EventType.PIECES_GIVEN: "pièces complétées",
    EventType.REFERRED: "acte déféré au tribunal administratif",
    EventType.ACTE_ANOMALY: "anomalie du dépôt de l’acte",
    EventType.SENT: "envoyé pour signature",
    EventType.REMINDED: "relancé",
    EventType.SIGNED_ON_PAPER: "signé sur papier",
    EventType.SIGNED_DIGITALLY: "signé électroniquement",
    EventType.PAGE_RECEIVED: "page signée reçue",
    EventType.PAGE_REJECTED: "page rejetée",
    EventType.CHECKED: "page contrôlée",
    EventType.ORIGINAL_HELD: "original détenu",
    EventType.REFUSED: "refus de signer",
    EventType.FROZEN: "texte figé",
    EventType.CIRCULATED: "texte diffusé",
    EventType.NOTIFIED: "notifié aux parties",
    EventType.TRANSMITTED: "transmis à la préfecture",
    EventType.ARCHIVED: "archivé",
    EventType.CORRECTION: "correction",
    EventType.CANCELLED: "annulation",
    EventType.NOTE: "note",
}

_BODY_EVENTS = (
    *(EventType.ACTE_ADOPTED, EventType.ACTE_REJECTED, EventType.ACTE_POSTPONED),
    *(EventType.ACTE_WITHDRAWN, EventType.DEPOSIT_READY, EventType.ACTE_SENT),
    EventType.ACTE_RECEIVED,
    *(EventType.ACTE_PUBLISHED, EventType.REMARKS, EventType.PIECES_ASKED),
    *(EventType.PIECES_GIVEN, EventType.REFERRED, EventType.ACTE_ANOMALY),
)
_SEAT_EVENTS = (
    *(EventType.SENT, EventType.REMINDED, EventType.SIGNED_ON_PAPER),
    *(EventType.SIGNED_DIGITALLY, EventType.PAGE_RECEIVED, EventType.PAGE_REJECTED),
    *(EventType.CHECKED, EventType.ORIGINAL_HELD, EventType.REFUSED),
)
_AVENANT_EVENTS = (
    *(EventType.FROZEN, EventType.CIRCULATED, EventType.NOTIFIED),
    *(EventType.TRANSMITTED, EventType.ARCHIVED),
)
EVENT_TARGETS: Mapping[EventType, TargetKind] = {
    **dict.fromkeys(_BODY_EVENTS, TargetKind.BODY),
    **dict.fromkeys(_SEAT_EVENTS, TargetKind.SEAT),
    **dict.fromkeys(_AVENANT_EVENTS, TargetKind.AVENANT),
}


DEPOSITED = "fichiers/"
"""What the names of the files of a deposit begin with, in the facts of « depot-prepare »."""


@dataclass(frozen=True, slots=True)
class EffectDate:
    """The day on which a fact took effect, as far as is known: a day, a month, or nothing.

    An undated signature has none; « en mars 2019 » has a year and a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date) -> "EffectDate":
        return cls(day.year, day.month, day.day)

    @property
    def exact(self) -> date | None:
        """The day, if known to the day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def iso(self) -> str:
        """« 2019-01-31 », « 2019-01 » or nothing: how the journal writes it."""
        if self.year is None:
            return ""
        return "-".join(
            [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fact about to be recorded: an event without its number and time of recording."""

    type: EventType
    target_kind: TargetKind
    target: str
    """Id of the siège or organisme; the year of an avenant."""
    on: EffectDate
    by: str = ""
    """Who records it."""
    number: str = ""
    """Number of the acte, as the body gives it (« DEL_2019_006 »)."""
    identifier: str = ""
    """Identifier given by ACTES (« 042-214201865-20190131-DEL_2019_006-DE »)."""
    signer: str = ""
    """Who signed, where it is not the holder: a delegate, a suppléant."""
    evidence: str = ""
    """SHA-256 of the pièce, in hex; empty: there is none, and `no_evidence` says why."""
    evidence_name: str = ""
    """Name of the pièce's file as it came."""
    no_evidence: str = ""
    version: str = ""
    """SHA-256 of the text signed or frozen, in hex."""
    note: str = ""
    corrects: int | None = None
    """Number of the event that this one cancels or corrects."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What a type adds (for « fige »: hashes of inputs and of built files; for « depot-prepare »:
    what the names of its files repeat, and their hashes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Draft):
    """A fact as the journal holds it."""

    sequence: int
    """Its number in the journal, from 1."""
    recorded_at: datetime
    """When it was recorded, UTC, to the second."""


def in_force(events: Iterable[Event]) -> tuple[Event, ...]:
    """The facts that stand, in order: neither those cancelled or corrected, nor cancellations."""
    cancelled: set[int] = set()
    standing = []
    for event in sorted(events, key=attrgetter("sequence"), reverse=True):
        if event.sequence in cancelled:
            continue
        if event.corrects is not None:
            cancelled.add(event.corrects)
        if event.type is not EventType.CANCELLED:
            standing.append(event)
    return tuple(reversed(standing))
