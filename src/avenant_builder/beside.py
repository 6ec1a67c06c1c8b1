"""A process beside this one, which knows all that this one has loaded: forked, on Linux only.

Elsewhere a fork is unsafe (macOS) or unknown (Windows): work is then done here, or by a process
that is started anew.
"""

import os
import pickle
import select
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from avenant_builder.machine import CAN_FORK, end_now, fork, mapped_memory, uninterrupted

CHUNK = 1 << 16
PATIENCE = 3600.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process said, and how it ended."""

    said: bytes
    code: int
    """Of its exit, or the number of the signal that ended it, negative."""
    late: bool
    """It was killed at the end of its time."""
    heavy: bool = False
    """It was killed for the memory that it took."""
    errors: str = ""
    """What it said on stderr, if that was kept."""


def with_room(memory: int) -> int:
    """The bound of addresses, in bytes, of a fork that may take `memory`, all told.

    A fork begins with all that this process has mapped: where that is much, three quarters of
    `memory` are left to it all the same.
    """
    return max(memory, mapped_memory() + memory * 3 // 4)


class Forked:
    """A process that does `work`, which writes its answer to the descriptor it is given.

    To be used in a ``with``: at its end the process is gone, whatever happened.
    """

    def __init__(self, work: Callable[[int], object]) -> None:
        self._reader, writer = os.pipe()
        self._process: int | None = None
        try:
            # Libraries are told of a fork, and what is raised then goes unheard.
            with uninterrupted():
                self._process = fork()
            if self._process == 0:
                os.close(self._reader)
                _work(work, writer)
        except BaseException:
            if self._process == 0:
                os._exit(1)
            self.__exit__(None, None, None)
            raise
        finally:
            os.close(writer)

    def answer(
        self,
        seconds: float,
        heard: Callable[[bytes], None] | None = None,
        idle: Callable[[], bool] = bool,
    ) -> Answer:
        """All that it says, for so many seconds at most; to be asked for once.

        `heard` is given each piece as it comes; while there is none, `idle` is called, as long as
        it says that it has something to do.
        """
        deadline = time.monotonic() + seconds
        chunks: list[bytes] = []
        while True:
            while not self._says_more(0.0) and idle():
                pass
            ready = self._says_more(deadline)
            if not ready:
                break
            chunk = os.read(self._reader, CHUNK)
            if not chunk:
                break
            chunks.append(chunk)
            if heard:
                heard(chunk)
        return Answer(b"".join(chunks), self._end(kill=not ready), late=not ready)

    def _says_more(self, deadline: float) -> bool:
        left = max(0.0, deadline - time.monotonic())
        return bool(select.select([self._reader], [], [], left)[0])

    def _end(self, *, kill: bool) -> int:
        if self._process is None:
            return 0
        if kill:
            end_now(self._process)
        _, status = os.waitpid(self._process, 0)
        self._process = None
        return os.waitstatus_to_exitcode(status)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(kill=True)
        os.close(self._reader)


def _work(work: Callable[[int], object], writer: int) -> NoReturn:
    """Never gives back: the frames above belong to the other process, with all they clean up."""
    code = 1
    try:
        work(writer)
        code = 0
    finally:
        os._exit(code)


def side_by_side(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of some functions in order: the last is called here, the others beside.

    What one raises is raised here. What they change in memory is lost.
    """
    if not CAN_FORK or (os.cpu_count() or 1) < 2:
        return [work() for work in works]
    with ExitStack() as stack:
        others = [stack.enter_context(Forked(partial(_told, work))) for work in works[:-1]]
        last = [work() for work in works[-1:]]
        return [_result(other) for other in others] + last


def _told(work: Callable[[], object], writer: int) -> None:
    try:
        outcome = (True, work())
    except BaseException as fault:  # noqa: BLE001 -- raised again by the process that asked
        outcome = (False, fault)
    with os.fdopen(writer, "wb") as stream:
        pickle.dump(outcome, stream)


def _result(other: Forked) -> Any:
    answer = other.answer(PATIENCE)
    if not answer.said:
        raise RuntimeError(f"un processus d’à côté a fini sans rien dire ({answer.code})")
    done, outcome = pickle.loads(answer.said)
    if not done:
        raise outcome
    return outcome
