"""Write a table as French Excel opens it, by a double click and without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
# What a spreadsheet would run, or take for the start of a formula.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table: « ; » between cells, lines ended by CRLF, a BOM before all.

    A cell that a spreadsheet would run gets an apostrophe before it.
    Source: OWASP, *CSV Injection*.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + stream.getvalue()


def harmless(cell: str) -> str:
    """The text of a cell, never a formula."""
    return f"'{cell}" if cell.startswith(RUNS) else cell
