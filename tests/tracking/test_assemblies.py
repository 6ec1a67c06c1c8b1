"""The days of convocation, counted back from the session. Dates of sessions are invented."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.body import Category
from avenant_builder.tracking.assemblies import Notice, notice, ready_by
from avenant_builder.tracking.calendar import is_working_day
from builders import a_body


@pytest.mark.parametrize(
    ("category", "population", "session", "expected"),
    [
        # Thursday 31 January: five whole days, 26 to 30, lie between.
        (Category.COMMUNE, 35_000, date(2019, 1, 31), date(2019, 1, 25)),
        (Category.COMMUNE, 3_500, date(2019, 1, 31), date(2019, 1, 25)),
        (Category.COMMUNE, None, date(2019, 1, 31), date(2019, 1, 25)),
        # Three whole days, 28 to 30, then back over the week-end.
        (Category.COMMUNE, 3_499, date(2019, 1, 31), date(2019, 1, 25)),
        (Category.COMMUNE, 1_884, date(2019, 2, 1), date(2019, 1, 28)),
        (Category.COMMUNE, 3_499, date(2019, 2, 1), date(2019, 1, 28)),
        (Category.COMMUNE, 3_500, date(2019, 2, 1), date(2019, 1, 25)),
        (Category.EPCI, 900, date(2019, 2, 1), date(2019, 1, 25)),
        (Category.EPCI, 900, date(2019, 1, 31), date(2019, 1, 25)),
        (Category.SYNDICAT, None, date(2019, 1, 31), date(2019, 1, 25)),
        (Category.DEPARTEMENT, None, date(2019, 3, 29), date(2019, 3, 15)),
        # Twelve days before is Easter Monday, and before it a week-end.
        (Category.REGION, None, date(2019, 5, 4), date(2019, 4, 19)),
    ],
)
def test_the_text_must_be_ready_by(
    category: Category, population: int | None, session: date, expected: date
) -> None:
    body = a_body(category=category, population=population, next_session=session)
    assert ready_by(body) == expected


@pytest.mark.parametrize("category", [Category.ASSOCIATION, Category.ETABLISSEMENT_PUBLIC])
def test_a_body_with_its_own_rules_gets_no_date(category: Category) -> None:
    assert ready_by(a_body(category=category, next_session=date(2019, 1, 31))) is None


def test_no_session_no_date() -> None:
    assert ready_by(a_body(category=Category.COMMUNE)) is None


@given(
    st.sampled_from([category for category in Category if notice(a_body(category=category))]),
    st.integers(min_value=0, max_value=10_000),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_the_notice_of_the_law_is_always_kept(
    category: Category, population: int, session: date
) -> None:
    body = a_body(category=category, population=population, next_session=session)
    found, ready = notice(body), ready_by(body)
    assert found is not None and ready is not None
    whole_days_between = (session - ready).days - found.clear
    assert whole_days_between >= found.days
    assert is_working_day(ready)
    assert session - ready <= timedelta(days=found.days + found.clear + 4)


def test_a_notice_is_said_as_the_law_counts_it() -> None:
    assert Notice(days=5, clear=True, source="").label == "5 jours francs"
    assert Notice(days=12, clear=False, source="").label == "12 jours"
