"""The originals: their register, and one zip of all that proves the signatures."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from avenant_builder.files.csv_text import csv_text
from avenant_builder.tracking.executed import SignedSeat, manner
from avenant_builder.tracking.facts import shown_day

COLUMNS = (
    *("siege", "organisme", "signataire", "signe_le", "recu_le", "support", "original_detenu_par"),
    *("fichier", "sha256"),
)
ORIGINALS = "originaux"
OLDEST = (1980, 1, 1, 0, 0, 0)
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A file as it came, and where it lies in the archive."""

    seat: SignedSeat
    path: Path
    """In evidence."""

    @property
    def name(self) -> str:
        """Two files never have the same, one file for two seats has one."""
        sha256, kept = self.seat.page.evidence, UNSAFE.sub("-", self.seat.page.evidence_name)
        return f"{ORIGINALS}/{sha256[:12]}-{kept[-60:].strip('.') or 'sans-nom'}"


def register_text(originals: Iterable[Original]) -> str:
    """The register of originals, as CSV."""
    return csv_text(COLUMNS, map(_row, originals))


def _row(original: Original) -> tuple[str, ...]:
    one = original.seat
    return (
        one.status.seat.id,
        one.status.body.name,
        one.signer,
        shown_day(one.signature.on),
        one.received,
        manner(one),
        one.keeper,
        original.name,
        one.page.evidence,
    )


def write_archive(target: Path, files: Mapping[str, Path], facts: Mapping[str, object]) -> None:
    """One zip of files by their names in it, with a manifest of their hashes.

    The files are stored byte for byte; the same files give the same zip.
    """
    entries = sorted(files.items())
    manifest = {"schema": 1, **facts, "fichiers": list(_hashed(entries))}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("manifeste.json"), text)
        for name, path in entries:
            archive.writestr(_entry(name), path.read_bytes())


def _hashed(entries: Iterable[tuple[str, Path]]) -> Iterator[dict[str, object]]:
    for name, path in entries:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        yield {"nom": name, "octets": len(content), "sha256": digest}


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without clock, machine or chance in it."""
    entry = zipfile.ZipInfo(name, OLDEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0o644 << 16
    return entry
