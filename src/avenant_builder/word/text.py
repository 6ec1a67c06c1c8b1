"""The words of a filled document, whatever engine, font or spacing it is printed with."""

import unicodedata
import zipfile
from pathlib import Path

from avenant_builder.word.ooxml import STORY_ROOTS, is_xml, parse
from avenant_builder.word.reread import PARAGRAPH_END, part_text


def normalised_text(path: Path) -> str:
    """All that a document prints: NFC, runs of any spaces made one, a line for each paragraph.

    Headers, footers and notes follow in the order of the names of their parts.
    """
    with zipfile.ZipFile(path) as archive:
        roots = [parse(archive.read(name)) for name in sorted(archive.namelist()) if is_xml(name)]
    stories = [part_text(root) for root in roots if root.tag in STORY_ROOTS]
    lines = [" ".join(line.split()) for text in stories for line in text.split(PARAGRAPH_END)]
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
