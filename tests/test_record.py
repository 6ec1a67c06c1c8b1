"""Recording facts: what is refused, what is the same, what is undone. All facts are invented."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avenant_builder.audit import known_pieces, verify
from avenant_builder.errors import AvenantError
from avenant_builder.journal.contract import Head, Tampered
from avenant_builder.journal.evidence import FOLDER, find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.listing import Filter, select
from avenant_builder.model.event import EffectDate, EventType, TargetKind, in_force
from avenant_builder.record import RecordRefused, Request, record, undo
from avenant_builder.tracking.targets import UnknownTarget
from built import copy_loire
from command_line import environment

NOW = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
DAY = EffectDate(2019, 2, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "page inventée.pdf"
    path.write_bytes(b"%PDF une page inventee")
    return path


def a_request(**facts: Any) -> Request:
    defaults: dict[str, Any] = {
        "who": "ROANNE",
        "type": EventType.SENT,
        "on": DAY,
        "no_file": "remis en main propre",
    }
    return Request(**defaults | facts)


def test_the_piece_and_the_event_are_both_there(root: Path, scan: Path) -> None:
    request = a_request(type=EventType.ACTE_ADOPTED, who="roanne", no_file="", file=scan, by="Ada")
    done = record(root, 2019, replace(request, number="DEL_1"), now=NOW)
    [event] = journal_of(root, 2019).read()
    assert done.event == event and done.is_new
    assert (event.target_kind, event.target) == (TargetKind.BODY, "roanne")
    assert (event.number, event.by, event.evidence_name) == ("DEL_1", "Ada", scan.name)
    kept = find(root, event.evidence)
    assert kept is not None and kept.read_bytes() == scan.read_bytes()
    assert done.head == journal_of(root, 2019).head()
    assert verify(root, 2019, noted=done.head).pieces == 1


@pytest.mark.parametrize(
    ("who", "type", "target"),
    [
        ("roanne", EventType.SENT, "ROANNE"),
        ("ROANNE", EventType.ACTE_ADOPTED, "roanne"),
        ("CAF-2", EventType.ACTE_ADOPTED, "caf-loire"),
        ("caf-2", EventType.SENT, "CAF-2"),
        ("roanne", EventType.NOTE, "roanne"),
        ("ROANNE", EventType.NOTE, "ROANNE"),
        ("Avenant", EventType.CIRCULATED, "2019"),
        ("2019", EventType.NOTE, "2019"),
    ],
)
def test_a_siege_and_its_organisme_are_told_apart_by_the_type(
    root: Path, who: str, type: EventType, target: str
) -> None:
    done = record(root, 2019, a_request(who=who, type=type, note="note"), now=NOW)
    assert done.event.target == target


@pytest.mark.parametrize(
    ("who", "type", "remedy"),
    [
        ("rive-de-gie", EventType.ACTE_ADOPTED, "Vouliez-vous dire « rive-de-gier » ?"),
        ("RIVE-DE-GIE", EventType.SENT, "Vouliez-vous dire « RIVE-DE-GIER » ?"),
        ("Tombouctou", EventType.SENT, "« avenant status »"),
        ("caf-loire", EventType.SIGNED_ON_PAPER, "CAF-1 et CAF-2"),
        ("ROANNE", EventType.NOTIFIED, "« avenant »"),
        ("avenant", EventType.SENT, "Nommez le siège"),
    ],
)
def test_who_is_never_guessed(root: Path, who: str, type: EventType, remedy: str) -> None:
    with pytest.raises(UnknownTarget) as stop:
        record(root, 2019, a_request(who=who, type=type), now=NOW)
    assert remedy in stop.value.remedy
    assert stop.value.exit_code == 10


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"on": EffectDate(2019, 6, 4)}, "04/06/2019 est dans le futur"),
        ({"on": EffectDate(2019, 7)}, "07/2019 est dans le futur"),
        ({"no_file": " "}, "une pièce, ou la raison"),
        ({"file": Path("page.pdf")}, "s’excluent"),
        ({"no_file": "", "file": Path("absente.pdf")}, "n’existe pas"),
        ({"type": EventType.REFUSED}, "demande son motif"),
        ({"type": EventType.NOTE}, "demande un texte"),
        ({"type": EventType.FROZEN}, "ne s’enregistre pas ainsi"),
        ({"type": EventType.CANCELLED}, "ne s’enregistre pas ainsi"),
        ({"type": EventType.CORRECTION}, "ne s’enregistre pas ainsi"),
        ({"signer": "Ada INVENTÉE"}, "n’est pas une signature"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_written(
    root: Path, facts: dict[str, Any], message: str
) -> None:
    with pytest.raises(AvenantError, match=message) as stop:
        record(root, 2019, a_request(**facts), now=NOW)
    assert stop.value.remedy and int(stop.value.exit_code) in (10, 11)
    assert journal_of(root, 2019).read() == ()
    assert not (root / FOLDER).exists()


@pytest.mark.parametrize("on", [EffectDate(), EffectDate(2019, 6), EffectDate(2019, 6, 3)])
def test_a_signature_may_be_undated_or_known_to_the_month(root: Path, on: EffectDate) -> None:
    request = a_request(type=EventType.SIGNED_ON_PAPER, on=on, signer="Ada INVENTÉE")
    event = record(root, 2019, request, now=NOW).event
    assert (event.on, event.signer) == (on, "Ada INVENTÉE")


def test_the_same_fact_twice_changes_nothing_and_says_so(root: Path, scan: Path) -> None:
    request = a_request(type=EventType.PAGE_RECEIVED, no_file="", file=scan)
    first = record(root, 2019, request, now=NOW)
    before = journal_of(root, 2019).path.read_bytes()
    table = root / "output/2019/suivi.csv"
    told = table.read_bytes()
    table.unlink()  # as a run that died once the fact was written
    again = record(root, 2019, replace(request, note="encore", by="Bob"), now=NOW)
    assert (again.is_new, again.event, again.head) == (False, first.event, first.head)
    assert any("La note n’est pas écrite" in remark for remark in again.remarks)
    assert journal_of(root, 2019).path.read_bytes() == before
    assert table.read_bytes() == told


def test_another_date_for_the_same_fact_is_written_and_said(root: Path) -> None:
    request = a_request(type=EventType.CHECKED)
    record(root, 2019, request, now=NOW)
    done = record(root, 2019, replace(request, on=EffectDate(2019, 2, 2)), now=NOW)
    assert done.is_new
    assert any("01/02/2019 (événement n° 1)" in remark for remark in done.remarks)


def test_one_page_for_two_seats_is_two_facts(root: Path, scan: Path) -> None:
    request = a_request(type=EventType.SIGNED_ON_PAPER, no_file="", file=scan)
    assert record(root, 2019, request, now=NOW).event.target == "ROANNE"
    other = record(root, 2019, replace(request, who="ROANNAIS-AGGLO"), now=NOW)
    assert other.is_new and other.event.target == "ROANNAIS-AGGLO"
    assert len(known_pieces(root)) == 1


def test_undo_writes_and_takes_nothing_away(root: Path) -> None:
    record(root, 2019, a_request(), now=NOW)
    done = undo(root, 2019, 1, by="Ada", note="erreur de siège", now=NOW)
    assert (done.event.type, done.event.corrects) == (EventType.CANCELLED, 1)
    events = journal_of(root, 2019).read()
    assert len(events) == 2 and in_force(events) == ()
    assert undo(root, 2019, 1, now=NOW).is_new is False
    assert record(root, 2019, a_request(), now=NOW).event.sequence == 3
    for number, message in {2: "elle-même|lui-même", 9: "pas d’événement n° 9"}.items():
        with pytest.raises(RecordRefused, match=message):
            undo(root, 2019, number, now=NOW)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.integers(1, 28), max_size=5, unique=True))
def test_to_undo_all_is_to_be_back_at_the_start(root: Path, days: list[int]) -> None:
    start = in_force(journal_of(root, 2019).read())
    made = [record(root, 2019, a_request(on=EffectDate(2019, 1, day)), now=NOW) for day in days]
    assert len(in_force(journal_of(root, 2019).read())) == len(start) + len(days)
    for done in made:
        undo(root, 2019, done.event.sequence, now=NOW)
    assert in_force(journal_of(root, 2019).read()) == start


def test_the_follow_up_is_refreshed_or_said_to_be_old(root: Path) -> None:
    adopted = a_request(type=EventType.ACTE_ADOPTED)
    record(root, 2019, adopted, now=NOW)
    table = root / "output/2019/suivi.csv"
    before = table.read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    undo(root, 2019, 1, now=NOW)
    assert table.read_bytes() != before
    shutil.rmtree(root / "output")
    (root / "output").write_text("", "utf-8")
    done = record(root, 2019, adopted, now=NOW)
    assert done.is_new and journal_of(root, 2019).read()[-1] == done.event
    assert any("n’est pas à jour" in remark for remark in done.remarks)


def test_what_a_dead_run_left_is_said(root: Path, scan: Path) -> None:
    record(root, 2019, a_request(), now=NOW)
    (root / FOLDER).mkdir()
    (root / FOLDER / f"{'ab' * 32}.pdf").write_bytes(b"sans evenement")
    with journal_of(root, 2019).path.open("ab") as stream:
        stream.write(b'{"avant":"')
    done = record(root, 2019, a_request(who="CAF-1"), now=NOW)
    assert done.event.sequence == 2
    said = " ".join(done.remarks)
    assert "journal.reste-1.txt" in said and "1 pièce sans événement" in said


def test_verify_names_the_first_thing_that_is_wrong(root: Path, scan: Path) -> None:
    request = a_request(type=EventType.PAGE_RECEIVED, no_file="", file=scan)
    noted = record(root, 2019, request, now=NOW).head
    record(root, 2019, a_request(who="CAF-1"), now=NOW)
    path = journal_of(root, 2019).path
    lines = path.read_bytes().splitlines(keepends=True)
    last = journal_of(root, 2019).head()
    path.write_bytes(lines[0])
    verify(root, 2019, noted=noted)
    with pytest.raises(Tampered, match="finit à l’événement n° 1"):
        verify(root, 2019, noted=last)
    path.unlink()
    record(root, 2019, a_request(), now=NOW)
    with pytest.raises(Tampered, match="réécrit"):
        verify(root, 2019, noted=Head(1, noted.digest[:12]))
    path.write_bytes(b"".join(lines))
    kept = find(root, (journal_of(root, 2019).read()[0]).evidence)
    assert kept is not None
    kept.write_bytes(b"autre chose")
    with pytest.raises(Tampered, match=r"page inventée\.pdf.*n° 1 n’est plus"):
        verify(root, 2019)
    kept.unlink()
    with pytest.raises(Tampered, match="n° 1 manque"):
        verify(root, 2019)


def test_the_journal_is_filtered_by_who_what_and_when(root: Path) -> None:
    record(root, 2019, a_request(who="CAF-1"), now=NOW)
    record(root, 2019, a_request(who="CAF-1", type=EventType.ACTE_ADOPTED), now=NOW)
    record(root, 2019, a_request(who="CAF-2", on=EffectDate()), now=NOW)
    record(root, 2019, a_request(on=EffectDate(2019, 5, 1)), now=NOW)
    events = journal_of(root, 2019).read()

    def numbers(**wanted: Any) -> list[int]:
        return [event.sequence for event in select(root, 2019, events, Filter(**wanted))]

    assert numbers() == [1, 2, 3, 4]
    assert numbers(seat="caf-1") == [1]
    assert numbers(body="caf-loire") == [1, 2, 3]
    assert numbers(body="caf-loire", type=EventType.SENT) == [1, 3]
    assert numbers(since=datetime(2019, 2, 2).date()) == [4]  # noqa: DTZ001
    assert numbers(until=datetime(2019, 2, 1).date()) == [1, 2]  # noqa: DTZ001
    with pytest.raises(UnknownTarget, match="ni un siège"):
        numbers(seat="CAF-3")


def test_sixteen_at_once_lose_nothing(root: Path) -> None:
    """Eight different facts, each told by two processes at the same time: eight events."""
    code = "from avenant_builder.cli.main import main; main()"
    seats = ["CAF-1", "CAF-2", "CD42", "ETAT", "MSA", "CARSAT", "ROANNE", "SEM"]
    runs = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", code, "--workspace", str(root), "record", seat, "envoye"),
                *("--on", "01/02/2019", "--no-file", "essai", "--year", "2019"),
            ],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for seat in seats * 2
    ]
    answers = [(run.communicate(timeout=60), run.returncode) for run in runs]
    assert {code for _, code in answers} == {0}, answers
    said = [output for (output, _), _ in answers]
    assert sum(text.startswith("Enregistré") for text in said) == 8
    assert sum(text.startswith("Déjà enregistré") for text in said) == 8
    events = journal_of(root, 2019).read()
    assert sorted(event.target for event in events) == sorted(seats)
    assert verify(root, 2019).head.sequence == 8
