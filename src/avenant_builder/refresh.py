"""Make the follow-up of a year anew in ``output/YEAR/``: a table for Excel, and a page."""

from datetime import date
from pathlib import Path

from avenant_builder.disk import write_whole
from avenant_builder.files.csv_text import csv_text
from avenant_builder.follow import FollowUp, follow
from avenant_builder.tracking.table import COLUMNS, table
from avenant_builder.web.page import render

TABLE, PAGE = "suivi.csv", "suivi.html"


def refresh(root: Path, year: int, *, as_of: date) -> None:
    """Write ``suivi.csv`` and ``suivi.html`` in ``output/YEAR/``, as of a day.

    Raises ``OutputFault`` where one cannot be written (open in Excel, disk full), and what
    ``follow`` raises: what is not written is as it was. The page does not wait for the table.
    """
    followed = follow(root, year, as_of=as_of)
    _write_page(root, year, followed)
    rows = csv_text(COLUMNS, table(followed.campaign.seats))
    write_whole(root / "output" / str(year) / TABLE, rows.encode("utf-8"))


def write_page(root: Path, year: int, *, as_of: date) -> FollowUp:
    """Write the page as of a day, and give what it shows. Raises as ``refresh`` does."""
    followed = follow(root, year, as_of=as_of)
    _write_page(root, year, followed)
    return followed


def page_of(root: Path, year: int) -> Path:
    """Where the page of a year is."""
    return root / "output" / str(year) / PAGE


def _write_page(root: Path, year: int, followed: FollowUp) -> None:
    html = render(followed.dossier, followed.campaign, followed.events, head=followed.head.short)
    write_whole(page_of(root, year), html.encode("utf-8"))
