"""Where the signatures of a year stand, from its workspace."""

from datetime import date
from pathlib import Path

from avenant_builder.errors import ProblemsFound
from avenant_builder.files.registers import BODIES, DELEGATIONS, SEATS, read_registers
from avenant_builder.journal.contract import Head
from avenant_builder.journal.jsonl import journal_of, torn_remark
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Event
from avenant_builder.problems import Problem, Severity
from avenant_builder.records import dataclass
from avenant_builder.rules.seats import SEAT_CHECKS
from avenant_builder.tracking.campaign import Campaign, campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A dossier, its journal, and the state of each of its seats on a day."""

    dossier: Dossier
    delegations: tuple[Delegation, ...]
    events: tuple[Event, ...]
    """All of the journal, in its order."""
    campaign: Campaign
    head: Head
    remarks: tuple[str, ...] = ()
    """French sentences on what a run that died has left in the journal."""


Read = tuple[Dossier | None, tuple[Problem, ...]]
"""A dossier as ``files`` reads it: None where it makes no sense, and its faults."""


def follow(root: Path, year: int, *, as_of: date, known_on: date | None = None) -> FollowUp:
    """Read the registers of the workspace `root` and compute the state of its seats on a day.

    Its dossier has neither fiches nor structures, which signatures do not need. Raises
    ``ProblemsFound`` where a register cannot be read or a seat makes no sense, and what the
    journal raises.
    """
    return followed(root, year, read_registers(root, year), as_of=as_of, known_on=known_on)


def followed(
    root: Path, year: int, read: Read, *, as_of: date, known_on: date | None = None
) -> FollowUp:
    """As ``follow``, with a dossier that is read already.

    Other faults than those of the registers do not hide how far signatures are.
    """
    dossier, faults = read
    sources = (SEATS, BODIES, DELEGATIONS, f"data/{year}/avenant.toml")
    problems = [fault for fault in faults if fault.place.file in sources]
    if dossier is not None:
        problems += [problem for check in SEAT_CHECKS for problem in check(dossier)]
    if dossier is None or any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    journal = journal_of(root, year)
    events = journal.read()
    return FollowUp(
        dossier=dossier,
        delegations=dossier.delegations,
        events=events,
        campaign=campaign(dossier, events, dossier.delegations, as_of=as_of, known_on=known_on),
        head=journal.head(len(events)),
        remarks=(torn_remark(journal.set_aside),) if journal.set_aside else (),
    )
