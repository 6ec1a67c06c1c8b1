"""A campaign on paper: packets of the frozen Loire go out, scans come back in any order."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
import segno
from PIL import Image

from avenant_builder.intake.confirm import NothingToConfirm, confirm, to_check
from avenant_builder.intake.seen import Kind
from avenant_builder.intake.take import Taken, take_in
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EffectDate, EventType, in_force
from avenant_builder.packets.make import Made, make_packets
from avenant_builder.packets.plan import Grouping
from avenant_builder.packets.sent import note_sent
from avenant_builder.paper.ink import Ink
from avenant_builder.paper.secret import SecretLost, known_secret
from avenant_builder.snapshot import frozen_events
from avenant_builder.word.reading import read_paragraphs
from digital_kit import Sent
from simulated import any_scan, as_pdf, frame_of, printed_page, scanned, signed, stamped

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 20, 9, 0, tzinfo=UTC)


def quiet(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A workspace whose packets have gone out."""

    root: Path
    made: Made

    def printed(self, seat: str) -> Image.Image:
        """The signature page of a seat, as a printer gives it."""
        sheet = next(sheet for sheet in self.made.plan.sheets if sheet.seat.id == seat)
        pdf = pypdfium2.PdfDocument(self.made.target / f"{sheet.key}.pdf")
        image: Image.Image = pdf[0].render(scale=300 / 72, grayscale=True).to_pil()
        return image.convert("L")

    def signed(self, seat: str, rng: Random) -> Image.Image:
        """That page, signed in its frame."""
        return signed(self.printed(seat), rng, frame_of(self.made.target, seat))

    def copy(self, to: Path) -> "OnPaper":
        shutil.copytree(self.root, to)
        return OnPaper(to, self.made)

    def take(self, *paths: Path) -> Taken:
        return take_in(self.root, 2019, paths, on=DAY, by="Ada", now=NOW, progress=quiet)


@pytest.fixture(scope="module")
def went_out(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> OnPaper:
    root = sent.copy(tmp_path_factory.mktemp("papier") / "espace")
    made = make_packets(root, 2019, by=Grouping.PERSON, as_of=DAY, progress=quiet)
    note_sent(root, 2019, on=DAY, by="Ada", now=NOW)
    return OnPaper(root, made)


@pytest.fixture
def campaign(went_out: OnPaper, tmp_path: Path) -> OnPaper:
    return went_out.copy(tmp_path / "espace")


def foreign_page() -> Image.Image:
    page = printed_page("")
    drawn = BytesIO()
    segno.make("https://exemple.invalid/parapheur").save(drawn, kind="png", scale=8)
    page.paste(Image.open(drawn).convert("L"), (300, 300))
    return page


def batch(pages: dict[str, Image.Image], path: Path, seed: int) -> tuple[Path, list[str]]:
    """A shuffled scan of named pages, and their names in its order."""
    rng = Random(seed)
    names = list(pages)
    rng.shuffle(names)
    as_pdf([scanned(pages[name], any_scan(rng, 200), rng) for name in names], path)
    return path, names


def test_a_packet_is_letter_text_and_a_page_a_seat(went_out: OnPaper) -> None:
    nicolin = next(p for p in went_out.made.plan.packets if p.key == "nicolin-yves")
    assert nicolin.names == (
        "nicolin-yves-1-lettre.docx",
        "nicolin-yves-1-lettre.pdf",
        "nicolin-yves-2-avenant.pdf",
        "nicolin-yves-3-signature-roanne.pdf",
        "nicolin-yves-3-signature-roannais-agglo.pdf",
    )
    text = (went_out.made.target / nicolin.text).read_bytes()
    assert text == (went_out.root / "output/2019/dossier.pdf").read_bytes()
    said = [line for _, line in read_paragraphs(went_out.made.target / nicolin.names[0])]
    assert any("Acte adopté" in line and "avant la signature" in line for line in said)
    assert list(went_out.made.plan.left_out) == ["FOREZ-EN-LYONNAIS"]


def test_codes_bear_no_name(went_out: OnPaper) -> None:
    for sheet in went_out.made.plan.sheets:
        assert len(sheet.code) == 19
        assert sheet.seat.id.lower() not in sheet.code.lower()


def test_sending_is_noted_once_and_a_deleted_page_is_not_sent(
    went_out: OnPaper, tmp_path: Path
) -> None:
    root = went_out.copy(tmp_path / "espace").root
    table = root / "output/2019/suivi.csv"
    table.unlink(missing_ok=True)  # as a run that died once the events were written
    assert not note_sent(root, 2019, on=DAY, by="Ada", now=NOW).events
    assert table.exists()
    (root / "output/2019/paquets/giroud-guy-3-signature-fol.pdf").unlink()
    again = note_sent(root, 2019, on=DAY, by="Ada", now=NOW)
    assert again.withdrawn == ("FOL",)
    sent = [e for e in journal_of(root, 2019).read() if e.type is EventType.SENT]
    assert len(sent) == 19
    assert all(event.facts["code"] and event.facts["cadre"] for event in sent)


def test_a_shuffled_batch_finds_its_seats_and_nothing_is_lost(
    campaign: OnPaper, tmp_path: Path
) -> None:
    rng = Random(1)
    seats = ("CAF-1", "ROANNE", "ROANNAIS-AGGLO", "ETAT", "MSA")
    pages = {seat: campaign.signed(seat, rng) for seat in seats}
    pages["ETAT bis"] = pages["ETAT"]
    pages["étranger"] = foreign_page()
    pages["blanc"] = Image.new("L", pages["ETAT"].size, 255)
    pages["sans code"] = printed_page("")
    path, names = batch(pages, tmp_path / "lot.pdf", 2)
    taken = campaign.take(path)
    seen = dict(zip(names, taken.files[0].pages, strict=True))
    for seat in seats:
        assert (seen[seat].seat, seen[seat].ink) == (seat, Ink.INK)
    assert {seen["ETAT"].kind, seen["ETAT bis"].kind} == {Kind.FILED, Kind.DUPLICATE}
    kinds = [seen[name].kind for name in ("étranger", "blanc", "sans code")]
    assert kinds == [Kind.FOREIGN, Kind.BLANK, Kind.NO_CODE]
    assert not any(seen[name].seat for name in ("étranger", "blanc", "sans code"))
    aside = taken.files[0].aside
    assert aside is not None
    assert sorted(found.name.split("-", 2)[-1] for found in aside.glob("page-*")) == [
        "blanche.jpg",
        "code-etranger.jpg",
        "sans-code.jpg",
    ]
    assert (aside / "planche.pdf").exists()
    assert ("Caisse d’allocations familiales de la Loire", ("CAF-2",)) in taken.missing
    events = [e for e in journal_of(campaign.root, 2019).read() if e.evidence_name == "lot.pdf"]
    assert sorted(event.target for event in events) == sorted(seats)
    by_seat = {event.target: event.facts for event in events}
    assert names[int(by_seat["ROANNE"]["page"]) - 1] == "ROANNE"


def test_the_same_batch_twice_adds_nothing(campaign: OnPaper, tmp_path: Path) -> None:
    rng = Random(3)
    pages = {"MSA": campaign.signed("MSA", rng), "sans code": printed_page("")}
    path, _ = batch(pages, tmp_path / "lot.pdf", 3)
    campaign.take(path)
    files = sorted(str(found) for found in campaign.root.rglob("*") if found.is_file())
    journal = (campaign.root / "data/2019/journal.jsonl").read_bytes()
    again = campaign.take(path)
    assert {page.kind for page in again.files[0].pages} == {Kind.KNOWN, Kind.NO_CODE}
    assert (campaign.root / "data/2019/journal.jsonl").read_bytes() == journal
    assert sorted(str(found) for found in campaign.root.rglob("*") if found.is_file()) == files


def test_an_older_version_is_filed_as_such(campaign: OnPaper, tmp_path: Path) -> None:
    """The text is frozen again: in the journal alone, which is what intake reads."""
    journal = journal_of(campaign.root, 2019)
    [first] = frozen_events(journal.read())
    fields = ("type", "target_kind", "target", "on", "facts")
    from avenant_builder.model.event import Draft

    draft = Draft(**{name: getattr(first, name) for name in fields}, version="f" * 64)
    journal.append([draft], now=NOW)
    path, _ = batch({"MSA": campaign.signed("MSA", Random(4))}, tmp_path / "lot.pdf", 4)
    [page] = campaign.take(path).files[0].pages
    assert (page.kind, page.seat, page.version) == (Kind.OLDER, "MSA", first.version)


def test_zips_and_emails_are_opened_and_kept(campaign: OnPaper, tmp_path: Path) -> None:
    path, _ = batch({"UFCV": campaign.signed("UFCV", Random(5))}, tmp_path / "u.pdf", 5)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../dehors/scan ufcv.pdf", path.read_bytes())
        archive.writestr("__MACOSX/._scan.pdf", b"bruit")
    message = EmailMessage()
    message["Subject"] = "La page signée"
    message.set_content("Voici.")
    message.add_attachment(
        packed.getvalue(), maintype="application", subtype="zip", filename="retours.zip"
    )
    (tmp_path / "retour.eml").write_bytes(message.as_bytes())
    taken = campaign.take(tmp_path / "retour.eml")
    [file] = taken.files
    assert file.name == "retour.eml › retours.zip › scan ufcv.pdf"
    assert [page.seat for page in file.pages] == ["UFCV"]
    event = journal_of(campaign.root, 2019).read()[-1]
    assert event.evidence_name == "scan ufcv.pdf"
    assert "fichiers/retour.eml" in event.facts
    assert not (tmp_path / "dehors").exists()


def test_bad_files_are_told_and_the_batch_goes_on(campaign: OnPaper, tmp_path: Path) -> None:
    folder = tmp_path / "retours"
    folder.mkdir()
    (folder / "a-vide.pdf").write_bytes(b"")
    (folder / "b-texte.docx").write_bytes(b"PK bonjour")
    (folder / "c-abime.zip").write_bytes(b"PK\x03\x04 coupe")
    batch({"MJC": campaign.signed("MJC", Random(6))}, folder / "d-bon.pdf", 6)
    taken = campaign.take(folder)
    assert [bool(file.fault) for file in taken.files[:2]] == [True, True]
    assert taken.has_unreadable
    assert taken.files[-1].pages[0].seat == "MJC"
    kept = sorted(path.name for path in (campaign.root / "data/a-classer").rglob("original*"))
    assert kept == ["original.docx", "original.pdf", "original.zip"]


def test_ink_is_proposed_and_only_a_person_decides(campaign: OnPaper, tmp_path: Path) -> None:
    """An empty page, then a signed one: the second counts, and needs its date."""
    empty, _ = batch({"ROANNE": campaign.printed("ROANNE")}, tmp_path / "vide.pdf", 7)
    left, top, right, bottom = frame_of(campaign.made.target, "ROANNE")
    middle = ((left + right) / 2, (top + bottom) / 2)
    stamp = stamped(campaign.printed("ROANNE"), Random(8), middle)
    inked, _ = batch({"ROANNE": stamp}, tmp_path / "tampon.pdf", 8)
    kinds = [file.pages[0].kind for file in campaign.take(inked, empty).files]
    assert kinds == [Kind.FILED, Kind.DUPLICATE]
    [waiting] = to_check(campaign.root, 2019, now=NOW)
    assert (waiting.seat, waiting.ink, waiting.page.evidence_name) == (
        "ROANNE",
        Ink.INK,
        "tampon.pdf",
    )
    assert "tampon" in waiting.ink.label
    assert waiting.frame is not None
    say: Callable[..., object] = confirm
    with pytest.raises(NothingToConfirm, match="date"):
        say(campaign.root, 2019, "roanne", signed_on=None, signer="", by="Ada", now=NOW)
    on = EffectDate.of(date(2019, 3, 2))
    table = campaign.root / "output/2019/suivi.csv"
    for expected in (2, 0):
        # The second time as after a run that died once the events were written.
        table.unlink(missing_ok=True)
        done = confirm(campaign.root, 2019, "roanne", signed_on=on, signer="", by="Ada", now=NOW)
        assert len(done.events) == expected
        assert table.exists()
    own = [e for e in in_force(journal_of(campaign.root, 2019).read()) if e.target == "ROANNE"]
    signature = next(e for e in own if e.type is EventType.SIGNED_ON_PAPER)
    assert (signature.on, signature.version) == (on, waiting.page.version)
    assert not to_check(campaign.root, 2019, now=NOW)


def test_a_lost_secret_is_never_replaced(campaign: OnPaper, tmp_path: Path) -> None:
    assert known_secret(campaign.root)
    (campaign.root / "data/secret").unlink()
    path, _ = batch({"MSA": campaign.printed("MSA")}, tmp_path / "lot.pdf", 9)
    with pytest.raises(SecretLost):
        campaign.take(path)
    with pytest.raises(SecretLost):
        make_packets(campaign.root, 2019, by=Grouping.BODY, as_of=DAY, progress=quiet)
    assert not (campaign.root / "data/secret").exists()


def test_the_manifest_says_what_was_printed(went_out: OnPaper) -> None:
    manifest = json.loads((went_out.made.target / "manifeste.json").read_text("utf-8"))
    for facts in manifest["pages"].values():
        left, top, right, bottom = map(float, facts["cadre"].split())
        assert (round(right - left), round(bottom - top)) == (170, 62)
        for place in facts["codes"].split(";"):
            x, y, side = map(float, place.split())
            assert side >= 15
            assert min(x, y, 210 - x - side, 297 - y - side) >= 10
