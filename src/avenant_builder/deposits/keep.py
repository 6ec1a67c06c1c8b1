"""Keep a prepared deposit: its files in evidence, then its event. Prepared is not deposited."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from avenant_builder.deposits.pack import ACTES, PAPER, Packed, content_of
from avenant_builder.journal.contract import HeadMoved
from avenant_builder.journal.evidence import store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import (
    DEPOSITED,
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
    in_force,
)

WAY, PROFILE, DAY, COUNTER, CONTENT = "voie", "profil", "jour", "compteur", "contenu"
"""Keys of the facts of « depot-prepare »; those of its files begin with ``DEPOSITED``."""


def keep(root: Path, year: int, packed: Packed, *, now: datetime, by: str) -> tuple[Event, bool]:
    """Put the files into evidence and note the event « depot-prepare »; whether it is new.

    A deposit that is the same to the byte is noted once. Raises what the journal and the
    evidence raise.
    """
    draft = _draft(root, packed, now=now, by=by)
    journal = journal_of(root, year)
    while True:
        events = journal.read()
        last = last_deposit(in_force(events), packed.deposit.body.id, draft.facts[WAY])
        if last is not None and last.facts == draft.facts:
            return last, False
        try:
            [event] = journal.append([draft], now=now, expected=journal.head(len(events)))
        except HeadMoved:
            continue
        return event, True


def last_deposit(standing: Iterable[Event], body: str, way: str) -> Event | None:
    """The deposit of a body that was prepared last, by ACTES or on paper; None: none was."""
    found = [
        event
        for event in standing
        if event.type is EventType.DEPOSIT_READY
        and event.target == body
        and event.facts.get(WAY) == way
    ]
    return found[-1] if found else None


def _draft(root: Path, packed: Packed, *, now: datetime, by: str) -> Draft:
    deposit = packed.deposit
    hashes = {name: store(root, packed.folder / name)[0] for name in packed.kept_names}
    first = packed.archive or f"{packed.papers[0]}.pdf"
    return Draft(
        type=EventType.DEPOSIT_READY,
        target_kind=TargetKind.BODY,
        target=deposit.body.id,
        on=EffectDate.of(now.date()),
        by=by,
        number=deposit.number,
        identifier=str(deposit.id or ""),
        evidence=hashes[first],
        evidence_name=first,
        facts={
            WAY: PAPER if packed.paper else ACTES,
            PROFILE: deposit.profile.value,
            DAY: deposit.day.isoformat(),
            COUNTER: str(deposit.counter),
            CONTENT: content_of(deposit, paper=packed.paper),
            **{f"{DEPOSITED}{name}": sha256 for name, sha256 in hashes.items()},
        },
    )
