"""Who is due and when. Bodies, people and facts are invented."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.body import Category
from avenant_builder.model.event import EVENT_TARGETS, EffectDate, Event, EventType, TargetKind
from avenant_builder.model.reminder import ReminderSettings, Rhythm
from avenant_builder.tracking.calendar import is_working_day
from avenant_builder.tracking.due import (
    NO_PROGRESS,
    THEIR_MOVE,
    Awaited,
    Reminder,
    by_person,
    has_begun,
    last_day,
    schedule,
)
from avenant_builder.tracking.facts import SIGNATURES
from avenant_builder.tracking.state import State
from builders import a_body, a_seat, a_tenure

USUAL = ReminderSettings()
MONDAY = date(2019, 2, 4)


def awaited(state: State = State.SENT, **facts: Any) -> Awaited:
    body = a_body(**facts.pop("body", {}))
    holder = a_tenure(**facts.pop("holder", {}))
    seat = a_seat(**{"body": body.id, "tenures": (holder,), **facts})
    return Awaited(seat=seat, body=body, holder=holder, state=state)


def an_event(kind: EventType, day: date | None, target: str = "AMIS", number: int = 1) -> Event:
    return Event(
        type=kind,
        target_kind=EVENT_TARGETS.get(kind, TargetKind.SEAT),
        target=target,
        on=EffectDate.of(day) if day else EffectDate(),
        sequence=number,
        recorded_at=datetime(2019, 2, 20, 9, tzinfo=UTC),
    )


def next_of(
    one: Awaited, events: Iterable[Event], settings: ReminderSettings = USUAL
) -> Reminder | None:
    found = schedule([one], tuple(events), settings, seats=[one.seat])
    return found[0] if found else None


def test_the_first_reminder_comes_fifteen_days_after_the_last_progress() -> None:
    reminder = next_of(awaited(), [an_event(EventType.SENT, MONDAY)])
    assert reminder is not None
    assert (reminder.due_on, reminder.rank, reminder.tone) == (date(2019, 2, 19), 1, 1)


def test_the_next_ones_come_every_ten_days_and_the_tone_rises_to_three() -> None:
    events = [an_event(EventType.SENT, MONDAY)]
    seen = []
    for _ in range(5):
        reminder = next_of(awaited(), events)
        assert reminder is not None
        seen.append((reminder.due_on, reminder.rank, reminder.tone))
        events.append(an_event(EventType.REMINDED, reminder.due_on))
    assert seen == [
        (date(2019, 2, 19), 1, 1),
        (date(2019, 3, 1), 2, 2),
        (date(2019, 3, 11), 3, 3),
        (date(2019, 3, 21), 4, 3),
        (date(2019, 4, 1), 5, 3),  # the 31st of March is a Sunday
    ]


def test_a_holiday_pushes_to_the_next_working_day() -> None:
    """Fifteen days after 7 April 2019 is Easter Monday."""
    reminder = next_of(awaited(), [an_event(EventType.SENT, date(2019, 4, 7))])
    assert reminder is not None and reminder.due_on == date(2019, 4, 23)


def test_progress_starts_the_count_and_the_tone_again() -> None:
    one = awaited(State.ACTE_TO_SEND)
    events = [
        an_event(EventType.CIRCULATED, date(2019, 1, 2), "2019"),
        an_event(EventType.REMINDED, date(2019, 1, 17)),
        an_event(EventType.ACTE_ADOPTED, date(2019, 1, 31), "amis"),
    ]
    reminder = next_of(one, events)
    assert reminder is not None
    assert (reminder.since, reminder.rank) == (date(2019, 1, 31), 1)
    assert not reminder.first_of_body


def test_a_note_is_no_progress() -> None:
    events = [an_event(EventType.SENT, MONDAY), an_event(EventType.NOTE, date(2019, 2, 18))]
    reminder = next_of(awaited(), events)
    assert reminder is not None and reminder.since == MONDAY


def test_a_fact_without_a_date_counts_from_its_record() -> None:
    reminder = next_of(awaited(), [an_event(EventType.SENT, None)])
    assert reminder is not None and reminder.since == date(2019, 2, 20)


def test_nothing_is_counted_before_anything_went_out() -> None:
    assert next_of(awaited(State.TO_EMPOWER), []) is None


def test_the_fact_of_another_is_not_ones_own() -> None:
    assert next_of(awaited(), [an_event(EventType.SENT, MONDAY, "AUTRE")]) is None


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (ReminderSettings(rhythm=Rhythm(5, 3)), date(2019, 2, 11)),
        (ReminderSettings(by_category={Category.ASSOCIATION: Rhythm(8, 3)}), date(2019, 2, 12)),
        (ReminderSettings(by_category={Category.COMMUNE: Rhythm(8, 3)}), date(2019, 2, 19)),
        (
            ReminderSettings(
                by_category={Category.ASSOCIATION: Rhythm(8, 3)}, by_body={"amis": Rhythm(1, 1)}
            ),
            date(2019, 2, 5),
        ),
    ],
)
def test_the_nearest_rhythm_wins(settings: ReminderSettings, expected: date) -> None:
    reminder = next_of(awaited(), [an_event(EventType.SENT, MONDAY)], settings)
    assert reminder is not None and reminder.due_on == expected


@pytest.mark.parametrize("kind", sorted(SIGNATURES))
def test_who_has_signed_is_left_alone_even_if_the_acte_lingers(kind: EventType) -> None:
    events = [an_event(EventType.SENT, MONDAY), an_event(kind, date(2019, 2, 6))]
    assert next_of(awaited(State.ACTE_TO_PUBLISH), events) is None


def test_a_page_sent_back_is_asked_for_again() -> None:
    events = [
        an_event(EventType.SENT, MONDAY),
        an_event(EventType.SIGNED_ON_PAPER, date(2019, 2, 6)),
        an_event(EventType.PAGE_REJECTED, date(2019, 2, 8)),
    ]
    assert next_of(awaited(), events) is not None


@pytest.mark.parametrize("state", sorted(set(State) - THEIR_MOVE))
def test_nobody_is_chased_where_the_next_move_is_not_theirs(state: State) -> None:
    """Refused, signed, out of the game, to be sent by us: no letter."""
    assert next_of(awaited(state), [an_event(EventType.SENT, MONDAY)]) is None


def test_the_first_letter_to_a_body_is_first_for_all_its_seats() -> None:
    one, other = awaited(), awaited(id="AMIS-2", order=2)
    events = [
        an_event(EventType.SENT, MONDAY),
        an_event(EventType.SENT, MONDAY, "AMIS-2"),
        an_event(EventType.REMINDED, date(2019, 2, 19), "AMIS-2"),
    ]
    found = schedule([one, other], events, USUAL, seats=[one.seat, other.seat])
    assert [reminder.first_of_body for reminder in found] == [False, False]


def test_two_seats_of_one_person_make_one_letter_and_homonyms_two() -> None:
    mayor = awaited(id="VILLE")
    president = awaited(id="METROPOLE", holder={"title": "Le Président, "})
    homonym = awaited(id="CLUB", holder={"civility": "M."})
    events = [an_event(EventType.SENT, MONDAY, one.seat.id) for one in (mayor, president, homonym)]
    found = schedule([mayor, president, homonym], events, USUAL, seats=())
    letters = [[one.awaited.seat.id for one in letter] for letter in by_person(found)]
    assert letters == [["VILLE", "METROPOLE"], ["CLUB"]]


days = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))
kinds = st.sampled_from([EventType.SENT, EventType.REMINDED, EventType.NOTE, *SIGNATURES])
stories = st.lists(st.builds(an_event, kinds, days), max_size=8)
rhythms = st.builds(
    lambda first, every: ReminderSettings(rhythm=Rhythm(first, every)),
    *[st.integers(min_value=1, max_value=400)] * 2,
)


@given(stories, rhythms, st.sampled_from(sorted(State)))
def test_laws_of_every_reminder(
    events: list[Event], settings: ReminderSettings, state: State
) -> None:
    one = awaited(state)
    reminder = next_of(one, events, settings)
    progress = [event for event in events if event.type not in NO_PROGRESS]
    signed = any(event.type in SIGNATURES for event in events)
    assert (reminder is not None) == (bool(progress) and not signed and state in THEIR_MOVE)
    if reminder is None:
        return
    assert is_working_day(reminder.due_on)
    last = max((reminder.since, *reminder.earlier))
    wait = settings.rhythm.every if reminder.earlier else settings.rhythm.first
    assert timedelta(days=wait) <= reminder.due_on - last <= timedelta(days=wait + 4)
    assert 1 <= reminder.tone <= 3 and reminder.tone <= reminder.rank


@given(stories, st.randoms())
def test_the_order_of_the_lines_does_not_matter_while_nobody_signs(
    events: list[Event], random: Any
) -> None:
    events = [event for event in events if event.type not in SIGNATURES]
    shuffled = [replace(event) for event in events]
    random.shuffle(shuffled)
    assert next_of(awaited(), events) == next_of(awaited(), shuffled)


def test_the_count_has_begun_once_something_happened_to_the_seat_its_body_or_all() -> None:
    for kind, target in (
        (EventType.SENT, "AMIS"),
        (EventType.ACTE_ADOPTED, "amis"),
        (EventType.FROZEN, "2019"),
        (EventType.CIRCULATED, "2019"),
    ):
        assert has_begun(awaited(), [an_event(kind, MONDAY, target)])
    assert not has_begun(awaited(), [an_event(EventType.SENT, MONDAY, "AUTRE")])
    assert not has_begun(awaited(), [an_event(EventType.ACTE_ADOPTED, MONDAY, "autre")])
    assert not has_begun(awaited(), [an_event(EventType.NOTE, MONDAY)])
    assert not has_begun(awaited(), [an_event(EventType.NOTIFIED, MONDAY, "2019")])


def test_the_last_day_of_some_types() -> None:
    wanted = frozenset({EventType.SENT, EventType.CHECKED})
    later = MONDAY + timedelta(days=1)
    events = [
        an_event(EventType.SENT, later, number=1),
        an_event(EventType.CHECKED, MONDAY, number=2),
        an_event(EventType.CHECKED, None, number=3),
        an_event(EventType.REFUSED, MONDAY + timedelta(days=5), number=4),
        an_event(EventType.SENT, MONDAY + timedelta(days=5), "AUTRE", number=5),
    ]
    assert last_day(events, wanted, "AMIS") == later
    assert last_day(events[2:], wanted, "AMIS") is None


def test_a_seat_that_is_left_alone_hides_none_after_it() -> None:
    one, two = awaited(), awaited(id="AMIS-2")
    found = schedule([one, two], [an_event(EventType.SENT, MONDAY, "AMIS-2")], USUAL, seats=[])
    assert [reminder.awaited for reminder in found] == [two]


def test_a_reminder_on_the_very_day_of_the_last_progress_is_counted() -> None:
    events = [an_event(EventType.SENT, MONDAY), an_event(EventType.REMINDED, MONDAY, number=2)]
    reminder = next_of(awaited(), events)
    assert reminder is not None and reminder.rank == 2
