"""All that is known of one avenant, read and made correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body
from avenant_builder.model.seat import Seat
from avenant_builder.records import dataclass

# Those who follow signatures load neither fiches nor maps.
if TYPE_CHECKING:
    from avenant_builder.model.chart import Commune, Town
    from avenant_builder.model.delegation import Delegation
    from avenant_builder.model.fiche import Fiche
    from avenant_builder.model.structure import Structure


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: path relative to the workspace, and SHA-256 in hex."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The registers, the facts of the year, its fiches and its structures."""

    bodies: tuple[Body, ...]
    """In the order of the file."""
    seats: tuple[Seat, ...]
    """Those that take part in this avenant, in printed order."""
    avenant: Avenant
    fiches: tuple[Fiche, ...]
    structures: tuple[Structure, ...]
    delegations: tuple[Delegation, ...] = ()
    """Who may sign for holders."""
    communes: tuple[Commune, ...] = ()
    """The base map of the département; none: not given, or at fault."""
    towns: tuple[Town, ...] = ()
    """Positions of communes."""
    supplied: frozenset[str] = frozenset()
    """Names of the files present in ``annexes/``."""
    logos: frozenset[str] = frozenset()
    """Names of the files present in ``data/logos/``."""
    inputs: tuple[InputFile, ...] = ()
    """Every file read, sorted by path."""

    def body(self, key: str) -> Body:
        """The body of that id. Raises KeyError: ids are checked when the dossier is read."""
        for body in self.bodies:
            if body.id == key:
                return body
        raise KeyError(key)
