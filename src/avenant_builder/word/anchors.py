"""Mark where each signature goes, so that its place is known in the PDF without reading text.

The style of a paragraph tells: a signature goes between the title of who signs and his name.
LibreOffice makes a named destination of a bookmark (``pdf/places.py`` reads them).
"""

from lxml import etree

from avenant_builder.word.ooxml import W, parse

ABOVE, BELOW = "Qualité du signataire", "Nom du signataire"
"""Styles between which one signs; ``templates/README.md`` names them."""
ANCHORS = {ABOVE: "qualite", BELOW: "signature"}
FIRST_ID = 9000
"""Above the ids of the bookmarks that a model may have."""


def anchor_signatures(document: etree._Element, styles: bytes) -> None:
    """Put the bookmarks « qualite1 », « signature1 », « qualite2 »… into a filled document."""
    names = _style_names(styles)
    counts = dict.fromkeys(ANCHORS, 0)
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names.get(style.get(f"{W}val", ""), "") if style is not None else ""
        if name in ANCHORS:
            counts[name] += 1
            # Below the last line of the title; above and from the left of the name.
            place = len(paragraph) if name == ABOVE else 1
            _mark(paragraph, place, f"{ANCHORS[name]}{counts[name]}", sum(counts.values()))


def _mark(paragraph: etree._Element, place: int, name: str, rank: int) -> None:
    start, end = (etree.Element(f"{W}bookmark{half}") for half in ("Start", "End"))
    start.set(f"{W}name", name)
    for element in (end, start):
        element.set(f"{W}id", str(FIRST_ID + rank))
        paragraph.insert(place, element)


def _style_names(styles: bytes) -> dict[str, str]:
    return {
        style.get(f"{W}styleId", ""): name.get(f"{W}val", "")
        for style in parse(styles).iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }
