"""A whole campaign on the Loire, simulated: paper in shuffled batches, PDFs signed digitally.

Signatures, scans, certificates, actes and their days are all invented, in a copy of the workspace.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import segno
from PIL import Image

import returned_files as attack
from avenant_builder.digital import digital_packet
from avenant_builder.executed.compile import Executed, compile_copy
from avenant_builder.files.registers import read_registers
from avenant_builder.follow import follow
from avenant_builder.freeze import freeze
from avenant_builder.intake.confirm import confirm
from avenant_builder.intake.take import Taken, take_in
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.packets.make import Made, make_packets, target_of
from avenant_builder.packets.plan import Grouping
from avenant_builder.packets.sent import note_sent
from avenant_builder.record import Request, record
from avenant_builder.tracking.paths import PATHS
from avenant_builder.tracking.state import State
from built import copy_loire
from signing_kit import Kit
from simulated import any_scan, as_pdf, frame_of, printed_page, scanned, signed

FIRST, SECOND = date(2019, 1, 10), date(2019, 2, 20)
"""Days on which the text is frozen, then frozen again with a word changed."""
ACTE, SIGNED_ON, RECEIVED = (
    EffectDate(2019, 3, 5),
    EffectDate(2019, 4, 2),
    date(2019, 4, 9),
)
ENDED = "FOREZ-EN-LYONNAIS"
"""Its body ended before the avenant: no page is printed for it."""


def quiet(_: str) -> None:
    """Progress that nobody watches."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@dataclass(slots=True)
class Campaign:
    """A workspace, an authority, and what went out."""

    root: Path
    kit: Kit
    rng: Random
    pages: dict[str, Image.Image]
    """The signature page of each seat, of the text that counts, as a printer gives it."""
    older: dict[str, Image.Image]
    packet: bytes
    now: datetime

    @property
    def states(self) -> Mapping[str, State]:
        seats = follow(self.root, 2019, as_of=self.now.date()).campaign.seats
        return {one.seat.id: one.state for one in seats}

    def take(self, *files: Path, on: date = RECEIVED) -> Taken:
        return take_in(self.root, 2019, files, on=on, by="Ada", now=self.now, progress=quiet)

    def scan(self, name: str, pages: Sequence[Image.Image]) -> Path:
        """A batch as a scanner gives it: shuffled, any way up, noisy."""
        mixed = list(pages)
        self.rng.shuffle(mixed)
        images = [scanned(page, any_scan(self.rng, 200), self.rng) for page in mixed]
        return as_pdf(images, self.root.parent / name)

    def inked(self, seats: Iterable[str], *, older: bool = False) -> list[Image.Image]:
        pages = self.older if older else self.pages
        target = target_of(self.root, 2019)
        return [signed(pages[seat], self.rng, frame_of(target, seat)) for seat in seats]

    def confirm(self, *seats: str) -> None:
        for seat in seats:
            confirm(self.root, 2019, seat, signed_on=SIGNED_ON, signer="", by="Ada", now=self.now)

    def returned(self, name: str, *seats: str, spoiled: bool = False) -> Path:
        """The PDF signed by the holders of some seats, one after the other."""
        dossier, _ = read_registers(self.root, 2019)
        assert dossier is not None
        content = attack.painted_over(self.packet, 3) if spoiled else self.packet
        for key in seats:
            seat = next(one for one in dossier.seats if one.id == key)
            body, holder = dossier.body(seat.body), seat.tenure_on(SECOND)
            assert holder is not None
            person = self.kit.person(holder.full_name, organisation=body.name, siren=body.siren)
            content = self.kit.sign(content, person, key)
        path = self.root.parent / name
        path.write_bytes(content)
        return path

    def compile(self, *, partial: bool) -> Executed:
        return compile_copy(self.root, 2019, as_of=self.now.date(), partial=partial, progress=quiet)


def begin(folder: Path) -> Campaign:
    """Freeze, print, send; then the same with a word changed, which is the text that counts."""
    root = copy_loire(folder / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    register = root / "signatories.csv"
    text = register.read_text("utf-8-sig")
    line = next(one for one in text.splitlines() if one.startswith(ENDED))
    register.write_text(text.replace(line, f"{line.rsplit(';', 1)[0]};non"), "utf-8")
    freeze(root, 2019, now=at(FIRST), progress=quiet)
    older = _sent(root, FIRST)
    fiche = next((root / "data/2019/fiches").glob("*.md"))
    fiche.write_text(fiche.read_text("utf-8").rstrip() + "\n\nUn mot inventé.\n", "utf-8")
    freeze(root, 2019, now=at(SECOND), progress=quiet)
    return gone_out(root, older)


def gone_out(root: Path, older: dict[str, Image.Image]) -> Campaign:
    """What was frozen is printed and sent, on paper and as a PDF to sign."""
    kit, anchors = Kit(), root / "data/confiance/racines"
    anchors.mkdir(parents=True, exist_ok=True)
    (anchors / "racine.pem").write_bytes(kit.root.pem)
    pages = _sent(root, SECOND)
    packet = digital_packet(root, 2019, now=at(SECOND), by="Ada").path.read_bytes()
    now = datetime.now(UTC) + timedelta(minutes=10)
    return Campaign(root, kit, Random(7), pages, older, packet, now)


def _sent(root: Path, day: date) -> dict[str, Image.Image]:
    made = make_packets(root, 2019, by=Grouping.PERSON, as_of=day, progress=quiet)
    note_sent(root, 2019, on=day, by="Ada", now=at(day))
    return {sheet.seat.id: _printed(made, sheet.key) for sheet in made.plan.sheets}


def _printed(made: Made, key: str) -> Image.Image:
    pdf = pypdfium2.PdfDocument(made.target / f"{key}.pdf")
    try:
        image: Image.Image = pdf[0].render(scale=300 / 72, grayscale=True).to_pil()
        return image.convert("L")
    finally:
        pdf.close()


def empower(campaign: Campaign, bodies: Iterable[str]) -> None:
    """Note an acte for each body, received and published where that is asked of it."""
    dossier, _ = read_registers(campaign.root, 2019)
    assert dossier is not None
    ways = {
        State.TO_EMPOWER: EventType.ACTE_ADOPTED,
        State.ACTE_TO_SEND: EventType.ACTE_RECEIVED,
        State.ACTE_TO_PUBLISH: EventType.ACTE_PUBLISHED,
    }
    for key in bodies:
        for state in PATHS[dossier.body(key).category].conditions:
            if state in ways:
                request = Request(
                    who=key, type=ways[state], on=ACTE, by="Ada", no_file="acte inventé"
                )
                record(campaign.root, 2019, request, now=campaign.now)


def foreign_page() -> Image.Image:
    """A page with somebody else's code."""
    page = printed_page("")
    drawn = BytesIO()
    segno.make("https://exemple.invalid/parapheur").save(drawn, kind="png", scale=8)
    page.paste(Image.open(drawn).convert("L"), (300, 300))
    return page
