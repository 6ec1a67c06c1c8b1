"""Write the follow-up workbook: one row a seat, dates that are dates, texts that stay texts.

Whatever a text begins with, it is stored as a text: no register can plant a formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from avenant_builder.sheets.columns import DATES, HEADERS, MODE, MODES, NUMBER, SEAT, TYPED

FIRST_ROW = 2
ROWS_BEYOND = 200
"""Down to where drop-downs and date checks go, for rows that someone inserts."""
DATE_FORMAT = "dd/mm/yyyy"
WIDTHS = {"Organisme": 30, "Titulaire": 26, "État": 20, "Ce qui manque": 34, SEAT: 18}
WIDTHS |= {"Prochaine action": 34, "Remarque ou motif": 34, "Qui": 20, NUMBER: 18, "Signé par": 24}
USUAL_WIDTH = 14
FONT = "Carlito"
THIN = Side(style="thin", color="FFBBBBBB")

Value = date | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One seat: its cells by header, and the colours of its state (« RRGGBB »)."""

    cells: Mapping[str, Value]
    ink: str
    paper: str


def write_workbook(
    rows: Sequence[SheetRow], *, title: str, legend: Sequence[str], made_on: date
) -> bytes:
    """The workbook as bytes: the table, then a help sheet. The same rows give the same cells."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.title = "Suivi"
    _header(sheet)
    for number, row in enumerate(rows, start=FIRST_ROW):
        _row(sheet, number, row)
    _checks(sheet, len(rows) + ROWS_BEYOND)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{max(len(rows) + 1, 2)}"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"
    sheet.page_setup.orientation = "landscape"
    _print_on(sheet, across=2)
    aid = book.create_sheet("Aide")
    _help(aid, title, legend)
    _print_on(aid, across=1)
    book.properties.title = title
    book.properties.creator = "avenant"
    day = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = day
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _print_on(sheet: Worksheet, *, across: int) -> None:
    """A4, so many pages across, as many down as it takes."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Store a text as a text, even where it begins as a formula would."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "\t")):
        cell.quotePrefix = True


def _header(sheet: Worksheet) -> None:
    for number, name in enumerate(HEADERS, start=1):
        cell = sheet.cell(1, number)
        put_text(cell, name)
        cell.font = Font(name=FONT, bold=True, color="FFFFFFFF")
        fill = "FF0B3D91" if name in TYPED else "FF3A3A3A"
        cell.fill = PatternFill("solid", start_color=fill)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        width = WIDTHS.get(name, USUAL_WIDTH)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[1].height = 32


def _row(sheet: Worksheet, number: int, row: SheetRow) -> None:
    for column, name in enumerate(HEADERS, start=1):
        cell = sheet.cell(number, column)
        value = row.cells.get(name)
        cell.font = Font(name=FONT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(bottom=THIN)
        if isinstance(value, date):
            cell.value = value
            cell.number_format = DATE_FORMAT
            cell.alignment = Alignment(horizontal="center", vertical="top")
        elif value:
            put_text(cell, value)
        elif name in DATES:
            cell.number_format = DATE_FORMAT
        if name == "État":
            cell.font = Font(name=FONT, bold=True, color=f"FF{row.ink}")
            cell.fill = PatternFill("solid", start_color=f"FF{row.paper}")


def _checks(sheet: Worksheet, last: int) -> None:
    """Drop-downs, and a warning where a date is none: « mars 2019 » and « inconnue » may stay."""
    modes = DataValidation(type="list", formula1=f'"{",".join(MODES)}"', allow_blank=True)
    modes.error = "Choisissez dans la liste : papier ou électronique."
    modes.errorTitle = "Mode de signature"
    modes.showErrorMessage = True
    dates = DataValidation(
        type="date",
        operator="between",
        formula1="DATE(1990,1,1)",
        formula2="DATE(2199,12,31)",
        allow_blank=True,
        errorStyle="warning",
    )
    dates.error = "Une date s’écrit jj/mm/aaaa. « mars 2019 » et « inconnue » sont aussi admis."
    dates.errorTitle = "Date"
    dates.showErrorMessage = True
    for check in (modes, dates):
        sheet.add_data_validation(check)
    for number, name in enumerate(HEADERS, start=1):
        letter = get_column_letter(number)
        if name == MODE:
            modes.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        elif name in DATES:
            dates.add(f"{letter}{FIRST_ROW}:{letter}{last}")


def _help(sheet: Worksheet, title: str, legend: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    lines = (title, *legend)
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        put_text(cell, line)
        cell.font = Font(name=FONT, bold=number == 1, size=14 if number == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
