"""Who has signed, when, how, and who holds the original: the table of the executed copy. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from avenant_builder.model.event import Event, EventType
from avenant_builder.model.signing import Trust
from avenant_builder.tracking.campaign import Campaign, SeatStatus
from avenant_builder.tracking.facts import last, shown_day, signing_of
from avenant_builder.tracking.state import State

MANNERS = {
    EventType.SIGNED_ON_PAPER: "sur papier",
    EventType.SIGNED_DIGITALLY: "électroniquement",
}
SHOWING = frozenset(
    {EventType.PAGE_RECEIVED, EventType.SIGNED_ON_PAPER, EventType.SIGNED_DIGITALLY}
)
"""Facts whose pièce shows the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSeat:
    """One signature that counts, with the file that shows it."""

    status: SeatStatus
    signature: Event
    page: Event
    """The last fact that brought a file: what is copied."""
    held: Event | None
    """Who keeps the original, if that was noted."""

    @property
    def is_digital(self) -> bool:
        return self.signature.type is EventType.SIGNED_DIGITALLY

    @property
    def signer(self) -> str:
        holder = self.status.holder
        return self.signature.signer or (holder.full_name if holder else "")

    @property
    def keeper(self) -> str:
        """Who holds the original, in words."""
        if self.held is not None:
            return self.held.note or f"noté le {shown_day(self.held.on)}"
        return "fichier signé, joint à l’archive" if self.is_digital else "non noté au journal"

    @property
    def received(self) -> str:
        """The day on which the file came, which is not that of the signature."""
        if day := self.signature.facts.get("recu_le"):
            return "/".join(reversed(day.split("-")))
        return shown_day(self.page.on) if self.page.type is EventType.PAGE_RECEIVED else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """The seats of an avenant on the day of its executed copy, in printed order."""

    signed: tuple[SignedSeat, ...]
    missing: tuple[SeatStatus, ...]
    """Mandatory seats that have not signed."""
    absent: tuple[SeatStatus, ...]
    """Seats that need not sign, and have not."""
    unproved: tuple[SeatStatus, ...]
    """Signed, as the journal says, and no file shows it."""


def execution(campaign: Campaign) -> Execution:
    """Sort the seats of a follow-up."""
    signed: list[SignedSeat] = []
    unproved: list[SeatStatus] = []
    for status in campaign.seats:
        if status.state is State.SIGNED:
            one = _signed(status)
            signed += [one] if one else []
            unproved += [] if one else [status]
    others = [one for one in campaign.seats if one.state is not State.SIGNED]
    return Execution(
        signed=tuple(signed),
        missing=tuple(one for one in others if one.seat.mandatory),
        absent=tuple(one for one in others if not one.seat.mandatory),
        unproved=tuple(unproved),
    )


def _signed(status: SeatStatus) -> SignedSeat | None:
    own = [event for event in status.events if event.target == status.seat.id]
    signature = signing_of(own).signature
    page = last([event for event in own if event.evidence], SHOWING)
    if signature is None or page is None:
        return None
    if signature.type is EventType.SIGNED_DIGITALLY and signature.evidence:
        page = signature
    held = last(own, {EventType.ORIGINAL_HELD})
    return SignedSeat(status=status, signature=signature, page=page, held=held)


def manner(one: SignedSeat) -> str:
    """« sur papier », « électroniquement (autorité connue) »."""
    words = MANNERS[one.signature.type]
    trust = one.signature.facts.get("confiance", "")
    return f"{words} ({Trust(trust).label})" if trust in set(Trust) else words


def what_is_missing(one: SeatStatus) -> str:
    """« ROANNE (Roanne) : à contrôler – … »."""
    why = one.reason or one.missing
    return f"{one.seat.id} ({one.body.name}) : {one.state.label}" + (f" – {why}" if why else "")


def all_missing(found: Execution) -> list[str]:
    """What keeps the copy from being whole, a line each."""
    lines = [what_is_missing(one) for one in found.missing]
    return lines + [
        f"{one.seat.id} ({one.body.name}) : signé, mais aucune pièce ne montre la page"
        for one in found.unproved
    ]


def signed_rows(signed: Sequence[SignedSeat]) -> list[tuple[str, ...]]:
    """The rows of the table: body, signer, day, manner, received, holder of the original."""
    return [
        (
            one.status.body.name,
            f"{one.signer}, {_bare(one)}".rstrip(", "),
            shown_day(one.signature.on),
            manner(one),
            one.received,
            one.keeper,
            one.page.evidence[:12],
        )
        for one in signed
    ]


def _bare(one: SignedSeat) -> str:
    holder = one.status.holder
    return holder.title.strip(" ,\u00a0") if holder else ""
