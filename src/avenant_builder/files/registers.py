"""Read who signs: the registers and the facts of the year, which is all that signatures need."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from avenant_builder.files.avenant import read_avenant
from avenant_builder.files.bodies import read_bodies
from avenant_builder.files.delegations import read_delegations
from avenant_builder.files.seats import read_seats
from avenant_builder.files.source import LARGEST_TABLE, LARGEST_TOML, Reader
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Problem
from avenant_builder.rules.seats import seats_belong_to_known_bodies

SEATS = "signatories.csv"
BODIES = "data/bodies.csv"
DELEGATIONS = "data/delegations.csv"


def read_registers(root: Path, year: int) -> tuple[Dossier | None, tuple[Problem, ...]]:
    """As ``read_dossier``, but without fiches, structures and pictures.

    It spares a command that only follows signatures most of its start.
    """
    reader = Reader(root)
    problems: list[Problem] = []
    bodies, seats, avenant = read_parts(reader, year, problems)
    delegations, found = read_delegations(reader)
    problems += found
    problems += reader.problems
    if bodies is None or seats is None or avenant is None:
        return None, tuple(problems)
    dossier = Dossier(
        bodies=bodies,
        seats=taking_part(seats, avenant),
        avenant=avenant,
        delegations=delegations,
        fiches=(),
        structures=(),
        inputs=tuple(sorted(reader.inputs, key=lambda file: file.path)),
    )
    return with_known_bodies(dossier, problems), tuple(problems)


def read_parts(
    reader: Reader, year: int, problems: list[Problem]
) -> tuple[tuple[Body, ...] | None, tuple[Seat, ...] | None, Avenant | None]:
    """Bodies, seats and avenant, each None where it cannot be read; faults join `problems`."""
    bodies, seats, avenant = None, None, None
    if source := reader.read(BODIES, largest=LARGEST_TABLE):
        bodies, found = read_bodies(source)
        problems += found
    if source := reader.read(SEATS, largest=LARGEST_TABLE):
        seats, found = read_seats(source)
        problems += found
    if source := reader.read(f"data/{year}/avenant.toml", largest=LARGEST_TOML):
        avenant, found = read_avenant(source, year)
        problems += found
    return bodies, seats, avenant


def taking_part(seats: Sequence[Seat], avenant: Avenant) -> tuple[Seat, ...]:
    """The seats of this avenant: those that it names, or all."""
    return tuple(seat for seat in seats if not avenant.seats or seat.id in avenant.seats)


def with_known_bodies(dossier: Dossier, problems: list[Problem]) -> Dossier:
    """The dossier without the seats of unknown bodies, which are reported."""
    problems += seats_belong_to_known_bodies(dossier)
    known = {body.id for body in dossier.bodies}
    lost = {seat.id for seat in dossier.seats if seat.body not in known}
    if not lost:
        return dossier
    # Where the avenant names them, they are in the register: nothing may say that they are not.
    named = tuple(key for key in dossier.avenant.seats if key not in lost)
    return replace(
        dossier,
        seats=tuple(seat for seat in dossier.seats if seat.body in known),
        avenant=replace(dossier.avenant, seats=named),
    )
