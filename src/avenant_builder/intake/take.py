"""Take in what came back: look at each page, file it in its seat, lay the rest aside."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from avenant_builder.disk import output_fault
from avenant_builder.files.manifest import read_manifest
from avenant_builder.files.publish import workspace_lock
from avenant_builder.files.registers import read_registers
from avenant_builder.follow import FollowUp, follow
from avenant_builder.intake.aside import lay_aside
from avenant_builder.intake.gather import Item, gather, named_files
from avenant_builder.intake.seen import (
    FACTS,
    Kind,
    PageSeen,
    Text,
    already,
    classify,
    one_a_seat,
    other_copy,
)
from avenant_builder.intake.signed import UNREAD, judged, unsigned_copy
from avenant_builder.journal.contract import HeadMoved
from avenant_builder.journal.evidence import store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import (
    DEPOSITED,
    Draft,
    EffectDate,
    Event,
    EventType,
    TargetKind,
    in_force,
)
from avenant_builder.packets.make import SHEETS, target_of
from avenant_builder.paper.issued import CODE, issued_pages, marks, printed_from
from avenant_builder.paper.look import Printed, look_at
from avenant_builder.paper.secret import SecretLost, known_secret, mark_of
from avenant_builder.pdf.returned import what_it_carries
from avenant_builder.raster import is_pdf
from avenant_builder.record import refreshed
from avenant_builder.returns import Received
from avenant_builder.scratch import scratch
from avenant_builder.snapshot import frozen_events, laid_out
from avenant_builder.tracking.state import State

NO_SECRET = b""
RETURNS = "retours"
"""Where the pictures of frames go, under ``output/YEAR/``."""
SETTLED = (State.OUT, State.REFUSED, State.SIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaken:
    """One file and what became of it."""

    name: str
    pages: tuple[PageSeen, ...] = ()
    fault: str = ""
    """French, to follow its name: why it could not be read to the end."""
    carries: tuple[str, ...] = ()
    """What it holds beside pages, never run: French, each to follow « contient »."""
    aside: Path | None = None
    """Where what could not be filed is kept."""
    signatures: tuple[str, ...] = ()
    """What the judge of digital signatures says, in French lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A whole batch."""

    files: tuple[FileTaken, ...]
    complete: tuple[str, ...]
    """Bodies of this batch of which every page is in hand, by name."""
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """Bodies of this batch of which a page is still to come, and the seats."""
    awaited: tuple[str, ...]
    """All seats whose page is not in hand."""
    head: str
    remarks: tuple[str, ...] = ()

    @property
    def has_unreadable(self) -> bool:
        pages = (page for file in self.files for page in file.pages)
        return any(file.fault for file in self.files) or any(
            page.kind is Kind.UNREADABLE for page in pages
        )


def take_in(
    root: Path,
    year: int,
    paths: Sequence[Path],
    *,
    on: date,
    by: str,
    now: datetime,
    progress: Callable[[str], None],
) -> Taken:
    """Look at files and folders that came back on a day, and file what can be.

    The same files twice add nothing. Nothing is thrown away: what has no seat is laid aside.
    Raises ``WorkspaceMissing`` for a path that is not there, ``SecretLost``, ``ProblemsFound``,
    ``OutputFault``, ``Busy`` or ``Tampered``; a bad file is told, and the batch goes on.
    """
    files = named_files(paths)
    with workspace_lock(root), scratch() as folder:
        desk = _desk(root, year, folder, on=on, by=by, now=now)
        taken = []
        for item in gather(files, folder):
            progress(f"lecture de « {item.name} »")
            taken.append(desk.take(item))
    remarks = refreshed(root, year, as_of=now.date())
    followed = follow(root, year, as_of=now.date())
    touched = {page.seat for file in taken for page in file.pages if page.seat}
    complete, missing = _completeness(followed, touched)
    return Taken(
        files=tuple(taken),
        complete=complete,
        missing=missing,
        awaited=tuple(
            one.seat.id
            for one in followed.campaign.seats
            if one.state not in SETTLED and not _in_hand(one.events)
        ),
        head=journal_of(root, year).head().short,
        remarks=tuple(remarks),
    )


def _completeness(
    followed: FollowUp, touched: set[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    complete: list[str] = []
    missing: list[tuple[str, tuple[str, ...]]] = []
    for body in followed.campaign.bodies:
        if not touched & {one.seat.id for one in body.seats}:
            continue
        own = [one for one in body.seats if one.seat.mandatory]
        lacking = tuple(one.seat.id for one in own if not _in_hand(one.events))
        if lacking:
            missing.append((body.body.name, lacking))
        else:
            complete.append(body.body.name)
    return tuple(complete), tuple(missing)


def _in_hand(events: Sequence[Event]) -> bool:
    held = (EventType.PAGE_RECEIVED, EventType.SIGNED_DIGITALLY)
    return any(event.type in held and event.evidence for event in events)


def _desk(root: Path, year: int, folder: Path, *, on: date, by: str, now: datetime) -> "_Desk":
    events = journal_of(root, year).read()
    used, secret = marks(events), known_secret(root)
    if used and (secret is None or mark_of(secret) not in used):
        raise SecretLost(
            "data/secret manque ou n’est pas celui des pages qui sont parties",
            remedy="Remettez-le d’après votre sauvegarde : sans lui, aucune page n’est reconnue.",
        )
    printed = {**_prepared(root, year), **issued_pages(events)}
    return _Desk(
        root=root,
        year=year,
        folder=folder,
        on=on,
        by=by,
        now=now,
        secret=secret or NO_SECRET,
        texts=_texts(root, year, events),
        printed=printed,
    )


def _texts(root: Path, year: int, events: Sequence[Event]) -> tuple[Text, ...]:
    """Every text that was frozen, the last one first."""
    frozen = list(reversed(frozen_events(events)))
    texts = []
    for event in frozen:
        with laid_out(root, event) as source:
            dossier, _ = read_registers(source, year)
        if dossier is not None:
            seats = tuple(seat.id for seat in dossier.seats)
            is_current = event.version == frozen[0].version
            texts.append(Text(version=event.version, seats=seats, is_current=is_current))
    return tuple(texts)


def _prepared(root: Path, year: int) -> dict[str, Printed]:
    """The pages of packets that were made and whose sending was not noted."""
    manifest = read_manifest(target_of(root, year)) or {}
    pages = manifest.get(SHEETS)
    found = [facts for facts in pages.values() if isinstance(facts, dict)] if pages else []
    return {str(facts.get(CODE)): printed for facts in found if (printed := printed_from(facts))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where files are opened one after the other."""

    root: Path
    year: int
    folder: Path
    on: date
    by: str
    now: datetime
    secret: bytes
    texts: tuple[Text, ...]
    printed: dict[str, Printed] = field(default_factory=dict)

    def take(self, item: Item) -> FileTaken:
        """Look at one file and file its pages."""
        if item.path is None or item.fault:
            aside = lay_aside(self.root, item, (), self.folder, with_original=True)
            return FileTaken(name=item.name, fault=item.fault, aside=aside)
        carries = what_it_carries(item.path).carries if is_pdf(item.path) else ()
        received = judged(
            self.root, self.year, item, self.folder, on=self.on, now=self.now, by=self.by
        )
        if received:
            return self._signed(item, received, carries)
        pictures = self.folder / f"vues-{item.sha256[:16]}"
        pictures.mkdir(exist_ok=True)
        looked = look_at(item.path, pictures, self.printed)
        pages = one_a_seat(
            [
                classify(item.name, sight, texts=self.texts, secret=self.secret)
                for sight in looked.pages
            ]
        )
        pages = self._filed(item, pages, pictures)
        loose = [page for page in pages if not page.kind.has_a_seat]
        has_seat = len(loose) < len(pages)
        aside = lay_aside(self.root, item, loose, pictures, with_original=not has_seat)
        copy = "" if has_seat else unsigned_copy(self.root, self.year, item, day=self.on)
        return FileTaken(
            name=item.name,
            pages=pages,
            fault=looked.fault,
            carries=carries,
            aside=aside,
            signatures=(copy,) if copy else (),
        )

    def _signed(self, item: Item, received: Received, carries: tuple[str, ...]) -> FileTaken:
        """What the judge said of a signed PDF, which is kept whatever it is worth."""
        aside = None
        if not received.is_filed:
            aside = lay_aside(self.root, item, (), self.folder, with_original=True)
        return FileTaken(
            name=item.name,
            fault=UNREAD if received.is_unread else "",
            carries=carries,
            aside=aside,
            signatures=received.lines,
        )

    def _filed(self, item: Item, pages: Sequence[PageSeen], pictures: Path) -> tuple[PageSeen, ...]:
        """Note the pages that have a seat, and say so on each."""
        if not any(page.event is None and page.seat for page in pages) or item.path is None:
            return tuple(pages)
        sha256, _ = store(self.root, item.path)
        kept = {DEPOSITED + item.outer.name: store(self.root, item.outer)[0]} if item.outer else {}
        journal = journal_of(self.root, self.year)
        while True:
            head = journal.head()
            standing = [e for e in in_force(journal.read()) if e.type is EventType.PAGE_RECEIVED]
            decided = [self._decide(page, sha256, standing) for page in pages]
            # A copy inside one file is that file's event; it has none of its own.
            new = [p for p in decided if p.seat and p.event is None and not p.copy_of]
            drafts = [self._draft(page, item, sha256, pages, kept) for page in new]
            try:
                events = journal.append(drafts, now=self.now, expected=head) if drafts else ()
            except HeadMoved:
                continue
            break
        numbers = {page.code: event.sequence for page, event in zip(new, events, strict=True)}
        for page in new:
            self._show_frame(page, pictures, numbers[page.code])
        return tuple(replace(p, event=p.event or numbers.get(p.code)) for p in decided)

    def _decide(self, page: PageSeen, sha256: str, standing: Sequence[Event]) -> PageSeen:
        if not page.seat:
            return page
        if held := already(page, sha256, standing):
            return replace(page, kind=Kind.KNOWN, detail="", event=held.sequence)
        if page.kind is Kind.FILED and (other := other_copy(page, standing)):
            detail = f"de la page de l’événement n° {other.sequence}"
            return replace(page, kind=Kind.DUPLICATE, detail=detail)
        return page

    def _draft(
        self,
        page: PageSeen,
        item: Item,
        sha256: str,
        pages: Sequence[PageSeen],
        kept: dict[str, str],
    ) -> Draft:
        same = [other for other in pages if other.code == page.code and other is not page]
        others = [str(o.sight.number) for o in same if o.sight.number != page.sight.number]
        ink = page.ink.value if page.ink else ""
        facts = {
            FACTS["page"]: str(page.sight.number),
            FACTS["turned"]: str(page.turned),
            FACTS["ink"]: ink,
            FACTS["code"]: page.code,
            **({"doublons": " ".join(others)} if others else {}),
            **kept,
        }
        copy = f", doublon {page.detail}" if page.kind is Kind.DUPLICATE else ""
        return Draft(
            type=EventType.PAGE_RECEIVED,
            target_kind=TargetKind.SEAT,
            target=page.seat,
            on=EffectDate.of(self.on),
            by=self.by,
            evidence=sha256,
            evidence_name=item.short,
            version=page.version,
            note=f"page {page.sight.number} de « {item.name} »{copy}",
            facts=facts,
        )

    def _show_frame(self, page: PageSeen, pictures: Path, number: int) -> None:
        """Put the picture of a frame where a person looks at it."""
        if not page.sight.crop:
            return
        target = frame_of(self.root, self.year, page.seat, number)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pictures / page.sight.crop, target)
        except OSError as fault:
            raise output_fault(fault, target) from fault


def frame_of(root: Path, year: int, seat: str, number: int) -> Path:
    """Where the frame of a page that was received is shown; deleting it loses nothing."""
    safe = "".join(char if char.isalnum() or char in "-_" else "-" for char in seat)
    return root / "output" / str(year) / RETURNS / f"{safe}-{number}.jpg"
