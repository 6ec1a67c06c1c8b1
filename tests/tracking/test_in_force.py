"""Which facts stand once some are cancelled. All facts are invented."""

from dataclasses import replace
from datetime import date

import pytest

from avenant_builder.model.event import EffectDate, Event, EventType, in_force
from events import a_fact

DAY = date(2019, 3, 1)


def sent(number: int) -> Event:
    return a_fact(EventType.SENT, DAY, number)


def cancels(number: int, other: int) -> Event:
    return replace(a_fact(EventType.CANCELLED, DAY, number), corrects=other)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((), []),
        ((sent(1), sent(2)), [1, 2]),
        ((sent(2), sent(1)), [1, 2]),
        ((sent(1), cancels(2, 1)), []),
        ((cancels(2, 1), sent(1)), []),
        ((sent(1), sent(2), cancels(3, 1)), [2]),
        # A cancellation that is cancelled takes nothing away.
        ((sent(1), cancels(2, 1), cancels(3, 2)), [1]),
        ((sent(1), replace(sent(2), corrects=1)), [2]),
        ((sent(1), cancels(2, 9)), [1]),
    ],
)
def test_facts_stand_in_the_order_of_their_numbers(
    events: tuple[Event, ...], standing: list[int]
) -> None:
    assert [event.sequence for event in in_force(events)] == standing


@pytest.mark.parametrize(
    ("on", "exact", "iso"),
    [
        (EffectDate(2019, 3, 1), DAY, "2019-03-01"),
        (EffectDate(2019, 3), None, "2019-03"),
        (EffectDate(), None, ""),
        (EffectDate.of(DAY), DAY, "2019-03-01"),
    ],
)
def test_a_date_is_known_to_the_day_to_the_month_or_not(
    on: EffectDate, exact: date | None, iso: str
) -> None:
    assert (on.exact, on.iso) == (exact, iso)
