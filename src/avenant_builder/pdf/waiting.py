"""A LibreOffice that starts while documents are being filled, and converts them as they come.

It listens on the socket by which a second launch of one profile hands its files to the first
(LibreOffice's desktop/source/app/officeipcthread.cxx). An empty document that stays open warms
Writer and keeps the engine there after a conversion. Only for Linux, where it was tried; and
only to go faster: what does not come out of it is converted by a launch of its own.
"""

import os
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from avenant_builder.errors import ToolMissing
from avenant_builder.machine import (
    ENGINE_LISTENS,
    end_all_of,
    is_running,
    local_socket,
    uninterrupted,
)
from avenant_builder.pdf.engine import Engine, find_engine
from avenant_builder.pdf.launch import Running, all_stopped, conversion, launch, pipe_of

GREETING = b"InternalIPC::SendArguments\0"
PREFIX = "InternalIPC::Arguments"
SECONDS_TO_START = 20.0
SECONDS_A_BATCH = 60.0
BETWEEN_TRIES = 0.004
MOST_LINES = 50
PREFIX_OF_HOME = "avenant-moteur-"
MEMORY, ROOM = Path("/dev/shm"), 2**28
"""Where Linux keeps files in memory, and the bytes that must be free there: the engine makes sure
that much reaches the disk (databases of certificates that it never uses, half of its time)."""


@dataclass(slots=True)
class WaitingEngine:
    """A launch that waits for documents, until it fails once."""

    home: Path
    running: Running
    failed: bool = False
    lines: list[tuple[socket.socket, Path]] = field(default_factory=list)
    """On which the engine has not yet answered for a document, the oldest first."""

    def hand(self, document: Path, target: Path) -> None:
        """Let the engine convert a document into the folder `target` as soon as it can.

        What it does not take, because it still starts, is for ``convert``.
        """
        if self.failed:
            return
        if len(self.lines) >= MOST_LINES:
            self._hear(self.lines.pop(0)[0])
        line = local_socket()
        try:
            line.settimeout(SECONDS_A_BATCH)
            line.connect(str(pipe_of(self.running[1])))
            line.sendall(_message(self.home, conversion([document], target)))
            self.lines.append((line, document))
        except OSError:
            line.close()

    def heard(self) -> Iterator[Path]:
        """What was handed over, document by document, as each is done or will not be."""
        while self.lines:
            line, document = self.lines.pop(0)
            self._hear(line)
            yield document

    def convert(self, documents: Sequence[Path], target: Path) -> None:
        """Put the PDFs of the documents into the folder `target`, if it can be done."""
        if self.failed or not documents:
            return
        try:
            line = self._connected()
            line.settimeout(SECONDS_A_BATCH)
            line.sendall(_message(self.home, conversion(documents, target)))
            self._hear(line)
        except OSError:
            self.failed = True

    def dismiss(self) -> None:
        """End the engine, which is needed no more; nobody waits for that."""
        self.failed = True
        if self.running[0].poll() is None:
            end_all_of(self.running[0])

    def _hear(self, line: socket.socket) -> None:
        """Wait for « ProcessingDone », or the end of a process that died."""
        with line:
            try:
                while line.recv(1024):
                    pass
            except OSError:
                self.failed = True

    def _connected(self) -> socket.socket:
        """A line on which the engine has said that it listens. Raises OSError."""
        process, profile = self.running
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and process.poll() is None:
            line = local_socket()
            try:
                line.settimeout(SECONDS_TO_START)
                line.connect(str(pipe_of(profile)))
                if _greeting(line) == GREETING:
                    return line
            except OSError:
                pass
            line.close()
            time.sleep(BETWEEN_TRIES)
        raise TimeoutError


def _greeting(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        byte = line.recv(1)
        if not byte:
            break
        said += byte
    return said


def _message(folder: Path, arguments: Sequence[str]) -> bytes:
    """The arguments as a second launch in `folder` would hand them over."""
    spelt = (_escaped(text) for text in ("--headless", *arguments))
    return f"{PREFIX}1{_escaped(folder.as_uri())},{','.join(spelt)}\0".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\0", "\\0").replace(",", "\\,")


@contextmanager
def waiting_engine() -> Iterator[WaitingEngine | None]:
    """Start the engine now, for documents to come; it is gone at the end.

    None where that is not tried, or where there is no engine: who converts will say so.
    """
    with ExitStack() as stack:
        waiting = None
        if ENGINE_LISTENS:
            with suppress(ToolMissing):
                waiting = _started(find_engine(), stack)
        yield waiting


def _started(engine: Engine, stack: ExitStack) -> WaitingEngine:
    _sweep()
    folder = TemporaryDirectory(
        prefix=f"{PREFIX_OF_HOME}{os.getpid()}-", dir=_place(), ignore_cleanup_errors=True
    )
    home = Path(stack.enter_context(folder)).resolve()
    running = stack.enter_context(all_stopped())
    leash, hand = os.pipe()
    stack.callback(os.close, hand)
    try:
        with uninterrupted():
            running.append(launch(engine, home, "private:factory/swriter", leash=leash))
    finally:
        os.close(leash)
    return WaitingEngine(home, running[0])


def _place() -> Path:
    """Where the engine's home is made: in memory if there is room."""
    try:
        roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    except OSError:
        roomy = False
    return MEMORY if roomy else Path(gettempdir())


def _sweep() -> None:
    """Remove what runs that were killed have left, with their engine gone by now."""
    places = (MEMORY, Path(gettempdir()))
    for left in chain.from_iterable(place.glob(f"{PREFIX_OF_HOME}*") for place in places):
        process = left.name.removeprefix(PREFIX_OF_HOME).partition("-")[0]
        if process.isdigit() and not is_running(int(process)):
            shutil.rmtree(left, ignore_errors=True)
