"""The chain of acts that an avenant prolongs: the scheme, then each avenant, signed or not."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.errors import ProblemsFound
from avenant_builder.files.workspace import years
from avenant_builder.follow import follow
from avenant_builder.french import enumeration
from avenant_builder.tracking.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An avenant of the chain, as far as its signatures are."""

    year: int
    number: int
    seats: int
    signed: int
    unsigned: tuple[str, ...]
    """Seats and their states, in printed order: « ROANNE (à habiliter) »."""

    def __str__(self) -> str:
        done = "signé par tous" if not self.unsigned else f"{self.signed} / {self.seats} signés"
        return f"avenant n° {self.number} ({self.year}) : {done}"


def chain_to(root: Path, year: int, *, today: date) -> tuple[Link, ...]:
    """The avenants of the workspace up to that of `year`, in order.

    One whose registers make no sense any more is left out: ``check`` tells why. Raises what the
    journal raises.
    """
    links = []
    for one in years(root):
        if one <= year:
            try:
                links.append(_link(root, one, today))
            except ProblemsFound:
                continue
    return tuple(links)


def _link(root: Path, year: int, today: date) -> Link:
    followed = follow(root, year, as_of=today)
    seats = followed.campaign.seats
    waiting = [one for one in seats if one.state is not State.SIGNED]
    return Link(
        year=year,
        number=followed.dossier.avenant.number,
        seats=len(seats),
        signed=len(seats) - len(waiting),
        unsigned=tuple(f"{one.seat.id} ({one.state.label})" for one in waiting),
    )


def told(links: tuple[Link, ...], initial_years: tuple[int, ...], number: int) -> str:
    """The chain in one line, from the scheme to the avenant that is being prepared."""
    scheme = "schéma"
    if initial_years:
        scheme += f" ({enumeration(map(str, initial_years))})"
    return " → ".join([scheme, *map(str, links), f"avenant n° {number} en préparation"])
