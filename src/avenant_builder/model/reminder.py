"""How those who have not signed are reminded: the table ``[relances]`` of ``avenant.toml``."""

from collections.abc import Mapping
from dataclasses import field

from avenant_builder.model.body import Body, Category
from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days without progress before a first reminder, then between two."""

    first: int = 15
    every: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """Who reminds, and at what rhythm: for all, for a category, for one body."""

    rhythm: Rhythm = Rhythm()
    by_category: Mapping[Category, Rhythm] = field(default_factory=dict)
    by_body: Mapping[str, Rhythm] = field(default_factory=dict)
    sender: str = ""
    """Id of the body that writes; empty: the letters name none."""
    signature: str = ""
    """Line over the sender's signature (« Le Directeur »)."""
    contact: str = ""
    """Person and telephone to answer to."""

    def rhythm_of(self, body: Body) -> Rhythm:
        """The rhythm of a body: its own, else that of its category, else that of all."""
        return self.by_body.get(body.id) or self.by_category.get(body.category) or self.rhythm
