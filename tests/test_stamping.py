"""Stamped copies of a deposit, from the archive that was kept. All facts are invented."""

import io
import tarfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.journal.evidence import FOLDER, store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import DEPOSITED, Draft, EffectDate, EventType, TargetKind
from avenant_builder.model.stamp import Stamp, read_stamp
from avenant_builder.pdf.words import words_of
from avenant_builder.record import Request, record
from avenant_builder.stamping import stamp_copies
from blank_pdf import a_blank_pdf
from built import copy_loire
from command_line import avenant, plain
from returns import FILE, ID, NUMBER, SIREN

NOW = datetime(2022, 9, 1, 10, 0, tzinfo=UTC)
BODY = "rive-de-gier"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


def fact(root: Path, type: EventType, on: EffectDate, *, number: str = NUMBER) -> None:
    request = Request(who=BODY, type=type, on=on, number=number, no_file="inventé")
    record(root, 2019, request, now=NOW)


def deposited(root: Path, *, id: str = ID, paper: bool = False) -> None:
    """A deposit of an acte and an annex, prepared as « transmit » does."""
    names = [f"{FILE}_1.pdf", f"{FILE}_2.pdf"]
    kept = {}
    if paper:
        for name in (*names, "bordereau.pdf"):
            path = root.parent / name
            path.write_bytes(a_blank_pdf())
            kept[name] = store(root, path)[0]
        first = "bordereau.pdf"
    else:
        first = f"SLO-EACT--{SIREN}--20190204-1.tar.gz"
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name in ("envelope.xml", *names):
                content = a_blank_pdf() if name.endswith(".pdf") else b"<a/>"
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        (root.parent / first).write_bytes(buffer.getvalue())
        kept[first] = store(root, root.parent / first)[0]
    draft = Draft(
        type=EventType.DEPOSIT_READY,
        target_kind=TargetKind.BODY,
        target=BODY,
        on=EffectDate(2019, 2, 4),
        number=NUMBER,
        identifier=id,
        evidence=kept[first],
        evidence_name=first,
        facts={f"{DEPOSITED}{name}": sha256 for name, sha256 in kept.items()},
    )
    journal_of(root, 2019).append([draft], now=NOW)


def stamps(folder: Path) -> dict[str, Stamp | None]:
    return {path.name: read_stamp((words_of(path) or ("",))[0]) for path in folder.iterdir()}


@pytest.mark.parametrize("paper", [False, True])
def test_the_acte_and_its_annexes_are_stamped_with_what_is_known(root: Path, paper: bool) -> None:
    deposited(root, paper=paper)
    fact(root, EventType.ACTE_SENT, EffectDate(2019, 2, 4))
    fact(root, EventType.ACTE_RECEIVED, EffectDate(2019, 2, 5))
    evidence = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}
    [done] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert done.folder == root / "output/2019/transmission/rive-de-gier/tamponnes"
    found = stamps(done.folder)
    assert sorted(found) == [f"{FILE}_1.pdf", f"{FILE}_2.pdf"] == sorted(done.names)
    for stamp in found.values():
        assert stamp is not None and str(stamp.id) == ID
        assert (stamp.sent, stamp.received) == (date(2019, 2, 4), date(2019, 2, 5))
        assert stamp.published is None
    assert done.lines[2] == "Affiché le"
    assert {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()} == evidence


def test_a_date_known_later_replaces_the_blank(root: Path) -> None:
    deposited(root)
    fact(root, EventType.ACTE_RECEIVED, EffectDate(2019, 2, 5))
    fact(root, EventType.ACTE_PUBLISHED, EffectDate(2019, 2, 6), number="")
    [done] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert done.lines == (
        "Envoyé en préfecture le",
        "Reçu en préfecture le 05/02/2019",
        "Affiché le 06/02/2019",
        f"ID : {ID}",
    )


def test_an_acte_since_july_2022_is_published_and_not_posted(root: Path) -> None:
    deposited(root, id=ID.replace("20190131", "20220701"))
    fact(root, EventType.ACTE_RECEIVED, EffectDate(2022, 7, 4))
    [done] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert done.lines[2] == "Publié le"


def test_what_was_not_sent_is_not_stamped_and_it_is_said_why(root: Path) -> None:
    every = stamp_copies(root, 2019, [], as_of=NOW.date())
    assert len(every) == 9
    assert {one.reason for one in every} == {"aucun dépôt préparé par « avenant transmit »"}
    deposited(root)
    [one] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert one.folder is None and "ni transmis ni reçu" in one.reason


def test_an_archive_that_was_cut_is_told_and_earlier_copies_stay(root: Path) -> None:
    deposited(root)
    fact(root, EventType.ACTE_SENT, EffectDate(2019, 2, 4))
    [done] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert done.folder is not None
    before = {path.name: path.read_bytes() for path in done.folder.iterdir()}
    [kept] = (root / FOLDER).glob("*.gz")
    kept.write_bytes(kept.read_bytes()[:-200])
    with pytest.raises(AvenantError) as stop:
        stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert stop.value.exit_code == ExitCode.TAMPERED
    assert {path.name: path.read_bytes() for path in done.folder.iterdir()} == before


def stamped_pdf(root: Path) -> Path:
    deposited(root)
    fact(root, EventType.ACTE_ADOPTED, EffectDate(2019, 1, 31))
    fact(root, EventType.ACTE_SENT, EffectDate(2019, 2, 4))
    fact(root, EventType.ACTE_RECEIVED, EffectDate(2019, 2, 5))
    [done] = stamp_copies(root, 2019, [BODY], as_of=NOW.date())
    assert done.folder is not None
    copy = root.parent / "tampon.pdf"
    copy.write_bytes((done.folder / done.names[0]).read_bytes())
    (root / "data/2019/journal.jsonl").unlink()
    return copy


def test_a_stamp_handed_to_receipt_is_proposed_and_not_recorded(root: Path) -> None:
    copy = stamped_pdf(root)
    done = avenant("receipt", copy, cwd=root)
    assert done.returncode == 0, done.stderr
    text = plain(done.stdout)
    assert f"Tampon lu dans « tampon.pdf » : {ID}" in text
    assert f"avenant record rive-de-gier acte-recu --on 05/02/2019 --number {NUMBER}" in text
    assert "publié (date en blanc)" in text
    assert not journal_of(root, 2019).read()


def test_a_stamp_handed_to_record_is_compared_with_what_is_recorded(root: Path) -> None:
    request = Request(
        who=BODY,
        type=EventType.ACTE_RECEIVED,
        on=EffectDate(2019, 2, 5),
        number=NUMBER,
        file=stamped_pdf(root),
    )
    done = record(root, 2019, request, now=NOW)
    [remark] = [one for one in done.remarks if "tampon" in one]
    assert "acte-transmis --on 04/02/2019" in remark and "acte-recu" not in remark
    adopted = replace(request, type=EventType.ACTE_ADOPTED, on=EffectDate(2019, 1, 30))
    other = record(root, 2019, adopted, now=NOW)
    assert any("date 31/01/2019, et 30/01/2019 au journal" in one for one in other.remarks)


def test_a_pdf_without_a_stamp_is_said(root: Path) -> None:
    path = root.parent / "page.pdf"
    path.write_bytes(a_blank_pdf())
    done = avenant("receipt", path, cwd=root)
    assert done.returncode == 0
    assert "Sans tampon lisible : page.pdf." in plain(done.stderr)
