"""XML from outside, read without trust: no DOCTYPE, no entity, bounded in size and in depth.

What comes back by e-mail was written by many programs. Encodings are settled here, as they are
for registers.
"""

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from avenant_builder.errors import AvenantError, ExitCode

ACTES = "http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
INSEE = "http://xml.insee.fr/schema"

MAX_BYTES = 4 << 20
"""A message is a few thousand bytes, a whole classification about a hundred thousand."""
DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>", re.ASCII)
LATIN_9 = re.compile(rb"<\?xml\s[^>]*?iso-?8859-15", re.IGNORECASE)
DOCTYPE = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class MessageRefused(AvenantError):
    """A file that is no message, or that may harm: nothing of it is used."""

    exit_code = ExitCode.UNREADABLE


def read_xml(content: bytes, name: str) -> etree._Element:
    """The root of a message. Raises ``MessageRefused``, which names the file `name`.

    A DOCTYPE is refused wherever it stands: no message of ACTES has one, and it is the way of
    external files and of entities that swell.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise refused(name, "est vide", remedy="Redemandez ce fichier : rien n’y est écrit.")
    if len(content) > MAX_BYTES:
        raise refused(name, f"est trop gros pour un message (plus de {MAX_BYTES >> 20} Mo)")
    text = DECLARATION.sub("", decoded(content), count=1).lstrip()
    if DOCTYPE.search(text):
        raise refused(
            name,
            "porte une déclaration DOCTYPE ou ENTITY, qu’aucun message d’ACTES ne porte",
            remedy="Ne l’ouvrez pas ; redemandez le message à la préfecture ou à l’opérateur.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        where = f" (ligne {line})" if line else ""
        raise refused(name, f"n’est pas du XML lisible{where}") from fault
    return root


def decoded(content: bytes) -> str:
    """The text of a message, whatever it says of its encoding.

    Bytes that are UTF-8 are hardly ever anything else. Others are what they declare or, as
    browsers do, the code page of Windows, which holds ISO-8859-1.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        latin9 = LATIN_9.search(content[:200])
        return content.decode("iso8859-15" if latin9 else "cp1252", errors="replace")


def children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, whatever their namespace."""
    return (child for child in node if local(child) == name)


def child(node: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next(children(node, name), None)


def text_of(node: etree._Element | None, name: str = "") -> str:
    """The words of a node or of its child of that name, on one line; empty if there is none."""
    found = child(node, name) if name and node is not None else node
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def attribute(node: etree._Element | None, name: str) -> str:
    """An attribute of that name, whatever its namespace; empty if there is none."""
    if node is None:
        return ""
    values = (value for key, value in node.attrib.items() if _local(str(key)) == name)
    return str(next(values, "")).strip()


def local(node: etree._Element) -> str:
    """Name of a node without its namespace; empty for what is no element."""
    return _local(node.tag) if isinstance(node.tag, str) else ""


def refused(name: str, why: str, *, remedy: str = "") -> MessageRefused:
    """A refusal in the words of the person who gave the file."""
    return MessageRefused(
        f"« {name} » {why}",
        remedy=remedy or "Donnez le fichier tel qu’il est arrivé, sans l’ouvrir ni l’enregistrer.",
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]
