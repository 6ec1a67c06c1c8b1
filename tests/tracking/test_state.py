from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.tracking.state import State, seat_states, totals
from builders import a_body, a_dossier, a_seat, a_tenure, an_avenant


def states_of(dossier: Dossier) -> list[State]:
    return [found.state for found in seat_states(dossier)]


def test_the_state_signs_without_an_assembly() -> None:
    etat = a_body(category=Category.ETAT)
    assert states_of(a_dossier(bodies=(etat,))) == [State.TO_SEND]
    assert states_of(a_dossier()) == [State.TO_EMPOWER]


def test_a_body_that_ended_is_out_and_the_date_is_named() -> None:
    ended = a_body(exists_to=date(2018, 12, 31))
    [found] = seat_states(a_dossier(bodies=(ended,)))
    assert found.state is State.OUT
    assert "31/12/2018" in found.reason
    ends_that_day = a_body(exists_to=date(2019, 1, 1))
    assert states_of(a_dossier(bodies=(ends_that_day,))) == [State.TO_EMPOWER]


def test_a_vacant_seat_is_out_on_the_day_of_the_avenant() -> None:
    seat = a_seat(tenures=(a_tenure(until=date(2019, 3, 31)),))
    assert states_of(a_dossier(seats=(seat,))) == [State.TO_EMPOWER]
    later = an_avenant(signed_on=date(2019, 4, 1))
    [found] = seat_states(a_dossier(seats=(seat,), avenant=later))
    assert (found.state, found.holder) == (State.OUT, None)


def test_optional_seats_do_not_hold_up_a_body() -> None:
    count = totals(seat_states(a_dossier(seats=(a_seat(mandatory=False),))))
    assert (count.complete_bodies, count.bodies, count.missing_seats) == (1, 1, 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=12))
def test_totals_add_up(places: list[tuple[str, bool]]) -> None:
    bodies = tuple(a_body(id=key) for key in "abc")
    seats = tuple(
        a_seat(id=str(rank), body=key, mandatory=mandatory)
        for rank, (key, mandatory) in enumerate(places)
    )
    count = totals(seat_states(a_dossier(bodies=bodies, seats=seats)))
    assert count.signed_seats + count.missing_seats == count.seats == len(places)
    assert count.complete_bodies <= count.bodies == len({key for key, _ in places})


def test_the_sentence() -> None:
    count = totals(seat_states(a_dossier()))
    assert str(count) == "0 / 1 organisme, 0 / 1 siège signé ; il manque 1"
