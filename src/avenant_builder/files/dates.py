"""Read a date as French people write it."""

import re
from datetime import date

from avenant_builder.files.encoding import quoted
from avenant_builder.french import MONTHS, did_you_mean, fold

DIGITS = r"(\d{1,2})/(\d{1,2})/(\d+)"
ISO = r"(\d{4})-(\d{2})-(\d{2})"
WORDS = r"(\d{1,2})(er)? ([a-z]+) (\d+)"
SERIAL = r"\d{5}"
EARLIEST, LATEST = 1900, 2199
FOLDED_MONTHS = [fold(month) for month in MONTHS]


class DateFault(ValueError):
    """A text that is no date; its message is a French sentence."""


def parse_day(text: str) -> date:
    """A day from « 31/01/2019 », « 31 janvier 2019 », « 1er janvier 2019 » or ISO.

    Raises ``DateFault``. Nothing is guessed: a year has four digits, a day exists.
    """
    shown, plain = quoted(text), " ".join(text.split())
    if found := re.fullmatch(DIGITS, plain, re.ASCII):
        day, month, year = found.groups()
        return _day(shown, year, int(month), int(day))
    if found := re.fullmatch(ISO, plain, re.ASCII):
        year, month, day = found.groups()
        return _day(shown, year, int(month), int(day))
    if found := re.fullmatch(WORDS, fold(plain), re.ASCII):
        day, first, name, year = found.groups()
        if first and int(day) != 1:
            raise DateFault(f"{shown} : seul le premier du mois prend « er »")
        if name not in FOLDED_MONTHS:
            guess = did_you_mean(name, MONTHS)
            raise DateFault(f"{shown} : ce mois n’existe pas{f'. {guess}' if guess else ''}")
        return _day(shown, year, FOLDED_MONTHS.index(name) + 1, int(day))
    if re.fullmatch(SERIAL, plain, re.ASCII):
        raise DateFault(
            f"{shown} est le numéro d’un jour dans un tableur : donnez à la case le format date"
        )
    raise DateFault(f"{shown} n’est pas une date que l’outil sait lire")


def _day(shown: str, year: str, month: int, day: int) -> date:
    if len(year) != 4:
        raise DateFault(f"{shown} : l’année s’écrit avec quatre chiffres")
    if not EARLIEST <= int(year) <= LATEST:
        raise DateFault(f"{shown} : l’année {year} est hors de tout avenant")
    if not 1 <= month <= 12:
        raise DateFault(f"{shown} : il n’y a pas de mois n° {month}")
    try:
        return date(int(year), month, day)
    except ValueError:
        raise DateFault(f"{shown} : ce jour n’existe pas") from None
