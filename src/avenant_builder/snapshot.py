"""A year that was frozen is made from what was frozen, whatever became of models and registers."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from avenant_builder.french import short_date
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find, is_intact
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import Event, EventType, in_force
from avenant_builder.scratch import scratch

INPUT, RESULT = "donnees/", "resultats/"
"""What the names of frozen files begin with, in the facts of the event « fige »."""
SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a build reads from."""

    root: Path
    remark: str = ""
    """A French sentence where that is not the workspace as it is today."""


def frozen_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """The freezes that stand, the one that counts last."""
    return tuple(event for event in in_force(events) if event.type is EventType.FROZEN)


@contextmanager
def source_of(root: Path, year: int) -> Iterator[Source]:
    """The workspace to build a year from: as it was frozen, else as it is.

    Raises ``Tampered`` where the journal or a frozen file is not what was recorded.
    """
    frozen = frozen_events(journal_of(root, year).read())
    if not frozen:
        yield Source(root=root)
        return
    event = frozen[-1]
    day = event.on.exact
    when = f" le {short_date(day)}" if day else ""
    with laid_out(root, event) as folder:
        yield Source(
            root=folder,
            remark=f"Texte figé{when} (version {event.version[:SHOWN_DIGITS]}) : les données, les "
            "modèles et les titulaires sont ceux de ce jour-là.",
        )


@contextmanager
def laid_out(root: Path, event: Event) -> Iterator[Path]:
    """What a freeze read, as a workspace of its own. Raises ``Tampered``."""
    with scratch() as folder:
        _lay_out(root, event, folder)
        yield folder


def _lay_out(root: Path, event: Event, folder: Path) -> None:
    for name, sha256 in _inputs(event.facts).items():
        path = find(root, sha256)
        if path is None or not is_intact(path):
            raise Tampered(
                f"« {name} », figé par l’événement n° {event.sequence}, "
                f"{'manque dans' if path is None else 'n’est plus le même dans'} data/evidence",
                remedy="Remettez-le d’après votre sauvegarde : son nom commence par "
                f"{sha256[:SHOWN_DIGITS]}.",
            )
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _inputs(facts: Mapping[str, str]) -> dict[str, str]:
    """The frozen inputs: path relative to the workspace, and SHA-256."""
    named = {key.removeprefix(INPUT): sha for key, sha in facts.items() if key.startswith(INPUT)}
    # A journal may come from anywhere: no name of it leads out of the folder.
    return {
        name: sha
        for name, sha in named.items()
        if not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
    }
