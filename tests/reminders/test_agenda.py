"""The calendar file, read by a library that knows the standard. Dates and names are invented."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from avenant_builder.reminders.agenda import Deadline, agenda

DAY = date(2019, 3, 4)
SESSION = Deadline(
    key="seance-roanne",
    day=date(2019, 3, 28),
    title="Séance : conseil municipal, Roanne",
    details="Point 1 ; \\ à voir\nensuite",
)


def test_a_deadline_is_a_whole_day_that_does_not_make_one_busy() -> None:
    [event] = Calendar.from_ical(agenda([SESSION], year=2019, stamped=DAY)).events
    assert event["SUMMARY"] == SESSION.title
    assert event["DESCRIPTION"] == SESSION.details
    assert event.start == SESSION.day
    assert event.end == SESSION.day + timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["UID"] == "2019-seance-roanne@avenant-builder.invalid"


def test_they_are_in_the_order_of_their_days() -> None:
    first = Deadline(key="z", day=DAY, title="D’abord")
    events = Calendar.from_ical(agenda([SESSION, first], year=2019, stamped=DAY)).events
    assert [event["SUMMARY"] for event in events] == ["D’abord", SESSION.title]


def test_no_deadline_is_still_a_calendar() -> None:
    assert Calendar.from_ical(agenda([], year=2019, stamped=DAY)).events == []


words = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)


@given(words, words)
def test_lines_are_short_and_every_text_comes_back(title: str, details: str) -> None:
    data = agenda([Deadline(key="k", day=DAY, title=title, details=details)], year=1, stamped=DAY)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    [event] = Calendar.from_ical(data).events
    assert event["SUMMARY"] == title
    assert event.get("DESCRIPTION", "") == details
