"""The follow-up as a workbook: out for Excel, and back in as events.

An import never cancels anything: an emptied cell says nothing, and a date that contradicts the
journal is shown and left aside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from avenant_builder.disk import write_whole
from avenant_builder.errors import OutputFault, ProblemsFound
from avenant_builder.files.dates import DateFault
from avenant_builder.files.effect_dates import UNKNOWN, parse_effect_date
from avenant_builder.files.registers import read_registers
from avenant_builder.files.source import LARGEST_TABLE, Reader
from avenant_builder.files.table import read_table
from avenant_builder.follow import FollowUp, follow
from avenant_builder.french import MONTHS, did_you_mean, long_date, short_date
from avenant_builder.journal.contract import Head, HeadMoved
from avenant_builder.journal.jsonl import journal_of, torn_remark
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType, TargetKind, in_force
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.record import Recorded, Request, record_all
from avenant_builder.rules.catalogue import RULES
from avenant_builder.scratch import scratch_for_libraries
from avenant_builder.sheets.columns import (
    DATES,
    DIGITAL,
    HEADERS,
    MODE,
    MODES,
    NOTE,
    NUMBER,
    ON_PAPER,
    SEAT,
    SIGNED,
    SIGNER,
    TYPED,
    TypedRow,
)
from avenant_builder.sheets.read import read_workbook
from avenant_builder.sheets.write import SheetRow, Value, write_workbook
from avenant_builder.tracking.pills import PILLS
from avenant_builder.tracking.state import State

WORKBOOK, TABLE = ".xlsx", ".csv"
ADOPTED, REFUSED = "Acte adopté le", "Refusé le"
# A detail makes sense only beside the date that it is about.
DETAILS = {NUMBER: ADOPTED, MODE: SIGNED, SIGNER: SIGNED}
LEGEND = (
    "Une ligne par siège de signature, dans l’ordre de l’avenant.",
    "Colonnes à en-tête gris : calculées par l’outil. Ce que vous y changez n’est pas lu.",
    "Colonnes à en-tête bleu : à remplir. Une date s’écrit jj/mm/aaaa ; « mars 2019 » (mois seul "
    "connu) et « inconnue » sont aussi admis.",
    "Une date de signature demande son mode : papier ou électronique.",
    "« Signé par » se remplit seulement si ce n’est pas le titulaire qui a signé.",
    "Un refus demande son motif dans « Remarque ou motif ». Une remarque seule devient une note.",
    "Les actes sont ceux de l’organisme : la même date vaut pour tous ses sièges.",
    "Pas de formule : une case qui en contient une est refusée.",
    "Vider une case n’annule rien : « avenant record --undo NUMÉRO » annule un événement.",
    "Pour reprendre vos dates : « avenant import suivi.xlsx » montre ce qui sera enregistré, puis "
    "« avenant import suivi.xlsx --yes » l’enregistre.",
    "États, dans l’ordre du parcours :",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do."""

    requests: tuple[Request, ...]
    """The facts that the journal does not have yet."""
    conflicts: tuple[str, ...]
    """French sentences: facts that the journal has otherwise. An import leaves them aside."""
    known: int
    """How many dates the journal has already."""
    head: Head
    """The last event of the journal that the file was compared with."""
    problems: tuple[Problem, ...] = ()
    """Faults of cells that stop nothing."""
    remarks: tuple[str, ...] = ()
    """French sentences on the journal."""


def export(root: Path, year: int, target: Path, *, as_of: date) -> FollowUp:
    """Write the follow-up workbook at `target`, one row a seat, and give what it shows.

    Raises ``ProblemsFound`` for registers that cannot be read, ``OutputFault``, ``Tampered``.
    """
    if target.suffix.lower() != WORKBOOK:
        raise OutputFault(
            f"« {target.name} » n’est pas un nom de classeur", remedy="Il doit finir par « .xlsx »."
        )
    followed = follow(root, year, as_of=as_of)
    rows = tuple(_rows(followed))
    title = f"Suivi des signatures de l’avenant {year}, au {long_date(as_of)}"
    states = [f"{PILLS[state].shape} {state.label}" for state in State]
    with scratch_for_libraries():  # openpyxl keeps each sheet in one
        content = write_workbook(rows, title=title, legend=(*LEGEND, *states), made_on=as_of)
    write_whole(target, content)
    return followed


def preview(root: Path, year: int, source: Path, *, today: date) -> Preview:
    """What the dates typed in a workbook, or in a CSV saved from it, would record.

    Raises ``ProblemsFound`` with every fault of the file at once; writes nothing.
    """
    dossier, faults = read_registers(root, year)
    if dossier is None:
        raise ProblemsFound(faults)
    rows, problems = _read(source)
    journal = journal_of(root, year)
    events = journal.read()
    reading = _Reading(source.name, dossier, in_force(events), today)
    for row in rows:
        reading.take(row)
    problems = (*problems, *reading.problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    return Preview(
        requests=tuple(
            request for key, request in reading.requests.items() if key not in reading.disputed
        ),
        conflicts=tuple(dict.fromkeys(reading.conflicts)),
        known=reading.known,
        head=journal.head(len(events)),
        problems=problems,
        remarks=(torn_remark(journal.set_aside),) if journal.set_aside else (),
    )


def take_in(
    root: Path, year: int, source: Path, *, by: str, now: datetime
) -> tuple[Preview, tuple[Recorded, ...]]:
    """Record what ``preview`` shows, all or none in one write; raises as it does.

    Where someone was faster, the file is compared with his journal again: nothing is written
    beside a fact that it contradicts.
    """
    while True:
        found = preview(root, year, source, today=now.date())
        requests = [replace(request, by=by) for request in found.requests]
        try:
            return found, record_all(root, year, requests, now=now, expected=found.head)
        except HeadMoved:
            continue


def _rows(followed: FollowUp) -> Iterator[SheetRow]:
    events = in_force(followed.events)
    for one in followed.campaign.seats:
        pill = PILLS[one.state]
        told: dict[str, Value] = {
            SEAT: one.seat.id,
            "Organisme": one.body.name,
            "Titulaire": one.holder.full_name if one.holder else "(vacant)",
            "État": f"{pill.shape} {one.state.label}",
            "Depuis le": one.since,
            "Ce qui manque": one.missing or one.reason,
            "Prochaine action": one.action,
            "Qui": one.actor,
            "Échéance": one.deadline,
        }
        cells = told | _facts(one.seat, events)
        yield SheetRow(cells=cells, ink=pill.ink.upper(), paper=pill.paper.upper())


def _facts(seat: Seat, events: Sequence[Event]) -> dict[str, Value]:
    """What the journal has for the columns that an agent may type in."""
    cells: dict[str, Value] = {}
    for header, types in DATES.items():
        found = _about(seat, types, events)
        if found:
            cells[header] = _shown(found[-1].on)
    if adopted := _about(seat, DATES[ADOPTED], events):
        cells[NUMBER] = adopted[-1].number
    if signed := _about(seat, DATES[SIGNED], events):
        cells[MODE] = ON_PAPER if signed[-1].type is EventType.SIGNED_ON_PAPER else DIGITAL
        cells[SIGNER] = signed[-1].signer
    remarks = _about(seat, (EventType.REFUSED,), events) or _about(seat, (EventType.NOTE,), events)
    if remarks:
        cells[NOTE] = remarks[-1].note
    return cells


def _about(seat: Seat, types: Iterable[EventType], events: Iterable[Event]) -> list[Event]:
    """The facts of some types about a seat, or about its body for those that concern bodies."""
    targets = {(TargetKind.SEAT, seat.id)}
    wanted = frozenset(types)
    if any(type.target is TargetKind.BODY for type in wanted):
        targets = {(TargetKind.BODY, seat.body)}
    return [
        event
        for event in events
        if event.type in wanted and (event.target_kind, event.target) in targets
    ]


def _shown(on: EffectDate) -> date | str:
    if on.exact is not None:
        return on.exact
    return f"{MONTHS[on.month - 1]} {on.year}" if on.month else UNKNOWN


def _said(on: EffectDate) -> str:
    shown = _shown(on)
    return short_date(shown) if isinstance(shown, date) else shown


def _read(source: Path) -> tuple[Sequence[TypedRow], tuple[Problem, ...]]:
    if source.suffix.lower() != TABLE:
        return read_workbook(source)
    reader = Reader(source.parent)
    text = reader.read(source.name, largest=LARGEST_TABLE)
    problems = list(reader.problems)
    rows = read_table(text, HEADERS, problems) if text else None
    typed = [
        TypedRow(row.line, {name: row.text(name) for name in (SEAT, *sorted(TYPED))})
        for row in rows or ()
    ]
    return typed, tuple(problems)


class _Reading:
    """Rows being compared with the journal: what is new, what is known, what contradicts."""

    def __init__(self, file: str, dossier: Dossier, events: Sequence[Event], today: date) -> None:
        self.file, self.events, self.today = file, events, today
        self.seats: Mapping[str, Seat] = {seat.id: seat for seat in dossier.seats}
        self.requests: dict[tuple[str, EventType], Request] = {}
        self.conflicts: list[str] = []
        self.problems: list[Problem] = []
        self.disputed: set[tuple[str, EventType]] = set()
        self.known = 0

    def take(self, row: TypedRow) -> None:
        """Compare one row."""
        name = row.cells[SEAT]
        seat = self.seats.get(name)
        if seat is None:
            message = f"« {name} » n’est pas un siège de cet avenant" if name else "siège vide"
            remedy = did_you_mean(name, list(self.seats))
            self._fault("R-LIRE-10", row, SEAT, message, remedy)
            return
        for detail, dated in DETAILS.items():
            if row.cells[detail] and not row.cells[dated]:
                self._fault("R-LIRE-05", row, dated, f"« {detail} » est rempli, pas la date")
        for header, types in DATES.items():
            if row.cells[header]:
                self._date(row, seat, header, types)
        if row.cells[NOTE] and not row.cells[REFUSED]:
            self._note(row, seat)

    def _date(self, row: TypedRow, seat: Seat, header: str, types: tuple[EventType, ...]) -> None:
        try:
            on = parse_effect_date(row.cells[header])
        except DateFault as fault:
            self._fault("R-LIRE-08", row, header, str(fault))
            return
        if on.exact is not None and on.exact > self.today:
            message = f"{short_date(on.exact)} est dans le futur"
            self._fault("R-LIRE-08", row, header, message, "Un fait se note quand il a eu lieu.")
            return
        type = self._type(row, header, types)
        if type is None:
            return
        request = Request(
            who=seat.id,
            type=type,
            on=on,
            number=row.cells[NUMBER] if header == ADOPTED else "",
            signer=row.cells[SIGNER] if header == SIGNED else "",
            note=row.cells[NOTE] if header == REFUSED else "",
            no_file=f"saisi dans {self.file}",
        )
        self._compare(row, seat, header, request, _about(seat, types, self.events))

    def _type(self, row: TypedRow, header: str, types: tuple[EventType, ...]) -> EventType | None:
        """Which fact a date tells; None, and a fault, where the row does not say it."""
        if header == REFUSED and not row.cells[NOTE]:
            self._fault("R-LIRE-05", row, NOTE, "un refus demande son motif")
            return None
        if header != SIGNED:
            return types[0]
        mode = row.cells[MODE]
        if not mode:
            self._fault("R-LIRE-05", row, MODE, "une signature demande son mode")
        elif mode not in MODES:
            self._fault("R-LIRE-10", row, MODE, f"« {mode} » n’est ni papier ni électronique")
        return MODES.get(mode)

    def _compare(
        self, row: TypedRow, seat: Seat, header: str, request: Request, same: Sequence[Event]
    ) -> None:
        if any(_agree(event, request) for event in same):
            self.known += 1
            return
        where = f"{self.file}, ligne {row.line}, {seat.id} : « {header} » {_said(request.on)}"
        if same:
            last = same[-1]
            detail = ", ".join(part for part in (last.number, last.signer) if part)
            noted = f"{last.type.label}, {_said(last.on)}{f' ({detail})' if detail else ''}"
            self.conflicts.append(
                f"{where}, mais le journal dit : {noted} (événement n° {last.sequence}). S’il est "
                f"faux, « avenant record --undo {last.sequence} », puis importez à nouveau."
            )
            return
        of_body = request.type.target is TargetKind.BODY
        key = (seat.body if of_body else seat.id, request.type)
        first = self.requests.setdefault(key, request)
        if not _agree(first, request):
            self.conflicts.append(
                f"{where}, mais une autre ligne du même organisme dit {_said(first.on)} : rendez "
                "les deux lignes pareilles, puis importez à nouveau."
            )
            self.disputed.add(key)

    def _note(self, row: TypedRow, seat: Seat) -> None:
        words = row.cells[NOTE]
        if any(event.note == words for event in _about(seat, (EventType.NOTE,), self.events)):
            return
        self.requests[(seat.id, EventType.NOTE)] = Request(
            who=seat.id, type=EventType.NOTE, on=EffectDate.of(self.today), note=words
        )

    def _fault(self, rule: str, row: TypedRow, column: str, message: str, remedy: str = "") -> None:
        place = Place(self.file, row.line, column)
        self.problems.append(RULES[rule].problem(place, message, remedy=remedy))


def _agree(one: Request | Event, other: Request) -> bool:
    """Same fact, same date; what one of them leaves out contradicts nothing."""
    details = ((one.number, other.number), (one.signer, other.signer))
    return (one.type, one.on) == (other.type, other.on) and all(
        not left or not right or left == right for left, right in details
    )
