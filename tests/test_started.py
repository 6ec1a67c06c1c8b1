"""A process started anew is ended from outside, where no bound of the system holds it."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from avenant_builder import started
from avenant_builder.started import answer_of

MODULE = "un_module_invente"
SILENT = "import time; print('avant', flush=True); time.sleep(600)"
DEAF = "import re; print('avant', flush=True); re.match('(a+)+$', 'a' * 60 + 'b')"
TALKATIVE = "import time\nwhile True: print('encore', flush=True) or time.sleep(0.01)"
HUNGRY = """
import time
print('avant', flush=True)
held = []
while True:
    held.append(bytearray(2**24))
    time.sleep(0.05)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / f"{MODULE}.py"


ask = partial(answer_of, MODULE, seconds=60)


def test_what_it_is_given_comes_back_with_its_arguments(module: Path) -> None:
    module.write_text("import sys; print(sys.argv[1:], sys.stdin.read())", "utf-8")
    heard: list[bytes] = []
    answer = answer_of(MODULE, "un", "deux", given=b"dit", seconds=60, heard=heard.append)
    assert answer.said.split() == b"['un', 'deux'] dit".split()
    assert b"".join(heard) == answer.said
    assert (answer.code, answer.late, answer.heavy, answer.errors) == (0, False, False, "")


def test_how_it_failed_is_kept(module: Path) -> None:
    module.write_text("print('avant'); raise SystemExit('raté')", "utf-8")
    answer = ask()
    assert (answer.said.strip(), answer.code, answer.errors.strip()) == (b"avant", 1, "raté")


@pytest.mark.parametrize("work", [SILENT, DEAF])
def test_one_that_says_nothing_more_is_ended(module: Path, work: str) -> None:
    """Even one that a library keeps from hearing anything."""
    module.write_text(work, "utf-8")
    answer = ask(silence=3)
    assert answer.late and not answer.heavy
    assert answer.said.strip() == b"avant"


def test_one_that_goes_on_is_ended_at_the_end_of_its_time(module: Path) -> None:
    module.write_text(TALKATIVE, "utf-8")
    answer = answer_of(MODULE, seconds=4, silence=60)
    assert answer.late and answer.said


@pytest.mark.skipif(shutil.which("ps") is None, reason="« ps » n’est pas sur cette machine.")
def test_one_that_takes_too_much_memory_is_ended(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(started, "HOLDS_MEMORY", False)
    module.write_text(HUNGRY, "utf-8")
    answer = ask(memory=200 * 2**20)
    assert answer.heavy and not answer.late
    assert answer.said.strip() == b"avant"


def test_a_listener_that_fails_leaves_no_process(module: Path) -> None:
    module.write_text(SILENT, "utf-8")
    with pytest.raises(KeyboardInterrupt):
        ask(heard=interrupt)


def interrupt(_said: bytes) -> None:
    raise KeyboardInterrupt
