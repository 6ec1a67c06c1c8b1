"""Read again an archive that was deposited and kept in evidence: one file at a time."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ENDING = ".tar.gz"
MESSAGE = "_0.xml"
"""How the name of the message that carries the acte ends."""


def members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of an archive in order, each to be read before the next is asked for.

    Raises ``tarfile.TarError``, ``EOFError`` or ``OSError`` for one that is not whole.
    """
    with tarfile.open(archive, mode="r|gz") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() else None
            if stream is not None:
                yield member.name, stream


def message_of(archive: Path) -> bytes:
    """The message that carries the acte; empty where there is none to read."""
    try:
        return next((data.read() for name, data in members(archive) if name.endswith(MESSAGE)), b"")
    except (tarfile.TarError, EOFError, OSError):
        return b""
