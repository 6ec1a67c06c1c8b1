"""What comes back from the préfecture about a deposit: a message, and what it repeats of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from avenant_builder.model.acte_id import ActeId


class Message(StrEnum):
    """The messages of ACTES that come back, by the name of their root."""

    ACKNOWLEDGED = "ARActe"
    ACTE_ANOMALY = "AnomalieActe"
    ENVELOPE_ANOMALY = "AnomalieEnveloppe"
    LETTER = "CourrierSimple"
    PIECES_ASKED = "DemandePieceComplementaire"
    PIECES_RECEIVED = "ARPieceComplementaire"
    REMARKS = "LettreObservations"
    REFERRED = "DefereTA"
    CANCELLED = "ARAnnulation"
    CLASSIFICATION = "RetourClassification"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Message.ACKNOWLEDGED: "accusé de réception de l’acte",
    Message.ACTE_ANOMALY: "anomalie de l’acte",
    Message.ENVELOPE_ANOMALY: "anomalie de l’enveloppe",
    Message.LETTER: "courrier de la préfecture",
    Message.PIECES_ASKED: "demande de pièces complémentaires",
    Message.PIECES_RECEIVED: "accusé de réception des pièces complémentaires",
    Message.REMARKS: "lettre d’observations",
    Message.REFERRED: "déféré au tribunal administratif",
    Message.CANCELLED: "accusé d’annulation de la transmission",
    Message.CLASSIFICATION: "classification de la préfecture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeFields:
    """What an ``Acte`` says when it leaves, and ``ActeRecu`` repeats. Empty or None: not said."""

    number: str
    on: date | None
    nature: int | None
    matiere: tuple[int, ...] = ()
    subject: str = ""
    classification_on: date | None = None
    document: str = ""
    annexes: tuple[str, ...] = ()
    """File names of the annexes, without their folders."""
    announced: int | None = None
    """How many annexes are said to come."""
    previous: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The acte's own file, then its annexes."""
        return (*([self.document] if self.document else []), *self.annexes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One message, as its file says. Empty or None: it does not say."""

    message: Message
    name: str
    """Name of its file."""
    parcel: str = ""
    """Name of the e-mail or archive that it came in, if it did not come alone."""
    content: bytes
    siren: str = ""
    """Of the collectivité that it is for."""
    id: ActeId | None = None
    said_id: str = ""
    """The identifier as written, be it none."""
    acte: ActeFields | None = None
    on: date | None = None
    """Day of reception, of the letter, or of what it tells."""
    code: str = ""
    """Code of an anomaly."""
    words: str = ""
    """Details of an anomaly, reason of a letter, pièces asked for."""
    envelope: str = ""
    """Name of the envelope that an anomaly is about, « EACT--214201865--20190204-1 »."""
    is_test: bool = False
    """It comes from the platform of tests: it proves nothing."""
    documents: tuple[str, ...] = ()
    """File names of the letters that come with it."""
    classification_on: date | None = None
    """Day of the classification in use."""
    attached: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """The files of `documents`, where they came along."""

    @property
    def shown(self) -> str:
        """« accuse.xml », or « accuse.xml, dans retour.eml »."""
        return f"{self.name}, dans {self.parcel}" if self.parcel else self.name
