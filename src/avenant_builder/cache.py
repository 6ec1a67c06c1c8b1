"""What was made once and need not be made again: a folder of the user's, safe to delete.

An entry is found by the SHA-256 of all that it was made from, and holds its own hash: one that was
cut short or damaged is as good as none. Where the folder cannot be used, nothing is kept.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from secrets import token_hex

from avenant_builder.machine import is_own, user_cache

LARGEST = 256 * 2**20
"""Bytes kept in all; beyond, what was not used for longest goes."""
PUTS_BETWEEN_SWEEPS = 50
DIGEST = sha256().digest_size
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"
"""By which programs that save disks know that this folder need not be saved (bford.info)."""


def cache_folder() -> Path | None:
    """Where the user keeps such things; AVENANT_CACHE names another place, empty: nowhere."""
    named = os.environ.get("AVENANT_CACHE")
    if named is not None:
        return Path(named).absolute() if named.strip() else None
    try:
        base = user_cache()
    except RuntimeError:  # nobody's home
        return None
    return base / "avenant" if base.is_absolute() else None


def key_of(*facts: bytes | str) -> str:
    """The name of what is made from these facts, in this order."""
    whole = sha256()
    for fact in facts:
        content = fact.encode("utf-8", "surrogatepass") if isinstance(fact, str) else fact
        whole.update(len(content).to_bytes(8))
        whole.update(content)
    return whole.hexdigest()


@cache
def own_identity() -> str:
    """What tells this very code, its fonts and its libraries from every other."""
    root = Path(__file__).parent
    # Twice as fast as SHA-256 without help of the processor, over six megabytes at each start.
    whole = blake2b(f"{sys.version}\n{sorted(_libraries())}".encode())
    for name in sorted(_own_files(str(root))):
        content = Path(name).read_bytes()
        whole.update(f"{Path(name).relative_to(root).as_posix()}\n{len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def _own_files(folder: str) -> Iterator[str]:
    """What decides results, below a folder; four times as fast as ``Path.rglob``."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _own_files(entry.path)
            elif entry.name.endswith((".py", ".ttf", ".conf")):
                yield entry.path


def _libraries() -> Iterator[str]:
    """Names with versions, as installers spell them in the name of a folder."""
    for place in sys.path:
        with suppress(OSError):
            found = (path.name for path in Path(place or ".").iterdir())
            yield from (name for name in found if name.endswith(".dist-info"))


class Cache:
    """A bounded store of bytes; two runs may use it at once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder if folder is not None and _is_ours(folder) else None
        self._puts = 0

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, if it is there and whole."""
        if self._folder is None:
            return None
        path = self._folder / key
        try:
            content = path.read_bytes()
            if sha256(content[DIGEST:]).digest() == content[:DIGEST]:
                os.utime(path)
                return content[DIGEST:]
            path.unlink()
        except OSError:
            pass
        return None

    def put(self, key: str, content: bytes) -> None:
        """Keep some bytes, if that can be done; whoever reads finds all of them or none."""
        if self._folder is None:
            return
        new = self._folder / f".{token_hex(8)}"
        try:
            new.write_bytes(sha256(content).digest() + content)
            new.replace(self._folder / key)
        except OSError:  # a full disk, or an entry that is being read on Windows
            with suppress(OSError):
                new.unlink()
        if self._puts % PUTS_BETWEEN_SWEEPS == 0:
            self._sweep()
        self._puts += 1

    def _sweep(self) -> None:
        """Remove what was used least recently until the rest is not too large."""
        entries = sorted(self._entries(), reverse=True)
        total = 0
        for _, size, path in entries:
            total += size
            if total > LARGEST:
                with suppress(OSError):
                    path.unlink()

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        if self._folder is not None:
            with suppress(OSError):
                for path in self._folder.iterdir():
                    with suppress(OSError):
                        facts = path.stat()
                        yield facts.st_mtime_ns, facts.st_size, path


def _is_ours(folder: Path) -> bool:
    """Make the folder, for this person alone; whether it is there and belongs to them.

    What it holds goes into documents that people sign: nobody else may have put it there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tag = folder / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(TAG, "ascii")
        return is_own(folder)
    except OSError:
        return False
