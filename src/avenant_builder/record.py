"""Record a fact in the journal of a year, with its pièce: file first, event second."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from avenant_builder.audit import known_pieces, orphan_remarks
from avenant_builder.errors import AvenantError, ExitCode, ProblemsFound
from avenant_builder.files.registers import read_registers
from avenant_builder.french import short_date
from avenant_builder.journal.contract import Head, HeadMoved
from avenant_builder.journal.evidence import orphans, store
from avenant_builder.journal.jsonl import JsonlJournal, journal_of, torn_remark
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Draft, EffectDate, Event, EventType, TargetKind, in_force
from avenant_builder.refresh import refresh
from avenant_builder.stamped import stamp_remarks
from avenant_builder.tracking.targets import Target, find_target

BY_OTHER_WAYS = {
    EventType.FROZEN: "« avenant freeze » fige le texte et l’enregistre.",
    EventType.DEPOSIT_READY: "« avenant transmit » prépare le dépôt et l’enregistre ; "
    "une fois déposé, enregistrez « acte-transmis ».",
    EventType.CANCELLED: "« avenant record --undo NUMÉRO » annule un événement.",
    EventType.CORRECTION: "Annulez l’événement faux par « avenant record --undo NUMÉRO », puis "
    "enregistrez le fait juste.",
}
SIGNATURES = frozenset({EventType.SIGNED_ON_PAPER, EventType.SIGNED_DIGITALLY})
OF_A_TEXT = SIGNATURES | {EventType.PAGE_RECEIVED}
WITH_A_REASON = {
    EventType.REFUSED: "son motif",
    EventType.PAGE_REJECTED: "son motif",
    EventType.NOTE: "un texte",
}
MAY_REPEAT = frozenset({EventType.NOTE, EventType.REMINDED, EventType.SENT, EventType.REMARKS})


class RecordRefused(AvenantError):
    """A fact that makes no sense: unknown seat, future date, no pièce and no reason."""

    exit_code = ExitCode.PROBLEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A fact as someone tells it."""

    who: str
    type: EventType
    on: EffectDate
    number: str = ""
    identifier: str = ""
    signer: str = ""
    file: Path | None = None
    no_file: str = ""
    by: str = ""
    note: str = ""
    version: str = ""
    """The text that a signature bears, where the file itself tells; else its day does."""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded, or was there already."""

    event: Event
    is_new: bool
    """False: this very fact was in the journal, and nothing was written."""
    target: str
    """What it is about, as people name it."""
    head: Head
    remarks: tuple[str, ...]
    """French sentences: a line moved aside, a doubtful neighbour, a table that stayed old."""


def record(root: Path, year: int, request: Request, *, now: datetime) -> Recorded:
    """Write one event, its pièce copied into evidence first; then refresh the follow-up.

    As ``record_all`` does, for one fact.
    """
    [done] = record_all(root, year, [request], now=now)
    return done


def record_all(
    root: Path,
    year: int,
    requests: Sequence[Request],
    *,
    now: datetime,
    expected: Head | None = None,
) -> tuple[Recorded, ...]:
    """Write several events in one go, all or none, their pièces copied into evidence first.

    `now` bears a time zone: its date is today. Raises ``RecordRefused``, ``UnknownTarget``,
    ``ProblemsFound`` for registers that cannot be read, what the journal and the evidence raise,
    and ``HeadMoved`` where the head is no longer the `expected` one. The same fact with the same
    pièce is recorded once, whoever tells it and however many at once.
    """
    for request in requests:
        _check(request, now.date())
    dossier = _dossier(root, year)
    targets = [find_target(dossier, request.who, request.type) for request in requests]
    drafts = [_draft(root, *pair) for pair in zip(requests, targets, strict=True)]
    labels = [target.label for target in targets]
    done = _append(root, year, drafts, labels, now=now, expected=expected)
    return tuple(
        replace(one, remarks=(*one.remarks, *_stamp_remarks(root, year, dossier, request)))
        for one, request in zip(done, requests, strict=True)
    )


def _draft(root: Path, request: Request, target: Target) -> Draft:
    evidence, name = store(root, request.file) if request.file else ("", "")
    return Draft(
        type=request.type,
        target_kind=target.kind,
        target=target.id,
        on=request.on,
        by=request.by,
        number=request.number,
        identifier=request.identifier,
        signer=request.signer,
        evidence=evidence,
        evidence_name=name,
        no_evidence="" if evidence else request.no_file,
        note=request.note,
        version=request.version,
        facts=request.facts,
    )


def _stamp_remarks(root: Path, year: int, dossier: Dossier, request: Request) -> Iterator[str]:
    """What the stamp of the préfecture on a pièce says besides, or otherwise."""
    if request.file is None or request.type.target is not TargetKind.BODY:
        return
    if request.file.suffix.lower() == ".pdf":
        yield from stamp_remarks(root, year, dossier.bodies, request.file)


def undo(
    root: Path, year: int, sequence: int, *, by: str = "", note: str = "", now: datetime
) -> Recorded:
    """Cancel an event by a new one; nothing is taken away from the journal.

    Raises ``RecordRefused`` where there is no such event, or it is itself a cancellation.
    An event that is cancelled already is left so.
    """
    _dossier(root, year)
    events = {event.sequence: event for event in journal_of(root, year).read()}
    event = events.get(sequence)
    if event is None:
        raise RecordRefused(
            f"il n’y a pas d’événement n° {sequence} dans le journal {year}",
            remedy="« avenant journal » les donne tous, avec leur numéro.",
        )
    if event.type is EventType.CANCELLED:
        raise RecordRefused(
            f"l’événement n° {sequence} est lui-même une annulation",
            remedy=f"Enregistrez à nouveau le fait de l’événement n° {event.corrects}.",
        )
    draft = Draft(
        type=EventType.CANCELLED,
        target_kind=event.target_kind,
        target=event.target,
        on=EffectDate.of(now.date()),
        by=by,
        note=note,
        corrects=sequence,
    )
    [done] = _append(root, year, [draft], [event.target], now=now)
    return done


def _check(request: Request, today: date) -> None:
    """Refuse what no register is needed to refuse. Raises ``RecordRefused``."""
    type, note = request.type, request.note.strip()
    if remedy := BY_OTHER_WAYS.get(type):
        raise RecordRefused(f"« {type} » ne s’enregistre pas ainsi", remedy=remedy)
    if _first_day(request.on) > today:
        raise RecordRefused(
            f"la date {_shown(request.on)} est dans le futur : nous sommes le {short_date(today)}",
            remedy="Un événement s’enregistre quand il a eu lieu.",
        )
    if request.file and request.no_file:
        raise RecordRefused(
            "une pièce et une raison de n’en avoir pas s’excluent",
            remedy="Gardez « --file » ou « --no-file ».",
        )
    if not (request.file or request.no_file.strip() or type is EventType.NOTE):
        raise RecordRefused(
            f"« {type} » demande une pièce, ou la raison de n’en avoir pas",
            remedy="Ajoutez « --file FICHIER » ou « --no-file RAISON ».",
        )
    if type in WITH_A_REASON and not note:
        raise RecordRefused(
            f"« {type} » demande {WITH_A_REASON[type]}", remedy="Ajoutez « --note »."
        )
    if request.signer and type not in SIGNATURES:
        raise RecordRefused(
            f"« --signer » dit qui a signé, et « {type} » n’est pas une signature",
            remedy="Dites-le plutôt par « --note ».",
        )


def _append(
    root: Path,
    year: int,
    drafts: Sequence[Draft],
    labels: Sequence[str],
    *,
    now: datetime,
    expected: Head | None = None,
) -> tuple[Recorded, ...]:
    """Write the facts that are not there, deciding again each time someone was faster."""
    journal = journal_of(root, year)
    while True:
        events = journal.read()
        head = expected or Head(len(events), journal.head(len(events)).digest)
        standing = in_force(events)
        found = [_same(draft, events, standing) for draft in drafts]
        whole = [
            replace(draft, version=draft.version or _version(draft, standing)) for draft in drafts
        ]
        new = [draft for draft, known in zip(whole, found, strict=True) if known is None]
        try:
            written = list(journal.append(new, now=now, expected=head)) if new else []
        except HeadMoved:
            if expected is not None:
                raise
            continue
        break
    last = journal.head(written[-1].sequence if written else len(events))
    # Even if nothing was written: whoever wrote it may have died before the table was.
    common = [*_repairs(root, journal), *refreshed(root, year, as_of=now.date())]
    done = []
    for draft, label, known in zip(whole, labels, found, strict=True):
        own = _not_added(draft, known) if known else _contradictions(draft, standing)
        event = known or written.pop(0)
        remarks = (*own, *common)
        is_new = known is None
        done.append(Recorded(event=event, is_new=is_new, target=label, head=last, remarks=remarks))
    return tuple(done)


def _same(draft: Draft, events: Sequence[Event], standing: Sequence[Event]) -> Event | None:
    """The event that says the same already, by the same pièce."""
    if draft.type is EventType.CANCELLED:
        cancels = (event for event in events if event.type is EventType.CANCELLED)
        return next((event for event in cancels if event.corrects == draft.corrects), None)
    return next((event for event in standing if _identity(event) == _identity(draft)), None)


def _identity(fact: Draft) -> tuple[object, ...]:
    words = fact.note if fact.type is EventType.NOTE else ""
    who = (fact.type, fact.target_kind, fact.target, fact.on)
    return (*who, fact.number, fact.identifier, fact.signer, fact.evidence, words)


def _not_added(draft: Draft, found: Event) -> list[str]:
    """What was told again in other words is not written: say so."""
    if draft.note and draft.note != found.note:
        return ["La note n’est pas écrite : enregistrez-la à part, par l’événement « note »."]
    return []


def _version(draft: Draft, standing: Sequence[Event]) -> str:
    """The text that a signature bears: the last frozen by its day, else the first ever frozen."""
    if draft.type not in OF_A_TEXT:
        return ""
    frozen = [event for event in standing if event.type is EventType.FROZEN]
    day = draft.on.exact
    if day is None:
        return frozen[-1].version if frozen else ""
    before = [event for event in frozen if _first_day(event.on) <= day]
    return (before[-1] if before else frozen[0]).version if frozen else ""


def _contradictions(draft: Draft, standing: Sequence[Event]) -> list[str]:
    """Other facts of the type for the same target: one of the two may be a slip."""
    if draft.type in MAY_REPEAT or draft.type is EventType.CANCELLED:
        return []
    return [
        f"Le même fait est déjà enregistré au {_shown(event.on)} (événement n° {event.sequence}) : "
        f"s’il est faux, « avenant record --undo {event.sequence} »."
        for event in standing
        if (event.type, event.target_kind, event.target)
        == (draft.type, draft.target_kind, draft.target)
        and event.on != draft.on
    ]


def _repairs(root: Path, journal: JsonlJournal) -> list[str]:
    """What a run that died has left."""
    remarks = []
    if journal.set_aside:
        remarks.append(torn_remark(journal.set_aside))
    try:
        remarks += orphan_remarks(orphans(root, known_pieces(root)))
    except AvenantError as stop:  # of another year: this one has just been read
        remarks.append(f"Les pièces n’ont pas pu être recomptées : {stop.message}.")
    return remarks


def refreshed(root: Path, year: int, *, as_of: date) -> list[str]:
    """Refresh the follow-up; the event stands even where the table is open in Excel."""
    journal = journal_of(root, year)
    try:
        while True:
            before = journal.head()
            refresh(root, year, as_of=as_of)
            # Someone who recorded meanwhile may have written his newer table before this one.
            if journal.head() == before:
                return []
    except AvenantError as stop:
        return [f"Le tableau de suivi n’est pas à jour : {stop.message}. {stop.remedy}"]


def _dossier(root: Path, year: int) -> Dossier:
    dossier, problems = read_registers(root, year)
    if dossier is None:
        raise ProblemsFound(problems)
    return dossier


def _first_day(on: EffectDate) -> date:
    return date(on.year or date.min.year, on.month or 1, on.day or 1)


def _shown(on: EffectDate) -> str:
    day = on.exact
    if day is not None:
        return f"du {short_date(day)}"
    return f"de {on.month:02d}/{on.year}" if on.month else "inconnue"
