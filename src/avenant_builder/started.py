"""A process that is started anew, with a watchdog: for where a fork is unsafe or no bound holds.

It runs a module of this very package, is given bytes on stdin and answers on stdout. This process
looks at it from outside, so that it is ended even where a library keeps it busy and deaf.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread

import avenant_builder
from avenant_builder.beside import CHUNK, Answer
from avenant_builder.machine import HOLDS_MEMORY, memory_of

BETWEEN_LOOKS = 0.25
LONGEST_ERRORS = 10_000


def answer_of(
    module: str,
    *arguments: str,
    given: bytes = b"",
    seconds: float,
    silence: float | None = None,
    memory: int | None = None,
    heard: Callable[[bytes], None] | None = None,
) -> Answer:
    """All that the module says, for so many seconds of the clock at most.

    It is ended too where it says nothing for the time of a `silence`, or takes more `memory`, if
    the system can tell (Windows cannot). `heard` is given each piece as it comes. Raises OSError
    where the system has no room for one more process.
    """
    with TemporaryFile() as stdin, TemporaryFile() as errors:
        stdin.write(given)
        stdin.seek(0)
        with subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
        ) as child:
            watched = _Watched(child=child, seconds=seconds, silence=silence, memory=memory)
            said = watched.listen(heard)
        errors.seek(0)
        told = errors.read(LONGEST_ERRORS).decode(errors="replace")
    return Answer(said, child.returncode, watched.late, heavy=watched.heavy, errors=told)


def _environment() -> dict[str, str]:
    """The child finds this very package, and no module that lies about in a folder."""
    home = str(Path(avenant_builder.__file__).parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


@dataclass(slots=True, kw_only=True)
class _Watched:
    """A child, what it may take, and for which of them it was ended."""

    child: subprocess.Popen[bytes]
    seconds: float
    silence: float | None
    memory: int | None
    late: bool = False
    heavy: bool = False

    def listen(self, heard: Callable[[bytes], None] | None) -> bytes:
        """All that the child says until its end, which comes now at the latest."""
        pieces: SimpleQueue[bytes] = SimpleQueue()
        reader = Thread(target=self._read, args=(pieces,), daemon=True)
        reader.start()
        said: list[bytes] = []
        try:
            for piece in self._in_time(pieces):
                said.append(piece)
                if heard:
                    heard(piece)
        except BaseException:
            self.child.kill()
            raise
        finally:
            reader.join()
        return b"".join(said)

    def _read(self, pieces: SimpleQueue[bytes]) -> None:
        # A pipe cannot be waited for on Windows: a thread reads it.
        assert self.child.stdout is not None
        while piece := os.read(self.child.stdout.fileno(), CHUNK):
            pieces.put(piece)
        pieces.put(b"")

    def _in_time(self, pieces: SimpleQueue[bytes]) -> Iterator[bytes]:
        """The pieces as they come, as long as the child keeps to its bounds."""
        now = time.monotonic()
        end, spoke, look = now + self.seconds, now, now + BETWEEN_LOOKS
        while not (self.late or self.heavy):
            with suppress(Empty):
                piece = pieces.get(timeout=max(0.0, look - now))
                if not piece:
                    return
                spoke = time.monotonic()
                yield piece
            now = time.monotonic()
            if now >= look:
                silent = self.silence is not None and now - spoke > self.silence
                self.late, self.heavy = silent or now >= end, self._is_heavy()
                look = time.monotonic() + BETWEEN_LOOKS
        self.child.kill()
        yield from iter(pieces.get, b"")

    def _is_heavy(self) -> bool:
        if self.memory is None or HOLDS_MEMORY:
            return False
        taken = memory_of(self.child.pid)
        return taken is not None and taken > self.memory
