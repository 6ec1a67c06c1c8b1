"""Do a piece of work on a stranger's file in a process that memory and time limits hold.

A file of 713 bytes can ask for 4 GB, or take the process down: here that costs nothing but the
child. It answers by JSON values, one a line, as it goes: what was said before it fell is kept, and
nothing that a hostile file may have written is ever unpickled.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO, Any

import avenant_builder
from avenant_builder.beside import CAN_FORK, Answer, Forked, with_room

MEMORY = 2**30
STEP_SECONDS = 15
"""Processor time for each value: a scanned page takes a tenth of a second."""
PATIENCE = 600.0
"""Seconds of the clock for a whole file."""

Work = Callable[..., Iterable[Any]]


class Fall(StrEnum):
    """Why a child did not get to the end."""

    MEMORY = "trop de mémoire demandée"
    TIME = "trop de temps demandé"
    CRASH = "le programme de lecture est tombé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a child said before it ended."""

    values: tuple[Any, ...]
    fall: Fall | None = None
    """None: it got to the end."""
    detail: str = ""
    """For a log: what it died of."""


def guarded(
    work: Work,
    *args: Any,
    memory: int = MEMORY,
    step: int = STEP_SECONDS,
    patience: float = PATIENCE,
) -> Heard:
    """The values that `work(*args)` yields, made in a child process. Raises nothing for its falls.

    `work` is a function of a module, its arguments can be pickled, its values are plain JSON.
    Where the system knows no limits of memory (macOS, Windows), time alone is watched.
    """
    task = partial(work, *args)
    answer = (_forked if CAN_FORK else _started)(task, memory, step, patience)
    values: list[Any] = []
    for line in answer.said.split(b"\n"):
        with suppress(ValueError):  # the last line of a child that died may be half a line
            message = json.loads(line)
            if "fall" in message:
                return Heard(values=tuple(values), fall=Fall[message["fall"]], detail=message["by"])
            if "done" in message:
                return Heard(values=tuple(values))
            values.append(message["value"])
    late = answer.late or -answer.code in _time_signals()
    fall = Fall.TIME if late else Fall.CRASH
    return Heard(values=tuple(values), fall=fall, detail=f"code {answer.code}")


def _time_signals() -> set[int]:
    import signal

    return {int(number) for name in ("SIGXCPU",) if (number := getattr(signal, name, None))}


def _forked(task: partial[Iterable[Any]], memory: int, step: int, patience: float) -> Answer:
    room = with_room(memory)

    def work(writer: int) -> None:
        with os.fdopen(writer, "wb") as stream:
            answer_within(task, stream, memory=room, step=step)

    with Forked(work) as process:
        return process.answer(patience)


def _started(task: partial[Iterable[Any]], memory: int, step: int, patience: float) -> Answer:
    home = str(Path(avenant_builder.__file__).parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "avenant_builder.guard", str(memory), str(step)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    ) as child:
        try:
            said, _ = child.communicate(pickle.dumps(task), timeout=patience)
            return Answer(said, child.returncode, late=False)
        except subprocess.TimeoutExpired:
            child.kill()
            said, _ = child.communicate()
            return Answer(said, child.returncode, late=True)
        except BaseException:
            child.kill()
            raise


def answer_within(
    task: Callable[[], Iterable[Any]], stream: IO[bytes], *, memory: int, step: int
) -> None:
    """Do a task in this process, within limits, and tell the stream how it goes."""
    _limit("RLIMIT_AS", memory)
    try:
        _more_time(step)
        for value in task():
            _say(stream, {"value": value})
            _more_time(step)
    except MemoryError as fault:
        _say(stream, {"fall": Fall.MEMORY.name, "by": repr(fault)})
    except BaseException as fault:  # noqa: BLE001 -- the end of a process: whoever asked is told
        _say(stream, {"fall": Fall.CRASH.name, "by": repr(fault)})
    else:
        _say(stream, {"done": True})


def _say(stream: IO[bytes], message: dict[str, Any]) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def _more_time(seconds: int) -> None:
    _limit("RLIMIT_CPU", int(time.process_time()) + 1 + seconds)


def _limit(name: str, value: int) -> None:
    """Bound what this process may take, where the system can and nobody has set less."""
    if sys.platform != "win32":
        import resource

        kind = getattr(resource, name)
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (value if hard < 0 else min(value, hard), hard))


if __name__ == "__main__":
    answer_within(
        pickle.load(sys.stdin.buffer),
        sys.stdout.buffer,
        memory=int(sys.argv[1]),
        step=int(sys.argv[2]),
    )
