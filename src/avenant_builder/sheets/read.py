"""Read the follow-up workbook as an agent sends it back. Formulas are refused, never computed."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from avenant_builder.french import did_you_mean, enumeration, short_date
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.sheets.columns import HEADERS, SEAT, TYPED, TypedRow

LARGEST_FILE = 10_000_000
LARGEST_UNZIPPED = 100_000_000
MOST_ROWS, MOST_COLUMNS = 10_000, 200
BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, NotImplementedError, EOFError, OSError),
)
"""What openpyxl raises on a file that is no sound workbook."""


def read_workbook(path: Path) -> tuple[tuple[TypedRow, ...], tuple[Problem, ...]]:
    """The rows of the first sheet, and all that is wrong with it (R-LIRE-01 to 07)."""
    name = path.name
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return (), (_fault("R-LIRE-01", name, "ce fichier manque"),)
    except OSError:
        return (), (_fault("R-LIRE-02", name, "ce n’est pas un fichier que vous pouvez lire"),)
    try:
        sheet = _sheet(data)
    except BROKEN:
        sheet = None
    if sheet is None:
        message = "ce n’est pas un classeur Excel (.xlsx) en bon état, ou il est trop grand"
        return (), (_fault("R-LIRE-02", name, message),)
    problems: list[Problem] = []
    rows = _rows(sheet, name, problems)
    return tuple(rows), tuple(problems)


def _sheet(data: bytes) -> Worksheet | None:
    if len(data) > LARGEST_FILE:
        return None
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > LARGEST_UNZIPPED:
            return None
    book = load_workbook(BytesIO(data))
    sheet = book["Suivi"] if "Suivi" in book.sheetnames else book.active
    if not isinstance(sheet, Worksheet):
        return None
    return sheet if sheet.max_row <= MOST_ROWS and sheet.max_column <= MOST_COLUMNS else None


def _rows(sheet: Worksheet, file: str, problems: list[Problem]) -> list[TypedRow]:
    lines = sheet.iter_rows()
    header = [" ".join(str(cell.value or "").split()) for cell in next(lines, ())]
    if not _check_header(header, file, problems):
        return []
    rows = []
    for cells in lines:
        if all(cell.value is None for cell in cells):
            continue
        line = cells[0].row
        values = {
            name: _text(cell, Place(file, line, name), problems)
            for name, cell in zip(header, cells, strict=True)
            if isinstance(cell, Cell) and (name == SEAT or name in TYPED)
        }
        rows.append(TypedRow(line or 0, {name: values.get(name, "") for name in HEADERS}))
    return rows


def _check_header(header: Sequence[str], file: str, problems: list[Problem]) -> bool:
    missing = [name for name in (SEAT, *sorted(TYPED)) if name not in header]
    twice = [name for name in HEADERS if header.count(name) > 1]
    if missing:
        listed = enumeration(f"« {name} »" for name in missing)
        problems.append(_fault("R-LIRE-03", file, f"il manque des colonnes : {listed}", 1))
    for name in twice:
        problems.append(_fault("R-LIRE-03", file, f"« {name} » est donnée deux fois", 1))
    for name in header:
        if name and name not in HEADERS:
            # Nothing that someone typed is passed over in silence.
            message = f"colonne inconnue : « {name} ». {did_you_mean(name, HEADERS)}".strip()
            problems.append(_fault("R-LIRE-03", file, message, 1))
    return not missing and not twice


def _text(cell: Cell, place: Place, problems: list[Problem]) -> str:
    value = cell.value
    if cell.data_type == "f":
        message = "cette case contient une formule : elle n’est ni lue ni calculée"
        problems.append(RULES["R-LIRE-06"].problem(place, message))
        return ""
    if cell.data_type == "e":
        message = f"cette case contient une erreur de tableur ({value})"
        problems.append(RULES["R-LIRE-06"].problem(place, message))
        return ""
    if isinstance(value, datetime):
        return short_date(value.date())
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _fault(rule: str, file: str, message: str, line: int | None = None) -> Problem:
    return RULES[rule].problem(Place(file, line), message)
