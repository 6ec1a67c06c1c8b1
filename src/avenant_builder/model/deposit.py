"""A deposit for the préfecture: what one collectivité sends by ACTES, or on paper."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.body import Body


class Profile(StrEnum):
    """Which acte is deposited."""

    DELIBERATION = "deliberation"
    CONTRACT = "contrat"

    @property
    def nature(self) -> int:
        """Code of the nature of the acte."""
        return 1 if self is Profile.DELIBERATION else 4

    @property
    def letters(self) -> str:
        """The nature as identifiers bear it."""
        return "DE" if self is Profile.DELIBERATION else "CC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of a deposit: the acte itself, or an annex of it."""

    title: str
    """As the bordereau names it (« Délibération », « Avenant n° 1 »)."""
    typology: str
    """Code of five characters (« 99_DE »)."""
    name: str
    """Of its file, as it came or as it was built."""
    path: Path
    sha256: str
    size: int
    pages: int | None = None
    """None: it could not be read."""
    faults: tuple[tuple[str, str], ...] = ()
    """What was found in the PDF: kind and detail."""

    @property
    def is_signed(self) -> bool:
        """Whether it bears a digital signature: kept as it is."""
        return any(kind == "signed" for kind, _ in self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One acte of one body, with all that its two XML files and its names say.

    What is not known is empty or None: the checks tell it, and a draft shows it.
    """

    body: Body
    profile: Profile
    department: str
    """Three characters (« 042 »)."""
    acte_on: date | None
    number: str
    subject: str
    matiere: tuple[int, ...]
    """Empty: not said, or not of the form « 8.2 »."""
    previous: str
    classification_on: date | None
    operator: str
    test: bool
    day: date
    """Of the making of the archive."""
    counter: int
    acte: Document | None
    annexes: tuple[Document, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """The acte, then its annexes."""
        return (*([self.acte] if self.acte else []), *self.annexes)

    @property
    def id(self) -> ActeId | None:
        """The identifier that ACTES will give; None while a part of it is missing."""
        if not (self.acte_on and self.number and self.body.siren and self.department):
            return None
        return ActeId(
            department=self.department,
            siren=self.body.siren,
            on=self.acte_on,
            number=self.number,
            nature=self.profile.letters,
        )
