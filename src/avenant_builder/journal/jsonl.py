"""A journal in a file, ``journal.jsonl``: one event a line, only ever added to.

A last line without its end was never answered for: the run died while it wrote. It is moved aside
and said, except where it is whole but for its end. Any other flaw is no accident, and refuses.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from avenant_builder.disk import held, output_fault
from avenant_builder.errors import AvenantError, Busy, OutputFault, WorkspaceMissing
from avenant_builder.journal.contract import NOTHING, Head, HeadMoved, Tampered
from avenant_builder.journal.lines import LaterFormat, decode, digest, encode
from avenant_builder.machine import sync_folder
from avenant_builder.model.event import Draft, Event

JOURNAL = "journal.jsonl"
LOCK = ".journal-verrou"
PATIENCE = 10.0
"""Seconds for which a writer waits for others: each is done in milliseconds."""
RECORDED = re.compile(rb'"enregistre":"(\d{4}-[01]\d-[0-3]\dT[\d:]{8}Z)"')


class JsonlJournal:
    """The journal kept in `path`; a file that is not there is an empty journal."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience
        self._seen: tuple[bytes, tuple[tuple[Event, ...], list[str]]] = (b"", ((), [NOTHING]))
        self.set_aside: Path | None = None
        """Where a torn last line was moved to, if this journal met one."""

    def read(self) -> tuple[Event, ...]:
        """All events. Raises ``Tampered``, or ``WorkspaceMissing`` for what cannot be read."""
        return self._chain()[0]

    def head(self, sequence: int | None = None) -> Head:
        """The last event or an earlier one, with its digest. Raises as `read`."""
        events, digests = self._chain()
        number = len(events) if sequence is None else min(sequence, len(events))
        return Head(number, digests[number])

    def latest(self) -> tuple[int, datetime | None]:
        """Number and time of the event that was recorded last by the clocks of those who wrote.

        What is no time is passed over, (0, None) if there is none: `read` says what is wrong.
        """
        try:
            # Not parsed, as `read` does: every command asks.
            found = RECORDED.findall(self.path.read_bytes())
            time, number = max((time, number) for number, time in enumerate(found, start=1))
            return number, datetime.fromisoformat(time.decode())
        except (OSError, ValueError):
            return 0, None

    def append(
        self, drafts: Sequence[Draft], *, now: datetime, expected: Head | None = None
    ) -> tuple[Event, ...]:
        """Record facts, all or none; on the disk for good once this returns.

        Raises ``HeadMoved``, ``Busy``, ``OutputFault``, ``Tampered`` or ``WorkspaceMissing``.
        """
        self._make_folder()
        with held(self.path.with_name(LOCK), patience=self.patience):
            data = self._mended(self._bytes())
            events, digests = self._checked(data)
            if expected is not None and expected != Head(len(events), digests[-1]):
                raise HeadMoved
            lines: list[bytes] = []
            before = digests[-1]
            for number, draft in enumerate(drafts, start=len(events) + 1):
                lines.append(encode(draft, sequence=number, recorded_at=now, before=before))
                before = digest(lines[-1])
            recorded = tuple(decode(line)[0] for line in lines)
            self._add(b"".join(line + b"\n" for line in lines), size=len(data))
        return recorded

    def _chain(self) -> tuple[tuple[Event, ...], list[str]]:
        data = self._bytes()
        if data and not data.endswith(b"\n"):
            data = self._repaired()
        return self._checked(data)

    def _repaired(self) -> bytes:
        """The journal without its torn line, moved aside unless someone is at work on it."""
        try:
            with held(self.path.with_name(LOCK)):
                return self._mended(self._bytes())
        except (Busy, OutputFault):
            data = self._bytes()
            return data[: data.rfind(b"\n") + 1]

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as fault:
            raise WorkspaceMissing(
                f"le journal « {self.path} » ne peut pas être lu",
                remedy="Vérifiez que c’est un fichier, et vos droits sur lui, puis relancez.",
            ) from fault

    def _mended(self, data: bytes) -> bytes:
        """The bytes of the file once its torn last line is ended or moved aside; under lock."""
        whole, torn = data[: data.rfind(b"\n") + 1], data[data.rfind(b"\n") + 1 :]
        if not torn:
            return data
        try:
            decode(torn)
        except LaterFormat:
            raise self._later(whole.count(b"\n") + 1) from None
        except ValueError:
            self._move_aside(torn, size=len(whole))
            return whole
        self._add(b"\n", size=len(data))
        return data + b"\n"

    def _move_aside(self, torn: bytes, *, size: int) -> None:
        number = 1
        while (side := self.path.with_name(f"journal.reste-{number}.txt")).exists():
            number += 1
        try:
            with side.open("xb") as stream:
                stream.write(torn)
                os.fsync(stream.fileno())
            with self.path.open("r+b") as stream:
                stream.truncate(size)
                os.fsync(stream.fileno())
            sync_folder(self.path.parent)
        except OSError as fault:
            raise output_fault(fault, side) from fault
        self.set_aside = side

    def _checked(self, data: bytes) -> tuple[tuple[Event, ...], list[str]]:
        """The events of whole lines, and the digest after each, that of nothing first."""
        if self._seen[0] != data:
            self._seen = (data, self._parsed(data))
        return self._seen[1]

    def _parsed(self, data: bytes) -> tuple[tuple[Event, ...], list[str]]:
        events: list[Event] = []
        digests = [NOTHING]
        for number, line in enumerate(data.split(b"\n")[:-1], start=1):
            try:
                event, before = decode(line)
            except LaterFormat:
                raise self._later(number) from None
            except ValueError:
                raise self._broken(number, "n’est pas un événement") from None
            if event.sequence != number or before != digests[-1]:
                raise self._broken(number, "ne suit pas la ligne d’avant")
            events.append(event)
            digests.append(digest(line))
        return tuple(events), digests

    def _broken(self, number: int, what: str) -> Tampered:
        return Tampered(
            f"le journal n’est pas tel qu’il a été écrit : la ligne {number} {what}",
            remedy=f"Remettez « {self.path} » d’après votre sauvegarde ; rien n’est à corriger à "
            "la main dans ce fichier.",
        )

    def _later(self, number: int) -> AvenantError:
        return WorkspaceMissing(
            f"la ligne {number} du journal vient d’une version plus récente de l’outil",
            remedy="Mettez l’outil à jour sur ce poste, puis relancez. Rien n’a été changé.",
        )

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise output_fault(fault, self.path.parent) from fault

    def _add(self, data: bytes, *, size: int) -> None:
        """Write at the end of the file of that size, for good; on failure, as it was before."""
        is_new = not self.path.exists()
        try:
            with self.path.open("ab", buffering=0) as stream:
                try:
                    written = 0
                    while written < len(data):
                        written += stream.write(data[written:]) or 0
                    os.fsync(stream.fileno())
                except OSError:
                    with suppress(OSError):
                        stream.truncate(size)
                    raise
            if is_new:
                sync_folder(self.path.parent)
        except OSError as fault:
            raise output_fault(fault, self.path) from fault


def journal_of(root: Path, year: int) -> JsonlJournal:
    """The journal of a year of a workspace."""
    return JsonlJournal(root / "data" / str(year) / JOURNAL)


def torn_remark(side: Path) -> str:
    """What to say of a last line that was moved aside."""
    return (
        "La dernière ligne du journal était inachevée : elle est mise de côté dans "
        f"« {side.name} ». Aucun événement confirmé n’est perdu."
    )
