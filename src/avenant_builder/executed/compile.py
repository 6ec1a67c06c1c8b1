"""Compile the executed copy: text, signed pages in printed order, annexes, certificate, archive.

The originals are not touched: the copy shows pictures of them, the archive holds their bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from shutil import copyfile

from avenant_builder.check import check
from avenant_builder.digital import NotFrozen, frozen_file, sent_packets
from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.executed.archive import Original, register_text, write_archive
from avenant_builder.executed.letters import letter_jobs
from avenant_builder.executed.pages import Shown, draw_certificate, draw_copy, draw_front
from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.manifest import MANIFEST, former_results, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.follow import FollowUp, followed
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find, is_intact
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.documents import Entry, Plan
from avenant_builder.model.event import Event
from avenant_builder.pdf.assemble import assemble
from avenant_builder.pdf.fields import field_boxes
from avenant_builder.pdf.parts import Bundle, Part
from avenant_builder.pdf.pictures import picture_of
from avenant_builder.pdf.readback import check_bundle
from avenant_builder.plan import AVENANT
from avenant_builder.snapshot import frozen_events, source_of
from avenant_builder.tracking.executed import Execution, SignedSeat, all_missing, execution
from avenant_builder.word.fill import fill

FOLDER = "exemplaire-signe"
FRONT, CERTIFICATE = "tableau", "certificat"
REGISTER = "registre-des-originaux.csv"
WHOLE = "dossier"

Progress = Callable[[str], None]


class NotExecuted(AvenantError):
    """The copy is asked for while signatures are missing."""

    exit_code = ExitCode.NOT_READY

    def __init__(self, missing: Sequence[str], *, none_signed: bool) -> None:
        super().__init__(
            "aucun siège n’est signé : il n’y a rien à réunir"
            if none_signed
            else "l’exemplaire signé n’est pas complet",
            remedy="« avenant missing » dit quoi faire pour chaque siège"
            + ("." if none_signed else " ; « --partial » fait un exemplaire marqué partiel."),
        )
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """What was written, and where."""

    target: Path
    names: tuple[str, ...]
    pages: int
    signed: int
    missing: tuple[str, ...]
    """French lines; empty: the copy is whole."""
    remarks: tuple[str, ...]
    head: str
    """Head of the journal, as the certificate prints it."""


def compile_copy(
    root: Path, year: int, *, as_of: date, partial: bool, progress: Progress
) -> Executed:
    """Write the executed copy of a year into ``output/YEAR/exemplaire-signe/``.

    Raises ``NotExecuted`` with all that is missing, unless `partial` and something is signed;
    ``NotFrozen``, ``Tampered``, ``ProblemsFound``, ``ModelFault``, ``ConversionFailed``,
    ``OutputFault`` or ``Busy``. The same journal on the same day gives the same bytes.
    """
    progress("lecture du journal")
    known = followed(root, year, read_dossier(root, year), as_of=as_of)
    text, found, missing = _ready(known, partial=partial)
    target = root / "output" / str(year) / FOLDER
    with workspace_lock(root), work_folder(target) as work, source_of(root, year) as source:
        _, plan = check(source.root, year).ready()
        maker = _Maker(
            root=root,
            source=source.root,
            work=work,
            plan=plan,
            text=text,
            followed=known,
            found=found,
            missing=tuple(missing),
            progress=progress,
        )
        bundle, names, remarks = maker.make()
        write_manifest(work, maker.facts(), names)
        progress("mise en place")
        publish(work, target, (*names, MANIFEST), former_results(target))
    return Executed(
        target=target,
        names=names,
        pages=bundle.pages,
        signed=len(found.signed),
        missing=tuple(missing),
        remarks=remarks,
        head=known.head.short,
    )


def _ready(known: FollowUp, *, partial: bool) -> tuple[Event, Execution, list[str]]:
    """The frozen text, the seats sorted, what is missing. Raises ``NotFrozen``, ``NotExecuted``."""
    frozen = frozen_events(known.events)
    if not frozen:
        raise NotFrozen(
            f"le texte de l’avenant {known.dossier.avenant.year} n’est pas figé : rien n’a pu "
            "être signé",
            remedy="Figez-le par « avenant freeze », puis faites-le signer.",
        )
    found = execution(known.campaign)
    missing = all_missing(found)
    if (missing and not partial) or not found.signed:
        raise NotExecuted(missing, none_signed=not found.signed)
    return frozen[-1], found, missing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes every file of a copy in one work folder."""

    root: Path
    source: Path
    """The workspace as it was frozen."""
    work: Path
    plan: Plan
    text: Event
    """The freeze that was signed."""
    followed: FollowUp
    found: Execution
    missing: tuple[str, ...]
    progress: Progress

    @property
    def day(self) -> date:
        return self.followed.campaign.as_of

    @property
    def stem(self) -> str:
        avenant = self.followed.dossier.avenant
        end = "partiel" if self.missing else "signe"
        return f"avenant-{avenant.number}-{avenant.year}-{end}"

    def make(self) -> tuple[Bundle, tuple[str, ...], tuple[str, ...]]:
        """The bundle, the names of all files, and what is to be said of them."""
        self.progress("images des pages signées")
        originals = [Original(seat=one, path=self._evidence(one.page)) for one in self.found.signed]
        shown = list(self._shown(originals))
        draw_front(
            self.work / f"{FRONT}.pdf", self.followed, self.found, self.missing, dated=self.day
        )
        certificate = self.work / f"{CERTIFICATE}.pdf"
        count = draw_certificate(certificate, self.root, self.followed, dated=self.day)
        self.progress("assemblage")
        bundle = self._bind(shown)
        register = self.work / REGISTER
        register.write_bytes(register_text(originals).encode("utf-8"))
        self.progress("lettres et archive")
        letters = self._letters()
        self._archive(originals, bundle.path)
        remarks = [one.fault for one in shown if one.fault]
        if count > 1:
            remarks.append(f"Le certificat a {count} pages : le journal est long.")
        names = (bundle.path.name, certificate.name, register.name, *letters, f"{self.stem}.zip")
        return bundle, names, (*remarks, *bundle.remarks)

    def facts(self) -> dict[str, object]:
        """What the manifests say: no clock, no machine."""
        head = self.followed.head
        return {
            "jour": self.day.isoformat(),
            "texte": self.text.version,
            "journal": {"numero": head.sequence, "empreinte": head.digest},
            "partiel": bool(self.missing),
            "manquent": list(self.missing),
        }

    def _shown(self, originals: Sequence[Original]) -> Iterator[Shown]:
        """The signed pages in printed order; seats that follow on one page share its picture."""
        placed = [(one, *self._place(one.seat)) for one in originals]
        groups = groupby(placed, key=lambda found: (found[0].path, *found[1:]))
        for rank, ((path, page, turned), group) in enumerate(groups, start=1):
            seats = tuple(one.seat for one, *_ in group)
            picture = picture_of(path, page, turned, self.work / f"page-{rank}.jpg")
            fault = picture if isinstance(picture, str) else ""
            shown = Shown(
                seats=seats, picture=None if isinstance(picture, str) else picture, fault=fault
            )
            target = self.work / f"page-{rank}.pdf"
            draw_copy(target, shown, partial=bool(self.missing), dated=self.day)
            yield shown

    def _place(self, one: SignedSeat) -> tuple[int, int]:
        """On which page of its file a signature is, and how far that is turned."""
        facts = {**one.signature.facts, **one.page.facts}
        if not one.is_digital:
            return int(facts.get("page", "1")), int(facts.get("tournee", "0"))
        packets = sent_packets(self.followed.events)
        boxes = field_boxes(self._evidence(packets[-1])) if packets else {}
        box = boxes.get(facts.get("champ", "")) or boxes.get(one.status.seat.id)
        return (box.page if box else 1), 0

    def _evidence(self, event: Event) -> Path:
        path = find(self.root, event.evidence)
        if path is None or not is_intact(path):
            raise Tampered(
                f"la pièce « {event.evidence_name} » de l’événement n° {event.sequence} manque ou "
                "a changé dans data/evidence",
                remedy="Remettez-la d’après votre sauvegarde : son nom commence par "
                f"{event.evidence[:12]}.",
            )
        return path

    def _bind(self, shown: Sequence[Shown]) -> Bundle:
        pages = [
            Part(key=f"page-{n}", path=self.work / f"page-{n}.pdf", title=one.title, supplied=True)
            for n, one in enumerate(shown, start=1)
        ]
        whole = next(bundle for bundle in self.plan.bundles if bundle.key == WHOLE)
        annexes = [self._part(key) for key in whole.parts if key != AVENANT]
        parts = [self._own(FRONT), self._part(AVENANT), *pages, *annexes, self._own(CERTIFICATE)]
        entries = [
            Entry(title="Tableau des signatures", level=1, target=FRONT),
            Entry(title="Texte de l’avenant", level=1, target=AVENANT),
            Entry(title="Pages signées", level=1, target=pages[0].key),
            *(Entry(title=part.title, level=2, target=part.key) for part in pages),
            *(entry for entry in whole.entries if entry.target != AVENANT),
            Entry(title="Certificat", level=1, target=CERTIFICATE),
        ]
        title = f"Avenant n° {self.followed.dossier.avenant.number} – exemplaire " + (
            "partiel (copie)" if self.missing else "signé (copie)"
        )
        made = assemble(
            parts,
            entries,
            target=self.work / f"{self.stem}.pdf",
            title=title,
            dated=self.day,
        )
        check_bundle(made, parts, entries, title=title)
        return made

    def _own(self, key: str) -> Part:
        return Part(key=key, path=self.work / f"{key}.pdf", title=key.capitalize(), supplied=True)

    def _part(self, key: str) -> Part:
        """A part of the text as it was frozen."""
        supplied = {part.key: part for part in self.plan.supplied}
        if key in supplied:
            found = supplied[key]
            return Part(key=key, path=self.source / found.path, title=found.title, supplied=True)
        path = self.work / f"fige-{key}.pdf"
        copyfile(frozen_file(self.root, self.text, f"{key}.pdf"), path)
        title = next(job.title for job in self.plan.jobs if job.key == key)
        return Part(key=key, path=path, title=title)

    def _letters(self) -> list[str]:
        jobs = letter_jobs(self.followed, root=self.root, partial=bool(self.missing))
        made = fill(jobs, folder=self.root / "templates", target=self.work, dated=self.day)
        return [path.name for path in made]

    def _archive(self, originals: Sequence[Original], copy: Path) -> None:
        year = self.followed.dossier.avenant.year
        files = {one.name: one.path for one in originals}
        files |= {
            path.name: path
            for path in (copy, self.work / f"{CERTIFICATE}.pdf", self.work / REGISTER)
        }
        files["texte/dossier.pdf"] = frozen_file(self.root, self.text, f"{WHOLE}.pdf")
        for packet in sent_packets(self.followed.events):
            files[f"texte/{packet.evidence_name}"] = self._evidence(packet)
        files["journal.jsonl"] = journal_of(self.root, year).path
        write_archive(self.work / f"{self.stem}.zip", files, self.facts())
