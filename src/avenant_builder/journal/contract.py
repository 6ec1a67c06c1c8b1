"""What a journal is, whatever keeps it: a file here, a database for several offices."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.model.event import Draft, Event
from avenant_builder.records import dataclass

NOTHING = "0" * 64
"""Digest of an empty journal: what its first event follows."""
SHOWN_DIGITS = 12
HEAD = r"(?:n°\s*)?(\d{1,9})\s*[·:\s]\s*([0-9a-f]{12,64})"


class Tampered(AvenantError):
    """The journal or a pièce is not what was recorded."""

    exit_code = ExitCode.TAMPERED


class HeadMoved(Exception):
    """Someone has written since the head that an append was made for: read and decide again."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a journal: its number, and the digest that seals all until it."""

    sequence: int
    digest: str
    """SHA-256 in hex; `NOTHING` where there is no event."""

    @property
    def short(self) -> str:
        """« n° 12 · 3fa9c01b22de », as printed on letters."""
        return f"n° {self.sequence} · {self.digest[:SHOWN_DIGITS]}"

    @classmethod
    def parse(cls, text: str) -> "Head | None":
        """A head as it was printed, in full or short; None if it is none."""
        found = re.fullmatch(HEAD, " ".join(text.split()).lower())
        return cls(int(found[1]), found[2]) if found else None


class Journal(Protocol):
    """Events in the order of their recording; only ever added to.

    Implementations hold the laws of ``tests/journal/journal_contract.py``.
    """

    def read(self) -> tuple[Event, ...]:
        """All events, numbered from 1. Raises ``Tampered`` if one is not as recorded."""
        ...

    def append(
        self, drafts: Sequence[Draft], *, now: datetime, expected: Head | None = None
    ) -> tuple[Event, ...]:
        """Record facts, all or none: once it returns they last, whatever happens.

        Raises ``HeadMoved``, and records nothing, if the head is no longer the `expected` one;
        ``Busy``, ``OutputFault`` or ``Tampered``.
        """
        ...

    def head(self, sequence: int | None = None) -> Head:
        """The last event, or that of a number from 0 to the last. Raises ``Tampered``.

        A number that the journal does not reach gives its last event.
        """
        ...
