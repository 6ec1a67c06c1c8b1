"""Decide, for each body, whether its deposit is ready, and tell all that it lacks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from avenant_builder.actes.checks import Case, check_deposit
from avenant_builder.actes.classification import NATIONAL, Classification, read_classification
from avenant_builder.actes.message import envelope, message
from avenant_builder.actes.names import envelope_name, message_name
from avenant_builder.actes.schema import Schema
from avenant_builder.deposits.compose import compose, counted, same_number, typologies
from avenant_builder.deposits.gather import (
    Text,
    acte_of_event,
    given,
    looked_into,
    text_of,
    with_facts,
)
from avenant_builder.deposits.keep import last_deposit
from avenant_builder.deposits.pack import ACTES, PAPER, content_of
from avenant_builder.files.workspace import years
from avenant_builder.follow import FollowUp
from avenant_builder.french import short_date
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body, Category
from avenant_builder.model.deposit import Deposit, Document, Profile
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Event, EventType, TargetKind, in_force
from avenant_builder.pdf.deposited import PdfFacts
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.rules.bodies import communes_have_their_own_siren, sirens_are_not_shared
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at
from avenant_builder.tracking.facts import Acte, acte_of
from avenant_builder.tracking.paths import PATHS

DELIBERATION = "Délibération"
THE_SET = "signataire : reçoit le dossier complet (« avenant transmit --set »)"


class Standing(StrEnum):
    """How far the deposit of a body is."""

    READY = "pret"
    NOT_READY = "pas-pret"
    SENT = "deja-transmis"
    STATE = "signataire"
    NOT_CONCERNED = "non-concerne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the deposits."""

    profile: Profile = Profile.DELIBERATION
    draft: bool = False
    paper: bool = False
    signed: Path | None = None
    """The signed avenant, for the profile « contrat »."""
    classification: Path | None = None
    """The préfecture's file; None: the one that ``avenant.toml`` names, if it does."""
    schema: Path | None = None

    @property
    def way(self) -> str:
        """As the journal names it."""
        return PAPER if self.paper else ACTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One body, and its deposit if it has to make one."""

    body: Body
    standing: Standing
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    deposit: Deposit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All the bodies that were asked for, in the order of the register."""

    bodies: tuple[Assessed, ...]
    text: Text
    classification: Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What the deposits of one run share."""

    dossier: Dossier
    events: tuple[Event, ...]
    """All of the year's journal."""
    others: Mapping[int, Sequence[Event]]
    """Facts in force of the other years."""
    wanted: Wanted
    text: Text
    signed: Document | None
    facts: Mapping[str, PdfFacts]
    classification: Classification
    schema: Schema | None
    today: date


def assess(
    root: Path, followed: FollowUp, bodies: Sequence[Body], wanted: Wanted, *, today: date
) -> Assessment:
    """Look at the deposit of each body; nothing is written.

    Raises ``Tampered``, ``WorkspaceMissing``, and what reading a classification or a schema
    raises.
    """
    avenant, events = followed.dossier.avenant, followed.events
    text = text_of(root, avenant, events)
    signed = given(wanted.signed, "Avenant signé") if wanted.signed else None
    actes = {body.id: acte_of(_facts_of(body, events)) for body in bodies}
    voted = {
        body.id: acte_of_event(root, actes[body.id].adopted, DELIBERATION)
        for body in bodies
        if PATHS[body.category].is_controlled
    }
    desk = _Desk(
        dossier=followed.dossier,
        events=events,
        others=_other_years(root, avenant.year),
        wanted=wanted,
        text=text,
        signed=signed,
        facts=looked_into([one for one in (*voted.values(), *text.documents, signed) if one]),
        classification=_classification(root, avenant, wanted),
        schema=Schema.read(wanted.schema) if wanted.schema else None,
        today=today,
    )
    return Assessment(
        bodies=tuple(_assessed(desk, body, actes[body.id], voted.get(body.id)) for body in bodies),
        text=text,
        classification=desk.classification,
    )


def _assessed(desk: _Desk, body: Body, acte: Acte, voted: Document | None) -> Assessed:
    if body.category is Category.ETAT:
        return Assessed(body=body, standing=Standing.STATE, reason=THE_SET)
    if not PATHS[body.category].is_controlled:
        reason = f"{body.category.label} : ses actes ne vont pas au contrôle de légalité"
        return Assessed(body=body, standing=Standing.NOT_CONCERNED, reason=reason)
    deposit = _deposit(desk, body, acte, voted)
    gone = _gone(desk, deposit, acte)
    if gone and not desk.wanted.draft:
        day = f" le {short_date(gone.on.exact)}" if gone.on.exact else ""
        reason = f"{gone.type.label}{day} (événement n° {gone.sequence})"
        return Assessed(body=body, standing=Standing.SENT, reason=reason)
    problems = tuple(_problems(desk, deposit, acte))
    blocked = any(problem.severity is Severity.ERROR for problem in problems)
    standing = Standing.NOT_READY if blocked else Standing.READY
    return Assessed(body=body, standing=standing, problems=problems, deposit=deposit)


def _gone(desk: _Desk, deposit: Deposit, acte: Acte) -> Event | None:
    """What says that the acte went off already; None too where the préfecture sent it back."""
    if deposit.profile is Profile.DELIBERATION:
        return acte.received or (None if acte.anomaly else acte.sent)
    went = [
        event
        for event in _facts_of(deposit.body, desk.events)
        if event.type in (EventType.ACTE_SENT, EventType.ACTE_RECEIVED)
        and event.number == deposit.number
    ]
    return went[-1] if went else None


def _deposit(desk: _Desk, body: Body, acte: Acte, voted: Document | None) -> Deposit:
    codes = typologies(desk.wanted.profile, desk.classification)
    avenant, annexes = desk.text.avenant, desk.text.annexes
    if desk.wanted.profile is Profile.DELIBERATION:
        main, along = voted, [(avenant, codes.text), (annexes, codes.text)]
    else:
        main, along = desk.signed, [(annexes, codes.text), (voted, codes.deliberation)]
    composed = compose(
        desk.dossier.avenant,
        body,
        profile=desk.wanted.profile,
        adopted=acte.adopted,
        acte=with_facts(main, desk.facts, typology=codes.acte) if main else None,
        annexes=[with_facts(one, desk.facts, typology=code) for one, code in along if one],
        classification=desk.classification,
        day=desk.today,
    )
    last = last_deposit(in_force(desk.events), body.id, desk.wanted.way)
    if last and acte.anomaly and acte.anomaly.sequence > last.sequence:
        # What came back is not sent again under its name, even if nothing of it changed.
        last = None
    content = content_of(composed, paper=desk.wanted.paper)
    return counted(composed, content, last=last, events=desk.events)


def _problems(desk: _Desk, deposit: Deposit, acte: Acte) -> Iterator[Problem]:
    body, avenant = deposit.body, desk.dossier.avenant
    case = Case(
        deposit=deposit,
        avenant=avenant,
        adopted=acte.adopted,
        matiere=avenant.deposits.of(body.id).matiere,
        classification=desk.classification,
        today=desk.today,
        frozen=desk.text.frozen,
        missing=desk.text.missing,
        unannounced=desk.text.unannounced,
        same_number=same_number(deposit, in_force(desk.events), desk.others),
    )
    found = check_deposit(case, paper=desk.wanted.paper)
    yield from found
    for check in (communes_have_their_own_siren, sirens_are_not_shared):
        yield from (one for one in check(desk.dossier) if one.place == at(body.place, "siren"))
    sound = not any(problem.severity is Severity.ERROR for problem in found)
    if desk.schema and sound and not desk.wanted.paper:
        yield from _schema_problems(desk.schema, deposit)


def _schema_problems(schema: Schema, deposit: Deposit) -> Iterator[Problem]:
    """What our own checks let through: faults of ours, or a schema of another version."""
    files = {
        envelope_name(deposit): envelope(deposit),
        message_name(deposit): message(deposit),
    }
    for name, content in files.items():
        for fault in schema.faults(content):
            yield RULES["R-DEP-20"].problem(Place(name), fault)


def _facts_of(body: Body, events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(
        event
        for event in in_force(events)
        if event.target_kind is TargetKind.BODY and event.target == body.id
    )


def _other_years(root: Path, year: int) -> dict[int, Sequence[Event]]:
    return {
        other: in_force(journal_of(root, other).read()) for other in years(root) if other != year
    }


def _classification(root: Path, avenant: Avenant, wanted: Wanted) -> Classification:
    named = avenant.deposits.classification
    path = wanted.classification or (root / named if named else None)
    return read_classification(path) if path else NATIONAL
