"""Fix the text that goes out for signature: what it was made from, what was made, its version."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from avenant_builder.build import Progress, build_from
from avenant_builder.check import check
from avenant_builder.errors import OutputFault
from avenant_builder.files.manifest import MANIFEST, fingerprint
from avenant_builder.journal.contract import Head, HeadMoved
from avenant_builder.journal.evidence import store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.documents import Plan
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Draft, EffectDate, Event, EventType, TargetKind, in_force
from avenant_builder.record import OF_A_TEXT, refreshed
from avenant_builder.scratch import scratch
from avenant_builder.snapshot import INPUT, RESULT, frozen_events
from avenant_builder.word.fill import fill
from avenant_builder.word.text import normalised_text
from avenant_builder.workshop import draw_chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A text that is fixed, by this run or an earlier one."""

    event: Event
    is_new: bool
    """False: this very text was frozen already, and nothing was written."""
    number: int
    """Which version it is, from 1."""
    set_back: tuple[str, ...]
    """Seats that have signed another version, in printed order."""
    head: Head
    remarks: tuple[str, ...] = ()


def freeze(root: Path, year: int, *, now: datetime, by: str = "", progress: Progress) -> Frozen:
    """Fix the text of a year as it is now: files into evidence, then the event « fige ».

    `now` bears a time zone. The same text twice changes nothing; another makes a new version.
    Raises ``ProblemsFound`` while anything blocks or is left to be filled in, and what ``build``
    and the journal raise.
    """
    progress("lecture et contrôle des données")
    dossier, plan = check(root, year).ready()
    progress("calcul de la version")
    version = text_version(dossier, plan, root)
    if already := _already(root, year, version, now=now):
        return already
    built = build_from(root, root, year, progress=progress)
    progress("mise au coffre des données et des résultats")
    draft = Draft(
        type=EventType.FROZEN,
        target_kind=TargetKind.AVENANT,
        target=str(year),
        on=EffectDate.of(now.date()),
        by=by,
        version=version,
        facts=_stored(root, built.target),
    )
    journal = journal_of(root, year)
    while True:
        events = journal.read()
        if already := _already(root, year, version, now=now):
            return already
        try:
            [event] = journal.append([draft], now=now, expected=journal.head(len(events)))
        except HeadMoved:
            continue
        return Frozen(
            event=event,
            is_new=True,
            number=len(frozen_events([*events, event])),
            set_back=_set_back(dossier, events, version),
            head=journal.head(event.sequence),
            remarks=tuple(refreshed(root, year, as_of=now.date())),
        )


def text_version(dossier: Dossier, plan: Plan, root: Path) -> str:
    """SHA-256, in hex, of the words of the avenant and its annexes.

    A new engine, font or logo leaves it as it is; a word changed anywhere does not. An annex
    that is supplied counts by the bytes of its file. Raises ``ModelFault``.
    """
    with scratch() as folder:
        day = dossier.avenant.reference_day
        draw_chart(plan, folder)
        documents = fill(plan.jobs, folder=root / "templates", target=folder, dated=day)
        parts = {path.stem: normalised_text(path) for path in documents}
    supplied = {
        f"{annex.number} {annex.source}": fingerprint(
            root / "data" / str(dossier.avenant.year) / "annexes" / annex.source
        )
        for annex in dossier.avenant.annexes
        if annex.kind is AnnexKind.FILE
    }
    text = json.dumps([parts, supplied], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _already(root: Path, year: int, version: str, *, now: datetime) -> Frozen | None:
    """The freeze that counts, if it is of this very text."""
    journal = journal_of(root, year)
    events = journal.read()
    frozen = frozen_events(events)
    if not frozen or frozen[-1].version != version:
        return None
    return Frozen(
        event=frozen[-1],
        is_new=False,
        number=len(frozen),
        set_back=(),
        head=journal.head(len(events)),
        # Who wrote it may have died before the table was.
        remarks=tuple(refreshed(root, year, as_of=now.date())),
    )


def _stored(root: Path, target: Path) -> dict[str, str]:
    """Put what a build read and made into evidence; give each file's name and SHA-256."""
    manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    return dict(
        [
            *_kept(root, root, INPUT, [(f["path"], f["sha256"]) for f in manifest["donnees"]]),
            *_kept(root, target, RESULT, [(f["nom"], f["sha256"]) for f in manifest["fichiers"]]),
            (RESULT + MANIFEST, store(root, target / MANIFEST)[0]),
        ]
    )


def _kept(
    root: Path, folder: Path, prefix: str, files: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    for name, sha256 in files:
        kept, _ = store(root, folder / name)
        if kept != sha256:
            raise OutputFault(
                f"« {name} » a changé pendant que le texte était figé : rien n’est enregistré",
                remedy="Laissez ce fichier en repos, puis relancez « avenant freeze ».",
            )
        yield prefix + name, sha256


def _set_back(dossier: Dossier, events: Sequence[Event], version: str) -> tuple[str, ...]:
    """The seats whose signature bears another text than this one."""
    older = {
        event.target
        for event in in_force(events)
        if event.type in OF_A_TEXT and event.version not in ("", version)
    }
    return tuple(seat.id for seat in dossier.seats if seat.id in older)
