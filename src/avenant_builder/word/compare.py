"""Two Word documents as one, with the tracked changes that lead from the first to the second."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from avenant_builder.errors import ConversionFailed, ModelFault
from avenant_builder.problems import Place
from avenant_builder.word.carry import Parts, carry
from avenant_builder.word.container import read_container
from avenant_builder.word.finish import zipped
from avenant_builder.word.marks import Marker
from avenant_builder.word.ooxml import STORY_ROOTS, W, is_xml, parse, root_tag
from avenant_builder.word.redline import Redline
from avenant_builder.word.revisions import resolve
from avenant_builder.word.tokens import plain, tokens

DOCUMENT = "word/document.xml"
NOTES = frozenset({f"{W}footnotes", f"{W}endnotes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A comparison that was written."""

    data: bytes
    passages: int
    """How many passages came or went."""
    remarks: tuple[str, ...] = ()
    """What could not be compared, in French."""


def compare(old: Path | None, new: Path | None, *, author: str, when: datetime) -> Compared:
    """The document `new` with every difference from `old` as a tracked change; None is empty.

    To accept all gives the text of `new`, to refuse all that of `old`: both are checked here.
    Raises ``ModelFault`` for a file that is no sound document.
    """
    sides = [_read(path) if path else None for path in (old, new)]
    held = sides[0] or _emptied(sides[1] or {})
    into = dict(sides[1] or _emptied(held))
    marker = Marker(author=author, when=when)
    remarks: list[str] = []
    for name in _stories(held, into):
        if name not in into:
            remarks.append(f"l’ancien « {name} » n’a plus d’équivalent : il n’est pas montré")
            continue
        before, after = (_story(parts, name, into) for parts in (held, into))
        if after.tag in NOTES:
            if held.get(name) != into[name]:
                remarks.append("les notes de bas de page ne sont pas comparées")
            continue
        carry(before, after, part=name, held=held, into=into)
        wanted = [_printed(root) for root in (before, after)]
        Redline(marker=marker).write(_holder(before), _holder(after))
        _check(after, wanted)
        into[name] = etree.tostring(after, encoding="UTF-8", standalone=True)
    return Compared(data=zipped(into), passages=marker.count, remarks=tuple(remarks))


def _read(path: Path) -> Parts:
    parts, problems = read_container(path, Place(path.name))
    if problems:
        raise ModelFault(f"{path.name} : {problems[0].message}", remedy=problems[0].remedy)
    return parts


def _emptied(parts: Parts) -> Parts:
    """The same document without a word in its body."""
    root = parse(parts[DOCUMENT])
    for node in list(_holder(root)):
        if node.tag != f"{W}sectPr":
            _holder(root).remove(node)
    return {**parts, DOCUMENT: etree.tostring(root, encoding="UTF-8", standalone=True)}


def _stories(held: Parts, into: Parts) -> Iterator[str]:
    """The parts that print, the text itself first."""
    yield DOCUMENT
    for name in sorted({*held, *into} - {DOCUMENT}):
        data = into.get(name, held.get(name, b""))
        if is_xml(name) and root_tag(data) in STORY_ROOTS:
            yield name


def _story(parts: Parts, name: str, into: Parts) -> etree._Element:
    """A part as it stands, its own changes accepted; empty where the document has it not."""
    if name in parts:
        root = parse(parts[name])
    else:
        root = deepcopy(parse(into[name]))
        for child in list(root):
            root.remove(child)
    resolve(root, accept=True)
    plain(root)
    return root


def _holder(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    return root if body is None else body


def _printed(root: etree._Element) -> list[tuple[str, str, str]]:
    """All that a part says, paragraph by paragraph: where it stands, its style, its words."""
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        place = "/".join(etree.QName(node).localname for node in paragraph.iterancestors())
        words, _ = tokens(paragraph)
        found.append((place, name, "".join(f"{t.key[0]}{t.key[1]}" for t in words)))
    while found and not found[-1][2]:
        found.pop()
    return found


def _check(root: etree._Element, wanted: list[list[tuple[str, str, str]]]) -> None:
    for accept, text in zip((False, True), wanted, strict=True):
        copy = deepcopy(root)
        resolve(copy, accept=accept)
        if _printed(copy) != text:
            raise ConversionFailed(
                "la comparaison ne redonne pas les deux textes : elle n’est pas écrite",
                remedy="C’est un défaut de l’outil : signalez-le avec les deux documents.",
            )
