"""The states of a seat, fact after fact. Bodies, people and facts are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType, TargetKind
from avenant_builder.model.seat import Seat
from avenant_builder.tracking.campaign import Campaign, SeatStatus, campaign
from avenant_builder.tracking.paths import PATHS
from avenant_builder.tracking.state import STATE_LABELS, State
from builders import a_body, a_dossier, a_seat, a_tenure
from events import WHOLE_STORY, a_fact, a_story

DAY = date(2019, 6, 30)
COMMUNE = a_dossier(bodies=(a_body(category=Category.COMMUNE),))
TWO_SEATS = a_dossier(seats=(a_seat(), a_seat(id="AMIS-2", order=2)))


def followed(dossier: Dossier, events: Sequence[Event] = (), **days: Any) -> Campaign:
    return campaign(dossier, events, (), **{"as_of": DAY, **days})


def only(dossier: Dossier, events: Sequence[Event] = (), **days: Any) -> SeatStatus:
    [found] = followed(dossier, events, **days).seats
    return found


def test_a_commune_walks_the_whole_path_fact_by_fact() -> None:
    story = a_story()
    states = [only(COMMUNE, story[:count]).state for count in range(len(story) + 1)]
    assert states == [
        State.TO_EMPOWER,
        State.ACTE_TO_SEND,
        State.ACTE_TO_SEND,
        State.ACTE_TO_PUBLISH,
        State.TO_SEND,
        State.TO_SEND,
        State.SENT,
        State.NOT_RETURNED,
        State.TO_CHECK,
        State.SIGNED,
    ]


@pytest.mark.parametrize("category", Category)
def test_every_category_has_its_path(category: Category) -> None:
    dossier = a_dossier(bodies=(a_body(category=category),))
    first = State.TO_SEND if category is Category.ETAT else State.TO_EMPOWER
    assert only(dossier).state is first
    adopted = [a_fact(EventType.ACTE_ADOPTED, date(2018, 12, 1), 1)]
    after = State.ACTE_TO_SEND if category.is_collectivite else State.TO_SEND
    assert only(dossier, adopted).state is after
    assert PATHS[category].is_controlled == category.is_collectivite
    assert only(dossier, a_story()).state is State.SIGNED


def test_what_is_missing_and_who_moves_is_said_until_it_is_signed() -> None:
    story = a_story()
    for count in range(len(story)):
        found = only(COMMUNE, story[:count])
        assert found.missing and found.action and found.actor and found.deadline
    assert (only(COMMUNE, story).missing, only(COMMUNE, story).deadline) == ("", None)
    assert only(COMMUNE, story).since == date(2018, 12, 13)
    session = date(2019, 7, 9)
    waiting = a_body(category=Category.COMMUNE, next_session=session)
    assert only(a_dossier(bodies=(waiting,))).deadline == session


def test_a_body_that_ended_is_out_and_the_date_is_named() -> None:
    ended = a_body(exists_to=date(2018, 12, 31))
    found = only(a_dossier(bodies=(ended,)))
    assert found.state is State.OUT and "31/12/2018" in found.reason
    assert found.problems[0].rule == "R-BODY-01"
    assert not found.steps[0].met
    last_day = a_dossier(bodies=(a_body(exists_to=DAY),))
    assert only(last_day).state is State.TO_EMPOWER


def test_a_body_that_ends_after_it_signed_has_signed() -> None:
    later = a_body(category=Category.COMMUNE, exists_to=date(2019, 1, 31))
    assert only(a_dossier(bodies=(later,)), a_story()).state is State.SIGNED


def test_a_seat_left_vacant_is_out_unless_its_holder_has_signed() -> None:
    seat = a_seat(tenures=(a_tenure(until=date(2019, 3, 31)),))
    found = only(a_dossier(seats=(seat,)))
    assert (found.state, found.holder) == (State.OUT, None)
    signed = only(a_dossier(seats=(seat,)), a_story())
    assert signed.state is State.SIGNED and signed.holder is not None


def test_a_refusal_stands_until_a_signature() -> None:
    refused = a_fact(EventType.REFUSED, date(2018, 12, 8), 20, note="motif inventé")
    found = only(COMMUNE, [refused])
    assert (found.state, found.reason) == (State.REFUSED, "motif inventé")
    assert only(COMMUNE, [*a_story(), refused]).state is State.SIGNED


def test_an_acte_withdrawn_gives_no_right_and_its_successor_starts_anew() -> None:
    withdrawn = a_fact(EventType.ACTE_WITHDRAWN, date(2019, 1, 10), 20)
    events = [*a_story(), withdrawn]
    assert only(COMMUNE, events).state is State.TO_EMPOWER
    again = a_fact(EventType.ACTE_ADOPTED, date(2019, 2, 1), 21)
    assert only(COMMUNE, [*events, again]).state is State.ACTE_TO_SEND


def test_the_withdrawal_of_another_acte_changes_nothing() -> None:
    events = [
        *a_story(acte_adopte={"number": "DEL_1"}),
        a_fact(EventType.ACTE_WITHDRAWN, date(2019, 1, 10), 20, number="DEL_9"),
    ]
    assert only(COMMUNE, events).state is State.SIGNED


def test_a_page_sent_back_must_come_again() -> None:
    rejected = a_fact(EventType.PAGE_REJECTED, date(2018, 12, 13), 20, note="illisible")
    found = only(COMMUNE, [*a_story(controle=None), rejected])
    assert found.state is State.SENT and "illisible" in found.reason
    scanned = a_fact(EventType.PAGE_RECEIVED, date(2018, 12, 20), 21)
    assert only(COMMUNE, [*a_story(controle=None), rejected, scanned]).state is State.TO_CHECK


def test_a_digital_signature_is_its_own_page() -> None:
    signed = a_fact(EventType.SIGNED_DIGITALLY, date(2018, 12, 10), 20, evidence="b" * 64)
    events = [*a_story(signe_papier=None, page_recue=None, controle=None), signed]
    assert only(COMMUNE, events).state is State.TO_CHECK


def test_a_text_frozen_since_sets_a_signature_back_and_says_both_versions() -> None:
    new = a_fact(EventType.FROZEN, date(2019, 1, 15), 20, version="c" * 64)
    found = only(COMMUNE, [*a_story(), new])
    assert found.state is State.OLD_VERSION
    assert "a" * 12 in found.reason and "c" * 12 in found.reason


def test_the_day_of_effect_and_the_day_of_record_are_told_apart() -> None:
    told_late = [
        replace(event, recorded_at=datetime(2019, 4, 2, 9, tzinfo=UTC)) for event in a_story()
    ]
    march = date(2019, 3, 15)
    assert only(COMMUNE, told_late, as_of=march).state is State.SIGNED
    assert only(COMMUNE, told_late, as_of=march, known_on=march).state is State.TO_EMPOWER
    assert only(COMMUNE, told_late, as_of=date(2018, 12, 11)).state is State.NOT_RETURNED


def test_optional_seats_do_not_hold_up_a_body() -> None:
    count = followed(a_dossier(seats=(a_seat(mandatory=False),))).totals
    assert (count.complete_bodies, count.bodies, count.missing_seats) == (1, 1, 1)
    assert str(count) == "1 / 1 organisme, 0 / 1 siège signé ; il manque 1"


def test_every_state_has_a_label() -> None:
    assert set(STATE_LABELS) == set(State)


def test_a_page_without_a_signature_is_not_counted() -> None:
    found = only(COMMUNE, a_story(signe_papier=None))
    assert found.state is State.TO_CHECK and "signature à enregistrer" in found.missing


kinds = st.sampled_from([kind for kind, _ in WHOLE_STORY])


@given(st.permutations(range(len(WHOLE_STORY))), st.lists(kinds, unique=True))
def test_the_order_of_the_lines_of_a_day_does_not_matter(
    numbers: list[int], left_out: list[EventType]
) -> None:
    """All on one day: only the kinds of facts decide, not which was recorded first."""
    events = [
        replace(event, on=EffectDate.of(date(2018, 12, 10)))
        for event in a_story()
        if event.type not in left_out
    ]
    shuffled = [replace(event, sequence=n + 1) for event, n in zip(events, numbers, strict=False)]
    told, other = only(COMMUNE, events), only(COMMUNE, shuffled)
    assert (told.state, told.since, told.missing) == (other.state, other.since, other.missing)


days = st.dates(date(2018, 11, 1), date(2019, 6, 1))
any_kind = st.sampled_from(
    [kind for kind in EventType if kind not in (EventType.CORRECTION, EventType.CANCELLED)]
)
stories = st.lists(st.tuples(any_kind, st.none() | days), max_size=12).map(
    lambda facts: [a_fact(kind, day, n) for n, (kind, day) in enumerate(facts, start=1)]
)


@given(stories, stories)
def test_undoing_all_that_was_added_is_the_start(before: list[Event], added: list[Event]) -> None:
    late = [replace(event, sequence=event.sequence + 20) for event in added]
    undone = [
        a_fact(EventType.CANCELLED, date(2020, 1, 1), event.sequence + 40, corrects=event.sequence)
        for event in late
    ]
    assert followed(COMMUNE, [*before, *late, *undone]) == followed(COMMUNE, before)


@given(stories)
def test_a_fact_of_one_seat_never_counts_for_another(events: list[Event]) -> None:
    """Not even where both are held by the same person: that of « AMIS-2 » keeps its state."""
    of_the_seat = [event for event in events if event.target_kind is TargetKind.SEAT]
    rest = [event for event in events if event.target_kind is not TargetKind.SEAT]
    other = followed(TWO_SEATS, [*rest, *of_the_seat]).seats[1]
    assert other == followed(TWO_SEATS, rest).seats[1]
    assert other.state is not State.SIGNED


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), min_size=1))
def test_totals_add_up(places: list[tuple[str, bool, bool]]) -> None:
    bodies = tuple(a_body(id=key, category=Category.ETAT) for key in "abc")
    seats: list[Seat] = []
    events: list[Event] = []
    for rank, (key, mandatory, signed) in enumerate(places, start=1):
        seats.append(a_seat(id=str(rank), order=rank, body=key, mandatory=mandatory))
        story = a_story() if signed else ()
        events += [
            replace(event, target=str(rank), sequence=len(events) + event.sequence)
            for event in story
            if event.target_kind is TargetKind.SEAT
        ]
    found = followed(a_dossier(bodies=bodies, seats=tuple(seats)), events)
    count = found.totals
    assert count.signed_seats == sum(signed for _, _, signed in places)
    assert count.signed_seats + count.missing_seats == count.seats == len(places)
    waiting = {key for key, mandatory, signed in places if mandatory and not signed}
    assert count.bodies - count.complete_bodies == len(waiting)
