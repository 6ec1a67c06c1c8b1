"""The facts of one avenant, as ``data/YEAR/avenant.toml`` gives them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from avenant_builder.model.deposit_settings import DepositSettings
from avenant_builder.model.period import Period
from avenant_builder.model.reminder import ReminderSettings
from avenant_builder.problems import Place
from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The agreement that the avenant prolongs."""

    title: str
    acronym: str = ""
    territory: str = ""
    department: str = ""
    """INSEE code of the département (« 42 »)."""
    initial_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureType:
    """A type of structure counted in the avenant."""

    code: str
    label: str
    """Plural, as printed (« centres sociaux »)."""
    official_count: int | None
    """None: still to be filled in."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What the avenant says of the structures agréées on a day."""

    approved_on: date | None
    """None: still to be filled in."""
    types: tuple[StructureType, ...]

    @property
    def total(self) -> int | None:
        """Structures of all types; None while one of the counts is to be filled in."""
        counts = [kind.official_count for kind in self.types if kind.official_count is not None]
        return sum(counts) if len(counts) == len(self.types) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAvenant:
    """An avenant that has prolonged the same scheme before."""

    number: int
    period: Period


class SectionPolicy(StrEnum):
    """What next year's draft does with a section of a fiche."""

    KEEP = "garder"
    EMPTY = "vider"
    REPORT = "reporter"


class AnnexKind(StrEnum):
    """Where an annex comes from."""

    FICHES = "fiches"
    MODEL = "modele"
    FILE = "fichier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One entry of the list of annexes, in printed order."""

    number: int
    title: str
    kind: AnnexKind
    source: str = ""
    """Name of the Word model under ``templates/`` or of the file under ``annexes/``."""
    description: str = ""
    """Text alternative of an image."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSettings:
    """What ``[carte]`` of ``avenant.toml`` says."""

    base: str = ""
    """The base map, a path in the workspace; empty: none."""
    towns: str = ""
    """The register of communes with their positions, a path in the workspace; empty: none."""
    credit: str = ""
    """Whom the base map and the positions come from, printed on the map."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Avenant:
    """The avenant of one year."""

    year: int
    number: int
    draft: bool = False
    scheme: Scheme
    earlier: tuple[EarlierAvenant, ...] = ()
    """In the order in which the recital names them."""
    steering_committee_on: date | None = None
    period: Period
    signing_place: str = ""
    signed_on: date | None = None
    """None: the date line stays blank, to be filled by hand."""
    census: Census | None = None
    annexes: tuple[Annex, ...] = ()
    seats: tuple[str, ...] = ()
    """Ids of the seats that take part; empty: all."""
    section_policies: Mapping[str, SectionPolicy] = field(default_factory=dict)
    untitled_sections: tuple[str, ...] = ()
    """Titles of the sections of fiches that are printed without their title."""
    reminders: ReminderSettings = field(default_factory=ReminderSettings)
    deposits: DepositSettings = field(default_factory=DepositSettings)
    chart: ChartSettings | None = None
    """The map of structures; None: this avenant has none."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    """Facts that only the models know: text, numbers, dates, lists and tables of these."""
    to_complete: Mapping[str, str] = field(default_factory=dict)
    """What is written where a date or a number is still to come, by dotted name of the key."""
    place: Place
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key of its file, by dotted name (« periode.du »)."""

    @property
    def census_day(self) -> date:
        """The day on which structures are counted; the start of the period until it is said."""
        known = self.census.approved_on if self.census else None
        return known or self.period.start

    @property
    def reference_day(self) -> date:
        """The day on which holders are looked up and from which results are dated."""
        return self.signed_on or self.period.start
