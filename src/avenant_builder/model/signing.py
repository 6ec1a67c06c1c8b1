"""Digital signatures: the fields that we put, and what is found in a file that came back.

Three verdicts that are never made one: is what was signed unchanged (intégrité), does it derive
from exactly what we sent (origine), is the signer's authority known (confiance).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """An empty signature field to put at the block of a seat."""

    name: str
    tooltip: str
    """What is said of it to who points at it, or cannot see it."""


def field_name(seat: str) -> str:
    """Name of the field of a seat: a dot would part it in two (ISO 32000-1, 12.7.3.2)."""
    return seat.replace(".", "·")


class Integrity(StrEnum):
    """Whether what a person signed is what lies there now."""

    INTACT = "intacte"
    DOUBTFUL = "a-verifier"
    BROKEN = "rompue"
    UNREADABLE = "illisible"

    @property
    def label(self) -> str:
        return {"a-verifier": "à vérifier"}.get(self.value, self.value)


class Origin(StrEnum):
    """Whether a file derives from what we sent."""

    EXACT = "notre-document"
    EARLIER = "envoi-anterieur"
    STAMPED = "cachet-hors-case"
    CHANGED = "modifie"
    REPLACED = "autre-document-ajoute"
    REWRITTEN = "reenregistre"
    FOREIGN = "autre-document"
    UNREADABLE = "illisible"

    @property
    def label(self) -> str:
        return ORIGIN_LABELS[self]


ORIGIN_LABELS = {
    Origin.EXACT: "notre document, sans autre changement que des signatures",
    Origin.EARLIER: "un envoi antérieur, sans autre changement que des signatures",
    Origin.STAMPED: "notre document, avec un cachet visible hors des cases",
    Origin.CHANGED: "notre document, mais modifié",
    Origin.REPLACED: "notre document, caché derrière un autre ajouté à sa suite",
    Origin.REWRITTEN: "les pages de notre document, réenregistrées ou imprimées en PDF",
    Origin.FOREIGN: "un autre document que celui que nous avons envoyé",
    Origin.UNREADABLE: "illisible : rien n’en est dit",
}


class Trust(StrEnum):
    """What is known of the authority that vouches for a signer."""

    QUALIFIED = "qualifiee"
    KNOWN = "connue"
    OLD_LIST = "liste-perimee"
    EXPIRED = "certificat-expire"
    REVOKED = "certificat-revoque"
    UNKNOWN = "inconnue"
    UNCHECKED = "non-verifiee"
    UNREADABLE = "illisible"

    @property
    def label(self) -> str:
        return TRUST_LABELS[self]

    @property
    def is_good(self) -> bool:
        return self in (Trust.QUALIFIED, Trust.KNOWN)


TRUST_LABELS = {
    Trust.QUALIFIED: "autorité qualifiée",
    Trust.KNOWN: "autorité connue",
    Trust.OLD_LIST: "autorité connue par une liste périmée",
    Trust.EXPIRED: "certificat expiré",
    Trust.REVOKED: "certificat révoqué",
    Trust.UNKNOWN: "autorité inconnue",
    Trust.UNCHECKED: "identité lue, non vérifiée",
    Trust.UNREADABLE: "illisible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What a certificate says of its holder; empty where it says nothing."""

    name: str = ""
    organisation: str = ""
    sirens: tuple[str, ...] = ()
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature, counted once in however many fields it was put."""

    field: str
    """Where it was made."""
    others: tuple[str, ...] = ()
    """Fields that show it besides, without its having been made there."""
    seal: str = ""
    """SHA-256 of its cryptographic envelope: the same signature in two files has the same."""
    signer: Signer
    integrity: Integrity
    integrity_says: str = ""
    """French, to follow the label; empty: nothing to add."""
    trust: Trust
    trust_says: str = ""
    claimed: datetime | None = None
    """The time that the signer's own computer gave."""
    stamped: datetime | None = None
    """The time that an authority vouched for."""
    stamp_is_trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A returned file: where it comes from, and each signature that it carries."""

    origin: Origin
    packet: str = ""
    """SHA-256 of the file that we sent and that it derives from; empty: none."""
    reasons: tuple[str, ...] = ()
    """French sentences: what was changed, what cannot be read, what it would run."""
    signatures: tuple[Signature, ...] = ()
