"""Dates as French people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.files.dates import DateFault, parse_day
from avenant_builder.french import long_date, short_date

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(DAYS)
def test_every_printed_form_is_read_back(day: date) -> None:
    for text in (short_date(day), long_date(day), long_date(day).upper(), day.isoformat()):
        assert parse_day(text) == day


@pytest.mark.parametrize(
    "text", ["1/1/2019", " 1er  janvier 2019 ", "1 janvier 2019", "01/01/2019"]
)
def test_loose_forms_are_read(text: str) -> None:
    assert parse_day(text) == date(2019, 1, 1)


def test_months_are_read_without_their_accents() -> None:
    assert parse_day("3 fevrier 2019") == date(2019, 2, 3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/01/19", "« 31/01/19 » : l’année s’écrit avec quatre chiffres"),
        ("31/02/2019", "« 31/02/2019 » : ce jour n’existe pas"),
        ("29 février 2019", "« 29 février 2019 » : ce jour n’existe pas"),
        ("01/13/2019", "« 01/13/2019 » : il n’y a pas de mois n° 13"),
        ("31/01/0019", "« 31/01/0019 » : l’année 0019 est hors de tout avenant"),
        ("2er janvier 2019", "« 2er janvier 2019 » : seul le premier du mois prend « er »"),
        (
            "31 janver 2019",
            "« 31 janver 2019 » : ce mois n’existe pas. Vouliez-vous dire « janvier » ?",
        ),
        (
            "43496",
            "« 43496 » est le numéro d’un jour dans un tableur : donnez à la case le format date",
        ),
        ("3 zzzzz 2019", "« 3 zzzzz 2019 » : ce mois n’existe pas"),
        ("2019-02-31", "« 2019-02-31 » : ce jour n’existe pas"),
        # Digits that no keyboard here types: Arabic ones.
        ("٣١/٠١/٢٠١٩", "« ٣١/٠١/٢٠١٩ » n’est pas une date que l’outil sait lire"),
        ("٢٠١٩-٠١-٣١", "« ٢٠١٩-٠١-٣١ » n’est pas une date que l’outil sait lire"),
        ("٣ mars ٢٠١٩", "« ٣ mars ٢٠١٩ » n’est pas une date que l’outil sait lire"),
        ("٤٣٤٩٦", "« ٤٣٤٩٦ » n’est pas une date que l’outil sait lire"),
        ("31.01.2019", "« 31.01.2019 » n’est pas une date que l’outil sait lire"),
        ("courant 2019", "« courant 2019 » n’est pas une date que l’outil sait lire"),
    ],
)
def test_what_is_no_date_is_told_in_french(text: str, reason: str) -> None:
    with pytest.raises(DateFault) as stop:
        parse_day(text)
    assert str(stop.value) == reason


@given(st.text())
def test_any_text_is_a_date_or_a_fault(text: str) -> None:
    try:
        parse_day(text)
    except DateFault as fault:
        assert str(fault).isprintable()
