"""Ctrl-C is heard whenever it comes: while a process forks, while a library is loaded."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from avenant_builder import workshop
from avenant_builder.beside import Forked
from avenant_builder.machine import CAN_FORK
from command_line import python

MODULE = "un_module_interrompu"
WHILE_IT_FORKS = """
import os, signal
from avenant_builder.beside import Forked
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    with Forked(lambda writer: None):
        print("pas entendu")
except KeyboardInterrupt:
    print("entendu")
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("seul")
"""


@pytest.mark.skipif(not CAN_FORK, reason="nothing is forked on this system")
def test_while_a_process_forks_it_is_heard_and_none_is_left() -> None:
    done = python(WHILE_IT_FORKS)
    assert done.stdout.split() == ["entendu", "seul"], done.stderr


@pytest.mark.skipif(not CAN_FORK, reason="nothing is forked on this system")
def test_a_fork_that_nobody_interrupts_answers() -> None:
    with Forked(lambda writer: os.write(writer, b"dit")) as process:
        answer = process.answer(60)
    assert (answer.said, answer.code, answer.late) == (b"dit", 0, False)


@pytest.fixture
def interrupted_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module that is interrupted while it is loaded."""
    lines = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nWHOLE = True\n"
    (tmp_path / f"{MODULE}.py").write_text(lines, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield MODULE
    sys.modules.pop(MODULE, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to wait")
def test_a_library_is_loaded_whole_before_an_interruption_is_heard(
    interrupted_module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "BINDERS", (interrupted_module,))
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(workshop._prepare_to_bind())
    finally:
        signal.signal(signal.SIGINT, previous)
    assert sys.modules[interrupted_module].WHOLE
