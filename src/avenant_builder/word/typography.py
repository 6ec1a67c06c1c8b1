"""French typography over the paragraphs of a filled document: spaces that never break, « 1er ».

It works across runs and never inserts, removes or corrects a character.
"""

import re

from docx.oxml.text.run import CT_R
from lxml import etree

from avenant_builder.french import typeset
from avenant_builder.word.ooxml import W, is_in_run, own_paragraph, paragraphs
from avenant_builder.word.runs import cut_out

# Stand for one character each: a word does not reach across them.
BREAKS = (f"{W}tab", f"{W}br", f"{W}cr", f"{W}drawing", f"{W}fldChar", f"{W}noBreakHyphen")
ORDINAL = re.compile(r"(?<![\w.,/@-])(?:1(ers?|res?)|\d+(es?))(?![\w@])")
TOKEN = re.compile(r"\S+")
ADDRESS = re.compile(r"@|://|^www\.", re.IGNORECASE)


def typeset_part(root: etree._Element) -> None:
    """Set the spaces and ordinals of every paragraph of a part."""
    for paragraph in paragraphs(root):
        nodes = [
            node
            for node in paragraph.iter(f"{W}t", *BREAKS)
            if own_paragraph(node) is paragraph and is_in_run(node)
        ]
        texts = [(node.text or "") if node.tag == f"{W}t" else "\n" for node in nodes]
        text = typeset("".join(texts))
        start = 0
        places = []
        for node, before in zip(nodes, texts, strict=True):
            end = start + len(before)
            if node.tag == f"{W}t":
                if before != text[start:end]:
                    node.text = text[start:end]
                places.append((node, start, end))
            start = end
        _raise_ordinals(text, places)


def ordinal_endings(text: str) -> list[tuple[int, int]]:
    """Where « er », « re », « e » stand after a number, outside addresses."""
    addresses = [m.span() for m in TOKEN.finditer(text) if ADDRESS.search(m.group())]
    return [
        match.span(match.lastindex or 0)
        for match in ORDINAL.finditer(text)
        if not any(start <= match.start() < end for start, end in addresses)
    ]


def _raise_ordinals(text: str, places: list[tuple[etree._Element, int, int]]) -> None:
    """Set ordinal endings in superscript; from the last on, so that places stay true."""
    for first, last in reversed(ordinal_endings(text)):
        for node, start, end in reversed(places):
            left, right = max(first, start), min(last, end)
            if left < right:
                _raise(node, left - start, right - start)


def _raise(node: etree._Element, left: int, right: int) -> None:
    """Put a slice of a text into a run of its own, in superscript."""
    run = node.getparent()
    if isinstance(run, CT_R) and run.rPr is not None and run.rPr.superscript:
        return
    raised = cut_out(node, left, right)
    if raised is not None:
        raised.get_or_add_rPr().superscript = True
