"""What all parts that write share: one kind of lock, writes that last, and one way to fail.

A lock is one of the system, which dies with its holder: none is ever left to be removed by hand.
"""

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from avenant_builder.errors import Busy, OutputFault
from avenant_builder.machine import give_up, hold

LONGEST_LOCK = 1000
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SECONDS_BETWEEN_TRIES = 0.02
WORK, WORK_LOCK = "-neuf", "-verrou"
HALF_DONE = (WORK, WORK_LOCK)
"""How the names of files end that a dead run may leave beside the file that it wrote."""
PATIENCE = 10.0
"""Seconds to wait for another run that writes the same file."""


@contextmanager
def held(path: Path, *, patience: float = 0, wanted: Path | None = None) -> Iterator[None]:
    """Hold the lock file `path` for this run, after waiting `patience` seconds for it at most.

    Raises ``Busy``, naming who holds it and since when, or ``OutputFault`` where the folder
    cannot be written in, naming the file that is `wanted`, if not the lock alone.
    """
    try:
        handle = _locked(path, time.monotonic() + patience)
    except OSError as fault:
        raise output_fault(fault, wanted or path) from fault
    try:
        # A full disk must not stop those who only read: it holds, if without a name.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, _signature())
        yield
    finally:
        give_up(path, handle)


def _locked(path: Path, deadline: float) -> int:
    """An open handle on the lock file, held. Raises ``Busy`` or ``OSError``."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            hold(handle)
            if _is_still_there(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = _holder(handle)
                os.close(handle)
                raise Busy(
                    f"une autre commande travaille sur cet espace : {holder}",
                    remedy="Attendez qu’elle finisse, puis relancez.",
                ) from None
            time.sleep(SECONDS_BETWEEN_TRIES)
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


def _signature() -> bytes:
    # Slow to load, and a reader holds no lock.
    import socket

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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one move: a reader sees the old one or the new one.

    What a dead run left beside it is overwritten, then gone. Raises ``OutputFault`` or ``Busy``.
    """
    work = path.with_name(f".{path.name}{WORK}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(path.with_name(f".{path.name}{WORK_LOCK}"), patience=PATIENCE, wanted=path):
            try:
                work.write_bytes(data)
                work.replace(path)
            finally:
                with suppress(OSError):
                    work.unlink(missing_ok=True)
    except OSError as fault:
        raise output_fault(fault, path) from fault


def output_fault(fault: OSError, path: Path) -> OutputFault:
    """What to say of a write that failed."""
    if fault.errno in DISK_FULL:
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
