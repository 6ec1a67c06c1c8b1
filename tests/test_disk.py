"""A file is written whole or not at all, whoever dies or writes beside."""

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest

from avenant_builder import machine
from avenant_builder import scratch as module
from avenant_builder.disk import HALF_DONE, write_whole
from avenant_builder.errors import OutputFault
from avenant_builder.scratch import scratch

KILLED = """
import os, signal, sys
from pathlib import Path
from avenant_builder.disk import write_whole

def dying(event, args):
    if event == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(dying)
write_whole(Path(sys.argv[1]), b"neuf")
"""


FULL = """
import resource, signal, sys
from pathlib import Path
from avenant_builder.disk import write_whole
from avenant_builder.errors import OutputFault

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), b"x" * 2000)
except OutputFault as fault:
    sys.stdout.reconfigure(encoding="utf-8")
    print(fault.message)
"""


@pytest.mark.parametrize("at", ["os.truncate", "os.rename", "os.remove"])
def test_what_a_killed_run_leaves_is_swept_by_the_next(tmp_path: Path, at: str) -> None:
    path = tmp_path / "suivi.csv"
    path.write_bytes(b"ancien")
    run = subprocess.run([sys.executable, "-c", KILLED, str(path), at], check=False)
    assert run.returncode < 0
    assert path.read_bytes() in (b"ancien", b"neuf")
    assert [left for left in tmp_path.iterdir() if left.name.endswith(HALF_DONE)]
    write_whole(path, b"suivant")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"suivant"


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of Unix")
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "suivi.csv"
    path.write_bytes(b"ancien")
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, encoding="utf-8", check=False
    )
    assert run.stdout == "le disque est plein : « suivi.csv » n’a pas pu être écrit\n"
    assert path.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [path]


SCRATCH = """
import os, signal, sys
from avenant_builder.scratch import scratch

with scratch() as folder:
    (folder / "reste.docx").write_text("reste", "utf-8")
    print(folder, flush=True)
    if sys.argv[1] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


def test_temporary_files_of_a_killed_run_go_and_those_of_a_living_one_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    start = partial(
        subprocess.Popen[str],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with start([sys.executable, "-c", SCRATCH, "killed"]) as killed:
        left = Path(killed.communicate()[0].strip())
    assert (left / "reste.docx").exists()
    with start([sys.executable, "-c", SCRATCH, "living"]) as living:
        assert living.stdout is not None
        kept = Path(living.stdout.readline().strip())
        assert not left.exists()
        with scratch() as own:
            assert (kept / "reste.docx").exists()
            (own / "à moi").mkdir()
        living.communicate()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_sweeps_takes_no_folder_from_one_that_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may come just between the making of a folder and its lock."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun: list[Path] = []

    def swept(handle: int) -> None:
        if not begun:
            begun.extend(tmp_path.iterdir())
            module._sweep()
        machine.hold(handle)

    monkeypatch.setattr(module, "hold", swept)
    with module.scratch() as folder:
        assert begun and begun[0] not in folder.parents
        (folder / "à moi").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "suivi.csv").mkdir()
    with pytest.raises(OutputFault, match=r"suivi\.csv »"):
        write_whole(tmp_path / "suivi.csv", b"neuf")
    assert [path.name for path in tmp_path.iterdir()] == ["suivi.csv"]
