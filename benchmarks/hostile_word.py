"""Word models made to do harm, or merely odd. All invented."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document

Maker = Callable[[], bytes]
Parts = dict[str, bytes]

TEXT = "word/document.xml"
LINKS = "word/_rels/document.xml.rels"
LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'


def parts_of_word(text: str = "Bonjour") -> Parts:
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, *more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in (*parts.items(), *more):
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def word(change: Callable[[Parts], Any] = lambda parts: None, text: str = "Bonjour") -> Maker:
    def make() -> bytes:
        parts = parts_of_word(text)
        change(parts)
        return zipped(parts)

    return make


def with_part(name: str, data: bytes) -> Maker:
    return lambda: zipped(parts_of_word(), (name, data))


def linked(kind: str, target: str) -> Maker:
    def change(parts: Parts) -> None:
        parts[LINKS] = parts[LINKS].replace(b"</Relationships>", LINK.format(kind, target).encode())

    return word(change)


def in_text(old: bytes, new: bytes) -> Maker:
    return word(lambda parts: parts.update({TEXT: parts[TEXT].replace(old, new)}))


def body(xml: bytes) -> Maker:
    return in_text(b"<w:body>", b"<w:body>" + xml)


def spoiled(make: Maker, change: Callable[[bytes], bytes]) -> Maker:
    return lambda: change(make())


def noise(size: int) -> bytes:
    return os.urandom(size)


def lying_size() -> bytes:
    """The list of the archive says that a part is small; it is not."""
    data = bytearray(zipped(parts_of_word(), ("word/a.xml", b"<a>" + b"x" * 9_000_000 + b"</a>")))
    spot = data.rindex(b"PK\x01\x02")
    data[spot + 24 : spot + 28] = struct.pack("<I", 10)
    return bytes(data)


def many_parts() -> bytes:
    return zipped({**parts_of_word(), **{f"word/media/{n}.png": b"x" for n in range(2_500)}})


def doubled() -> bytes:
    return zipped(parts_of_word(), ("WORD/document.xml", b"<a/>"))


def encrypted_entry() -> bytes:
    data = bytearray(zipped(parts_of_word()))
    spot = 0
    while (spot := data.find(b"PK\x01\x02", spot)) >= 0:
        data[spot + 8] |= 1
        spot += 4
    return bytes(data)


def deep(tag: str, depth: int) -> bytes:
    return f"<w:{tag}>".encode() * depth + f"</w:{tag}>".encode() * depth


MODELS: dict[str, Maker] = {
    "ordinaire": word(),
    "vide": lambda: b"",
    "texte": lambda: b"bonjour",
    "page web": lambda: b"<html><body>Introuvable</body></html>",
    "ancien .doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000),
    "RTF": lambda: b"{\\rtf1\\ansi bonjour}",
    "zip vide": lambda: zipped({}),
    "zip sans document": lambda: zipped({"a.txt": b"a"}),
    "zip de zip": lambda: zipped({"[Content_Types].xml": b"<a/>", TEXT: zipped({"a": b"b"})}),
    "tronqué": spoiled(word(), lambda data: data[: len(data) // 2]),
    "sans fin de liste": spoiled(word(), lambda data: data[:-22]),
    "précédé de bruit": spoiled(word(), lambda data: noise(3_000) + data),
    "suivi de bruit": spoiled(word(), lambda data: data + noise(70_000)),
    "octets changés": spoiled(word(), lambda data: data[:900] + bytes(200) + data[1100:]),
    "bruit": lambda: b"PK\x03\x04" + noise(40_000),
    "chiffré": encrypted_entry,
    "2 500 parties": many_parts,
    "partie en double": doubled,
    "../ dans un nom": with_part("../../evade.xml", b"<a/>"),
    "chemin absolu": with_part("/etc/cron.d/a", b"a"),
    "disque dans un nom": with_part("C:\\a.xml", b"<a/>"),
    "nom de 60 000 lettres": with_part("word/" + "a" * 60_000 + ".xml", b"<a/>"),
    "nom nul": with_part("word/a\0b.xml", b"<a/>"),
    "macros": with_part("word/vbaProject.bin", noise(900)),
    "bombe de zéros": with_part("word/a.xml", bytes(200_000_000)),
    "bombe de texte": with_part("word/a.xml", b"<a>" + b" " * 90_000_000 + b"</a>"),
    "taille menteuse": lying_size,
    "cent millions d’octets": lambda: zipped(
        parts_of_word(), ("word/media/a.png", bytes(105_000_000)), method=zipfile.ZIP_STORED
    ),
    "dix millions de balises": lambda: zipped(
        parts_of_word(),
        ("word/a.xml", b"<a>" + b"<b/>" * 10_000_000 + b"</a>"),
        method=zipfile.ZIP_STORED,
    ),
    "un million d’attributs": with_part(
        "word/a.xml", b"<a " + b" ".join(b'a%d="%d"' % (n, n * 7) for n in range(400_000)) + b"/>"
    ),
    "DOCTYPE": in_text(b"<w:document", b"<!DOCTYPE a><w:document"),
    "milliard de rires": in_text(b"<w:document", ENTITIES + b"<w:document"),
    "entité externe": in_text(
        b"<w:document", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'
    ),
    "DOCTYPE en UTF-16": word(
        lambda parts: parts.update(
            {
                "word/a.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode(
                    "utf-16"
                )
            }
        )
    ),
    "XML mal formé": in_text(b"</w:body>", b"</w:bodi>"),
    "XML nul": word(lambda parts: parts.update({TEXT: b"\0" * 500})),
    "cent mille balises emboîtées": body(deep("p", 100_000)),
    "trois cents tableaux emboîtés": body(deep("tbl", 300)),
    "image liée au web": linked("image", "http://exemple.invalid/a.png"),
    "image liée au disque": linked("image", "file:///etc/passwd"),
    "modèle attaché": linked("attachedTemplate", "http://exemple.invalid/a.dotm"),
    "objet OLE lié": linked("oleObject", "file:///c:/a.xls"),
    "cadre lié": linked("frame", "http://exemple.invalid/"),
    "document ajouté": linked("aFChunk", "http://exemple.invalid/a.html"),
    "lien ordinaire": linked("hyperlink", "https://exemple.invalid/"),
    "modifications suivies": in_text(b"<w:p>", b'<w:p><w:ins w:id="1" w:author="a"/>'),
    "balise sans fin": word(text="{% for a in b %}{{ "),
    "appel de Python": word(text="{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "inclusion": word(text="{% include '/etc/passwd' %}"),
    "produit démesuré": word(text="{{ 'a' * 999999999 }}"),
    "dix mille balises": word(text="{{ a }}" * 10_000),
    "parenthèses sans fin": word(text="{{ " + "(" * 5_000 + " }}"),
}
