"""Where the signatures of a year stand, from its workspace."""

from dataclasses import dataclass
from pathlib import Path

from avenant_builder.errors import ProblemsFound
from avenant_builder.files.dossier import BODIES, SEATS, read_dossier
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Severity
from avenant_builder.rules.seats import SEAT_CHECKS
from avenant_builder.tracking.state import SeatState, seat_states


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A dossier and the state of each of its seats, in printed order."""

    dossier: Dossier
    states: tuple[SeatState, ...]


def follow(root: Path, year: int) -> FollowUp:
    """Read the workspace `root` for a year and compute the state of its seats.

    Raises ``ProblemsFound`` where a register cannot be read or a seat makes no sense. Other
    faults of the text do not hide how far its signatures are.
    """
    dossier, faults = read_dossier(root, year)
    sources = (SEATS, BODIES, f"data/{year}/avenant.toml")
    problems = [fault for fault in faults if fault.place.file in sources]
    if dossier is not None:
        problems += [problem for check in SEAT_CHECKS for problem in check(dossier)]
    if dossier is None or any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    return FollowUp(dossier=dossier, states=seat_states(dossier))
