"""Read the paragraphs of a filled document, by the names of their styles."""

import zipfile
from pathlib import Path

from avenant_builder.word.ooxml import W, paragraphs, parse, text_nodes


def read_paragraphs(path: Path) -> tuple[tuple[str, str], ...]:
    """The paragraphs of the body of a document, in order: name of the style, text."""
    with zipfile.ZipFile(path) as archive:
        styles = parse(archive.read("word/styles.xml"))
        document = parse(archive.read("word/document.xml"))
    names = {
        style.get(f"{W}styleId", ""): name.get(f"{W}val", "")
        for style in styles.iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }
    found = []
    for paragraph in paragraphs(document):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        key = style.get(f"{W}val", "") if style is not None else ""
        text = "".join(node.text or "" for node in text_nodes(paragraph))
        found.append((names.get(key, ""), text))
    return tuple(found)
