"""Do a piece of work on a stranger's file in a process that memory and time limits hold.

A file of 713 bytes can ask for 4 GB, or take the process down: here that costs nothing but the
child. It answers by JSON values, one a line, as it goes: what was said before it fell is kept, and
nothing that a hostile file may have written is ever unpickled.
"""

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import IO, Any

from avenant_builder.beside import Answer, Forked, with_room
from avenant_builder.machine import CAN_FORK, OUT_OF_TIME, bound_memory, bound_time
from avenant_builder.started import answer_of

MEMORY = 2**30
STEP_SECONDS = 15
"""Processor time for each value: a scanned page takes a tenth of a second."""
PATIENCE = 600.0
"""Seconds of the clock for a whole file."""
CLOCK_FOR_PROCESSOR = 4
"""Seconds of the clock for one of the processor, where only the clock is watched."""
SECONDS_TO_START = 15

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
    Where the system holds no limits (macOS, Windows), it is watched from here: see ``started``.
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
    return Heard(values=tuple(values), fall=_fall(answer), detail=f"code {answer.code}")


def _fall(answer: Answer) -> Fall:
    """Of a child that could not say why."""
    if answer.heavy:
        return Fall.MEMORY
    return Fall.TIME if answer.late or -answer.code == OUT_OF_TIME else Fall.CRASH


def _forked(task: partial[Iterable[Any]], memory: int, step: int, patience: float) -> Answer:
    room = with_room(memory)

    def work(writer: int) -> None:
        with os.fdopen(writer, "wb") as stream:
            answer_within(task, stream, memory=room, step=step)

    with Forked(work) as process:
        return process.answer(patience)


def _started(task: partial[Iterable[Any]], memory: int, step: int, patience: float) -> Answer:
    return answer_of(
        "avenant_builder.guard",
        *(str(memory), str(step)),
        given=pickle.dumps(task),
        seconds=patience,
        silence=SECONDS_TO_START + CLOCK_FOR_PROCESSOR * step,
        memory=memory,
    )


def answer_within(
    task: Callable[[], Iterable[Any]], stream: IO[bytes], *, memory: int, step: int
) -> None:
    """Do a task in this process, within limits, and tell the stream how it goes."""
    bound_memory(memory)
    try:
        bound_time(step)
        for value in task():
            _say(stream, {"value": value})
            bound_time(step)
    except MemoryError as fault:
        _say(stream, {"fall": Fall.MEMORY.name, "by": repr(fault)})
    except BaseException as fault:  # noqa: BLE001 -- the end of a process: whoever asked is told
        _say(stream, {"fall": Fall.CRASH.name, "by": repr(fault)})
    else:
        _say(stream, {"done": True})


def _say(stream: IO[bytes], message: dict[str, Any]) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


if __name__ == "__main__":
    answer_within(
        pickle.load(sys.stdin.buffer),
        sys.stdout.buffer,
        memory=int(sys.argv[1]),
        step=int(sys.argv[2]),
    )
