"""Folders for temporary files that no killed run leaves for good."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from avenant_builder.disk import output_fault
from avenant_builder.machine import hold

PREFIX, LOCK = "avenant-travail-", ".verrou"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for temporary files, removed at the end; what killed runs have left goes first.

    Raises ``OutputFault`` where the system has no room for it.
    """
    _sweep()
    with ExitStack() as stack:
        try:
            inner = _held_folder(stack) / "travail"
            inner.mkdir()
        except OSError as fault:
            raise output_fault(fault, Path(gettempdir())) from fault
        yield inner


def _held_folder(stack: ExitStack) -> Path:
    """A new folder, held until the end of the stack."""
    while True:
        outer = TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(outer))
        with suppress(BlockingIOError, FileNotFoundError):
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            stack.callback(os.close, handle)
            hold(handle)
            if (folder / LOCK).exists():
                return folder
        # A run that was sweeping took it for one left behind, before it was held.


@contextmanager
def scratch_for_libraries() -> Iterator[None]:
    """A ``scratch`` for the temporary files that a library makes by itself.

    Raises ``OutputFault`` where the system has no room for them.
    """
    with scratch() as folder:
        former, tempfile.tempdir = tempfile.tempdir, str(folder)
        try:
            yield
        except OSError as fault:
            raise output_fault(fault, folder) from fault
        finally:
            tempfile.tempdir = former


def _sweep() -> None:
    """Remove the folders for temporary files that no run holds any more."""
    for lock in Path(gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        # What belongs to somebody else cannot be opened, and is theirs.
        with suppress(OSError):
            handle = os.open(lock, os.O_RDWR)
            try:
                hold(handle)
                shutil.rmtree(lock.parent, ignore_errors=True)
            finally:
                os.close(handle)
            # Where a file that is open cannot be removed, the lock is still there.
            lock.unlink()
            lock.parent.rmdir()
