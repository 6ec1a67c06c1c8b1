"""What the events say of an acte and of a seat: the last word on each point.

Only facts that contradict each other (adopted and withdrawn, rejected and received) are weighed by
their order; of any others, the order in the journal does not matter.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from avenant_builder.french import MONTHS, short_date
from avenant_builder.model.event import EffectDate, Event, EventType
from avenant_builder.records import dataclass

SIGNATURES = frozenset({EventType.SIGNED_ON_PAPER, EventType.SIGNED_DIGITALLY})
SETBACKS = frozenset({EventType.ACTE_REJECTED, EventType.ACTE_POSTPONED, EventType.ACTE_WITHDRAWN})
IN_HAND = frozenset({EventType.PAGE_RECEIVED, EventType.CHECKED, EventType.ORIGINAL_HELD})
CHECKED = frozenset({EventType.CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acte:
    """The acte that a body signs by, as it stands, and its way through the préfecture."""

    adopted: Event | None = None
    setback: Event | None = None
    """Why there is none: the last rejection, postponement or withdrawal."""
    sent: Event | None = None
    received: Event | None = None
    published: Event | None = None
    asked: Event | None = None
    """Pièces that the préfet asked for and has not been given."""
    completed: Event | None = None
    """The pièces given to him, if he asked for some."""
    anomaly: Event | None = None
    """Why the préfecture sent the deposit back, if none was received or sent since."""
    referred: Event | None = None

    @property
    def numbered(self) -> tuple[Event, ...]:
        """The facts that may bear a number or an identifier."""
        facts = (self.adopted, self.sent, self.received, self.published)
        return tuple(fact for fact in facts if fact is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is known of the signature of one seat."""

    sent: Event | None = None
    refused: Event | None = None
    rejected: Event | None = None
    """The page sent back as bad, if no other came since."""
    signature: Event | None = None
    page: Event | None = None
    checked: Event | None = None


def acte_of(events: Sequence[Event]) -> Acte:
    """The acte of a body, from its facts in force."""
    adopted = last(events, {EventType.ACTE_ADOPTED})
    setbacks = sorted((event for event in events if event.type in SETBACKS), key=order)
    if adopted is None:
        return Acte(setback=setbacks[-1] if setbacks else None)
    after = [event for event in setbacks if order(event) > order(adopted)]
    if undone := [event for event in after if _same_acte(event, adopted)]:
        return Acte(setback=undone[-1])
    before = [order(event) for event in setbacks if order(event) < order(adopted)]
    own = [
        event
        for event in events
        if _same_acte(event, adopted) and (not before or order(event) > before[-1])
    ]
    sent, received = last(own, {EventType.ACTE_SENT}), last(own, {EventType.ACTE_RECEIVED})
    asked = last(own, {EventType.PIECES_ASKED})
    given = last(own, {EventType.PIECES_GIVEN})
    anomaly = last(own, {EventType.ACTE_ANOMALY})
    if anomaly and (received or (sent and order(sent) > order(anomaly))):
        anomaly = None
    return Acte(
        adopted=adopted,
        sent=sent,
        received=received,
        published=last(own, {EventType.ACTE_PUBLISHED}),
        asked=asked if asked and not (given and order(given) > order(asked)) else None,
        completed=given if asked else None,
        anomaly=anomaly,
        referred=last(own, {EventType.REFERRED}),
    )


def signing_of(events: Sequence[Event]) -> Signing:
    """The signature of a seat, from its facts in force.

    A page sent back takes its signature with it, until a page comes again: of the same
    signature if no later one is known.
    """
    rejected = last(events, {EventType.PAGE_REJECTED})
    current = [event for event in events if rejected is None or order(event) > order(rejected)]
    page = last(current, IN_HAND)
    signature = last(current, SIGNATURES) or (last(events, SIGNATURES) if page else None)
    if page is None and signature is not None:
        digital = signature.type is EventType.SIGNED_DIGITALLY and signature.evidence
        page = signature if digital else None
    refused = last(events, {EventType.REFUSED})
    if refused and signature and order(signature) > order(refused):
        refused = None
    return Signing(
        sent=last(events, {EventType.SENT}),
        refused=refused,
        rejected=rejected if page is None and signature is None else None,
        signature=signature,
        page=page,
        checked=last(current, CHECKED),
    )


def order(event: Event) -> tuple[date, int]:
    """By the day of their effect, then as they were recorded."""
    return day_of(event), event.sequence


def last(events: Iterable[Event], types: frozenset[EventType] | set[EventType]) -> Event | None:
    """The last fact of some types; None: there is none."""
    found = [event for event in events if event.type in types]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=order)


def shown_day(on: EffectDate) -> str:
    """« 31/01/2019 », « mars 2019 », « date inconnue »."""
    if day := on.exact:
        return short_date(day)
    return f"{MONTHS[on.month - 1]} {on.year}" if on.month else "date inconnue"


def told(event: Event) -> str:
    """A fact with its date and its pièce: « 31/01/2019 (n° 3, pièce deliberation.pdf) »."""
    proof = "sans pièce"
    if event.evidence:
        proof = f"pièce {event.evidence_name or event.evidence[:12]}"
    return f"{shown_day(event.on)} (événement n° {event.sequence}, {proof})"


def told_on(event: Event) -> str:
    """As ``told``, to follow a participle: « le 31/01/2019 (…) », « en mars 2019 (…) »."""
    if event.on.exact:
        return f"le {told(event)}"
    return f"en {told(event)}" if event.on.month else f"à une {told(event)}"


def _same_acte(event: Event, adopted: Event) -> bool:
    return not event.number or not adopted.number or event.number == adopted.number


def day_of(event: Event) -> date:
    """The day that a fact counts from: that of its effect, else that of its record."""
    return event.on.exact or event.recorded_at.date()
