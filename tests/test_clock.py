"""A clock that was set back loses nothing, and is told. The clock is changed by ``faketime``."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from avenant_builder.files.publish import LOCK, workspace_lock
from built import Built, copy_loire
from command_line import ENTRY, environment, plain

FAKETIME = shutil.which("faketime")
pytestmark = pytest.mark.skipif(FAKETIME is None, reason="faketime (Debian package) is not there")
LATER, EARLIER, LAST = "2019-03-10 10:00:00", "2019-02-01 10:00:00", "2019-03-11 10:00:00"
BEHIND = (
    "Attention : pour cet ordinateur, nous sommes le 01/02/2019, mais l’événement n° 1 a été "
    "enregistré le 10/03/2019. Vérifiez la date de l’ordinateur : ce qui est daté d’un jour à "
    "venir ne compte pas encore."
)
HOLD = """
import os, sys
from pathlib import Path
from avenant_builder.files.publish import workspace_lock
with workspace_lock(Path(".")):
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""
FAR = 4_000_000_000.0
"""A day of 2096, as seconds."""


def command(clock: str, code: str, *args: str) -> list[str]:
    assert FAKETIME is not None
    return [FAKETIME, clock, sys.executable, "-c", code, *args]


def at(clock: str, root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run ``avenant`` by another clock; time goes on from there."""
    return subprocess.run(
        command(clock, ENTRY, *args),
        cwd=root,
        # Waiting is counted on a clock that nobody can set: so it is here.
        env=environment(FAKETIME_DONT_FAKE_MONOTONIC="1"),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def empty(to: Path) -> Path:
    root = copy_loire(to / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return empty(tmp_path)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where something was recorded on a day that is to come."""
    root = empty(tmp_path_factory.mktemp("horloge"))
    sent(LATER, root, "CAF-1", "05/03/2019")
    return root


def sent(clock: str, root: Path, seat: str, on: str) -> subprocess.CompletedProcess[str]:
    return at(clock, root, "record", seat, "envoye", "--on", on, "--no-file", "inventé")


def test_events_keep_their_order_and_the_clock_is_told(root: Path) -> None:
    assert sent(LATER, root, "CAF-1", "05/03/2019").stderr == ""
    back = sent(EARLIER, root, "MSA", "30/01/2019")
    assert back.returncode == 0 and plain(back.stdout).startswith("Enregistré sous le n° 2")
    assert BEHIND in plain(back.stderr)
    refused = sent(EARLIER, root, "SEM", "05/03/2019")
    assert refused.returncode == 10
    assert "dans le futur : nous sommes le 01/02/2019" in plain(refused.stderr)
    verified = at(EARLIER, root, "journal", "--verify")
    assert verified.returncode == 0 and "2 événements" in plain(verified.stdout)
    undone = at(EARLIER, root, "record", "--undo", "1")
    assert plain(undone.stdout).startswith("Enregistré sous le n° 3")
    assert not at(LAST, root, "journal", "--verify").returncode


@pytest.mark.parametrize(
    "args",
    [
        ("status",),
        ("export", "suivi.xlsx"),
        ("remind", "--dry-run"),
        ("intake",),
        ("executed", "--partial"),
        ("transmit", "--stamp"),
    ],
)
def test_every_command_of_a_day_tells_it(written: Path, args: tuple[str, ...]) -> None:
    assert BEHIND in plain(at(EARLIER, written, *args).stderr)


def test_a_day_that_is_named_needs_no_clock(written: Path) -> None:
    day = at(EARLIER, written, "status", "--as-of", "10/03/2019")
    assert day.stderr == ""
    assert day.stdout == at(LAST, written, "status", "--as-of", "10/03/2019").stdout


def test_nobody_is_reminded_twice_unawares(root: Path) -> None:
    """The last reminder is of a day to come: it counts for nothing, and that is said."""
    sent(EARLIER, root, "MSA", "15/01/2019")
    facts = ("relance", "--on", "08/03/2019", "--no-file", "inventé")
    assert at(LATER, root, "record", "MSA", *facts).returncode == 0
    told = at("2019-02-20 10:00:00", root, "remind", "--dry-run")
    assert "l’événement n° 2 a été enregistré le 10/03/2019" in plain(told.stderr)
    assert at(LAST, root, "remind", "--dry-run").stderr == ""


def test_a_lock_of_the_future_holds_as_long_as_its_holder_lives(root: Path) -> None:
    with subprocess.Popen(
        command("2096-01-01 10:00:00", HOLD),
        cwd=root,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as holder:
        assert holder.stdout is not None
        number = int(holder.stdout.readline())
        busy = at(EARLIER, root, "build")
        os.kill(number, signal.SIGKILL)
    assert busy.returncode == 18
    assert "depuis le 01/01/2096" in plain(busy.stderr)
    os.utime(root / LOCK, (FAR, FAR))
    with workspace_lock(root):
        pass


def test_files_of_the_future_give_the_same_bytes(loire: Built, tmp_path: Path) -> None:
    root = tmp_path / "espace"
    shutil.copytree(loire.root, root)
    shutil.rmtree(root / "output/2019")
    for path in (root, *root.rglob("*"), *Path(os.environ["AVENANT_CACHE"]).rglob("*")):
        os.utime(path, (FAR, FAR))
    done = at(EARLIER, root, "build", "--year", "2019")
    assert done.returncode == 0, done.stderr
    for made in sorted(loire.target.iterdir()):
        assert (root / "output/2019" / made.name).read_bytes() == made.read_bytes(), made.name
