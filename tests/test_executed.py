"""The executed copy: pages in order, marked, with its originals untouched; all is invented."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image, ImageDraw

import verapdf
from avenant_builder.executed.compile import Executed, NotExecuted, compile_copy
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.judging import examine
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.model.signing import Integrity, Origin
from avenant_builder.pdf.sheet import Sheet
from avenant_builder.record import Request, record
from avenant_builder.returns import receive
from command_line import avenant, plain
from digital_kit import Sent
from signing_kit import Kit

NOW = datetime.now(UTC) + timedelta(minutes=5)
TODAY = NOW.date()
KIT = Kit()


def quiet(_: str) -> None:
    """Progress that nobody watches."""


def note(root: Path, who: str, type: EventType, **facts: str | Path) -> None:
    given = {"no_file": "inventé"} if "file" not in facts else {}
    request = Request(who=who, type=type, on=EffectDate(2019, 6, 4), **given, **facts)  # type: ignore[arg-type]
    record(root, 2019, request, now=NOW)


@pytest.fixture(scope="module")
def root(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One seat signed on paper, three digitally in one file, one of them without its acte."""
    root = sent.copy(tmp_path_factory.mktemp("execute") / "espace")
    anchors = root / "data/confiance/racines"
    anchors.mkdir(parents=True, exist_ok=True)
    (anchors / "racine.pem").write_bytes(KIT.root.pem)
    content = sent.pdf
    for name, field in (
        ("Evence RICHARD", "ETAT"),
        ("Henry JOUVE", "MSA"),
        ("Marc MONDON", "FRANCAS"),
    ):
        content = KIT.sign(content, KIT.person(name), field)
    signed = root.parent / "signé par trois.pdf"
    signed.write_bytes(content)
    receive(root, 2019, signed, on=TODAY, now=NOW)
    for seat in ("FRANCAS", "FDCS"):
        note(root, seat, EventType.ACTE_ADOPTED)
    scan = root.parent / "scan.png"
    page = Image.new("L", (1654, 2339), 250)
    ImageDraw.Draw(page).line((400, 800, 900, 700, 600, 900), fill=20, width=6)
    page.save(scan)
    for type in (EventType.SIGNED_ON_PAPER, EventType.PAGE_RECEIVED, EventType.CHECKED):
        note(root, "FDCS", type, file=scan)
    note(root, "FDCS", EventType.ORIGINAL_HELD, note="la Fédération")
    return root


@pytest.fixture(scope="module")
def partial(root: Path) -> Executed:
    return compile_copy(root, 2019, as_of=TODAY, partial=True, progress=quiet)


def texts(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", " ") for page in document]
    finally:
        document.close()


def test_it_refuses_with_all_that_is_missing(root: Path) -> None:
    done = avenant("--workspace", root, "executed")
    assert done.returncode == 16
    said = plain(done.stderr)
    assert "il manque ROANNE (Roanne) : à habiliter" in said
    assert "il manque MSA" in said and "il manque ETAT" not in said
    assert "« --partial » fait un exemplaire marqué partiel" in said
    assert not (root / "output/2019/exemplaire-signe").exists()


def test_nothing_signed_is_nothing_to_compile(sent: Sent) -> None:
    with pytest.raises(NotExecuted, match="aucun siège"):
        compile_copy(sent.root, 2019, as_of=date(2019, 2, 1), partial=True, progress=quiet)


def test_pages_are_in_printed_order_and_marked(partial: Executed) -> None:
    path = partial.target / "avenant-1-2019-partiel.pdf"
    pages = texts(path)
    assert len(pages) == partial.pages
    assert "COPIE PARTIELLE. Il manque" in plain(pages[0]) and "ROANNE" in pages[0]
    assert "la Fédération" in pages[0]
    copies = [plain(page) for page in pages if plain(page).startswith("COPIE –")]
    assert ["Pour l'Etat" in copies[0], "centres sociaux" in copies[1], "FRANCAS" in copies[2]] == [
        True
    ] * 3
    assert "original : fichier signé, joint à l’archive" in copies[0]
    document = pypdfium2.PdfDocument(path)
    titles = [mark.get_title() for mark in document.get_toc(max_depth=1)]
    labels = [document.get_page_label(number) for number in range(3)]
    document.close()
    assert titles[:3] == ["Tableau des signatures", "Texte de l’avenant", "Pages signées"]
    assert titles[-1] == "Certificat" and labels == ["1", "2", "3"]
    assert verapdf.failures(path, "PDFA_2_B") == []


def test_the_certificate_is_one_page_with_every_event_whole(root: Path, partial: Executed) -> None:
    [page] = texts(partial.target / "certificat.pdf")
    journal = journal_of(root, 2019)
    said = plain(page)
    assert journal.head().digest in said
    for event in journal.read():
        assert f"{event.sequence} · " in said
        assert journal.head(event.sequence).digest[:12] in said
        assert event.evidence[:12] in said


def test_a_long_journal_still_fits_on_one_page(tmp_path: Path) -> None:
    sheet = Sheet()
    lines = [f"{n} · 04/06/2019 · SAINT-CHAMOND · signé sur papier · {n:012d}" for n in range(180)]
    sheet.columns(lines, largest=8, smallest=5)
    sheet.save(tmp_path / "long.pdf", title="Essai", dated=TODAY)
    [page] = texts(tmp_path / "long.pdf")
    assert all(line in page for line in lines)


def test_originals_are_in_the_archive_byte_for_byte_and_valid(
    sent: Sent, root: Path, partial: Executed, tmp_path: Path
) -> None:
    with ZipFile(partial.target / "avenant-1-2019-partiel.zip") as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifeste.json"))
        assert archive.read("journal.jsonl") == journal_of(root, 2019).path.read_bytes()
        for entry in manifest["fichiers"]:
            assert hashlib.sha256(archive.read(entry["nom"])).hexdigest() == entry["sha256"]
        [original] = [name for name in names if name.endswith("par-trois.pdf")]
        extracted = tmp_path / "original.pdf"
        extracted.write_bytes(archive.read(original))
    assert extracted.read_bytes() == (root.parent / "signé par trois.pdf").read_bytes()
    found = examine(
        extracted, {"nôtre": sent.packet.path}, anchors=root / "data/confiance", day=TODAY
    )
    assert found.origin is Origin.EXACT
    assert [one.integrity for one in found.signatures] == [Integrity.INTACT] * 3
    assert {"certificat.pdf", "registre-des-originaux.csv", "texte/dossier.pdf"} <= set(names)
    assert manifest["partiel"] and len(manifest["manquent"]) == 17


def test_the_register_says_who_holds_each_original(partial: Executed) -> None:
    text = (partial.target / "registre-des-originaux.csv").read_bytes().decode("utf-8-sig")
    rows = {row["siege"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert set(rows) == {"ETAT", "FDCS", "FRANCAS"}
    assert rows["FDCS"]["original_detenu_par"] == "la Fédération"
    assert rows["ETAT"]["support"] == "électroniquement (autorité connue)"
    assert rows["ETAT"]["sha256"] == rows["FRANCAS"]["sha256"]


def test_a_letter_a_body_and_the_same_bytes_again(root: Path, partial: Executed) -> None:
    assert len([name for name in partial.names if name.startswith("envoi-")]) == 19
    before = {name: (partial.target / name).read_bytes() for name in partial.names}
    compile_copy(root, 2019, as_of=TODAY, partial=True, progress=quiet)
    assert {name: (partial.target / name).read_bytes() for name in partial.names} == before


def test_an_original_that_changed_stops_it(root: Path, tmp_path: Path, sent: Sent) -> None:
    import shutil

    copy = tmp_path / "espace"
    shutil.copytree(root, copy)
    event = next(e for e in journal_of(copy, 2019).read() if e.type is EventType.SIGNED_ON_PAPER)
    kept = find(copy, event.evidence)
    assert kept is not None
    kept.write_bytes(b"autre chose")
    with pytest.raises(Tampered, match=r"scan\.png"):
        compile_copy(copy, 2019, as_of=TODAY, partial=True, progress=quiet)
