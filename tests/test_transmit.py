"""Deposits of the whole Loire, from invented délibérations: written, kept, or told why not."""

import json
import shutil
import tarfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from avenant_builder.actes.classification import read_classification
from avenant_builder.actes.schema import Schema
from avenant_builder.audit import verify
from avenant_builder.deposits.assess import Standing, Wanted
from avenant_builder.errors import ExitCode
from avenant_builder.files.manifest import MANIFEST, fingerprint
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.deposit import Profile
from avenant_builder.model.event import DEPOSITED, EffectDate, EventType
from avenant_builder.record import RecordRefused, Request, record, undo
from avenant_builder.transmit import Transmission, transmit
from built import copy_loire
from command_line import avenant, plain
from deposit_loire import (
    CLASSIFICATION,
    ENDED,
    NOW,
    SCHEMA,
    VOTED,
    deliberation,
    ready_loire,
    vote,
)

RIVE = "rive-de-gier"
RIVE_ID = "042-214201865-20190131-DEL_2019_006-DE"
LATER = NOW + timedelta(days=3)


def run(root: Path, *bodies: str, now: object = NOW, **wanted: object) -> Transmission:
    asked = replace(Wanted(), **wanted)  # type: ignore[arg-type]
    at = NOW if now is NOW else LATER
    return transmit(root, 2019, bodies, asked, now=at, by="Ada", progress=lambda _: None)


def files(folder: Path) -> dict[str, str]:
    return {path.name: fingerprint(path) for path in folder.iterdir()}


def folder_of(root: Path, body: str) -> Path:
    return root / "output" / "2019" / "transmission" / body


def settings(root: Path, old: str, new: str) -> None:
    path = root / "data" / "2019" / "avenant.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Loire, voted and frozen; nothing transmitted."""
    return ready_loire(tmp_path_factory.mktemp("voté") / "espace")


@pytest.fixture(scope="module")
def sent(voted: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Transmission]:
    """The same, its deposits prepared."""
    root = tmp_path_factory.mktemp("prêt") / "espace"
    shutil.copytree(voted, root)
    return root, run(root)


@pytest.fixture
def root(voted: Path, tmp_path: Path) -> Path:
    root = tmp_path / "espace"
    shutil.copytree(voted, root)
    return root


def test_eight_are_ready_one_is_refused_ten_are_not_concerned(
    sent: tuple[Path, Transmission],
) -> None:
    root, done = sent
    standings = {one.assessed.body.id: one.assessed.standing for one in done.results}
    assert len(standings) == 19
    ready = {body for body, how in standings.items() if how is Standing.READY}
    assert ready == set(VOTED) - {ENDED}
    others = [how for body, how in standings.items() if body not in VOTED]
    assert others.count(Standing.STATE) == 1
    assert others.count(Standing.NOT_CONCERNED) == 9
    [refused] = [one for one in done.results if one.assessed.standing is Standing.NOT_READY]
    assert refused.assessed.body.id == ENDED and refused.packed is None
    assert [one.rule for one in refused.assessed.problems] == ["R-DEP-04"]
    assert not done.is_ready and not folder_of(root, ENDED).exists()


def test_each_archive_holds_what_it_announces(sent: tuple[Path, Transmission]) -> None:
    root, done = sent
    for one in done.results:
        if one.packed is None:
            continue
        folder = folder_of(root, one.assessed.body.id)
        with tarfile.open(folder / one.packed.archive) as tar:
            names = tar.getnames()
            assert names[2:] == list(one.packed.names)
            for name in one.packed.names:
                held = tar.extractfile(name)
                assert held is not None and held.read() == (folder / name).read_bytes()
            message = tar.extractfile(names[1])
            assert message is not None
            said = message.read()
            assert all(name.encode() in said for name in one.packed.names)
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = {entry["nom"]: entry["sha256"] for entry in manifest["fichiers"]}
        assert listed == {name: sha for name, sha in files(folder).items() if name != MANIFEST}


def test_nine_deposits_are_valid_by_the_official_schema(voted: Path, tmp_path: Path) -> None:
    """The body that ended in 2016 as a draft only."""
    if not SCHEMA.is_file():
        pytest.skip("le schéma officiel d’ACTES n’est pas à côté du dépôt")
    root = tmp_path / "espace"
    shutil.copytree(voted, root)
    done = run(root, classification=CLASSIFICATION, schema=SCHEMA, draft=True)
    schema, count = Schema.read(SCHEMA), 0
    for one in done.results:
        if one.packed is None:
            continue
        count += 1
        assert one.packed.archive.startswith("PROJET-SLO-EACT--")
        with tarfile.open(
            one.packed.folder.parent / one.assessed.body.id / one.packed.archive
        ) as tar:
            for name in tar.getnames()[:2]:
                content = tar.extractfile(name)
                assert content is not None and list(schema.faults(content.read())) == []
    assert count == 9
    assert read_classification(CLASSIFICATION).on == date(2019, 4, 18)
    assert not [e for e in journal_of(root, 2019).read() if e.type is EventType.DEPOSIT_READY]


def test_the_bordereau_is_one_page_and_says_all(sent: tuple[Path, Transmission]) -> None:
    root, done = sent
    for one in done.results:
        if one.packed is None:
            continue
        folder = folder_of(root, one.assessed.body.id)
        [page] = PdfReader(folder / "bordereau.pdf").pages
        text = plain(page.extract_text())
        deposit = one.packed.deposit
        said = (deposit.body.name, deposit.number, str(deposit.id), one.packed.archive)
        assert all(words in text for words in said)
        squeezed = text.replace("\n", "")
        assert all(document.sha256 in squeezed for document in deposit.documents)


def test_what_is_prepared_is_kept_with_its_event(sent: tuple[Path, Transmission]) -> None:
    root, _ = sent
    [event] = [
        one
        for one in journal_of(root, 2019).read()
        if one.type is EventType.DEPOSIT_READY and one.target == RIVE
    ]
    assert (event.identifier, event.number) == (RIVE_ID, "DEL_2019_006")
    assert event.evidence_name == "SLO-EACT--214201865--20190506-1.tar.gz"
    here = files(folder_of(root, RIVE))
    kept = {
        name.removeprefix(DEPOSITED): sha
        for name, sha in event.facts.items()
        if name.startswith(DEPOSITED)
    }
    assert kept == {name: sha for name, sha in here.items() if not name.startswith("99_DE")}
    assert all(find(root, sha) for sha in kept.values())
    assert verify(root, 2019).orphans == ()


def test_a_second_run_changes_nothing_even_days_later(sent: tuple[Path, Transmission]) -> None:
    root, _ = sent
    before, count = files(folder_of(root, RIVE)), len(journal_of(root, 2019).read())
    done = run(root, RIVE, now=LATER)
    assert not done.results[0].is_new
    assert files(folder_of(root, RIVE)) == before
    assert len(journal_of(root, 2019).read()) == count


def test_a_changed_deposit_takes_the_next_number_and_the_old_archive_goes(root: Path) -> None:
    run(root, RIVE)
    settings(
        root,
        "[actes.organismes.roanne]",
        '[actes.organismes.rive-de-gier]\nobjet = "Autre"\n\n[actes.organismes.roanne]',
    )
    run(root, RIVE)
    names = {path.name for path in folder_of(root, RIVE).iterdir()}
    assert "SLO-EACT--214201865--20190506-2.tar.gz" in names
    assert "SLO-EACT--214201865--20190506-1.tar.gz" not in names


def test_what_is_sent_is_left_alone(root: Path) -> None:
    on = EffectDate.of(NOW.date())
    fact = Request(who=RIVE, type=EventType.ACTE_SENT, on=on, no_file="inventé")
    number = record(root, 2019, fact, now=NOW).event.sequence
    done = run(root, RIVE)
    assert done.results[0].assessed.standing is Standing.SENT
    assert done.is_ready and not folder_of(root, RIVE).exists()
    undo(root, 2019, number, now=NOW)
    assert run(root, RIVE).results[0].assessed.standing is Standing.READY


def test_what_came_back_is_made_again_under_the_next_number(root: Path) -> None:
    first = run(root, RIVE).results[0]
    assert first.event is not None
    on = EffectDate.of(NOW.date())
    for type in (EventType.ACTE_SENT, EventType.ACTE_ANOMALY):
        fact = Request(who=RIVE, type=type, on=on, no_file="inventé", note="002 inventée")
        record(root, 2019, fact, now=NOW)
    for _ in range(2):  # and then keeps that number
        [one] = run(root, RIVE).results
        assert one.assessed.standing is Standing.READY
        assert one.packed is not None
        assert one.packed.archive == "SLO-EACT--214201865--20190506-2.tar.gz"


def test_an_archive_over_the_limit_is_not_put_in_place(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that fit, whose archive does not; the limit is lowered for the test."""
    monkeypatch.setattr("avenant_builder.transmit.LARGEST", 100_000)
    [one] = run(root, RIVE).results
    assert one.assessed.standing is Standing.NOT_READY and one.event is None
    assert [fault.rule for fault in one.assessed.problems] == ["R-DEP-17"]
    assert "l’archive fait" in one.assessed.problems[0].message
    assert not folder_of(root, RIVE).exists()


def test_on_paper(root: Path) -> None:
    settings(root, 'trigramme = "SLO"', 'trigramme = ""')
    done = run(root, "ambierle", paper=True)
    [one] = done.results
    assert one.assessed.standing is Standing.READY
    folder = folder_of(root, "ambierle")
    assert {path.name for path in folder.iterdir()} == {
        *("1-deliberation.pdf", "2-avenant-n-1.pdf", "3-annexes-de-l-avenant.pdf"),
        *("bordereau.docx", "bordereau.pdf", "lettre.docx", "lettre.pdf", MANIFEST),
    }
    [page] = PdfReader(folder / "lettre.pdf").pages
    text = " ".join(plain(page.extract_text()).split())
    assert "2019_014" in text and "7 mars 2019" in text and "Raymonde BRETTE" in text
    assert one.event is not None and find(root, one.event.evidence)


def test_a_contract_has_the_deliberation_as_its_annex(root: Path, tmp_path: Path) -> None:
    settings(
        root,
        "[actes.organismes.roanne]",
        '[actes.organismes.roanne]\nnumero_contrat = "CV_2019_7"\ndate_contrat = "15/04/2019"',
    )
    signed = deliberation(tmp_path / "signe.pdf", "Avenant signe, invente")
    wanted = {"profile": Profile.CONTRACT, "signed": signed}
    [one] = run(root, "roanne", **wanted).results
    assert one.packed is not None, [str(fault) for fault in one.assessed.problems]
    assert str(one.packed.deposit.id) == "042-214201873-20190415-CV_2019_7-CC"
    assert [document.typology for document in one.packed.deposit.documents] == ["99_DC"] * 3
    if CLASSIFICATION.is_file():
        [two] = run(root, "roanne", classification=CLASSIFICATION, draft=True, **wanted).results
        assert two.packed is not None
        codes = [document.typology for document in two.packed.deposit.documents]
        assert codes == ["10_AV", "10_AV", "10_DE"]


def test_a_number_that_served_before_is_refused(root: Path) -> None:
    other = root / "data" / "2018"
    other.mkdir()
    shutil.copy(root / "data" / "2019" / "avenant.toml", other)
    on, number = EffectDate(2018, 3, 1), VOTED[RIVE][1]
    fact = Request(who=RIVE, type=EventType.ACTE_ADOPTED, on=on, number=number, no_file="inventé")
    record(root, 2018, fact, now=NOW)
    [one] = run(root, RIVE).results
    assert [fault.rule for fault in one.assessed.problems] == ["R-DEP-18"]


def test_a_hostile_or_broken_deliberation_is_refused(root: Path, tmp_path: Path) -> None:
    bad = tmp_path / "acte.pdf"
    bad.write_bytes(b"%PDF-1.7\nrien")
    on, number = VOTED[RIVE]
    first = next(e for e in journal_of(root, 2019).read() if e.target == RIVE)
    undo(root, 2019, first.sequence, now=NOW)
    fact = Request(
        who=RIVE, type=EventType.ACTE_ADOPTED, on=EffectDate.of(on), number=number, file=bad
    )
    record(root, 2019, fact, now=NOW)
    [one] = run(root, RIVE).results
    assert [fault.rule for fault in one.assessed.problems] == ["R-DEP-12"]
    assert one.assessed.problems[0].place.file == "acte.pdf"


def test_a_changed_piece_is_tampered(root: Path) -> None:
    event = next(e for e in journal_of(root, 2019).read() if e.target == RIVE)
    path = find(root, event.evidence)
    assert path is not None
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Tampered, match="n’est plus la même"):
        run(root, RIVE)


def test_an_annex_announced_since_is_missed(root: Path) -> None:
    settings(root, "[carte]", '[[annexes]]\ntitre = "Plan"\nfichier = "plan.pdf"\n\n[carte]')
    [one] = run(root, RIVE).results
    assert [fault.rule for fault in one.assessed.problems] == ["R-DEP-16"]
    assert "« Plan » est annoncée" in one.assessed.problems[0].message


def test_a_schema_that_asks_for_more_is_heard(root: Path, tmp_path: Path) -> None:
    """One of another version: what our own checks let through is told in its words."""
    other = tmp_path / "autre.xsd"
    other.write_text(
        '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="a"/>'
        "</xsd:schema>"
    )
    [one] = run(root, RIVE, schema=other).results
    assert [fault.rule for fault in one.assessed.problems] == ["R-DEP-20", "R-DEP-20"]
    assert "ligne 2" in one.assessed.problems[0].message


def test_a_deposit_is_not_recorded_by_hand(root: Path) -> None:
    fact = Request(who=RIVE, type=EventType.DEPOSIT_READY, on=EffectDate(2019, 5, 6))
    with pytest.raises(RecordRefused, match="ne s’enregistre pas ainsi"):
        record(root, 2019, fact, now=NOW)


def test_the_loire_as_it_is_lacks_what_it_lacks(tmp_path: Path) -> None:
    """Nothing was invented for it: each thing missing is told, and a draft can be looked at."""
    root = copy_loire(tmp_path / "espace")
    (root / "data" / "2019" / "journal.jsonl").unlink(missing_ok=True)
    answer = avenant("transmit", "--body", RIVE, cwd=root)
    assert answer.returncode == ExitCode.NOT_READY, answer.stderr
    said = plain(answer.stderr)
    assert "R-DEP-16" not in said  # what is not frozen has no annexes to compare
    for rule in ("01", "05", "06", "07", "09", "10", "15"):
        assert f"[R-DEP-{rule}]" in said
    assert "data/bodies.csv:10 « arrondissement » : Rive-de-Gier" in said
    assert not (root / "output").exists() and not (root / "data" / "evidence").exists()


def test_the_command(sent: tuple[Path, Transmission]) -> None:
    root, _ = sent
    answer = avenant("transmit", "--body", RIVE, "--body", "caf-loire", cwd=root)
    said = plain(answer.stdout)
    assert answer.returncode == 0, answer.stderr
    assert "Prêt : Rive-de-Gier (3 pièces)" in said and RIVE_ID in said
    assert "Non concerné (1)" in said and "Caisse d’allocations familiales" in said
    wrong = avenant("transmit", "--body", "rive-de-gie", cwd=root)
    assert wrong.returncode == ExitCode.PROBLEMS and "rive-de-gier" in wrong.stderr
    for args in (["--signed", "x.pdf"], ["--profile", "arrete"]):
        assert avenant("transmit", *args, cwd=root).returncode == 2
    for option in ("--classification", "--schema"):
        answer = avenant("transmit", "--body", RIVE, option, root / "signatories.csv", cwd=root)
        assert answer.returncode == ExitCode.UNREADABLE, answer.stderr
        assert "signatories.csv" in answer.stderr


def test_a_vote_that_comes_later_makes_its_deposit(root: Path) -> None:
    first = next(e for e in journal_of(root, 2019).read() if e.target == "ambierle")
    undo(root, 2019, first.sequence, now=NOW)
    assert not run(root, "ambierle").is_ready
    vote(root, "ambierle")
    assert run(root, "ambierle").is_ready
