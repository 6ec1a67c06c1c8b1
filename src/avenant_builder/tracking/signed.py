"""Who signed when, and by which acte: one row a seat, as a table that people keep."""

from collections.abc import Iterable

from avenant_builder.french import short_date
from avenant_builder.model.event import Event, EventType, TargetKind
from avenant_builder.tracking.campaign import SeatStatus
from avenant_builder.tracking.executory import legal_dates
from avenant_builder.tracking.facts import Acte, acte_of, shown_day, signing_of
from avenant_builder.tracking.table import title_of

SIGNED_COLUMNS = (
    *("ordre", "siege", "organisme", "qualite", "signataire", "signe_le", "maniere", "etat"),
    *("numero_acte", "acte_du", "recu_prefecture_le", "publie_le", "executoire_le", "identifiant"),
)


def signed_rows(seats: Iterable[SeatStatus]) -> list[list[str]]:
    """The rows of seats in printed order, in the order of `SIGNED_COLUMNS`; unknown stays empty."""
    return [_row(one) for one in seats]


def _row(one: SeatStatus) -> list[str]:
    signature = signing_of(_about(one, TargetKind.SEAT)).signature
    acte = acte_of(_about(one, TargetKind.BODY))
    holder = one.holder
    signer = (signature.signer if signature else "") or (holder.full_name if holder else "")
    return [
        str(one.seat.order),
        one.seat.id,
        one.body.name,
        title_of(holder) if holder else "",
        signer if signature else "",
        shown_day(signature.on) if signature else "",
        _manner(signature),
        one.state.label,
        *_acte(one, acte),
    ]


def _acte(one: SeatStatus, acte: Acte) -> list[str]:
    legal = legal_dates(one.body, acte)
    facts = (acte.adopted, acte.received, acte.published)
    identifiers = [fact.identifier for fact in acte.numbered if fact.identifier]
    return [
        acte.adopted.number if acte.adopted else "",
        *(shown_day(fact.on) if fact else "" for fact in facts),
        short_date(legal.executory_on) if legal and legal.executory_on else "",
        identifiers[-1] if identifiers else "",
    ]


def _about(one: SeatStatus, kind: TargetKind) -> list[Event]:
    return [event for event in one.events if event.target_kind is kind]


def _manner(signature: Event | None) -> str:
    if signature is None:
        return ""
    return "électronique" if signature.type is EventType.SIGNED_DIGITALLY else "papier"
