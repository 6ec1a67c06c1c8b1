"""Read a CSV register as spreadsheets save it, each cell with its place.

Lines are counted as an editor counts them, also after a cell that holds line ends.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from avenant_builder.files.dates import DateFault, parse_day
from avenant_builder.files.encoding import described, plain, quoted, refused_characters
from avenant_builder.files.source import Source
from avenant_builder.french import did_you_mean, enumeration, plural
from avenant_builder.problems import Place, Problem
from avenant_builder.records import dataclass
from avenant_builder.rules.catalogue import RULES

SEPARATORS = ";,\t"
FORMULA = ("=", "+", "-", "@")
TELEPHONE = r"\+\d[\d .()/-]*"
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
DECIMAL = r"-?\d{1,3}(?:[.,]\d{1,12})?"
SPACES = re.compile(r"\s")
MOST_COLUMNS = 200

Listed = TypeVar("Listed", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register. What is wrong with a cell joins `problems`, and reads as empty."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def place(self, column: str = "") -> Place:
        return Place(self.file, self.line, column)

    def text(self, column: str, *, required: bool = False) -> str:
        """A cell as typed, without the spaces around it."""
        raw = self.cells[column]
        value = raw.strip()
        if not value and not required:
            return ""
        if refused := refused_characters(value):
            self.fault("R-LIRE-07", column, described(refused))
            return ""
        if value and (raw.startswith("\t") or _opens_formula(value)):
            self.fault("R-LIRE-06", column, f"la case commence comme une formule : {quoted(value)}")
            return ""
        if required and not value:
            self.fault("R-LIRE-05", column, "cette case est vide")
        return value

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that ``|`` separates."""
        return tuple(part for part in map(str.strip, self.text(column).split("|")) if part)

    def day(self, column: str) -> date | None:
        """A date; None: empty."""
        value = self.cells[column].strip()
        if not value:
            return None
        try:
            return parse_day(value)
        except DateFault as fault:
            self.fault("R-LIRE-08", column, str(fault))
            return None

    def whole(self, column: str, *, required: bool = False) -> int | None:
        """A whole number, spaces between its thousands allowed; None: empty."""
        value = SPACES.sub("", self.cells[column])
        if WHOLE.fullmatch(value):
            return int(value)
        if value:
            self.fault("R-LIRE-09", column, f"{quoted(value)} n’est pas un nombre entier")
        elif required:
            self.fault("R-LIRE-05", column, "cette case est vide")
        return None

    def decimal(self, column: str, *, limit: float) -> float | None:
        """A number between ``-limit`` and ``limit``, with a comma or a point; None: empty."""
        value = self.cells[column].strip()
        if not value:
            return None
        number = float(value.replace(",", ".")) if re.fullmatch(DECIMAL, value, re.ASCII) else None
        if number is None or abs(number) > limit:
            message = f"{quoted(value)} n’est pas un nombre entre -{limit:g} et {limit:g}"
            self.fault("R-LIRE-09", column, message)
            return None
        return number

    def choice(self, column: str, values: type[Listed]) -> Listed | None:
        """One of the listed values; None: empty or not listed."""
        value = self.text(column, required=True)
        if not value:
            return None
        try:
            return values(value)
        except ValueError:
            self.not_listed(column, value, [item.value for item in values])
            return None

    def yes_no(self, column: str, *, default: bool) -> bool:
        """« oui » or « non », in any case; empty: `default`."""
        value = self.text(column)
        if value and value.lower() not in ("oui", "non"):
            self.not_listed(column, value, ["oui", "non"])
        return value.lower() == "oui" if value else default

    def not_listed(self, column: str, value: str, values: Sequence[str]) -> None:
        """Report a value that is none of those listed (R-LIRE-10)."""
        allowed = enumeration(f"« {item} »" for item in values)
        message = f"{quoted(value)} n’est pas une valeur permise ({allowed})"
        self.fault("R-LIRE-10", column, message, remedy=did_you_mean(value, values))

    def fault(self, rule: str, column: str, message: str, *, remedy: str = "") -> None:
        """Report a fault of a cell."""
        self.problems.append(RULES[rule].problem(self.place(column), message, remedy=remedy))


def read_table(source: Source, columns: Sequence[str], problems: list[Problem]) -> list[Row] | None:
    """The rows of a register, its empty lines left out.

    None if the header lacks a column: rows would then make no sense. Faults join `problems`.
    """
    records = _records(source, problems)
    line, names = next(records, (1, []))
    header = [" ".join(name.split()) for name in names]
    while header and not header[-1]:
        header.pop()
    if not _check_header(Place(source.path, line), header, columns, problems):
        return None
    rows = []
    for number, cells in records:
        while len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(header):
            message = (
                f"{plural(len(cells), 'case')} au lieu de {len(header)} : "
                f"{'il en manque' if len(cells) < len(header) else 'il y en a trop'}"
            )
            problems.append(RULES["R-LIRE-04"].problem(Place(source.path, number), message))
            continue
        values = dict(zip(header, cells, strict=True))
        rows.append(Row(source.path, number, values, problems))
    return rows


def _opens_formula(value: str) -> bool:
    return value.startswith(FORMULA) and not re.fullmatch(TELEPHONE, value, re.ASCII)


def _records(source: Source, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the number of its first line."""
    # Not splitlines: it also cuts at characters that editors show inside a line.
    lines = [f"{line}\n" for line in source.text.split("\n")]
    first = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            message = "un guillemet droit ouvre une case et ne la ferme pas, ou la case est géante"
            problems.append(RULES["R-LIRE-04"].problem(Place(source.path, number), message))
            continue
        if any(cell.strip() for cell in cells):
            yield number, cells


def _check_header(
    place: Place, header: Sequence[str], columns: Sequence[str], problems: list[Problem]
) -> bool:
    """Whether every column is there once; says which are not, and which are unknown."""

    def fault(column: str, message: str, remedy: str = "") -> None:
        at = Place(place.file, place.line, plain(column))
        problems.append(RULES["R-LIRE-03"].problem(at, message, remedy=remedy))

    if len(header) > MOST_COLUMNS:
        fault("", f"ce fichier n’est pas un registre : {len(header)} colonnes")
        return False
    if not any(header):
        fault("", "ce registre est vide : il lui faut au moins sa ligne d’en-tête")
        return False
    missing = [name for name in columns if name not in header]
    for name in missing:
        fault(name, f"la colonne « {name} » manque")
    for name in dict.fromkeys(header):
        if name in columns and header.count(name) > 1:
            fault(name, f"la colonne « {name} » est donnée {header.count(name)} fois")
        elif name not in columns and name:
            fault(
                name, f"colonne inconnue : {quoted(name)}", did_you_mean(name, missing or columns)
            )
        elif not name:
            fault("", "une colonne n’a pas de nom")
    return not missing
