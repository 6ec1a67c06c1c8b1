"""The calendar, against the reference library and against itself."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.tracking.calendar import (
    easter,
    holiday,
    is_working_day,
    last_working_day,
    next_working_day,
)

YEARS = range(1983, 2101)
# Whit Monday was worked for three years (« journée de solidarité »), and the library says so.
SOLIDARITY = range(2005, 2008)
days = st.dates(min_value=date(1983, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_a_year_are_those_of_the_reference_library(year: int) -> None:
    first = date(year, 1, 1)
    whole_year = [first + timedelta(days=n) for n in range(366)]
    ours = {day for day in whole_year if day.year == year and holiday(day)}
    theirs = set(holidays.country_holidays("FR", years=year))
    if year in SOLIDARITY:
        theirs.add(easter(year) + timedelta(days=50))
    assert ours == theirs


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 4, 22), "lundi de Pâques"),
        (date(2019, 5, 30), "Ascension"),
        (date(2019, 6, 10), "lundi de Pentecôte"),
        (date(2019, 7, 14), "fête nationale"),
        (date(2019, 4, 19), ""),
    ],
)
def test_a_holiday_has_its_name(day: date, name: str) -> None:
    """Good Friday is worked, but in Alsace and Moselle."""
    assert holiday(day) == name


@given(days)
def test_the_next_working_day_is_the_first_from_that_day(day: date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    assert day <= found <= day + timedelta(days=4)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(is_working_day(other) for other in between)


@given(days)
def test_the_last_working_day_is_the_next_one_seen_from_the_other_side(day: date) -> None:
    found = last_working_day(day)
    assert is_working_day(found) and found <= day
    assert next_working_day(found + timedelta(days=1)) > day or found == day
