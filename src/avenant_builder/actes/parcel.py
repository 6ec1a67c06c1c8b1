"""Open what comes back by e-mail: XML, an archive, an e-mail or a folder, all in memory.

Nothing is ever unpacked onto the disk, so that no name in an archive can lead anywhere; sizes,
counts and depths are bounded before anything is read.
"""

import tarfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from io import BytesIO
from itertools import islice
from pathlib import Path

from avenant_builder.actes.receipt import base_name
from avenant_builder.actes.xml import MessageRefused, refused

LARGEST = 64 << 20
"""Bytes of one file and of all that is in it: returns are letters and short messages."""
MOST_MEMBERS = 1000
DEEPEST = 3
"""An archive in an e-mail that an e-mail forwards."""
GZIP = b"\x1f\x8b"
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
HTML = (".html", ".htm")
"""Préfectures join the text of their e-mail so."""
BLOCK = 512
END = b"\x00" * (2 * BLOCK)
AS_IT_CAME = "Redemandez l’envoi, ou donnez le fichier tel qu’il est arrivé."


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file that came: what it is called, in what, and its bytes."""

    name: str
    parcel: str
    """Name of the e-mail or archive that was given; empty: this file itself was."""
    content: bytes

    @property
    def shown(self) -> str:
        """« accuse.xml », or « accuse.xml, dans retour.eml »."""
        return f"{self.name}, dans {self.parcel}" if self.parcel else self.name

    @property
    def is_xml(self) -> bool:
        if self.name.lower().endswith(HTML):
            return False
        return self.content.lstrip(b" \t\r\n").startswith(XML_STARTS) or (
            self.name.lower().endswith(".xml")
        )

    @property
    def is_pdf(self) -> bool:
        return b"%PDF-" in self.content[:1024]


def listed(paths: Sequence[Path]) -> Iterator[Path]:
    """The files given, and those of folders given, in the order of their names."""
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if not _is_hidden(one.relative_to(path)))
            yield from sorted(islice((one for one in inside if one.is_file()), MOST_MEMBERS + 1))
        else:
            yield path


def opened(path: Path) -> tuple[Piece, ...]:
    """What a file holds. Raises ``MessageRefused``, and then nothing of it may be used."""
    content = _read(path)
    if not content:
        raise refused(path.name, "est vide (0 octet)", remedy=AS_IT_CAME)
    pieces = tuple(_pieces(path.name, path.name, content, 0))
    if sum(len(piece.content) for piece in pieces) > LARGEST:
        raise _too_much(path.name)
    return pieces


def _pieces(name: str, parcel: str, content: bytes, depth: int) -> Iterator[Piece]:
    if depth > DEEPEST:
        raise refused(parcel, "contient des envois emboîtés sans fin", remedy=AS_IT_CAME)
    if content.startswith(GZIP):
        for inner, inside in _members(name, content):
            yield from _pieces(inner, parcel, inside, depth + 1)
    elif name.lower().endswith(".eml"):
        for inner, inside in _attachments(name, content):
            yield from _pieces(inner, parcel, inside, depth + 1)
    else:
        yield Piece(name=base_name(name), parcel=parcel if depth else "", content=content)


def _members(name: str, packed: bytes) -> list[tuple[str, bytes]]:
    """The files of an archive. Raises ``MessageRefused`` for anything that no tool would write."""
    content = _unpacked(name, packed)
    if len(content) % BLOCK or not content.endswith(END):
        raise refused(name, "est une archive incomplète : il en manque la fin", remedy=AS_IT_CAME)
    found: list[tuple[str, bytes]] = []
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:") as archive:
            for member in archive:
                if len(found) >= MOST_MEMBERS:
                    raise refused(name, f"contient plus de {MOST_MEMBERS} fichiers")
                _check_member(name, member)
                stream = archive.extractfile(member)
                found.append((member.name, stream.read() if stream else b""))
    except (tarfile.TarError, ValueError, OverflowError, MemoryError) as fault:
        raise refused(name, "n’est pas une archive lisible", remedy=AS_IT_CAME) from fault
    if sum(len(inside) for _, inside in found) > len(content):
        raise _too_much(name)
    return found


def _check_member(name: str, member: tarfile.TarInfo) -> None:
    """Raise for a path, a link, a device: an archive of ACTES is flat and holds files."""
    shown = member.name[:80]
    if base_name(member.name) != member.name or member.name in ("", ".", ".."):
        raise refused(name, f"contient un chemin au lieu d’un nom de fichier, « {shown} »")
    if not member.isreg() or member.issparse():
        raise refused(name, f"contient autre chose qu’un fichier, « {shown} »")


def _unpacked(name: str, packed: bytes) -> bytes:
    """The bytes of a gzip, whole and no more than `LARGEST`. Raises ``MessageRefused``."""
    engine = zlib.decompressobj(wbits=31)
    try:
        content = engine.decompress(packed, LARGEST + 1)
    except zlib.error as fault:
        raise refused(name, "n’est pas une archive lisible", remedy=AS_IT_CAME) from fault
    if len(content) > LARGEST:
        raise _too_much(name)
    if not engine.eof or engine.unused_data.strip(b"\x00"):
        raise refused(name, "est une archive incomplète ou abîmée", remedy=AS_IT_CAME)
    return content


def _attachments(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """The files joined to an e-mail, those of e-mails that it forwards too."""
    try:
        parts = list(message_from_bytes(content).walk())
    except (MessageError, RecursionError, ValueError, LookupError) as fault:
        raise refused(name, "n’est pas un courriel lisible", remedy=AS_IT_CAME) from fault
    if len(parts) > MOST_MEMBERS:
        raise refused(name, f"contient plus de {MOST_MEMBERS} parties")
    found = [(_file_name(part), part.get_payload(decode=True)) for part in parts]
    return [(inner, inside) for inner, inside in found if inner and isinstance(inside, bytes)]


def _file_name(part: Message) -> str:
    """The name of an attachment, spelt out; empty for the text of the e-mail."""
    try:
        return base_name(str(make_header(decode_header(part.get_filename() or ""))))
    except (MessageError, ValueError, LookupError, TypeError):
        return "pièce jointe"


def _read(path: Path) -> bytes:
    try:
        # A pipe or a device would be waited for without end.
        if not path.is_file():
            raise refused(str(path), "n’existe pas", remedy="Vérifiez le chemin du fichier.")
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as fault:
        raise refused(
            str(path), "ne peut pas être lu", remedy="Vérifiez vos droits sur ce fichier."
        ) from fault
    if len(content) > LARGEST:
        raise _too_much(path.name)
    return content


def _too_much(name: str) -> MessageRefused:
    return refused(name, f"contient plus de {LARGEST >> 20} Mo : un retour n’est jamais si gros")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
