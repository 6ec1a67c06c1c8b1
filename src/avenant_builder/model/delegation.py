"""Who may sign for the holder of a seat, by which deed, from when to when."""

from datetime import date

from avenant_builder.problems import Place
from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One row of ``data/delegations.csv``."""

    seat: str
    delegate: str
    """First name then family name, as printed."""
    title: str
    deed: str
    """The arrêté or decision that gives the delegation."""
    deed_on: date | None = None
    published_on: date | None = None
    since: date | None = None
    until: date | None = None
    scope: str = ""
    formula: str = ""
    """Printed formula (« Pour le Maire et par délégation, »)."""
    place: Place
