"""Take in what comes back from the préfecture: matched, compared, then written in the journal.

Everything is read and matched before anything is written: one file that is not ours, or not
readable, and nothing is. Files first, events second, as for any fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from avenant_builder.actes.parcel import Piece
from avenant_builder.actes.receipt import base_name, fields_of
from avenant_builder.actes.xml import MessageRefused, read_xml
from avenant_builder.errors import ProblemsFound
from avenant_builder.files.registers import read_registers
from avenant_builder.french import short_date
from avenant_builder.incoming import Incoming, read_incoming
from avenant_builder.journal.contract import Head, HeadMoved
from avenant_builder.journal.evidence import find, store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.body import Body
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import (
    DEPOSITED,
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
    in_force,
)
from avenant_builder.model.receipt import ActeFields, Message, Receipt
from avenant_builder.problems import Place, Problem
from avenant_builder.record import refreshed
from avenant_builder.rules.catalogue import RULES
from avenant_builder.scratch import scratch
from avenant_builder.stamped import proposals
from avenant_builder.tracking.executory import LegalDates, legal_dates
from avenant_builder.tracking.facts import acte_of
from avenant_builder.tracking.receipts import KnownActe, differences, known_actes, matched, to_mend
from avenant_builder.tracking.stamps import Proposal

MESSAGE_OF_ACTE = "-1-1_0.xml"
"""How the name of the message that carries the acte ends."""
TYPES: Mapping[Message, EventType] = {
    Message.ACKNOWLEDGED: EventType.ACTE_RECEIVED,
    Message.ACTE_ANOMALY: EventType.ACTE_ANOMALY,
    Message.ENVELOPE_ANOMALY: EventType.ACTE_ANOMALY,
    Message.PIECES_ASKED: EventType.PIECES_ASKED,
    Message.PIECES_RECEIVED: EventType.PIECES_GIVEN,
    Message.REMARKS: EventType.REMARKS,
    Message.REFERRED: EventType.REFERRED,
}
"""Any other is a note: no state changes by it alone."""
UNDONE_BY_CANCELLATION = frozenset({EventType.ACTE_SENT, EventType.ACTE_RECEIVED})
KIND = "message"
"""Name of the fact by which an event says from which message it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One message, taken in."""

    receipt: Receipt
    body: Body | None
    """None: it is for the whole avenant."""
    event: Event
    is_new: bool
    undone: tuple[int, ...] = ()
    """Numbers of the events that it annuls."""
    mend: tuple[str, str] | None = None
    """Of an anomaly: the field, and how to mend it."""
    legal: LegalDates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """All that was taken in by one run."""

    messages: tuple[Taken, ...]
    incoming: Incoming
    proposals: tuple[Proposal, ...]
    """What stamped PDFs would let somebody record."""
    problems: tuple[Problem, ...]
    """What differs from what was sent, or from the journal: it blocks nothing."""
    head: Head
    remarks: tuple[str, ...]

    @property
    def unstamped(self) -> tuple[str, ...]:
        """Names of the PDFs on which no stamp could be read."""
        stamped = {proposal.file for proposal in self.proposals}
        return tuple(pdf.shown for pdf in self.incoming.pdfs if pdf.shown not in stamped)


Pair = tuple[Receipt, KnownActe | None]


def take_in(root: Path, year: int, paths: Sequence[Path], *, by: str, now: datetime) -> TakenIn:
    """Read, match and record what came back. `now` bears a time zone.

    Raises ``ProblemsFound`` with every fault (R-REC-01 to 05), and then nothing was written;
    else what the journal and the evidence raise. The same message twice changes nothing.
    """
    dossier, faults = read_registers(root, year)
    if dossier is None:
        raise ProblemsFound(faults)
    journal = journal_of(root, year)
    incoming = read_incoming(paths)
    pairs, problems = _match(dossier, journal.read(), incoming.receipts, now.date())
    if refused := [*incoming.problems, *problems]:
        raise ProblemsFound(refused)
    compared = [problem for receipt, acte in pairs for problem in _compare(root, receipt, acte)]
    offered = _proposals(root, year, dossier.bodies, incoming.pdfs)
    compared += [problem for proposal in offered for problem in proposal.problems]
    taken = [_take(root, year, pair, by=by, now=now) for pair in sorted(pairs, key=_order)]
    events = in_force(journal.read())
    return TakenIn(
        messages=tuple(replace(one, legal=_legal(one, events)) for one in taken),
        incoming=incoming,
        proposals=offered,
        problems=tuple(compared),
        head=journal.head(),
        remarks=tuple(refreshed(root, year, as_of=now.date())) if taken else (),
    )


def _proposals(
    root: Path, year: int, bodies: Sequence[Body], pieces: Sequence[Piece]
) -> tuple[Proposal, ...]:
    """What the stamps of PDFs that came in memory would let somebody record."""
    with scratch() as folder:
        pdfs = []
        for rank, piece in enumerate(pieces):
            path = folder / f"{rank}.pdf"
            path.write_bytes(piece.content)
            pdfs.append((piece.shown, path))
        return tuple(proposals(root, year, bodies, pdfs))


def _match(
    dossier: Dossier, events: Sequence[Event], receipts: Sequence[Receipt], today: date
) -> tuple[list[Pair], list[Problem]]:
    known = known_actes(dossier.bodies, in_force(events))
    pairs: list[Pair] = []
    problems: list[Problem] = []
    for receipt in receipts:
        problems += _dated(receipt, today)
        if receipt.message is Message.CLASSIFICATION:
            pairs.append((receipt, None))
            continue
        acte, found = matched(receipt, known, dossier.bodies)
        problems += found
        if acte is not None:
            pairs.append((receipt, acte))
    return pairs, problems


def _dated(receipt: Receipt, today: date) -> Iterator[Problem]:
    place = Place(receipt.shown)
    if receipt.on is None:
        message = f"{receipt.message.label} sans date lisible"
        yield RULES["R-REC-05"].problem(place, message)
    elif receipt.on > today:
        message = f"{receipt.message.label} du {short_date(receipt.on)}, qui n’est pas encore venu"
        yield RULES["R-REC-05"].problem(place, message)


def _order(pair: Pair) -> tuple[date, int, str]:
    """As they came about, whatever order they were given in; a cancellation after the rest."""
    receipt, _ = pair
    kinds = list(Message)
    return receipt.on or date.max, kinds.index(receipt.message), receipt.name


def _compare(root: Path, receipt: Receipt, acte: KnownActe | None) -> Iterator[Problem]:
    """R-REC-07: every point where the préfecture repeats something else than was deposited."""
    if acte is None or receipt.acte is None:
        return
    sent = _sent(root, acte.event)
    for one in differences(sent, receipt.acte) if sent else ():
        message = f"{acte.body.name} : {one.what}, « {one.ours} » déposé, « {one.theirs} » reçu"
        yield RULES["R-REC-07"].problem(Place(receipt.shown), message, remedy="")


def _sent(root: Path, deposit: Event) -> ActeFields | None:
    """The acte as it was deposited, from the message kept in evidence beside its archive."""
    for fact, sha256 in deposit.facts.items():
        is_message = fact.startswith(DEPOSITED) and fact.endswith(MESSAGE_OF_ACTE)
        path = find(root, sha256) if is_message else None
        if path is not None:
            try:
                return fields_of(read_xml(path.read_bytes(), fact))
            except (OSError, MessageRefused):
                return None
    return None


def _take(root: Path, year: int, pair: Pair, *, by: str, now: datetime) -> Taken:
    """Write the event of one message, deciding again each time someone was faster."""
    receipt, acte = pair
    journal = journal_of(root, year)
    body = acte.body if acte else None
    mend = to_mend(receipt) if TYPES.get(receipt.message) is EventType.ACTE_ANOMALY else None
    kept: Mapping[str, str] | None = None
    while True:
        events, head = journal.read(), journal.head()
        standing = in_force(events)
        draft = _draft(receipt, acte, year, standing, by)
        if found := _same(draft, standing):
            return Taken(receipt=receipt, body=body, event=found, is_new=False, mend=mend)
        kept = kept or _kept(root, receipt)
        draft = replace(
            draft,
            evidence=kept[""],
            evidence_name=receipt.name,
            facts={**draft.facts, **{name: sha for name, sha in kept.items() if name}},
        )
        undone = _annulled(draft, standing)
        try:
            added = journal.append([draft, *_cancellations(draft, undone)], now=now, expected=head)
        except HeadMoved:
            continue
        numbers = tuple(event.sequence for event in undone)
        return Taken(
            receipt=receipt, body=body, event=added[0], is_new=True, undone=numbers, mend=mend
        )


def _draft(
    receipt: Receipt, acte: KnownActe | None, year: int, standing: Sequence[Event], by: str
) -> Draft:
    type = TYPES.get(receipt.message, EventType.NOTE)
    note = _note(receipt)
    if type is EventType.ACTE_RECEIVED and (annulled := _annulment(receipt, standing)):
        # The acknowledgement of a deposit that was annulled since, come late.
        type, note = EventType.NOTE, f"accusé de réception d’une transmission annulée {annulled}"
    return Draft(
        type=type,
        target_kind=TargetKind.BODY if acte else TargetKind.AVENANT,
        target=acte.body.id if acte else str(year),
        on=EffectDate.of(receipt.on) if receipt.on else EffectDate(),
        by=by,
        number=acte.number if acte else "",
        identifier=str(receipt.id) if receipt.id else "",
        note=note,
        facts={KIND: receipt.message.value},
    )


def _note(receipt: Receipt) -> str:
    if TYPES.get(receipt.message) is EventType.ACTE_ANOMALY:
        field, advice = to_mend(receipt)
        detail = f" Détail : {receipt.words}" if receipt.words else ""
        return f"anomalie {receipt.code or 'sans code'}, {field} : {advice}.{detail}"
    if receipt.message is Message.CLASSIFICATION:
        return "classification de la préfecture"
    if receipt.message in (Message.LETTER, Message.CANCELLED):
        return receipt.message.label
    return receipt.words


def _same(draft: Draft, standing: Sequence[Event]) -> Event | None:
    """The event that says the same already, by whatever file it came."""
    return next((event for event in standing if _identity(event) == _identity(draft)), None)


def _identity(fact: Draft) -> tuple[object, ...]:
    where = (fact.type, fact.target_kind, fact.target, fact.on, fact.number, fact.identifier)
    return (*where, fact.note, fact.facts.get(KIND))


def _annulment(receipt: Receipt, standing: Sequence[Event]) -> str:
    """« le 12/02/2019 » where the transmission of that acte was annulled on that day or later."""
    for event in standing:
        day = event.on.exact
        if event.facts.get(KIND) != Message.CANCELLED or event.identifier != str(receipt.id):
            continue
        if day and receipt.on and day >= receipt.on:
            return f"le {short_date(day)}"
    return ""


def _annulled(draft: Draft, standing: Sequence[Event]) -> tuple[Event, ...]:
    """The sending and the reception that an acknowledged cancellation undoes."""
    day = draft.on.exact
    if draft.facts.get(KIND) != Message.CANCELLED or day is None:
        return ()
    return tuple(
        event
        for event in standing
        if event.type in UNDONE_BY_CANCELLATION
        and event.target == draft.target
        and draft.identifier == (event.identifier or draft.identifier)
        and draft.number == (event.number or draft.number)
        and (event.on.exact or date.min) <= day
    )


def _cancellations(draft: Draft, undone: Sequence[Event]) -> Iterator[Draft]:
    for event in undone:
        yield replace(
            draft,
            type=EventType.CANCELLED,
            number="",
            identifier="",
            corrects=event.sequence,
            facts={},
        )


def _kept(root: Path, receipt: Receipt) -> dict[str, str]:
    """Put the message and its letters into evidence; "" is the message, else a fact's name."""
    kept = {"": _stored(root, receipt.name, receipt.content)}
    for name, content in receipt.attached:
        if content:
            kept[DEPOSITED + name] = _stored(root, name, content)
    return kept


def _stored(root: Path, name: str, content: bytes) -> str:
    with scratch() as folder:
        path = folder / (base_name(name)[-120:] or "retour.xml")
        path.write_bytes(content)
        return store(root, path)[0]


def _legal(one: Taken, events: Sequence[Event]) -> LegalDates | None:
    if one.body is None:
        return None
    own = [
        event
        for event in events
        if (event.target_kind, event.target) == (TargetKind.BODY, one.body.id)
    ]
    return legal_dates(one.body, acte_of(own))
