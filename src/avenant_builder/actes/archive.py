"""The archive of a deposit: a flat ustar tar in gzip, the same bytes from the same files."""

import gzip
import hashlib
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

LARGEST = 150 * 1024 * 1024
"""Bytes, of the files together and of the archive: what S²LOW and Pastell take."""
LEVEL = 6
CHUNK = 1 << 20


class Changed(Exception):
    """A file is not, or is no longer, the one that was announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the archive: its bytes, or where they are and what they must be."""

    name: str
    content: bytes = b""
    path: Path | None = None
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An archive that was written."""

    size: int
    sha256: str


def write_archive(path: Path, members: Sequence[Member]) -> Written:
    """Write the members in order, piece by piece: memory does not grow with them.

    No time, owner or name of this machine goes into it. Raises ``Changed`` where a file is not
    of its announced hash, and ``OSError``.
    """
    with path.open("wb") as raw:
        sealed = _Sealed(raw)
        with (
            gzip.GzipFile("", "wb", compresslevel=LEVEL, fileobj=sealed, mtime=0) as packed,
            tarfile.TarFile(
                fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT, copybufsize=CHUNK
            ) as tar,
        ):
            for member in members:
                _add(tar, member)
    return Written(sealed.size, sealed.seal.hexdigest())


def _add(tar: tarfile.TarFile, member: Member) -> None:
    entry = tarfile.TarInfo(member.name)
    entry.mode = 0o644
    if member.path is None:
        entry.size = len(member.content)
        tar.addfile(entry, BytesIO(member.content))
        return
    entry.size = member.size
    with member.path.open("rb") as source:
        watched = _Watched(source)
        try:
            tar.addfile(entry, watched)
        except OSError as fault:
            # tarfile says so, without a number, of a file that ends too soon.
            if fault.errno is None:
                raise Changed(member.name) from fault
            raise
        if source.read(1) or watched.seal.hexdigest() != member.sha256:
            raise Changed(member.name)


class _Sealed:
    """A file being written, with the hash of what went into it."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw, self.seal, self.size = raw, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.seal.update(data)
        self.size += len(data)
        return self.raw.write(data)

    def flush(self) -> None:
        self.raw.flush()


class _Watched:
    """A file being read, with the hash of what came out of it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.seal = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.seal.update(data)
        return data
