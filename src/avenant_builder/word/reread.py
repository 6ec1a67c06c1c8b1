"""Read a filled document again, from the disk, and find in it all that was printed."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from avenant_builder.errors import ModelFault
from avenant_builder.word.ooxml import W, is_in_run, parse

NBSP = "\u00a0"
PICTURE_MARK = "\ufffc"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# Between paragraphs: no printed value holds it.
PARAGRAPH_END = "\x1e"


def verify(path: Path, printed: Mapping[str, Sequence[str]], *, model: str) -> None:
    """Find every printed text in its part, whole, as often as printed and in order.

    Raises ``ModelFault`` for the first that is not there. The kind of a space may differ.
    """
    with zipfile.ZipFile(path) as archive:
        for part, texts in printed.items():
            found = part_text(parse(archive.read(part))).replace(NBSP, " ")
            position = 0
            for text in texts:
                wanted = text.replace(NBSP, " ")
                start = found.find(wanted, position)
                if start < 0:
                    raise ModelFault(
                        f"le modèle {model} perd « {text[:120]} » en le remplissant",
                        remedy="La balise de ce texte est à un endroit que Word n’imprime pas : "
                        "déplacez-la dans un paragraphe ordinaire.",
                    )
                position = start + len(wanted)


def part_text(root: etree._Element) -> str:
    """All that a part prints, in order, with marks for paragraphs and pictures."""
    pieces = []
    for node in root.iter(f"{W}p", f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", DRAWING):
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}p":
            pieces.append(PARAGRAPH_END)
        elif node.tag == DRAWING:
            pieces.append(f"{PICTURE_MARK}{node.get('descr', '')}")
        elif node.tag == f"{W}tab":
            pieces.append("\t" if is_in_run(node) else "")
        else:
            pieces.append("\n")
    return "".join(pieces)
