"""Where every signature stands on a day: one pass over the registers and the events."""

from collections.abc import Iterable, Sequence
from datetime import date

from avenant_builder.french import short_date
from avenant_builder.model.body import Body
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Event, EventType, TargetKind, in_force
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.problems import Place, Problem
from avenant_builder.records import dataclass
from avenant_builder.rules.catalogue import RULES
from avenant_builder.tracking.checks import BREAKING, CHECKS, NOT_THIS_VERSION, Case, first_day
from avenant_builder.tracking.facts import (
    SIGNATURES,
    acte_of,
    day_of,
    order,
    signing_of,
    told,
    told_on,
)
from avenant_builder.tracking.state import State, Totals
from avenant_builder.tracking.steps import Step, out_of_the_game, state_and_steps
from avenant_builder.tracking.words import next_move


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatStatus:
    """One seat on the day of the follow-up."""

    seat: Seat
    body: Body
    holder: Tenure | None
    """On the day of the signature if there is one, else of the follow-up; None: vacant."""
    state: State
    since: date | None
    reason: str
    """Why a seat is out, refused, or to be put right; empty otherwise."""
    missing: str
    """What it lacks, in French; empty: nothing."""
    action: str
    actor: str
    """Who does the next action."""
    deadline: date | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    events: tuple[Event, ...]
    """The facts in force of the seat and of its body, in order of their days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyStatus:
    """One body: complete once all its mandatory seats have signed."""

    body: Body
    seats: tuple[SeatStatus, ...]

    @property
    def is_complete(self) -> bool:
        return all(one.state is State.SIGNED for one in self.seats if one.seat.mandatory)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The follow-up of an avenant on a day, as it was known on another."""

    as_of: date
    known_on: date | None
    """None: with all that is recorded."""
    seats: tuple[SeatStatus, ...]
    """In printed order."""
    bodies: tuple[BodyStatus, ...]
    """In the order of their first seat."""
    totals: Totals
    problems: tuple[Problem, ...]
    """Those of the whole avenant."""


def campaign(
    dossier: Dossier,
    events: Sequence[Event],
    delegations: Sequence[Delegation],
    *,
    as_of: date,
    known_on: date | None = None,
) -> Campaign:
    """The state of every seat of an avenant on the day `as_of`.

    Counted are the facts of effect by then, of those recorded by `known_on`; a cancellation
    counts from its record. A fact without an exact day counts from its record too. Bodies and
    holders are those of the registers today. The ids of bodies must be known.
    """
    known = events
    if known_on is not None:
        known = [event for event in events if event.recorded_at.date() <= known_on]
    facts = [event for event in in_force(known) if day_of(event) <= as_of]
    by_target: dict[tuple[TargetKind, str], list[Event]] = {}
    for event in facts:
        by_target.setdefault((event.target_kind, event.target), []).append(event)
    granted: dict[str, list[Delegation]] = {}
    for row in delegations:
        granted.setdefault(row.seat, []).append(row)
    bodies = {body.id: body for body in dossier.bodies}
    actes = {key: acte_of(by_target.get((TargetKind.BODY, key), ())) for key in bodies}
    frozen = max(
        (event for event in facts if event.type is EventType.FROZEN),
        key=lambda event: event.sequence,
        default=None,
    )
    seats = []
    for seat in dossier.seats:
        own = by_target.get((TargetKind.SEAT, seat.id), [])
        case = Case(
            avenant=dossier.avenant,
            seat=seat,
            body=bodies[seat.body],
            acte=actes[seat.body],
            signing=signing_of(own),
            delegations=tuple(granted.get(seat.id, ())),
            frozen=frozen,
            as_of=as_of,
        )
        seats.append(_status(case, [*own, *by_target.get((TargetKind.BODY, seat.body), [])]))
    return _whole(dossier, facts, seats, as_of=as_of, known_on=known_on)


def _whole(
    dossier: Dossier,
    facts: Sequence[Event],
    seats: Sequence[SeatStatus],
    *,
    as_of: date,
    known_on: date | None,
) -> Campaign:
    bodies = _by_body(seats)
    return Campaign(
        as_of=as_of,
        known_on=known_on,
        seats=tuple(seats),
        bodies=bodies,
        totals=_totals(bodies),
        problems=tuple(_first_signature(dossier, facts)),
    )


def _by_body(seats: Iterable[SeatStatus]) -> tuple[BodyStatus, ...]:
    groups: dict[str, list[SeatStatus]] = {}
    for one in seats:
        groups.setdefault(one.body.id, []).append(one)
    return tuple(BodyStatus(body=own[0].body, seats=tuple(own)) for own in groups.values())


def _totals(bodies: Sequence[BodyStatus]) -> Totals:
    seats = [one for body in bodies for one in body.seats]
    return Totals(
        bodies=len(bodies),
        complete_bodies=sum(body.is_complete for body in bodies),
        seats=len(seats),
        signed_seats=sum(one.state is State.SIGNED for one in seats),
    )


def _first_signature(dossier: Dossier, facts: Iterable[Event]) -> Iterable[Problem]:
    """R-DATE-06: the period has begun before anybody has signed."""
    own = {seat.id for seat in dossier.seats}
    signed = [
        (day, event.sequence, event)
        for event in facts
        if event.type in SIGNATURES and event.target in own and (day := first_day(event.on))
    ]
    if not signed:
        return
    day, _, event = min(signed)
    start = dossier.avenant.period.start
    if day > start:
        place = Place(f"data/{dossier.avenant.year}/journal.jsonl", event.sequence)
        yield RULES["R-DATE-06"].problem(
            place,
            f"première signature {told_on(event)}, période commencée le {short_date(start)}",
        )


def _status(case: Case, events: Sequence[Event]) -> SeatStatus:
    problems = tuple(problem for check in CHECKS for problem in check(case))
    signature = case.signing.signature
    day = (signature.on.exact if signature else None) or case.as_of
    tenure = case.seat.tenure_on(day)
    holder = tenure if tenure and tenure.last_name else None
    reason, out_since = _out(case, holder, problems)
    state, steps, since = state_and_steps(case, problems)
    if reason:
        state, steps, since = State.OUT, (out_of_the_game(reason), *steps), out_since
    else:
        reason = _reason(case, state, problems)
    move = next_move(state, case.body, case.acte, case.signing, case.avenant.period.end)
    return SeatStatus(
        seat=case.seat,
        body=case.body,
        holder=holder,
        state=state,
        since=since,
        reason=reason,
        missing=move.missing,
        action=move.action,
        actor=move.actor,
        deadline=move.deadline,
        steps=steps,
        problems=problems,
        events=tuple(sorted(events, key=order)),
    )


def _out(case: Case, holder: Tenure | None, problems: Sequence[Problem]) -> tuple[str, date | None]:
    """Why a seat that has not signed is out of the game; nothing if it is in."""
    if case.signing.signature is not None:
        return "", None
    body = case.body
    if any(problem.rule == "R-BODY-01" for problem in problems):
        if body.exists_to and body.exists_to < case.as_of:
            reason = f"l’organisme n’existe que jusqu’au {short_date(body.exists_to)}"
            return reason, body.exists_to
        begins = body.exists_from or case.as_of
        return f"l’organisme n’existe qu’à partir du {short_date(begins)}", None
    if holder is None:
        return f"siège vacant le {short_date(case.as_of)}", None
    return "", None


def _reason(case: Case, state: State, problems: Sequence[Problem]) -> str:
    signing = case.signing
    if state is State.REFUSED and signing.refused:
        return signing.refused.note or told(signing.refused)
    if state is State.TO_EMPOWER and case.acte.setback:
        setback = case.acte.setback
        return f"{setback.type.label}, {told(setback)}"
    if state is State.ACTE_TO_SEND and case.acte.anomaly:
        return case.acte.anomaly.note or told(case.acte.anomaly)
    if state is State.SENT and signing.rejected:
        return f"page rejetée : {signing.rejected.note or told(signing.rejected)}"
    rules = BREAKING if state is State.TO_REGULARISE else frozenset({NOT_THIS_VERSION})
    if state in (State.TO_REGULARISE, State.OLD_VERSION):
        return " ; ".join(problem.message for problem in problems if problem.rule in rules)
    return ""
