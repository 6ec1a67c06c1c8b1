"""How the titles that bear a year move on to another."""

import re


def moved(text: str, year: int, new_year: int) -> str:
    """The text with the year `year`, as a whole word, become `new_year`."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(new_year), text)


def report_title(title: str, year: int) -> str:
    """Title of the section in which the objectives of `year` are reported on."""
    dated = moved(title, year, year + 1) != title
    return f"{title} : bilan" if dated else f"{title} : bilan de {year}"
