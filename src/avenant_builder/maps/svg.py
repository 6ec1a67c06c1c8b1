"""Write a drawing as SVG, of the plain kind that Word, LibreOffice and browsers all read.

A halo is a text of its own under the text: LibreOffice knows no ``paint-order``.
"""

from collections.abc import Iterable
from functools import partial
from html import escape as escape_all

from avenant_builder.maps.measure import text_width
from avenant_builder.maps.shapes import Disc, Drawing, Shape, Spot, Stroke, Words

UNITS = 100

escape = partial(escape_all, quote=False)

# Carlito has the widths of Calibri, which Word's users have.
FAMILY = "Calibri, Carlito, sans-serif"
HALO = 0.28
HALO_COLOUR = "#FFFFFF"


def svg(drawing: Drawing) -> str:
    """The drawing as an SVG document; the same drawing gives the same text."""
    width, height = _number(drawing.width), _number(drawing.height)
    size = f'width="{drawing.width:g}mm" height="{drawing.height:g}mm"'
    body = "\n".join(_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
        f' viewBox="0 0 {width} {height}" role="img" font-family="{FAMILY}"'
        ' stroke-linejoin="round" stroke-linecap="round">\n'
        f"<title>{escape(drawing.title)}</title>\n<desc>{escape(drawing.description)}</desc>\n"
        f"{body}\n</svg>\n"
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Words):
        return _words(shape)
    if isinstance(shape, Stroke):
        line = f'stroke="{shape.colour}" stroke-width="{_number(shape.width)}"'
        return f'<path d="{_path(shape.lines, close=False)}" fill="none" {line}/>'
    paint = f'fill="{shape.fill}"'
    if shape.edge:
        paint += f' stroke="{shape.edge}" stroke-width="{_number(shape.width)}"'
    if isinstance(shape, Disc):
        x, y = map(_number, shape.centre)
        start = f'<circle cx="{x}" cy="{y}" r="{_number(shape.radius)}" {paint}'
        return _titled(start, "circle", shape.title)
    start = f'<path d="{_path(shape.lines, close=True)}" fill-rule="evenodd" {paint}'
    return _titled(start, "path", shape.title)


def _titled(start: str, name: str, title: str) -> str:
    return f"{start}><title>{escape(title)}</title></{name}>" if title else f"{start}/>"


def _words(words: Words) -> str:
    x, y = words.spot
    if words.centred:  # not by « text-anchor »: LibreOffice sets such text off to the left
        x -= text_width(words.text, words.size, bold=words.bold) / 2
    look = f'x="{_number(x)}" y="{_number(y)}" font-size="{_number(words.size)}"'
    look += ' font-weight="bold"' * words.bold
    text = f'<text {look} fill="{escape_all(words.colour)}">{escape(words.text)}</text>'
    if not words.halo:
        return text
    halo = (
        f'fill="none" stroke="{HALO_COLOUR}" stroke-width="{_number(2 * HALO)}" aria-hidden="true"'
    )
    return f"<text {look} {halo}>{escape(words.text)}</text>\n{text}"


def _path(lines: Iterable[tuple[Spot, ...]], *, close: bool) -> str:
    pieces = []
    for line in lines:
        spots = " ".join(f"{_number(x)} {_number(y)}" for x, y in line)
        pieces.append(f"M{spots}{'Z' if close else ''}")
    return "".join(pieces)


def _number(value: float) -> str:
    """Whole hundredths of a millimetre: LibreOffice rounds type that is small in its unit."""
    return str(round(value * UNITS))
