"""What a document proposes, each with how sure it is."""

from enum import StrEnum

from avenant_builder.model.body import Category
from avenant_builder.model.fiche import Fiche
from avenant_builder.records import dataclass


class Trust(StrEnum):
    """How far a proposal may be believed."""

    SURE = "sûr"
    LIKELY = "probable"
    DOUBTFUL = "à vérifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A fact of the agreement, and the words that it was read in."""

    name: str
    value: str
    trust: Trust
    line: int
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFound:
    """A signature block."""

    id: str
    body: str
    """Id of its body."""
    heading: str
    title: str
    first_name: str
    last_name: str
    trust: Trust
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFound:
    """A body that signs."""

    id: str
    name: str
    category: Category
    trust: Trust
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheFound:
    """A fiche, and whether all that a fiche has was found in it."""

    fiche: Fiche
    trust: Trust
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """All that was recognised, and what was not."""

    fields: tuple[Field, ...]
    bodies: tuple[BodyFound, ...]
    seats: tuple[SeatFound, ...]
    annexes: tuple[str, ...]
    fiches: tuple[FicheFound, ...]
    stamps: tuple[str, ...]
    """Lines that an administration printed over the text: evidence, no text."""
    unplaced: tuple[tuple[int, str], ...]
    """Number and words of the lines that found no place."""

    def value(self, name: str) -> str:
        """The value of a field, empty where it was not found."""
        return next((field.value for field in self.fields if field.name == name), "")
