"""The set for the préfet: all that there is in one sealed zip, and its check. Facts invented."""

import csv
import io
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

import returns
from avenant_builder.errors import ExitCode
from avenant_builder.files.manifest import MANIFEST, write_manifest
from avenant_builder.files.sealed import SEAL
from avenant_builder.handover.check import check_set
from avenant_builder.handover.contents import NothingToHandOver
from avenant_builder.handover.make import HandedOver, hand_over
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import FOLDER
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.receipt import take_in
from avenant_builder.record import Request, record
from blank_pdf import a_blank_pdf
from built import Built, copy_loire
from command_line import avenant, plain
from returns import NUMBER

NOW = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
BODY = "rive-de-gier"
OWN = "organismes/09-rive-de-gier"


def run(root: Path) -> HandedOver:
    return hand_over(root, 2019, now=NOW, progress=lambda _: None)


@pytest.fixture(scope="module")
def made(loire: Built, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, HandedOver]:
    """The Loire, built, where Rive-de-Gier has voted, sent and had its answer."""
    root = tmp_path_factory.mktemp("ensemble") / "espace"
    shutil.copytree(loire.root, root)
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    acte = root.parent / "délibération.pdf"
    acte.write_bytes(a_blank_pdf())
    request = Request(
        who=BODY,
        type=EventType.ACTE_ADOPTED,
        on=EffectDate(2019, 1, 31),
        number=NUMBER,
        file=acte,
    )
    record(root, 2019, request, now=NOW)
    back = root.parent / "ar.xml"
    back.write_bytes(returns.acknowledged())
    take_in(root, 2019, [back], by="Ada", now=NOW)
    return root, run(root)


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_the_set_holds_all_that_there_is(made: tuple[Path, HandedOver]) -> None:
    root, done = made
    assert done.path == root / "output/2019/transmission/ensemble/avenant-1-2019-prefecture.zip"
    assert names(done.path) == [
        *("bordereau.pdf", "bordereau.docx", "avenant/avenant.pdf", "avenant/annexes.pdf"),
        *(f"{OWN}/acte-1.pdf", f"{OWN}/accuse-reception-2.xml"),
        *("signatures.csv", "journal/journal.csv", "journal/journal.jsonl", MANIFEST, SEAL),
    ]
    with zipfile.ZipFile(done.path) as archive:
        journal = archive.read("journal/journal.jsonl")
        assert archive.read(f"{OWN}/accuse-reception-2.xml") == returns.acknowledged()
        table = archive.read("signatures.csv").decode("utf-8-sig")
    assert journal == (root / "data/2019/journal.jsonl").read_bytes()
    rows = {row["siege"]: row for row in csv.DictReader(io.StringIO(table), delimiter=";")}
    assert len(rows) == 20
    assert rows["RIVE-DE-GIER"]["recu_prefecture_le"] == "04/02/2019"
    assert rows["RIVE-DE-GIER"]["identifiant"] == returns.ID


def test_what_is_not_there_yet_is_said(made: tuple[Path, HandedOver]) -> None:
    _, done = made
    assert done.lacking[0].startswith("l’avenant signé")
    assert "Roanne : sa délibération et l’accusé de réception" in done.lacking
    assert not any(line.startswith("Rive-de-Gier") for line in done.lacking)
    assert done.lacking[-1].startswith("20 signatures")


def test_a_second_run_gives_the_same_bytes(made: tuple[Path, HandedOver]) -> None:
    root, done = made
    assert run(root).sha256 == done.sha256


def test_a_set_that_is_whole_is_told_with_the_head_of_its_journal(
    made: tuple[Path, HandedOver], tmp_path: Path
) -> None:
    root, done = made
    found = check_set(done.path)
    assert (found.files, found.year) == (done.files, 2019)
    assert found.head == journal_of(root, 2019).head().short
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(tmp_path / "dossier")
    assert check_set(tmp_path / "dossier") == found


@pytest.mark.parametrize(
    "name", ["avenant/annexes.pdf", f"{OWN}/acte-1.pdf", "signatures.csv", "journal/journal.jsonl"]
)
def test_one_byte_that_changed_is_found_and_its_file_named(
    made: tuple[Path, HandedOver], tmp_path: Path, name: str
) -> None:
    _, done = made
    content = bytearray(done.path.read_bytes())
    with zipfile.ZipFile(done.path) as archive:
        place = archive.getinfo(name).header_offset + 30 + len(name) + 20
    content[place] ^= 1
    changed = tmp_path / "recu.zip"
    changed.write_bytes(content)
    with pytest.raises(Tampered) as stop:
        check_set(changed)
    assert f"« {name} » a changé : même taille, autre contenu" in stop.value.message
    assert stop.value.exit_code == ExitCode.TAMPERED


def test_a_journal_that_is_not_that_of_the_manifest_is_found(
    made: tuple[Path, HandedOver], tmp_path: Path
) -> None:
    """Somebody has made the set again, hashes included, with a shorter journal."""
    _, done = made
    folder = tmp_path / "dossier"
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(folder)
    journal = folder / "journal/journal.jsonl"
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    kept = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (MANIFEST, SEAL)
    )
    head = journal_of(made[0], 2019).head()
    facts = {"annee": 2019, "journal": {"numero": head.sequence, "empreinte": head.digest}}
    manifest = write_manifest(folder, facts, kept)
    from hashlib import sha256

    seal = f"{sha256(manifest.read_bytes()).hexdigest()}  {MANIFEST}\n"
    (folder / SEAL).write_text(seal, "ascii", newline="\n")
    with pytest.raises(Tampered, match="n’est pas celui du manifeste"):
        check_set(folder)


def test_the_signed_copy_goes_along_once_it_is_whole(
    made: tuple[Path, HandedOver], tmp_path: Path
) -> None:
    root = tmp_path / "espace"
    shutil.copytree(made[0], root)
    folder = root / "output/2019/exemplaire-signe"
    folder.mkdir(parents=True)
    for name in ("dossier.pdf", "certificat.pdf", "lettre-roanne.pdf"):
        (folder / name).write_bytes(a_blank_pdf(name))
    all_names = ["dossier.pdf", "certificat.pdf", "lettre-roanne.pdf"]
    write_manifest(folder, {"partiel": True}, all_names)
    assert "avenant/dossier.pdf" not in names(run(root).path)
    write_manifest(folder, {"partiel": False}, all_names)
    done = run(root)
    assert {"avenant/dossier.pdf", "avenant/certificat.pdf"} <= set(names(done.path))
    assert "avenant/lettre-roanne.pdf" not in names(done.path)
    assert not any(line.startswith("l’avenant signé") for line in done.lacking)
    (folder / "dossier.pdf").write_bytes(a_blank_pdf("autre"))
    before = done.path.read_bytes()
    with pytest.raises(Tampered, match=r"dossier\.pdf"):
        run(root)
    assert done.path.read_bytes() == before


def test_without_a_text_there_is_nothing_to_hand_over(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    with pytest.raises(NothingToHandOver, match="pas encore préparé") as stop:
        run(root)
    assert stop.value.exit_code == ExitCode.NOT_READY
    assert not (root / "output").exists()


def test_a_piece_that_is_gone_stops_the_set(made: tuple[Path, HandedOver], tmp_path: Path) -> None:
    root = tmp_path / "espace"
    shutil.copytree(made[0], root)
    for path in (root / FOLDER).glob("*.xml"):
        path.unlink()
    with pytest.raises(Tampered, match=r"« ar\.xml » de l’événement n° 2"):
        run(root)


def test_the_command_tells_what_it_made_and_what_excludes_what(
    made: tuple[Path, HandedOver],
) -> None:
    root, done = made
    answer = avenant("transmit", "--set", cwd=root)
    assert answer.returncode == 0, answer.stderr
    text = plain(answer.stdout)
    assert done.path.name in text and "il y manque l’avenant signé" in text
    checked = avenant("transmit", "--verify", done.path, cwd=root)
    assert checked.returncode == 0
    assert "est intact" in plain(checked.stdout)
    assert avenant("transmit", "--set", "--stamp", cwd=root).returncode == 2
    nothing = avenant("transmit", "--stamp", cwd=root)
    assert nothing.returncode == ExitCode.NOT_READY
    assert "aucun dépôt préparé" in plain(nothing.stdout)
