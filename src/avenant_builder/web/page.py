"""The follow-up of a day as one page that needs nothing else: no script, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from avenant_builder.french import MONTHS, long_date, plural, short_date, typeset
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, TargetKind, in_force
from avenant_builder.tracking.campaign import Campaign, SeatStatus
from avenant_builder.tracking.pills import PILLS
from avenant_builder.tracking.state import State
from avenant_builder.web.timeline import draw

MOST_BLOCKING = 5
# Furthest from a signature first: somebody has to decide, then somebody broke a rule.
GRAVEST = (State.OUT, State.REFUSED, State.TO_REGULARISE, State.OLD_VERSION)


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the journal, as it is shown."""

    number: int
    day: str
    about: str
    what: str
    proof: str
    is_cancelled: bool


def render(dossier: Dossier, campaign: Campaign, events: Sequence[Event], *, head: str) -> str:
    """The page as HTML. `head` is the head of the journal, as printed."""
    environment = Environment(
        loader=PackageLoader("avenant_builder", "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: typeset(value) if isinstance(value, str) else value,
    )
    environment.filters["long_date"] = long_date
    environment.filters["short_date"] = short_date
    standing = {event.sequence for event in in_force(events)}
    names = _names(dossier)
    waiting = [one for one in campaign.seats if one.state is not State.SIGNED]
    return environment.get_template("suivi.html").render(
        avenant=dossier.avenant,
        campaign=campaign,
        totals=str(campaign.totals),
        counts=_counts(campaign.seats),
        pills=PILLS,
        blocking=sorted(waiting, key=_urgency)[:MOST_BLOCKING],
        others=_others(len(waiting) - MOST_BLOCKING),
        timeline=draw(in_force(events), names, until=campaign.as_of),
        journal=[_line(event, names, event.sequence in standing) for event in reversed(events)],
        head=head,
    )


def _others(count: int) -> str:
    """How many more wait than those that are named; nothing if none does."""
    if count <= 0:
        return ""
    return (
        f"Et {plural(count, 'autre siège attend', 'autres sièges attendent')} : voyez le tableau."
    )


def _counts(seats: Sequence[SeatStatus]) -> list[tuple[State, int]]:
    counts = [(state, sum(one.state is state for one in seats)) for state in State]
    return [(state, count) for state, count in counts if count]


def _urgency(one: SeatStatus) -> tuple[bool, date, int]:
    return (one.state not in GRAVEST, one.deadline or date.max, one.seat.order)


def _names(dossier: Dossier) -> dict[tuple[TargetKind, str], str]:
    """What people call each target of an event; a seat is told apart where a body has several."""
    held = [seat.body for seat in dossier.seats]
    names = {(TargetKind.BODY, key): dossier.body(key).name for key in held}
    for seat in dossier.seats:
        name = dossier.body(seat.body).name
        alone = held.count(seat.body) == 1
        names[TargetKind.SEAT, seat.id] = name if alone else f"{name} ({seat.id})"
    return names


def _line(event: Event, names: dict[tuple[TargetKind, str], str], stands: bool) -> Line:
    about = names.get((event.target_kind, event.target), f"avenant {event.target}")
    what = [event.type.label, event.number, event.signer, event.note]
    if event.corrects is not None:
        what[0] = f"{event.type.label} du n° {event.corrects}"
    proof = event.evidence_name or (f"sans pièce : {event.no_evidence}" * bool(event.no_evidence))
    return Line(
        number=event.sequence,
        day=_day(event.on),
        about=about,
        what=", ".join(part for part in what if part),
        proof=proof,
        is_cancelled=not stands and event.corrects is None,
    )


def _day(on: EffectDate) -> str:
    if on.exact is not None:
        return short_date(on.exact)
    return f"{MONTHS[on.month - 1]} {on.year}" if on.month else "date inconnue"
