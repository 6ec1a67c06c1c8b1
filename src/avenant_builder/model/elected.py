"""An elected official as the Répertoire national des élus publishes them, births left out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from avenant_builder.model.body import Body, Category
from avenant_builder.model.seat import Seat, Tenure


class Office(StrEnum):
    """What one of its files lists, of all that it lists: those who sign for a body."""

    MAYOR = "maires"
    INTERCOMMUNAL = "présidents d’intercommunalité"
    DEPARTMENTAL = "présidents de conseil départemental"


OFFICE_OF = {
    Category.COMMUNE: Office.MAYOR,
    Category.EPCI: Office.INTERCOMMUNAL,
    Category.DEPARTEMENT: Office.DEPARTMENTAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Elected:
    """One row of a file. A date that the file lacks, or that cannot be read, is None."""

    office: Office
    key: str
    """Insee code of the commune, SIREN of the intercommunalité, code of the département."""
    last_name: str
    first_name: str
    civility: str = ""
    mandate_from: date | None = None
    function_from: date | None = None
    file: str
    line: int

    @property
    def since(self) -> date | None:
        """First day in office; else of the mandate."""
        return self.function_from or self.mandate_from


class Outcome(StrEnum):
    """What a comparison with the register says of a seat."""

    SAME = "identique"
    RENEWED = "reconduit"
    CHANGED = "changé"
    NOT_FOUND = "non trouvé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A seat, who holds it by our register, and who by the published one."""

    seat: Seat
    body: Body
    holder: Tenure | None
    elected: Elected | None
    outcome: Outcome
    reason: str = ""
    """Why nobody was found."""
