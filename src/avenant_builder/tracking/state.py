"""Where a seat may stand on its way to a signature, and how many stand where."""

from enum import StrEnum

from avenant_builder.french import plural
from avenant_builder.records import dataclass


class State(StrEnum):
    """The first condition that a seat does not meet; the order is the order of the path."""

    OUT = "hors-jeu"
    REFUSED = "refuse"
    TO_EMPOWER = "a-habiliter"
    ACTE_TO_SEND = "acte-a-transmettre"
    ACTE_TO_PUBLISH = "acte-a-publier"
    TO_SEND = "a-envoyer"
    SENT = "envoye"
    NOT_RETURNED = "signe-non-revenu"
    TO_CHECK = "a-controler"
    TO_REGULARISE = "a-regulariser"
    OLD_VERSION = "version-anterieure"
    SIGNED = "signe"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    State.OUT: "hors jeu",
    State.REFUSED: "refusé",
    State.TO_EMPOWER: "à habiliter",
    State.ACTE_TO_SEND: "acte à transmettre",
    State.ACTE_TO_PUBLISH: "acte à publier",
    State.TO_SEND: "à envoyer",
    State.SENT: "envoyé",
    State.NOT_RETURNED: "signé, non revenu",
    State.TO_CHECK: "à contrôler",
    State.TO_REGULARISE: "à régulariser",
    State.OLD_VERSION: "version antérieure",
    State.SIGNED: "signé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many have signed; a body has once all its mandatory seats have."""

    bodies: int
    complete_bodies: int
    seats: int
    signed_seats: int

    @property
    def missing_seats(self) -> int:
        return self.seats - self.signed_seats

    def __str__(self) -> str:
        # The noun follows the total, not the count: « 0 / 19 organismes ».
        bodies = plural(self.bodies, "organisme")
        seats = plural(self.seats, "siège")
        signed = "signés" if self.seats > 1 else "signé"
        missing = f"il manque {self.missing_seats}" if self.missing_seats else "il ne manque rien"
        return (
            f"{self.complete_bodies} / {bodies}, {self.signed_seats} / {seats} {signed} ; {missing}"
        )
