"""Put results in place in one move at the end, or leave what was there as it was.

Two runs on one workspace exclude each other by a lock of the system, which dies with its
holder: no lock is ever left to be removed by hand.
"""

import errno
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from avenant_builder.errors import Busy, OutputFault

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".avenant-verrou"
# On Windows a locked byte cannot be read: this one is far beyond the text of the lock.
LOCKED_BYTE = 1 << 30
LONGEST_LOCK = 1000
FORMER = "avant"


@contextmanager
def workspace_lock(root: Path) -> Iterator[None]:
    """Keep the workspace `root` for this run.

    Raises ``Busy``, naming who holds it and since when, or ``OutputFault`` where the folder
    cannot be written in.
    """
    path = root / LOCK
    try:
        handle = _locked(path)
    except OSError as fault:
        raise _output_fault(fault, path) from fault
    try:
        os.ftruncate(handle, 0)
        os.write(handle, _signature())
        yield
    finally:
        # Removed while held, or else a run that comes now would lock a file without a name.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _locked(path: Path) -> int:
    """An open handle on the lock file, held. Raises ``Busy`` or ``OSError``."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _hold(handle)
            if _is_still_there(path, handle):
                return handle
        except BlockingIOError:
            holder = _holder(handle)
            os.close(handle)
            raise Busy(
                f"une autre commande travaille sur cet espace : {holder}",
                remedy="Attendez qu’elle finisse, puis relancez.",
            ) from None
        except OSError:
            os.close(handle)
            raise
        os.close(handle)


def _is_still_there(path: Path, handle: int) -> bool:
    """Whether the open file still has its name: its last holder may just have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _hold(handle: int) -> None:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as held:
            raise BlockingIOError from held
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _signature() -> bytes:
    since = datetime.now(UTC).astimezone().strftime("%d/%m/%Y à %H:%M:%S")
    facts = {"machine": socket.gethostname(), "processus": os.getpid(), "depuis": since}
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")


def _holder(handle: int) -> str:
    """Who holds the lock, as its file says; the file may still be empty."""
    try:
        facts = json.loads(os.read(handle, LONGEST_LOCK))
        return f"processus {facts['processus']} sur {facts['machine']}, depuis le {facts['depuis']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "elle vient de commencer"


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target`, for what will be published there; always removed.

    To be used under ``workspace_lock``: what a dead run left beside the target is removed
    too. Raises ``OutputFault``.
    """
    prefix = f".travail-{target.name}-"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        for left in target.parent.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(mkdtemp(dir=target.parent, prefix=prefix))
    except OSError as fault:
        raise _output_fault(fault, target) from fault
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(work: Path, target: Path, names: Sequence[str], former: Sequence[str]) -> None:
    """Move the files `names` from `work` into `target`; remove those of `former` not remade.

    Each file changes in one move, so that a reader sees the old one or the new one. If any
    cannot be moved, all is put back as it was. Raises ``OutputFault``.
    """
    kept = work / FORMER
    outdated = [name for name in former if name not in names]
    new_folder = not target.exists()
    changed: list[Path] = []
    path = target
    try:
        target.mkdir(exist_ok=True)
        kept.mkdir()
        for name in (*names, *outdated):
            path = target / name
            if path.exists():
                _keep(path, kept / name)
        for name in (*names, *outdated):
            path = target / name
            changed.append(path)
            if name in names:
                (work / name).replace(path)
            else:
                path.unlink(missing_ok=True)
    except BaseException as stop:
        _put_back(changed, kept)
        if new_folder:
            with suppress(OSError):
                target.rmdir()
        if isinstance(stop, OSError):
            raise _output_fault(stop, path) from stop
        raise


def _keep(path: Path, copy: Path) -> None:
    """Keep a second name of a file, or a copy where the disk has no second names."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)


def _put_back(paths: Sequence[Path], kept: Path) -> None:
    for path in reversed(paths):
        # What could not be moved in is still as it was: nothing to put back, and no use saying.
        with suppress(OSError):
            if (kept / path.name).exists():
                (kept / path.name).replace(path)
            else:
                path.unlink(missing_ok=True)


def _output_fault(fault: OSError, path: Path) -> OutputFault:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputFault(
            f"le disque est plein : « {path.name} » n’a pas pu être écrit",
            remedy="Libérez de la place, puis relancez.",
        )
    if isinstance(fault, NotADirectoryError | FileExistsError | IsADirectoryError):
        return OutputFault(
            f"« {path} » n’est pas ce qu’il doit être : un dossier et un fichier ont le même nom",
            remedy="Renommez ou déplacez l’intrus, puis relancez.",
        )
    if isinstance(fault, PermissionError):
        return OutputFault(
            f"« {path} » ne peut pas être remplacé : ouvert ailleurs, ou protégé",
            remedy="Fermez-le dans Word ou dans le lecteur PDF, vérifiez vos droits sur ce "
            "dossier, puis relancez.",
        )
    return OutputFault(
        f"« {path} » ne peut pas être écrit sur ce disque",
        remedy="Vérifiez que le disque ou le partage réseau est là et accepte l’écriture.",
    )
