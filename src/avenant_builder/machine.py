"""What differs between Linux, macOS and Windows: no other module asks on which of them it runs.

Linux alone is tried with every change; types are checked for all three. What a system lacks is done
without, or in another way, named here beside it. Slow modules are loaded where they are used.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    import subprocess

CAN_FORK = sys.platform == "linux"
"""Whether a process may fork with libraries loaded: unsafe on macOS, unknown to Windows."""

HOLDS_MEMORY = sys.platform == "linux"
"""Whether ``bound_memory`` is kept to."""

ENGINE_LISTENS = sys.platform == "linux"
"""Whether a LibreOffice that runs takes documents from us: tried on Linux alone."""

ENDING_SIGNALS = tuple(
    signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)
"""By which a program is told to end, or that its terminal is gone."""

OUT_OF_TIME = signal.Signals.__members__.get("SIGXCPU")
"""What ends a process that has used up its time, see ``bound_time``."""

if sys.platform == "win32":
    OFFICE_PLACES: tuple[str, ...] = (
        "C:/Program Files/LibreOffice/program/soffice.com",
        "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    )
elif sys.platform == "darwin":
    OFFICE_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice",)
else:
    OFFICE_PLACES = (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/usr/local/bin/soffice",
        "/snap/bin/libreoffice",
    )
"""Where installers put LibreOffice, the usual first."""

LOCKED_BYTE = 1 << 30
"""On Windows a locked byte cannot be read: this one is far beyond the text of a lock."""
SECONDS_TO_ASK = 5


def user_cache() -> Path:
    """Where programs keep what may be deleted. Raises ``RuntimeError`` for a user without home."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def is_own(folder: Path) -> bool:
    """Whether this user owns a folder and nobody else may write there. Raises ``OSError``.

    Windows keeps what is in a user's profile for that user, who may have chosen another place.
    """
    if sys.platform == "win32":
        return True
    facts = folder.stat()
    return facts.st_uid == os.geteuid() and not facts.st_mode & 0o022


def user_number() -> int:
    """By which LibreOffice names a user in the names of its sockets; 0 on Windows."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def hold(handle: int) -> None:
    """Lock an open file until it is closed. Raises ``BlockingIOError`` where another run has."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as held:
            raise BlockingIOError from held
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def give_up(path: Path, handle: int) -> None:
    """Remove a lock file that is held, and close it.

    Removed while held, or else a run that comes now would lock a file without a name; but Windows
    removes no file that is open, be it in another run: there it goes once closed.
    """
    if sys.platform != "win32":
        with suppress(OSError):
            path.unlink()
    os.close(handle)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last, where the system can: Windows cannot, and need not."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let signals that end this process wait: nothing may come between a start and its record.

    Their handlers wait, not the signals: one that is blocked here comes by another thread. What
    is started meanwhile inherits nothing of it. Elsewhere than in the main thread none is heard.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, *ENDING_SIGNALS)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def fork() -> int:
    """Two of this process: 0 in the new one, its number in this. Only where ``CAN_FORK``."""
    if sys.platform == "win32":
        raise NotImplementedError
    return os.fork()


def mapped_memory() -> int:
    """Bytes of addresses that this process has. Only where ``CAN_FORK``."""
    if sys.platform == "win32":
        raise NotImplementedError
    pages, _, _ = Path("/proc/self/statm").read_text("ascii").partition(" ")
    return int(pages) * int(os.sysconf("SC_PAGESIZE"))


def bound_memory(size: int) -> None:
    """Let this process have so many bytes of addresses, or as many as were allowed before.

    Linux alone holds it; elsewhere whoever started the process watches it, see ``started``.
    """
    if sys.platform != "win32":
        import resource

        _bound(resource.RLIMIT_AS, size)


def bound_time(seconds: int) -> None:
    """Let this process have so many more seconds of processor; the system ends it after.

    Windows has no such bound: whoever started the process watches the clock.
    """
    if sys.platform != "win32":
        import resource

        _bound(resource.RLIMIT_CPU, int(time.process_time()) + 1 + seconds)


def _bound(kind: int, value: int) -> None:
    if sys.platform != "win32":
        import resource

        # macOS may refuse: then the clock and the memory are watched from outside all the same.
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (value if hard < 0 else min(value, hard), hard))


def memory_of(process: int) -> int | None:
    """Bytes of memory that a running process takes; None where that cannot be told, as on Windows.

    It is asked of the command ``ps``, in some milliseconds: nothing else is on both systems.
    """
    if sys.platform == "win32":
        return None
    import subprocess

    ask = ("ps", "-o", "rss=", "-p", str(process))
    try:
        answer = subprocess.run(ask, capture_output=True, timeout=SECONDS_TO_ASK, check=True)
        return int(answer.stdout) * 1024
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def is_running(process: int) -> bool:
    """Whether there is a process of this number; true where that cannot be told."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def end_now(process: int) -> None:
    """End a process at once, if it is still there."""
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            os.kill(process, signal.SIGTERM)
        else:
            os.kill(process, signal.SIGKILL)


def end_all_of(launch: "subprocess.Popen[bytes]") -> None:
    """End a program that leads a session of its own, with all that it has started."""
    if sys.platform == "win32":
        import subprocess

        with suppress(OSError, subprocess.SubprocessError):
            tree = ("taskkill", "/F", "/T", "/PID", str(launch.pid))
            subprocess.run(tree, capture_output=True, timeout=SECONDS_TO_ASK, check=False)
        launch.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(launch.pid, signal.SIGKILL)


def local_socket() -> "socket.socket":
    """A socket that connects to a path. Raises ``OSError`` on Windows, whose Python has none."""
    import socket

    if sys.platform == "win32":
        raise OSError
    return socket.socket(socket.AF_UNIX)
