"""Open zips and e-mails that come back, one inside the other, without trusting them.

`unpack` runs in a guarded child and writes what it finds under numbers of its own, so that no
name of an archive leads anywhere; `opened` gives the files in the order in which they lie there.
"""

import email
import email.policy
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from avenant_builder.guard import guarded
from avenant_builder.raster import LARGEST_FILE

MOST_FILES = 500
LARGEST_WHOLE = 500_000_000
DEEPEST = 4
CHUNK = 1 << 20
SHOWN = 80
CONTAINERS = (".zip", ".eml")
NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A file found in an archive or an e-mail, or why it could not be taken out."""

    name: str
    """As people know it: « retours.zip › scan 2.pdf »."""
    path: Path | None
    fault: str = ""


def is_container(path: Path) -> bool:
    """Whether a file is opened rather than looked at, by its name."""
    return path.suffix.lower() in CONTAINERS


def opened(path: Path, folder: Path) -> tuple[Inner, ...]:
    """What a zip or an e-mail holds, written into `folder`, in order. Raises nothing."""
    heard = guarded(unpack, str(path), str(folder))
    found = [
        Inner(
            name=one["name"],
            path=folder / one["file"] if one.get("file") else None,
            fault=one.get("fault", ""),
        )
        for one in heard.values
    ]
    if heard.fall:
        found.append(Inner(name=path.name, path=None, fault=f"est abandonné : {heard.fall}"))
    return tuple(found)


def unpack(path: str, folder: str) -> Iterator[dict[str, Any]]:
    """What ``opened`` asks of its child."""
    yield from _Unpacking(Path(folder)).of(Path(path), Path(path).name, 1)


class _Unpacking:
    """Counts all that is taken out, however deep it lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.bytes = 0

    def of(self, path: Path, name: str, depth: int) -> Iterator[dict[str, Any]]:
        if depth > DEEPEST:
            yield {"name": name, "fault": "trop d’archives l’une dans l’autre"}
        elif path.suffix.lower() == ".eml":
            yield from self._email(path, name, depth)
        else:
            yield from self._zip(path, name, depth)

    def _zip(self, path: Path, name: str, depth: int) -> Iterator[dict[str, Any]]:
        try:
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    inside = f"{name} › {_shown(member.filename)}"
                    if member.is_dir() or any(noise in member.filename for noise in NOISE):
                        continue
                    if member.flag_bits & 1:
                        yield {"name": inside, "fault": "est protégé par un mot de passe"}
                        continue
                    yield from self._member(archive, member, inside, depth)
        except (OSError, zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
            yield {"name": name, "fault": "n’est pas une archive entière et lisible"}

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int
    ) -> Iterator[dict[str, Any]]:
        try:
            with archive.open(member) as stream:
                pieces: list[bytes] = []
                while (chunk := stream.read(CHUNK)) and sum(map(len, pieces)) <= LARGEST_FILE:
                    pieces.append(chunk)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
            yield {"name": name, "fault": "est abîmé dans son archive"}
            return
        yield from self._keep(b"".join(pieces), member.filename, name, depth)

    def _email(self, path: Path, name: str, depth: int) -> Iterator[dict[str, Any]]:
        with path.open("rb") as stream:
            message = email.message_from_binary_file(stream, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        count = 0
        for part in message.walk():
            file_name = _file_name(part)
            if part.is_multipart() or not file_name:
                continue
            count += 1
            try:
                data = part.get_payload(decode=True)
            except (ValueError, LookupError):
                data = None
            inside = f"{name} › {_shown(file_name)}"
            if not isinstance(data, bytes) or not data:
                yield {"name": inside, "fault": "est abîmé dans son courriel"}
                continue
            yield from self._keep(data, file_name, inside, depth)
        if not count:
            yield {"name": name, "fault": "est un courriel sans pièce jointe"}

    def _keep(self, data: bytes, file_name: str, name: str, depth: int) -> Iterator[dict[str, Any]]:
        self.files += 1
        self.bytes += len(data)
        if len(data) > LARGEST_FILE:
            yield {"name": name, "fault": f"pèse plus de {LARGEST_FILE // 1_000_000} Mo"}
            return
        if self.files > MOST_FILES or self.bytes > LARGEST_WHOLE:
            raise MemoryError
        ending = Path(file_name.replace("\\", "/")).suffix.lower()
        kept = ending if ending[1:].isalnum() and len(ending) <= 5 and ending.isascii() else ""
        path = self.folder / f"{self.files:03d}{kept}"
        path.write_bytes(data)
        if kept in CONTAINERS:
            yield from self.of(path, name, depth + 1)
        else:
            yield {"name": name, "file": path.name}


def _file_name(part: Any) -> str:
    """Name of an attachment, or one made up for a picture or a PDF that has none."""
    try:
        name = part.get_filename()
        kind = part.get_content_type()
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
    if name:
        return str(name)
    main, _, sub = kind.partition("/")
    known = {"pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif", "zip": "zip"}
    return f"sans nom.{known[sub]}" if main in ("application", "image") and sub in known else ""


def _shown(name: str) -> str:
    """The last part of a name, short, on one line."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return " ".join(last.split())[:SHOWN] or "sans nom"
