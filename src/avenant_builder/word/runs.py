"""Give a piece of a text a look of its own, which Word does by runs."""

from copy import deepcopy
from typing import cast

from docx.oxml.parser import OxmlElement
from docx.oxml.text.run import CT_R
from lxml import etree

from avenant_builder.word.ooxml import XML


def cut_out(node: etree._Element, left: int, right: int) -> CT_R | None:
    """Put a slice of a text into a run of its own, which looks like the others; give that run.

    The node keeps what is before the slice. None where the text is not in a run.
    """
    run = node.getparent()
    if not isinstance(run, CT_R):
        return None
    text = node.text or ""
    cut = _sibling(run, text[left:right])
    rest = _sibling(run, text[right:])
    for follower in list(node.itersiblings()):
        rest.append(follower)
    node.text = text[:left]
    node.set(f"{XML}space", "preserve")
    run.addnext(cut)
    cut.addnext(rest)
    return cut


def _sibling(run: CT_R, text: str) -> CT_R:
    """A run that looks like another, with a text."""
    made = cast(CT_R, OxmlElement("w:r"))
    if run.rPr is not None:
        made.append(deepcopy(run.rPr))
    node = OxmlElement("w:t")
    node.text = text
    node.set(f"{XML}space", "preserve")
    made.append(node)
    return made
