"""A structure of the register: a centre social, an espace de vie sociale, or another type."""

from dataclasses import dataclass
from datetime import date

from avenant_builder.problems import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """One row of ``data/YEAR/structures.csv``. An empty text means: not known."""

    id: str
    type: str
    """Code of its type, as declared in ``avenant.toml``."""
    name: str
    commune: str = ""
    insee: str = ""
    manager: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approved_from: date | None = None
    approved_to: date | None = None
    source: str = ""
    place: Place

    def is_approved_on(self, day: date) -> bool:
        """Whether its agrément runs on that day, as far as is known."""
        return (self.approved_from is None or self.approved_from <= day) and (
            self.approved_to is None or day <= self.approved_to
        )
