"""Ready the text of one document to stand in another: its lists, styles, pictures and links."""

import hashlib
import posixpath
from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher

from lxml import etree

from avenant_builder.word.ooxml import R, W, paragraphs, parse, remove
from avenant_builder.word.tokens import canonical

NUMBERING, STYLES, TYPES = "word/numbering.xml", "word/styles.xml", "[Content_Types].xml"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
NUMBER = f"{W}pPr/{W}numPr/{W}numId"
IDENTITY = (f"{W}nsid", f"{W}tmpl")
Parts = dict[str, bytes]


def carry(old: etree._Element, new: etree._Element, *, part: str, held: Parts, into: Parts) -> None:
    """Make the part `old` of the document `held` speak of what the document `into` holds.

    `new` is the part of the same name there, and `into` gets what it lacks.
    """
    if NUMBERING in held and NUMBERING in into:
        _lists(old, new, held, into)
    _styles(old, held, into)
    _links(old, part, held, into)


def _lists(old: etree._Element, new: etree._Element, held: Parts, into: Parts) -> None:
    """Lists that are the same get the same number; the others come along."""
    former, numbering = parse(held[NUMBERING]), parse(into[NUMBERING])
    sides = [(old, former), (new, numbering)]
    lines = [
        [(_list_of(number, root), number) for number in _numbers(text)] for text, root in sides
    ]
    keys = [[f"{shape}\n{_words(number)}" for shape, number in side] for side in lines]
    known: dict[str, str] = {}
    for what, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if what == "equal":
            for (_, one), (_, other) in zip(lines[0][a:b], lines[1][c:d], strict=True):
                known.setdefault(_value(one), _value(other))
    for _, number in lines[0]:
        name = _value(number)
        if name not in known:
            known[name] = _new_list(name, former, numbering)
        number.set(f"{W}val", known[name])
    into[NUMBERING] = etree.tostring(numbering, encoding="UTF-8", standalone=True)


def _numbers(root: etree._Element) -> list[etree._Element]:
    found = (paragraph.find(NUMBER) for paragraph in paragraphs(root))
    return [number for number in found if number is not None]


def _value(node: etree._Element) -> str:
    return node.get(f"{W}val", "")


def _words(number: etree._Element) -> str:
    paragraph = next(number.iterancestors(f"{W}p"))
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _find(root: etree._Element, tag: str, name: str, value: str) -> etree._Element | None:
    found = root.iterfind(f"{W}{tag}")
    return next((node for node in found if node.get(f"{W}{name}") == value), None)


def _abstract(number: etree._Element, root: etree._Element) -> etree._Element | None:
    named = number.find(f"{W}abstractNumId")
    return None if named is None else _find(root, "abstractNum", "abstractNumId", _value(named))


def _list_of(number: etree._Element, root: etree._Element) -> str:
    """What a list is, whatever its number."""
    found = _find(root, "num", "numId", _value(number))
    abstract = _abstract(found, root) if found is not None else None
    if found is None or abstract is None:
        return ""
    shape = deepcopy(abstract)
    shape.attrib.clear()
    for node in list(shape.iterfind("*")):
        if node.tag in IDENTITY:
            remove(node)
    overrides = "".join(map(canonical, found.iterfind(f"{W}lvlOverride")))
    return canonical(shape) + overrides


def _new_list(name: str, former: etree._Element, numbering: etree._Element) -> str:
    """Add a list of the old document to the new one; its number there."""
    found = _find(former, "num", "numId", name)
    abstract = _abstract(found, former) if found is not None else None
    if found is None or abstract is None:
        return name
    made, shape = deepcopy(found), deepcopy(abstract)
    for node, tag, key in ((shape, "abstractNum", "abstractNumId"), (made, "num", "numId")):
        taken = [int(one.get(f"{W}{key}", "0")) for one in numbering.iterfind(f"{W}{tag}")]
        node.set(f"{W}{key}", str(max(taken, default=0) + 1))
    for node in [node for node in shape if node.tag in IDENTITY]:
        remove(node)
    link = made.find(f"{W}abstractNumId")
    if link is not None:
        link.set(f"{W}val", shape.get(f"{W}abstractNumId", ""))
    first = numbering.find(f"{W}num")
    if first is None:
        numbering.append(shape)
    else:
        first.addprevious(shape)
    [*numbering.iterfind(f"{W}num"), shape][-2 if first is not None else -1].addnext(made)
    return made.get(f"{W}numId", "")


def _styles(old: etree._Element, held: Parts, into: Parts) -> None:
    """Bring the styles that the new document does not know."""
    former, styles = parse(held[STYLES]), parse(into[STYLES])
    known = {style.get(f"{W}styleId") for style in styles.iterfind(f"{W}style")}
    waiting = [_value(node) for node in old.iter(*STYLED)]
    while waiting:
        name = waiting.pop()
        style = _find(former, "style", "styleId", name)
        if name in known or style is None:
            continue
        known.add(name)
        copy = deepcopy(style)
        if f"{W}default" in copy.attrib:
            del copy.attrib[f"{W}default"]
        styles.append(copy)
        waiting += [_value(node) for node in copy.iterfind(f"{W}basedOn")]
    into[STYLES] = etree.tostring(styles, encoding="UTF-8", standalone=True)


def rels_name(part: str) -> str:
    """The part that lists the relations of another."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _links(old: etree._Element, part: str, held: Parts, into: Parts) -> None:
    """Bring the pictures and links that the text asks for, under numbers of the new document."""
    asked = [
        (node, str(name)) for node in old.iter() for name in node.attrib if str(name).startswith(R)
    ]
    name = rels_name(part)
    if not asked or name not in held:
        return
    former = {link.get("Id"): link for link in _relations(held[name])}
    root = parse(into[name]) if name in into else etree.Element(f"{RELATIONSHIPS}Relationships")
    known = {_identity(link, part, into): link.get("Id", "") for link in root}
    for node, attribute in asked:
        link = former.get(node.get(attribute))
        if link is None:
            continue
        identity = _identity(link, part, held)
        if identity not in known:
            known[identity] = _new_link(link, root, part, held, into)
        node.set(attribute, known[identity])
    into[name] = etree.tostring(root, encoding="UTF-8", standalone=True)


def _relations(data: bytes) -> Iterator[etree._Element]:
    return parse(data).iterfind(f"{RELATIONSHIPS}Relationship")


def _target(link: etree._Element, part: str) -> str:
    target = link.get("Target", "")
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _identity(link: etree._Element, part: str, parts: Parts) -> str:
    """What a relation leads to: an address, or the very bytes of a part."""
    data = parts.get(_target(link, part))
    if data is None or link.get("TargetMode") == "External":
        return f"{link.get('Type')} {link.get('Target')}"
    return f"{link.get('Type')} {hashlib.sha256(data).hexdigest()}"


def _new_link(
    link: etree._Element, root: etree._Element, part: str, held: Parts, into: Parts
) -> str:
    made = deepcopy(link)
    root.append(made)
    taken = {other.get("Id") for other in root}
    made.set("Id", next(f"rIdA{n}" for n in range(1, len(taken) + 2) if f"rIdA{n}" not in taken))
    target = _target(link, part)
    if link.get("TargetMode") != "External" and target in held:
        folder, file = posixpath.split(target)
        digest = hashlib.sha256(held[target]).hexdigest()[:12]
        place = f"{folder}/ancien-{digest}-{file}"
        into[place] = held[target]
        made.set("Target", f"/{place}")
        _declare(target, place, held, into)
    return made.get("Id", "")


def _declare(target: str, place: str, held: Parts, into: Parts) -> None:
    """Say what kind of content a part brought along has, as its document did."""
    former, types = parse(held[TYPES]), parse(into[TYPES])
    ending = target.rpartition(".")[2].lower()
    kind = next(
        (
            node.get("ContentType", "")
            for node in former
            if node.get("PartName") == f"/{target}" or node.get("Extension", "").lower() == ending
        ),
        "application/octet-stream",
    )
    etree.SubElement(types, f"{CONTENT}Override", PartName=f"/{place}", ContentType=kind)
    into[TYPES] = etree.tostring(types, encoding="UTF-8", standalone=True)
