"""One zip of many files that shows, whatever happens to it later, whether a byte has changed.

Nothing is compressed (PDFs hardly would be) and nothing depends on the day or the machine: the same
files give the same bytes, so that a zip can be made again from what it holds, and compared.
``manifeste.json`` gives each file's SHA-256, ``manifeste.sha256`` that of the manifest.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from avenant_builder.files.manifest import MANIFEST
from avenant_builder.scratch import scratch

SEAL = "manifeste.sha256"
CHUNK = 1 << 20
MOST_FILES = 10_000
LARGEST_MANIFEST = 16 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o100644 << 16
DAMAGED = (
    *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError),
    OSError,
)
"""What the library raises for a zip that is none, or no longer: even a place before its start."""


class Changed(Exception):
    """A file is no longer the one whose hash was noted: its name in the set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of a set: its bytes, or where they are and which hash they must have."""

    name: str
    """With « / » between folders, in ASCII."""
    about: str
    """What it is, in French."""
    content: bytes = b""
    path: Path | None = None
    sha256: str = ""
    """In hex; of `content`, it may be left out."""

    @property
    def hash(self) -> str:
        """SHA-256 of the file, in hex."""
        return self.sha256 or hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in a set that somebody hands in."""

    facts: Mapping[str, Any]
    """As the manifest says; empty where it cannot be read."""
    files: int
    faults: tuple[str, ...]
    """Every place where it is not what was made, in French; none: it is whole."""


def write_sealed(target: Path, entries: Sequence[Entry], facts: Mapping[str, Any]) -> None:
    """Write the zip, piece by piece: memory does not grow with its files.

    Raises ``Changed`` where a file is not of its announced hash, and ``OSError``.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        files = [_added(archive, entry) for entry in entries]
        text = json.dumps({"schema": 1, **facts, "fichiers": files}, ensure_ascii=False, indent=2)
        manifest = f"{text}\n".encode()
        _added(archive, Entry(name=MANIFEST, about="", content=manifest))
        seal = f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode("ascii")
        _added(archive, Entry(name=SEAL, about="", content=seal))


def check_sealed(path: Path) -> Checked:
    """Hash again all that a set holds, zip or folder, and find every change. Raises ``OSError``."""
    if path.is_dir():
        return _checked(*_of_folder(path))
    with path.open("rb"):
        pass
    try:
        with zipfile.ZipFile(path) as archive:
            if fault := _structure(archive, path.stat().st_size):
                return Checked(facts={}, files=0, faults=(fault,))
            found = _checked(*_of_zip(archive))
            if not found.faults and (fault := _difference(archive, path)):
                return Checked(facts=found.facts, files=found.files, faults=(fault,))
            return found
    except DAMAGED:
        return Checked(facts={}, files=0, faults=("la structure du zip est abîmée",))


Hashes = Mapping[str, tuple[int, str]]
"""By name: size and SHA-256; the hash of a file that cannot be read is empty."""


def _checked(hashes: Hashes, manifest: bytes, seal: bytes) -> Checked:
    """Compare what there is with the manifest, and the manifest with its seal."""
    faults = []
    if MANIFEST not in hashes or SEAL not in hashes:
        lacking = [name for name in (MANIFEST, SEAL) if name not in hashes]
        faults.append(f"« {' » et « '.join(lacking)} » manque")
    elif seal != f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode("ascii"):
        faults.append(f"« {MANIFEST} » ou « {SEAL} » a changé")
    try:
        facts = json.loads(manifest)
        noted = {one["nom"]: (one["octets"], one["sha256"]) for one in facts["fichiers"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        unreadable = f"« {MANIFEST} » ne se lit pas" if manifest else ""
        return Checked(facts={}, files=0, faults=tuple(filter(None, (*faults, unreadable))))
    own = {name: hashes[name] for name in hashes if name not in (MANIFEST, SEAL)}
    for name, (size, sha256) in noted.items():
        if name not in own:
            faults.append(f"« {name} » manque")
        elif own[name][0] != size:
            faults.append(f"« {name} » a changé : {own[name][0]} octets au lieu de {size}")
        elif own[name][1] != sha256:
            faults.append(f"« {name} » a changé : même taille, autre contenu")
    faults += [f"« {name} » est de trop" for name in own if name not in noted]
    return Checked(facts=facts, files=len(noted), faults=tuple(faults))


def _of_folder(folder: Path) -> tuple[Hashes, bytes, bytes]:
    hashes: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            hashes[path.relative_to(folder).as_posix()] = (0, "")
        elif path.is_file():
            with path.open("rb") as stream:
                hashes[path.relative_to(folder).as_posix()] = _hashed(stream)
    texts = [folder / name for name in (MANIFEST, SEAL)]
    manifest, seal = (_start(path) if path.is_file() else b"" for path in texts)
    return hashes, manifest, seal


def _of_zip(archive: zipfile.ZipFile) -> tuple[Hashes, bytes, bytes]:
    hashes: dict[str, tuple[int, str]] = {}
    texts = {MANIFEST: b"", SEAL: b""}
    for info in archive.infolist():
        try:
            with archive.open(info) as stream:
                hashes[info.filename] = _hashed(stream)
            if info.filename in texts and info.file_size <= LARGEST_MANIFEST:
                texts[info.filename] = archive.read(info)
        except DAMAGED:  # its check sum, or its own header
            hashes[info.filename] = (info.file_size, "")
    return hashes, texts[MANIFEST], texts[SEAL]


def _structure(archive: zipfile.ZipFile, size: int) -> str:
    """What no set of ours has, before anything is read of it; empty: nothing."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        return f"le zip contient plus de {MOST_FILES} fichiers"
    if len({info.filename for info in infos}) != len(infos):
        return "le zip contient deux fichiers du même nom"
    if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 for info in infos):
        return "le zip est compressé ou chiffré : ce n’est pas celui qui a été fait"
    if sum(info.file_size for info in infos) > size:
        return "le zip annonce plus d’octets qu’il n’en a"
    return ""


def _difference(archive: zipfile.ZipFile, path: Path) -> str:
    """Make the zip again from what it holds, and name the first byte that is not the same."""
    with scratch() as folder:
        again = folder / "ensemble.zip"
        with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as copy:
            for info in archive.infolist():
                with archive.open(info) as source:
                    _copied(copy, info.filename, info.file_size, source)
        place = 0
        with again.open("rb") as ours, path.open("rb") as theirs:
            while True:
                left, right = ours.read(CHUNK), theirs.read(CHUNK)
                if left != right:
                    pairs = zip(left, right, strict=False)
                    same = next((n for n, (a, b) in enumerate(pairs) if a != b), None)
                    place += min(len(left), len(right)) if same is None else same
                    return f"le zip lui-même a changé, à l’octet {place}, entre ses fichiers"
                if not left:
                    return ""
                place += len(left)


def _added(archive: zipfile.ZipFile, entry: Entry) -> dict[str, object]:
    """Add a file; give what the manifest says of it. Raises ``Changed``."""
    if entry.path is None:
        size, sha256 = _copied(archive, entry.name, len(entry.content), BytesIO(entry.content))
    else:
        with entry.path.open("rb") as source:
            size, sha256 = _copied(archive, entry.name, entry.path.stat().st_size, source)
    if entry.sha256 and sha256 != entry.sha256:
        raise Changed(entry.name)
    return {"nom": entry.name, "contenu": entry.about, "octets": size, "sha256": sha256}


def _copied(archive: zipfile.ZipFile, name: str, size: int, source: IO[bytes]) -> tuple[int, str]:
    info = zipfile.ZipInfo(name, EPOCH)
    info.create_system, info.external_attr, info.file_size = UNIX, READABLE, size
    seal, written = hashlib.sha256(), 0
    with archive.open(info, "w") as target:
        while chunk := source.read(CHUNK):
            seal.update(chunk)
            written += len(chunk)
            target.write(chunk)
    return written, seal.hexdigest()


def _hashed(stream: IO[bytes]) -> tuple[int, str]:
    seal, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        seal.update(chunk)
        size += len(chunk)
    return size, seal.hexdigest()


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_MANIFEST)
