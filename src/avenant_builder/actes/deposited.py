"""Read again an archive that was deposited and kept in evidence: one file at a time."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ENDING = ".tar.gz"


def members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of an archive in order, each to be read before the next is asked for.

    Raises ``tarfile.TarError``, ``EOFError`` or ``OSError`` for one that is not whole.
    """
    with tarfile.open(archive, mode="r|gz") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() else None
            if stream is not None:
                yield member.name, stream
