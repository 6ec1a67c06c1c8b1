"""Names and reading of the XML inside a .docx, shared by all that look into one."""

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# Roots of the parts that print, and so are filled.
STORY_ROOTS = frozenset(
    f"{W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes")
)

BEGINNING = 1024
"""Bytes in which a part usually says what it is."""


def parse(data: bytes) -> etree._Element:
    """The root of an XML part. Raises ``etree.XMLSyntaxError``; fetches and expands nothing."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def is_xml(name: str) -> bool:
    """Whether a part of the archive is XML, by its name."""
    return name.endswith((".xml", ".rels"))


def root_tag(data: bytes) -> str:
    """The name of the root of an XML part, which tells what it is: names of files are free."""
    parser = etree.XMLPullParser(events=("start",))
    for start in range(0, len(data), BEGINNING):
        parser.feed(data[start : start + BEGINNING])
        for _, root in parser.read_events():
            if isinstance(root, etree._Element):
                return str(root.tag)
    return str(parse(data).tag)


def own_paragraph(node: etree._Element) -> etree._Element | None:
    """The nearest paragraph around a node: a text box holds paragraphs within one."""
    return next(node.iterancestors(f"{W}p"), None)


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Every paragraph, in the order of the text, those of tables and text boxes included."""
    yield from root.iter(f"{W}p")


def text_nodes(paragraph: etree._Element) -> list[etree._Element]:
    """The pieces of text of a paragraph itself, in order."""
    return [node for node in paragraph.iter(f"{W}t") if own_paragraph(node) is paragraph]


def is_in_run(node: etree._Element) -> bool:
    """Whether a node is text of a run: a ``w:tab`` may also be the setting of a tab stop."""
    parent = node.getparent()
    return parent is not None and parent.tag == f"{W}r"


def remove(node: etree._Element) -> None:
    """Take a node out of its part."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
