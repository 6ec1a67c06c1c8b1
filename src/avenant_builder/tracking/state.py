"""Where each seat stands on its way to a signature: computed, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from avenant_builder.french import plural, short_date
from avenant_builder.model.body import Body, Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat, Tenure


class State(StrEnum):
    """The first condition that a seat does not meet; the order is the order of the path."""

    OUT = "hors-jeu"
    TO_EMPOWER = "a-habiliter"
    TO_SEND = "a-envoyer"
    SIGNED = "signe"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    State.OUT: "hors jeu",
    State.TO_EMPOWER: "à habiliter",
    State.TO_SEND: "à envoyer",
    State.SIGNED: "signé",
}

# The préfet signs by his own powers; every other body decides through an assembly first.
WITHOUT_ACTE = frozenset({Category.ETAT})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatState:
    """A seat, who holds it on the day of the follow-up, and its state."""

    seat: Seat
    body: Body
    holder: Tenure | None
    """None: the seat is vacant."""
    state: State
    reason: str = ""
    """Why a seat is out of the game, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many have signed; a body has once all its mandatory seats have."""

    bodies: int
    complete_bodies: int
    seats: int
    signed_seats: int

    @property
    def missing_seats(self) -> int:
        return self.seats - self.signed_seats

    def __str__(self) -> str:
        # The noun follows the total, not the count: « 0 / 19 organismes ».
        bodies = plural(self.bodies, "organisme")
        seats = plural(self.seats, "siège")
        signed = "signés" if self.seats > 1 else "signé"
        missing = f"il manque {self.missing_seats}" if self.missing_seats else "il ne manque rien"
        return (
            f"{self.complete_bodies} / {bodies}, {self.signed_seats} / {seats} {signed} ; {missing}"
        )


def seat_states(dossier: Dossier) -> tuple[SeatState, ...]:
    """The state of every seat of an avenant, in printed order.

    The ids of bodies must be known: they are checked when the dossier is read.
    """
    day = dossier.avenant.reference_day
    return tuple(_state(seat, dossier.body(seat.body), day) for seat in dossier.seats)


def totals(states: Iterable[SeatState]) -> Totals:
    """The counts of a follow-up; they add up whatever the states."""
    states = tuple(states)
    waiting = {
        found.body.id for found in states if found.seat.mandatory and found.state != State.SIGNED
    }
    bodies = {found.body.id for found in states}
    return Totals(
        bodies=len(bodies),
        complete_bodies=len(bodies - waiting),
        seats=len(states),
        signed_seats=sum(found.state is State.SIGNED for found in states),
    )


def _state(seat: Seat, body: Body, day: date) -> SeatState:
    holder = None if seat.is_vacant_on(day) else seat.tenure_on(day)
    reason = ""
    if body.exists_to is not None and body.exists_to < day:
        state = State.OUT
        reason = f"l’organisme n’existe que jusqu’au {short_date(body.exists_to)}"
    elif holder is None:
        state = State.OUT
        reason = f"siège vacant le {short_date(day)}"
    elif body.category in WITHOUT_ACTE:
        state = State.TO_SEND
    else:
        state = State.TO_EMPOWER
    return SeatState(seat=seat, body=body, holder=holder, state=state, reason=reason)
