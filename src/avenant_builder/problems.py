"""Faults as values that know their place, so that all are shown at once."""

import dataclasses
from enum import IntEnum

from avenant_builder.records import dataclass


class Severity(IntEnum):
    """How grave a fault is; only errors block a command."""

    INFORMATION = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        return ("information", "avertissement", "erreur")[self]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a fault lies, in the words of the person who opens the file."""

    file: str
    """Path relative to the workspace, with ``/``."""
    line: int | None = None
    """Line number in the file as an editor shows it, from 1."""
    column: str = ""
    """Name of the column (CSV), key (TOML) or label (fiche)."""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where} « {self.column} »" if self.column else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: which rule, how grave, where, what is wrong and what to do."""

    rule: str
    severity: Severity
    place: Place
    message: str
    remedy: str = ""
    exit_code: int = 10
    """The family of the fault if it blocks: 11 file, 12 model, 10 data (``errors.ExitCode``)."""

    def __str__(self) -> str:
        return f"{self.place} : {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check that the tool makes, as ``avenant explain`` tells it."""

    id: str
    severity: Severity
    title: str
    """What is checked, one French sentence."""
    source: str
    """The law, standard or practice it comes from."""
    remedy: str
    """How to clear it, in French."""
    exit_code: int = 10

    def problem(self, place: Place, message: str, *, remedy: str = "") -> Problem:
        """A fault of this rule at a place; `remedy` replaces the general one."""
        return Problem(
            rule=self.id,
            severity=self.severity,
            place=place,
            message=message,
            remedy=remedy or self.remedy,
            exit_code=self.exit_code,
        )
