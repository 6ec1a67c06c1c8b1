"""The date of a fact, as precise as it is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.files.dates import DateFault
from avenant_builder.files.effect_dates import parse_effect_date
from avenant_builder.french import MONTHS
from avenant_builder.model.event import EffectDate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/01/2019", EffectDate(2019, 1, 31)),
        ("1er mars 2019", EffectDate(2019, 3, 1)),
        ("2019-03-12", EffectDate(2019, 3, 12)),
        ("mars 2019", EffectDate(2019, 3)),
        ("  AOÛT   2019 ", EffectDate(2019, 8)),
        ("fevrier 2019", EffectDate(2019, 2)),
        ("03/2019", EffectDate(2019, 3)),
        ("3/2019", EffectDate(2019, 3)),
        ("2019-03", EffectDate(2019, 3)),
        ("inconnue", EffectDate()),
        ("Inconnue", EffectDate()),
    ],
)
def test_a_day_a_month_or_nothing(text: str, expected: EffectDate) -> None:
    assert parse_effect_date(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31/02/2019", "ce jour n’existe pas"),
        ("01/13/2019", "il n’y a pas de mois n° 13"),
        ("13/2019", "^« 13/2019 » : il n’y a pas de mois n° 13"),
        ("00/2019", "^« 00/2019 » : il n’y a pas de mois n° 0$"),
        ("2019-13", "^« 2019-13 » : il n’y a pas de mois n° 13$"),
        ("03/19", "^« 03/19 » : l’année s’écrit avec quatre chiffres"),
        ("mars 19", "^« mars 19 » : l’année s’écrit avec quatre chiffres"),
        ("03/1019", "^« 03/1019 » : l’année 1019 est hors de tout avenant"),
        ("2019", "n’est pas une date"),
        ("", "n’est pas une date"),
        ("hier", "n’est pas une date"),
        ("brumaire 2019", "n’est pas une date"),
    ],
)
def test_nothing_is_guessed(text: str, message: str) -> None:
    with pytest.raises(DateFault, match=message):
        parse_effect_date(text)


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_written_is_read(day: date) -> None:
    month = EffectDate(day.year, day.month)
    assert parse_effect_date(EffectDate.of(day).iso) == EffectDate.of(day)
    assert parse_effect_date(month.iso) == month
    assert parse_effect_date(f"{MONTHS[day.month - 1]} {day.year}") == month
