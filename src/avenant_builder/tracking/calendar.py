"""French public holidays and working days, counted without any table to keep up."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5

FIXED_HOLIDAYS = {
    (1, 1): "jour de l’an",
    (5, 1): "fête du Travail",
    (5, 8): "victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "armistice de 1918",
    (12, 25): "Noël",
}
AFTER_EASTER = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    skipped_leap_days, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped_leap_days - moon + 15) % 30
    leap_days, year_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_days - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> str:
    """The name of the public holiday that a day is, in mainland France; else empty.

    Source: Code du travail, L3133-1. The two days of Alsace and Moselle are left out.
    """
    if name := FIXED_HOLIDAYS.get((day.month, day.day)):
        return name
    return AFTER_EASTER.get((day - easter(day.year)).days, "")


def is_working_day(day: date) -> bool:
    """Whether offices are open: neither a week-end nor a public holiday."""
    return day.weekday() < SATURDAY and not holiday(day)


def next_working_day(day: date) -> date:
    """That day if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def last_working_day(day: date) -> date:
    """That day if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day
