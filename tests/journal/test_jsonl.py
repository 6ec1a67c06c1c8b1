"""The journal in a file: its contract, its form, and what becomes of a damaged one."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.errors import Busy, OutputFault, WorkspaceMissing
from avenant_builder.journal.contract import Head, Journal, Tampered
from avenant_builder.journal.jsonl import LOCK, JsonlJournal
from avenant_builder.journal.lines import decode, digest, encode
from avenant_builder.model.event import Draft, EffectDate, EventType, TargetKind
from command_line import ROOT, environment
from journal_contract import FULL, NOW, JournalContract, Reopened, a_draft

HERE = Path(__file__).parent
PATHS = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests", HERE)))
HOLD = """
import sys, time
from pathlib import Path
from avenant_builder.disk import held
with held(Path(sys.argv[1])):
    print("tenu", flush=True)
    time.sleep(60)
"""
FILL = """
import resource, signal, sys
from pathlib import Path
from avenant_builder.errors import OutputFault
from avenant_builder.journal.jsonl import JsonlJournal
from journal_contract import NOW, a_draft
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
sys.stdout.reconfigure(encoding="utf-8")
try:
    JsonlJournal(Path(sys.argv[1])).append([a_draft()], now=NOW)
except OutputFault as stop:
    print(stop.message)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2019" / "journal.jsonl"


@pytest.fixture
def journal(path: Path) -> Journal:
    return JsonlJournal(path)


@pytest.fixture
def reopened(path: Path) -> Reopened:
    return lambda: JsonlJournal(path)


class TestJsonlJournal(JournalContract):
    """The file holds the contract."""


def ten_events(path: Path) -> bytes:
    drafts = [a_draft(note=f"n° {number}", on=EffectDate(2019, 1, 31)) for number in range(10)]
    JsonlJournal(path).append(drafts, now=NOW)
    return path.read_bytes()


def test_a_line_is_canonical_and_bears_the_hash_of_the_line_before(path: Path) -> None:
    JsonlJournal(path).append([a_draft(), FULL], now=NOW)
    first, second = path.read_bytes().splitlines()
    for line in (first, second):
        content = json.loads(line)
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line == canonical.encode()
    assert json.loads(first)["avant"] == "0" * 64
    assert json.loads(second)["avant"] == digest(first)
    assert JsonlJournal(path).head() == Head(2, digest(second))


words = st.text(max_size=20)


@given(
    type=st.sampled_from(EventType),
    kind=st.sampled_from(TargetKind),
    texts=st.tuples(*[words] * 5),
    on=st.one_of(
        st.just(EffectDate()),
        st.dates().map(EffectDate.of),
        st.builds(EffectDate, st.integers(1900, 2199), st.integers(1, 12)),
    ),
    facts=st.dictionaries(words, words, max_size=3),
)
def test_any_event_survives_its_line(
    type: EventType,
    kind: TargetKind,
    texts: tuple[str, ...],
    on: EffectDate,
    facts: dict[str, str],
) -> None:
    by, number, signer, note, reason = texts
    draft = Draft(
        type=type,
        target_kind=kind,
        target="cible",
        on=on,
        by=by,
        number=number,
        signer=signer,
        note=note,
        no_evidence=reason,
        facts=facts,
    )
    line = encode(draft, sequence=3, recorded_at=NOW, before="0" * 64)
    assert b"\n" not in line
    event, before = decode(line)
    assert encode(event, sequence=3, recorded_at=event.recorded_at, before=before) == line


def test_a_cut_at_any_byte_is_recovered_to_the_last_whole_event(path: Path) -> None:
    data = ten_events(path)
    notes = [event.note for event in JsonlJournal(path).read()]
    for cut in random.Random(2019).sample(range(1, len(data)), 300):
        for side in path.parent.glob("journal.reste-*"):
            side.unlink()
        path.write_bytes(data[:cut])
        # What lacks its end only is whole: nothing but the end of the line was lost.
        whole = data[: cut + 1].count(b"\n")
        opened = JsonlJournal(path)
        assert [event.note for event in opened.read()] == notes[:whole], cut
        kept = b"".join(data.splitlines(keepends=True)[:whole])
        assert path.read_bytes() == kept
        aside = data[len(kept) : cut]
        assert (opened.set_aside is not None) == bool(aside)
        if opened.set_aside is not None:
            assert opened.set_aside.read_bytes() == aside
        opened.append([a_draft(note="la suite")], now=NOW)
        assert len(JsonlJournal(path).read()) == whole + 1


def test_the_zeros_of_a_power_cut_are_moved_aside(path: Path) -> None:
    data = ten_events(path)
    path.write_bytes(data + b"\0" * 512)
    assert len(JsonlJournal(path).read()) == 10
    assert path.read_bytes() == data


def test_any_byte_changed_before_the_last_line_refuses(path: Path) -> None:
    data = ten_events(path)
    last_line = data.rstrip(b"\n").rindex(b"\n") + 1
    for place in random.Random(7).sample(range(last_line), 200):
        other = bytes([data[place] ^ 1])
        path.write_bytes(data[:place] + other + data[place + 1 :])
        with pytest.raises(Tampered):
            JsonlJournal(path).read()
        with pytest.raises(Tampered):
            JsonlJournal(path).append([a_draft()], now=NOW)


@pytest.mark.parametrize("spoil", ["removed", "swapped", "doubled", "inserted"])
def test_a_line_out_of_its_place_refuses_and_is_named(path: Path, spoil: str) -> None:
    lines = ten_events(path).splitlines(keepends=True)
    spoiled = {
        "removed": lines[:4] + lines[5:],
        "swapped": [*lines[:4], lines[5], lines[4], *lines[6:]],
        "doubled": [*lines[:4], lines[3], *lines[4:]],
        "inserted": [*lines[:4], b"\n", *lines[4:]],
    }[spoil]
    path.write_bytes(b"".join(spoiled))
    with pytest.raises(Tampered, match="ligne 5"):
        JsonlJournal(path).read()


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"null",
        b'{"format":"1"}',
        b'{"format":1}',
        b'{"format":1,"n":1.0}',
        b'{"format":NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_whole_line_that_is_no_event_refuses(path: Path, line: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(line + b"\n")
    with pytest.raises(Tampered, match="ligne 1"):
        JsonlJournal(path).read()


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_of_a_later_version_is_left_as_it_is(path: Path, end: bytes) -> None:
    data = ten_events(path)
    later = data + b'{"avant":"%s","format":2,"nouveau":1}' % digest(data.splitlines()[-1]).encode()
    path.write_bytes(later + end)
    with pytest.raises(WorkspaceMissing, match="plus récente") as stop:
        JsonlJournal(path).append([a_draft()], now=NOW)
    assert "Mettez l’outil à jour" in stop.value.remedy
    assert path.read_bytes().startswith(later)


def test_a_writer_waits_its_turn_then_says_who_is_at_work(path: Path) -> None:
    path.parent.mkdir()
    with holder_of(path) as holder:
        with pytest.raises(Busy) as stop:
            JsonlJournal(path, patience=0.1).append([a_draft()], now=NOW)
        assert f"processus {holder.pid}" in stop.value.message
        assert JsonlJournal(path).read() == ()
        holder.kill()
        holder.wait()
        # The lock file is still there: a dead holder's lock is taken over.
        assert path.with_name(LOCK).exists()
        JsonlJournal(path, patience=0.1).append([a_draft()], now=NOW)


def test_a_torn_line_is_left_alone_while_someone_writes_it(path: Path) -> None:
    data = ten_events(path)
    path.write_bytes(data + b'{"avant":"')
    with holder_of(path):
        assert len(JsonlJournal(path).read()) == 10
        assert path.read_bytes() == data + b'{"avant":"'


@contextmanager
def holder_of(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process, which holds the lock of a journal until the end of the block."""
    command = [sys.executable, "-c", HOLD, str(path.with_name(LOCK))]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "tenu\n"
        yield holder
        holder.kill()


def test_a_full_disk_leaves_the_journal_as_it_was(path: Path) -> None:
    """A limit on the size of files stands for the disk: the same write fails half-way."""
    data = ten_events(path)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path), str(len(data) + 50)],
        env=environment(PYTHONPATH=PATHS),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "le disque est plein" in done.stdout, done.stderr
    assert path.read_bytes() == data


def test_a_journal_that_is_a_folder_or_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").mkdir()
    with pytest.raises(WorkspaceMissing, match="ne peut pas être lu"):
        JsonlJournal(tmp_path / "journal.jsonl").read()
    (tmp_path / "fichier").write_text("", "utf-8")
    with pytest.raises(OutputFault):
        JsonlJournal(tmp_path / "fichier" / "journal.jsonl").append([a_draft()], now=NOW)


def test_the_latest_by_the_clocks_is_not_the_last_where_one_was_set_back(path: Path) -> None:
    journal = JsonlJournal(path)
    assert journal.latest() == (0, None)
    for days in (0, 2, -1):
        journal.append([a_draft()], now=NOW + timedelta(days=days))
    assert journal.latest() == (2, NOW + timedelta(days=2))
    with path.open("ab") as stream:
        stream.write(b'{"enregistre":"2099-19-39T99:99:99Z"')
    assert journal.latest() == (0, None)
    assert len(journal.read()) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n° 12 · 3fa9c01b22de", Head(12, "3fa9c01b22de")),
        ("N°\u00a012 ·\u00a03FA9C01B22DE", Head(12, "3fa9c01b22de")),
        ("12:3fa9c01b22de", Head(12, "3fa9c01b22de")),
        ("12 3fa9c01b22de", Head(12, "3fa9c01b22de")),
        ("12", None),
        ("n° 12 · 3fa9", None),
        ("n° 12 · rien du tout", None),
    ],
)
def test_a_head_is_read_as_it_was_printed(text: str, expected: Head | None) -> None:
    assert Head.parse(text) == expected


@given(sequence=st.integers(0, 10**9 - 1), seed=st.binary(max_size=4))
def test_a_printed_head_is_read_again(sequence: int, seed: bytes) -> None:
    head = Head(sequence, digest(seed))
    read = Head.parse(head.short)
    assert read is not None
    assert read.sequence == sequence and head.digest.startswith(read.digest)
