"""Find the tags of a model, and mend how Word writes them: split, with curly quotes.

Both the check and the filling read a tag through `straighten`: what was checked is what is
filled. Only what lies inside a tag is touched.
"""

import html
import re
from dataclasses import dataclass

from lxml import etree

from avenant_builder.word.ooxml import XML, W, own_paragraph, paragraphs, remove, text_nodes

# No tag is a page long: without a bound, braces that nothing closes take a square of the time.
INSIDE = r".{0,2000}?"
TAG = re.compile(rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}|\{{#{INSIDE}#\}}", re.DOTALL)
STRAY = re.compile(r"\{\{|\{%|\{#|%\}|\}\}")
COMMAND = re.compile(rf"\{{%{INSIDE}%\}}|\{{#{INSIDE}#\}}", re.DOTALL)
KIND = re.compile(r"^\{[{%#](p|tr|tc|r)(?= )")

QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "”", "‘": "’", "’": "’", "«": "»"}
# French Word writes « and a non-breaking space where one types a straight quote.
GUILLEMET_SPACES = "\u00a0\u202f"
# Escaped inside strings: docxtpl would straighten the quotes, XML would escape the others.
ESCAPED = re.compile(r"[&<>%{}‘’“”]")
BARE = "{urn:avenant-builder}bare"
OBJECTS = [f"{W}{name}" for name in ("drawing", "pict", "object", "br", "sectPr")]
SPACES = re.compile(r"\s+")
MARKUP = re.compile(rb"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag, mended, without the letters that say what it replaces."""

    source: str
    kind: str
    """``p``, ``tr``, ``tc``, ``r``: replaces its paragraph, row, cell, run; else empty."""

    @property
    def is_print(self) -> bool:
        return self.source.startswith("{{")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedParagraph:
    """A paragraph that holds tags, or pieces of tags."""

    text: str
    """As typed, for the person who must find it."""
    tags: tuple[Tag, ...]
    stray: str
    """A sign that opens or closes nothing; else empty."""
    crowded: Tag | None
    """A tag that replaces its paragraph, row or cell, which holds something else too."""


def mend(root: etree._Element) -> None:
    """Put every tag of a part into one piece of text, written as the engine reads it."""
    for paragraph in paragraphs(root):
        nodes = text_nodes(paragraph)
        texts = [node.text or "" for node in nodes]
        if not any("{" in text for text in texts):
            continue
        for node, text in zip(nodes, _mended(texts), strict=True):
            if text != node.text:
                node.text = text
            node.set(f"{XML}space", "preserve")


def mark_bare(root: etree._Element) -> None:
    """Mark the paragraphs that hold commands and nothing to print: `drop_bare` knows them."""
    for paragraph in paragraphs(root):
        text = "".join(node.text or "" for node in text_nodes(paragraph))
        commands = any(match.group()[1] in "%#" for match in TAG.finditer(text))
        if commands and not COMMAND.sub("", text).strip() and not _has_objects(paragraph):
            paragraph.set(BARE, "1")


def drop_bare(root: etree._Element) -> None:
    """Take away, once filled, the marked paragraphs in which nothing came."""
    for paragraph in list(paragraphs(root)):
        marked = BARE in paragraph.attrib
        if marked:
            del paragraph.attrib[BARE]
        empty = not any(node.text for node in paragraph.iter(f"{W}t"))
        if marked and empty and not _has_objects(paragraph):
            remove(paragraph)


def _has_objects(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds a picture or a break, or ends a section."""
    return next(paragraph.iter(*OBJECTS), None) is not None


def tagged_paragraphs(root: etree._Element) -> list[TaggedParagraph]:
    """The paragraphs of a part that hold tags, in the order of the text."""
    found = []
    for paragraph in paragraphs(root):
        text = "".join(node.text or "" for node in text_nodes(paragraph))
        if not STRAY.search(text):
            continue
        stray = STRAY.search(TAG.sub("", text))
        tags = tuple(_tag(straighten(match.group())) for match in TAG.finditer(text))
        found.append(
            TaggedParagraph(
                text=SPACES.sub(" ", text).strip(),
                tags=tags,
                stray=stray.group() if stray else "",
                crowded=next((tag for tag in tags if _is_crowded(tag, paragraph)), None),
            )
        )
    return found


def tags_of(part: bytes) -> str:
    """All the tags of a part, found without reading it as XML: quick, and enough to look in."""
    return "\n".join(TAG.findall(html.unescape(MARKUP.sub(b"", part).decode(errors="replace"))))


def tags_outside_text(root: etree._Element) -> list[str]:
    """Tags where none is filled: field codes, descriptions of pictures, names of links."""
    places = [str(value) for node in root.iter() for value in node.attrib.values()]
    places += [
        node.text or "" for node in root.iter(f"{W}instrText", f"{W}delText", f"{W}delInstrText")
    ]
    return [text for text in places if TAG.search(text) or "{{" in text or "{%" in text]


def _mended(texts: list[str]) -> list[str]:
    """The texts with each tag wholly in the piece where it begins."""
    joined = "".join(texts)
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    mended = ["" for _ in texts]

    def keep(start: int, end: int) -> None:
        for index, text in enumerate(texts):
            left, right = max(start, starts[index]), min(end, starts[index + 1])
            if left < right:
                mended[index] += text[left - starts[index] : right - starts[index]]

    done = 0
    for match in TAG.finditer(joined):
        keep(done, match.start())
        owner = next(i for i in range(len(texts)) if match.start() < starts[i + 1])
        mended[owner] += straighten(match.group())
        done = match.end()
    keep(done, len(joined))
    return mended


def straighten(tag: str) -> str:
    """A tag with straight quotes around its strings and ordinary spaces between its words.

    The letters of a string stay what they are.
    """
    inside = tag[2:-2]
    written = []
    position = 0
    while position < len(inside):
        char = inside[position]
        end = inside.find(QUOTES[char], position + 1) if char in QUOTES else -1
        if end < 0:
            written.append(" " if char.isspace() else char)
            position += 1
        else:
            written.append(_string(char, inside[position + 1 : end]))
            position = end + 1
    return tag[:2] + "".join(written) + tag[-2:]


def _string(quote: str, content: str) -> str:
    if quote == "«":
        content = content.removeprefix(GUILLEMET_SPACES[0]).removeprefix(GUILLEMET_SPACES[1])
        content = content.removesuffix(GUILLEMET_SPACES[0]).removesuffix(GUILLEMET_SPACES[1])
    if quote not in "\"'":
        quote = '"'
        content = content.replace('"', '\\"')
    escaped = ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", content)
    return quote + escaped + quote


def _tag(text: str) -> Tag:
    match = KIND.match(text)
    if match is None:
        return Tag(source=text, kind="")
    return Tag(source=text[:2] + text[match.end() :], kind=match.group(1))


def _is_crowded(tag: Tag, paragraph: etree._Element) -> bool:
    """Whether replacing what the tag replaces would drop something else."""
    if tag.kind not in ("p", "tr", "tc"):
        return False
    holder = paragraph
    if tag.kind != "p":
        holder = next(paragraph.iterancestors(f"{W}{tag.kind}"), paragraph)
        if holder is paragraph:
            return True
    texts = [node.text or "" for node in holder.iter(f"{W}t")]
    if tag.kind == "p":
        texts = [node.text or "" for node in text_nodes(holder)]
    joined = "".join(texts)
    pictures = [
        node
        for node in holder.iter(f"{W}drawing", f"{W}pict", f"{W}object")
        if tag.kind != "p" or own_paragraph(node) is holder
    ]
    return bool(pictures or TAG.sub("", joined).strip()) or len(TAG.findall(joined)) > 1
