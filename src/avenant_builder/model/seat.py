"""A siège: one place of signature, and the people who hold it in turn."""

from datetime import date

from avenant_builder.problems import Place
from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One row of ``signatories.csv``: who holds a seat from a day to a day."""

    title: str
    """The printed title, as the person uses it, its comma included (« Le Maire, »)."""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    """Empty: the seat is vacant over these dates."""
    since: date | None = None
    """None: not known, taken as open."""
    until: date | None = None
    place: Place

    @property
    def full_name(self) -> str:
        """First name then family name, as printed under the signature."""
        return f"{self.first_name} {self.last_name}".strip()

    def covers(self, day: date) -> bool:
        """Whether the tenure runs on that day, both its ends included."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place of signature, in the order in which it is printed."""

    id: str
    order: int
    body: str
    """Id of its organisme."""
    heading: str
    """The printed line, its comma included (« Pour la Ville de Roanne, »)."""
    mandatory: bool
    tenures: tuple[Tenure, ...]
    """In order of their dates."""
    place: Place

    def tenure_on(self, day: date) -> Tenure | None:
        """The tenure that runs on a day, the latest begun if several do; None if none does."""
        current = [tenure for tenure in self.tenures if tenure.covers(day)]
        return current[-1] if current else None

    def is_vacant_on(self, day: date) -> bool:
        """Whether nobody holds the seat that day."""
        tenure = self.tenure_on(day)
        return tenure is None or not tenure.last_name
