"""Mark a page that came back as looked at: what was proposed becomes a fact, by somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.follow import follow
from avenant_builder.intake.seen import FACTS
from avenant_builder.intake.take import frame_of
from avenant_builder.journal.contract import HeadMoved
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import (
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
    in_force,
)
from avenant_builder.paper.ink import Ink
from avenant_builder.record import SIGNATURES, refreshed
from avenant_builder.rules.delegations import printed_delegation
from avenant_builder.snapshot import frozen_events
from avenant_builder.tracking.state import State
from avenant_builder.tracking.targets import find_target

RECEIVED = "page-recue"
"""A fact of « controle »: the number of the event of the page."""
INKED = (Ink.EMPTY, Ink.LOOK, Ink.INK)


class NothingToConfirm(AvenantError):
    """No page to mark, or not enough said of it."""

    exit_code = ExitCode.PROBLEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """A page in hand that nobody has looked at."""

    seat: str
    body: str
    page: Event
    ink: Ink
    frame: Path | None
    """The picture of its frame, if it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What was noted of a page."""

    seat: str
    page: Event
    events: tuple[Event, ...]
    """Empty: it was checked already."""
    head: str
    remarks: tuple[str, ...]


def to_check(root: Path, year: int, *, now: datetime) -> tuple[ToCheck, ...]:
    """The pages that wait to be looked at, in printed order. Raises as ``follow``."""
    followed = follow(root, year, as_of=now.date())
    found = []
    for one in followed.campaign.seats:
        page = _page(one.events, _current(followed.events))
        if page is None or one.state is State.SIGNED or _is_checked(page, one.events):
            continue
        frame = frame_of(root, year, one.seat.id, page.sequence)
        found.append(
            ToCheck(
                seat=one.seat.id,
                body=one.body.name,
                page=page,
                ink=_ink(page),
                frame=frame if frame.exists() else None,
            )
        )
    return tuple(found)


def confirm(
    root: Path,
    year: int,
    who: str,
    *,
    signed_on: EffectDate | None,
    signer: str,
    by: str,
    now: datetime,
) -> Confirmed:
    """Note that the page of a seat was looked at and is signed, by hand, on a day.

    `signed_on` is the date that is written on it; it may be unknown, not untold, unless the
    signature is noted already. Without `signer` it is whom the block prints. Raises
    ``NothingToConfirm``, ``UnknownTarget`` and what the journal raises.
    """
    followed = follow(root, year, as_of=now.date())
    seat = find_target(followed.dossier, who, EventType.CHECKED).id
    if signed_on is not None and (day := signed_on.exact) and day > now.date():
        raise NothingToConfirm(
            "la date de signature est dans le futur", remedy="Corrigez « --signed-on »."
        )
    signer = signer or _delegate(followed.dossier, seat)
    signing = _Signing(on=signed_on, signer=signer, by=by, today=EffectDate.of(now.date()))
    page, written = _written(root, year, seat, signing, now=now)
    remarks = refreshed(root, year, as_of=now.date())
    if written and _ink(page) is Ink.EMPTY:
        remarks.append(
            f"Le cadre de la {page.note} semblait vide : si elle n’est pas signée, annulez par "
            f"« avenant record --undo {written[-1].sequence} »."
        )
    return Confirmed(
        seat=seat,
        page=page,
        events=written,
        head=journal_of(root, year).head().short,
        remarks=tuple(remarks),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signing:
    """What somebody says of a page."""

    on: EffectDate | None
    signer: str
    by: str
    today: EffectDate


def _written(
    root: Path, year: int, seat: str, signing: _Signing, *, now: datetime
) -> tuple[Event, tuple[Event, ...]]:
    """The page that counts, and the events that were written of it."""
    journal = journal_of(root, year)
    while True:
        head = journal.head()
        events = journal.read()
        own = [event for event in in_force(events) if event.target == seat]
        page = _page(own, _current(events))
        if page is None:
            raise NothingToConfirm(
                f"aucune page de {seat} n’est rangée",
                remedy="Rangez-la d’abord par « avenant intake FICHIER ».",
            )
        drafts = _drafts(page, own, signing)
        try:
            return page, journal.append(drafts, now=now, expected=head) if drafts else ()
        except HeadMoved:
            continue


def _delegate(dossier: Dossier, seat: str) -> str:
    """Who is printed in the block of a seat instead of its holder; empty: the holder."""
    own = next(found for found in dossier.seats if found.id == seat)
    row = printed_delegation(dossier, own)
    return row.delegate if row else ""


def _current(events: Sequence[Event]) -> str:
    frozen = frozen_events(events)
    return frozen[-1].version if frozen else ""


def _page(events: Sequence[Event], current: str) -> Event | None:
    """The page that counts: of the text that counts, with ink, the last of these."""
    pages = [event for event in events if event.type is EventType.PAGE_RECEIVED and event.evidence]
    pages.sort(key=lambda one: (one.version == current, INKED.index(_ink(one)), one.sequence))
    return pages[-1] if pages else None


def _ink(page: Event) -> Ink:
    said = page.facts.get(FACTS["ink"], "")
    return Ink(said) if said in list(Ink) else Ink.LOOK


def _is_checked(page: Event, own: Sequence[Event]) -> bool:
    """Whether somebody, or the judge of a digital signature, has looked at that page."""
    checked = [event for event in own if event.type is EventType.CHECKED]
    return any(
        event.facts.get(RECEIVED) == str(page.sequence)
        or (RECEIVED not in event.facts and event.sequence > page.sequence)
        for event in checked
    )


def _drafts(page: Event, own: Sequence[Event], signing: _Signing) -> list[Draft]:
    if _is_checked(page, own):
        return []
    facts = {RECEIVED: str(page.sequence)}
    checked = replace(_draft(EventType.CHECKED, page, signing.today, signing.by), facts=facts)
    if any(event.type in SIGNATURES and event.version == page.version for event in own):
        return [checked]
    if signing.on is None:
        raise NothingToConfirm(
            f"la date écrite sur la page de {page.target} n’est pas dite",
            remedy="Ajoutez « --signed-on DATE » : la date écrite à la main, ou « inconnue » si "
            "la page n’est pas datée.",
        )
    signed = _draft(EventType.SIGNED_ON_PAPER, page, signing.on, signing.by)
    return [replace(signed, signer=signing.signer, version=page.version), checked]


def _draft(type: EventType, page: Event, on: EffectDate, by: str) -> Draft:
    return Draft(
        type=type,
        target_kind=TargetKind.SEAT,
        target=page.target,
        on=on,
        by=by,
        evidence=page.evidence,
        evidence_name=page.evidence_name,
    )
