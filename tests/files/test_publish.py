"""Results move in together or not at all, and two runs exclude each other."""

import errno
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from avenant_builder.errors import Busy, ExitCode, OutputFault
from avenant_builder.files.publish import LOCK, publish, work_folder, workspace_lock

HOLD = """
import sys, time
from pathlib import Path
from avenant_builder.files.publish import workspace_lock
with workspace_lock(Path(sys.argv[1])):
    print("tenu", flush=True)
    time.sleep(60)
"""


MOVE = """
import os, signal, sys
from pathlib import Path
from avenant_builder.files.publish import publish, work_folder

target, last = Path(sys.argv[1]), int(sys.argv[2])
moves = 0

def dying(event, args):
    global moves
    if event in ("os.rename", "os.remove", "os.link"):
        if moves == last:
            os.kill(os.getpid(), signal.SIGKILL)
        moves += 1

with work_folder(target) as work:
    for name in "abc":
        (work / f"{name}.pdf").write_text(f"neuf {name}", "utf-8")
    sys.addaudithook(dying)
    publish(work, target, ["a.pdf", "b.pdf", "c.pdf"], ["a.pdf", "périmé.pdf"])
    print("fini", flush=True)
"""
MOVES = 7
"""Two former results kept, three moved in, one removed, the list of them removed."""


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def former_results(target: Path) -> None:
    target.mkdir(parents=True)
    (target / "a.pdf").write_text("ancien a", "utf-8")
    (target / "périmé.pdf").write_text("ancien", "utf-8")
    (target / "note de l’agent.txt").write_text("pas à nous", "utf-8")


def test_results_replace_the_former_ones_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "output" / "2019"
    former_results(target)
    with work_folder(target) as work:
        (work / "a.pdf").write_text("neuf a", "utf-8")
        (work / "b.pdf").write_text("neuf b", "utf-8")
        publish(work, target, ["a.pdf", "b.pdf"], ["a.pdf", "périmé.pdf", "jamais.pdf"])
    assert tree(tmp_path / "output") == {
        "2019/a.pdf": "neuf a",
        "2019/b.pdf": "neuf b",
        "2019/note de l’agent.txt": "pas à nous",
    }


def test_a_result_that_cannot_be_moved_in_leaves_all_as_it_was(tmp_path: Path) -> None:
    """The second of two results is lacking: the first had been moved in already."""
    target = tmp_path / "output" / "2019"
    former_results(target)
    before = tree(tmp_path)
    with pytest.raises(OutputFault), work_folder(target) as work:
        (work / "a.pdf").write_text("neuf a", "utf-8")
        (work / "c.pdf").write_text("neuf c", "utf-8")
        publish(work, target, ["a.pdf", "c.pdf", "b.pdf"], ["périmé.pdf"])
    assert tree(tmp_path) == before


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    target = tmp_path / "output" / "2019"
    (target / "a.pdf").mkdir(parents=True)
    with pytest.raises(OutputFault) as stop, work_folder(target) as work:
        (work / "a.pdf").write_text("neuf", "utf-8")
        publish(work, target, ["a.pdf"], [])
    assert stop.value.exit_code is ExitCode.OUTPUT


def test_a_first_build_that_fails_leaves_no_target(tmp_path: Path) -> None:
    target = tmp_path / "output" / "2019"
    with pytest.raises(OutputFault), work_folder(target) as work:
        publish(work, target, ["absent.pdf"], [])
    assert not target.exists()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (PermissionError(errno.EACCES, "locked"), "ouvert ailleurs, ou protégé"),
        (OSError(errno.ENOSPC, "full"), "le disque est plein"),
        (OSError(errno.EIO, "gone"), "ne peut pas être écrit sur ce disque"),
    ],
)
def test_what_the_system_refuses_is_told_and_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, told: str
) -> None:
    """A file held by Word, or a full disk, cannot be had here: its error is raised instead."""
    target = tmp_path / "output" / "2019"
    former_results(target)
    before = tree(tmp_path)
    real = Path.replace

    def refusing(path: Path, destination: Path) -> Path:
        if path.parent.name.startswith(".travail-") and destination.name == "b.pdf":
            raise fault
        return real(path, destination)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OutputFault, match=told), work_folder(target) as work:
        (work / "a.pdf").write_text("neuf a", "utf-8")
        (work / "b.pdf").write_text("neuf b", "utf-8")
        publish(work, target, ["a.pdf", "b.pdf"], ["périmé.pdf"])
    assert tree(tmp_path) == before


def test_the_work_folder_is_removed_whatever_happens(tmp_path: Path) -> None:
    target = tmp_path / "output" / "2019"
    with pytest.raises(KeyboardInterrupt), work_folder(target) as work:
        (work / "sous-dossier").mkdir()
        raise KeyboardInterrupt
    assert list(target.parent.iterdir()) == []


def test_what_a_dead_run_left_is_swept(tmp_path: Path) -> None:
    target = tmp_path / "output" / "2019"
    left = target.parent / ".travail-2019-mort"
    left.mkdir(parents=True)
    (left / "reste.docx").write_text("reste", "utf-8")
    with work_folder(target):
        assert not left.exists()


@pytest.mark.parametrize("last", range(MOVES + 1))
def test_a_run_killed_while_it_moves_changes_nothing(tmp_path: Path, last: int) -> None:
    """Killed before its first move, its second, …; the last time all is moved, and it sweeps."""
    target = tmp_path / "output" / "2019"
    former_results(target)
    before = tree(target)
    run = subprocess.run(
        [sys.executable, "-c", MOVE, str(target), str(last)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout) == (-9, "fini\n" if last == MOVES else "")
    with work_folder(target) as work:
        assert set(target.parent.iterdir()) == {target, work}
    assert (tree(target) == before) is (last < MOVES)
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("in_the_way", ["output", "output/2019"])
def test_a_file_where_results_go_is_told(tmp_path: Path, in_the_way: str) -> None:
    path = tmp_path / in_the_way
    path.parent.mkdir(exist_ok=True)
    path.write_text("un fichier", "utf-8")
    with pytest.raises(OutputFault, match="le même nom"), work_folder(tmp_path / "output/2019"):
        pass


def test_two_runs_exclude_each_other_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", HOLD, str(tmp_path)]
    holder = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "tenu\n"
        with pytest.raises(Busy) as stop, workspace_lock(tmp_path):
            pass
        assert re.search(rf"processus {holder.pid} sur .+, depuis le \d\d/", stop.value.message)
        assert stop.value.exit_code is ExitCode.BUSY
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    assert (tmp_path / LOCK).exists()
    with workspace_lock(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
