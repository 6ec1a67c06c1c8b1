"""The archive of a deposit: a flat ustar tar in gzip, the same bytes from the same files.

PDFs are compressed already: a piece whose samples do not shrink is stored as it is, in the same
gzip stream, which takes a tenth of the time that gzip takes to find it out.
"""

import hashlib
import struct
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

LARGEST = 150 * 1024 * 1024
"""Bytes, of the files together and of the archive: what S²LOW and Pastell take."""
LEVEL, STORED = 6, 0
CHUNK = 1 << 20
SAMPLE = 1 << 14
WORTH = 0.97
"""What the samples of a piece must shrink to for it to be compressed."""
RAW = -zlib.MAX_WBITS
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Of gzip (RFC 1952, 2.3): deflate, no name, no time, no system."""


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
        packed = _Gzip(raw)
        with tarfile.TarFile(
            fileobj=packed,  # type: ignore[arg-type]  # it is written forward, and no more
            mode="w",
            format=tarfile.USTAR_FORMAT,
            copybufsize=CHUNK,
        ) as tar:
            for member in members:
                _add(tar, member)
        packed.end()
    return Written(packed.written, packed.seal.hexdigest())


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


class _Gzip:
    """A gzip stream being written, in one member, with the hash of its bytes."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw, self.seal, self.written = raw, hashlib.sha256(), 0
        self._taken, self._check, self._rest = 0, 0, bytearray()
        self._put(HEADER)

    def tell(self) -> int:
        return self._taken

    def write(self, data: bytes) -> int:
        self._taken += len(data)
        self._check = zlib.crc32(data, self._check)
        self._rest += data
        while len(self._rest) >= CHUNK:
            self._put(_deflated(bytes(self._rest[:CHUNK]), zlib.Z_FULL_FLUSH))
            del self._rest[:CHUNK]
        return len(data)

    def end(self) -> None:
        """Write what is left, then the check and the size (RFC 1952, 2.3.1)."""
        self._put(_deflated(bytes(self._rest), zlib.Z_FINISH))
        self._put(struct.pack("<II", self._check, self._taken & 0xFFFFFFFF))

    def _put(self, data: bytes) -> None:
        self.seal.update(data)
        self.written += len(data)
        self.raw.write(data)


def _deflated(piece: bytes, flush: int) -> bytes:
    """A piece as deflate blocks, stored where it would not shrink (RFC 1951)."""
    middle = len(piece) // 2
    sample = piece[:SAMPLE] + piece[middle : middle + SAMPLE] + piece[-SAMPLE:]
    shrinks = len(zlib.compress(sample, 1)) < WORTH * len(sample)
    packer = zlib.compressobj(LEVEL if shrinks else STORED, zlib.DEFLATED, RAW)
    return packer.compress(piece) + packer.flush(flush)


class _Watched:
    """A file being read, with the hash of what came out of it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.seal = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.seal.update(data)
        return data
