"""Read the date of a fact, which may be known to the month only, or not at all."""

import re

from avenant_builder.files.dates import EARLIEST, FOLDED_MONTHS, LATEST, DateFault, parse_day
from avenant_builder.files.encoding import quoted
from avenant_builder.french import fold
from avenant_builder.model.event import EffectDate

UNKNOWN = "inconnue"
DIGITS = re.compile(r"(\d{1,2})/(\d+)", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
WORDS = re.compile(r"([a-z]+) (\d+)", re.ASCII)


def parse_effect_date(text: str) -> EffectDate:
    """A day as ``parse_day`` reads it, « mars 2019 », « 03/2019 », « 2019-03 » or « inconnue ».

    Raises ``DateFault``: nothing is guessed.
    """
    shown, plain = quoted(text), fold(" ".join(text.split()))
    if plain == UNKNOWN:
        return EffectDate()
    if found := DIGITS.fullmatch(plain):
        return _month(shown, found[2], int(found[1]))
    if found := ISO.fullmatch(plain):
        return _month(shown, found[1], int(found[2]))
    if (found := WORDS.fullmatch(plain)) and found[1] in FOLDED_MONTHS:
        return _month(shown, found[2], FOLDED_MONTHS.index(found[1]) + 1)
    return EffectDate.of(parse_day(text))


def _month(shown: str, year: str, month: int) -> EffectDate:
    if len(year) != 4:
        raise DateFault(f"{shown} : l’année s’écrit avec quatre chiffres")
    if not EARLIEST <= int(year) <= LATEST:
        raise DateFault(f"{shown} : l’année {year} est hors de tout avenant")
    if not 1 <= month <= 12:
        raise DateFault(f"{shown} : il n’y a pas de mois n° {month}")
    return EffectDate(int(year), month)
