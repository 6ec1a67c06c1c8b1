"""Write a page number or a mark onto a page, in an embedded font, as an artifact.

Glyphs keep the numbers that they have in the font file, so that text can be written before it
is known which glyphs the subset must hold.
"""

from collections.abc import Iterable
from functools import cache
from math import cos, radians, sin
from pathlib import Path

import pikepdf
import uharfbuzz
from pikepdf import Array, Dictionary, Name, Page, Pdf

FONT_NAME = "/AvenantNumero"
BLEND_NAME = "/AvenantFond"
ACROSS = 0.9
"""Length of a text across a page, as a share of its shorter side."""
SIZE = 10.0
MARGIN = 18.0
"""Below the usual footers, and still within what printers reach."""
A4_WIDTH = 595.0
UNDRAWN = (b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"gasp", b"kern", b"name", b"post")
"""Tables of a font that serve to shape, choose or name it: a PDF says all that itself."""

TO_UNICODE = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Metrics:
    """What a font file says of its glyphs."""

    def __init__(self, path: Path) -> None:
        self.font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
        self.unit: float = 1000 / self.font.face.upem

    def width(self, text: str, size: float) -> float:
        """Width of the text in points."""
        return sum(self.advance(self.glyph(letter)) for letter in text) * size / 1000

    def glyph(self, letter: str) -> int:
        """The number of a letter's glyph; a space of any width falls back on the plain one."""
        found = self.font.get_nominal_glyph(ord(letter))
        if found is None and letter.isspace():
            found = self.font.get_nominal_glyph(ord(" "))
        return found or 0

    def advance(self, glyph: int) -> float:
        """Width of a glyph in thousandths of its size."""
        return round(float(self.font.get_glyph_h_advance(glyph)) * self.unit, 3)


@cache
def metrics(path: Path) -> Metrics:
    """Those of a font file, read once."""
    return Metrics(path)


class StampFont:
    """One font file, from which only the glyphs used are embedded, once for the whole PDF."""

    def __init__(self, path: Path, target: Pdf, *, name: str = FONT_NAME) -> None:
        """`name` is what pages call it: two fonts of one page need two."""
        self.name = name
        self.metrics = metrics(path)
        self._target = target
        self._used: dict[int, str] = {}
        self._dictionary = target.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0))
        self.encode(
            " "
        )  # One that is given to pages and then not used must be a font all the same.

    def width(self, text: str, size: float) -> float:
        """Width of the text in points."""
        return self.metrics.width(text, size)

    def encode(self, text: str) -> str:
        """The text as a PDF hexadecimal string; its glyphs will be embedded."""
        glyphs = [self.metrics.glyph(letter) for letter in text]
        for number, letter in zip(glyphs, text, strict=True):
            self._used.setdefault(number, letter)
        return f"<{''.join(f'{number:04X}' for number in glyphs)}>"

    def give_to(self, page: Page) -> None:
        """Make the font known to a page, whose other resources may be shared or missing."""
        resources = _copied(page.obj.get("/Resources"))
        fonts = _copied(resources.get("/Font"))
        fonts[self.name] = self._dictionary
        resources.Font = fonts
        page.obj.Resources = resources

    def finish(self) -> None:
        """Embed the subset. Nothing can be encoded afterwards."""
        data = _subset(self.metrics, self._used)
        stream = self._target.make_stream(data, Length1=len(data))
        called = self.metrics.font.face.get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME)
        name = Name(f"/AVENAN+{called}")
        system = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        widths = Array()
        for number in sorted(self._used):
            widths.append(number)
            widths.append(Array([self.metrics.advance(number)]))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=system,
            CIDToGIDMap=Name.Identity,
            DW=1000,
            W=widths,
            FontDescriptor=self._target.make_indirect(self._descriptor(name, stream)),
        )
        self._dictionary.BaseFont = name
        self._dictionary.Encoding = Name("/Identity-H")
        self._dictionary.DescendantFonts = Array([self._target.make_indirect(descendant)])
        self._dictionary.ToUnicode = self._target.make_stream(self._to_unicode())

    def _descriptor(self, name: Name, stream: pikepdf.Stream) -> Dictionary:
        font, unit = self.metrics.font, self.metrics.unit
        lines = font.get_font_extents("ltr")
        capital = font.get_metric_position(uharfbuzz.OTMetricsTag.CAP_HEIGHT) or lines.ascender
        drawn = [font.get_glyph_extents(glyph) for glyph in sorted(self._used)]
        box = [
            min(glyph.x_bearing for glyph in drawn),
            min(glyph.y_bearing + glyph.height for glyph in drawn),
            max(glyph.x_bearing + glyph.width for glyph in drawn),
            max(glyph.y_bearing for glyph in drawn),
        ]
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([round(side * unit) for side in box]),
            ItalicAngle=round(font.get_style_value(uharfbuzz.StyleTag.SLANT_ANGLE)),
            Ascent=round(lines.ascender * unit),
            Descent=round(lines.descender * unit),
            CapHeight=round(capital * unit),
            StemV=80,
            FontFile2=stream,
        )

    def _to_unicode(self) -> bytes:
        lines = [
            f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>\n"
            for number, letter in sorted(self._used.items())
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        text = "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks)
        return TO_UNICODE.format(blocks=text).encode()


def _subset(metrics: Metrics, glyphs: Iterable[int]) -> bytes:
    """The font file reduced to some glyphs, which keep their numbers, and to what draws them."""
    asked = uharfbuzz.SubsetInput()
    flags = uharfbuzz.SubsetFlags
    asked.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE
    asked.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    dropped = asked.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(int.from_bytes(table, "big") for table in UNDRAWN)
    return bytes(uharfbuzz.subset(metrics.font.face, asked).blob.data)


def _copied(source: pikepdf.Object | None) -> Dictionary:
    return Dictionary({} if source is None else dict(source.items()))


def stamp_bottom(page: Page, text: str, font: StampFont) -> None:
    """Write text at the bottom centre of a page as it is seen, turned or cropped as it may be.

    The page's own content is fenced off: what it leaves open does not reach the stamp.
    """
    box = pikepdf.Rectangle(page.cropbox) & pikepdf.Rectangle(page.mediabox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    scale = min(max(min(box.width, box.height) / A4_WIDTH, 0.6), 6.0)
    size, margin = SIZE * scale, MARGIN * scale
    half = font.width(text, size) / 2
    middle = ((box.llx + box.urx) / 2, (box.lly + box.ury) / 2)
    x, y = {
        0: (float(middle[0]) - half, float(box.lly) + margin),
        90: (float(box.urx) - margin, float(middle[1]) - half),
        180: (float(middle[0]) + half, float(box.ury) - margin),
        270: (float(box.llx) + margin, float(middle[1]) + half),
    }[turned]
    along, across = round(cos(radians(turned))), round(sin(radians(turned)))
    matrix = f"{along} {across} {-across} {along} {x:.3f} {y:.3f}"
    shown = f"{font.name} {size:.2f} Tf {matrix} Tm {font.encode(text)} Tj"
    add_on_top(
        page, f"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\nq 0 g BT\n{shown}\nET Q\nEMC\n"
    )
    font.give_to(page)


def stamp_across(page: Page, text: str, font: StampFont) -> None:
    """Write text in light grey from corner to corner of a page as it is seen, darkening nothing.

    What is under it stays legible: colours are multiplied (ISO 32000-1, 11.3.5).
    """
    box = pikepdf.Rectangle(page.cropbox) & pikepdf.Rectangle(page.mediabox)
    turned = radians(int(page.obj.get("/Rotate", 0)) % 360 + 45)
    length = ACROSS * float(min(box.width, box.height))
    size = length / font.width(text, 1)
    along, across = cos(turned), sin(turned)
    # The middle of the letters, at two thirds of the height of a capital, is that of the page.
    x = float(box.llx + box.urx) / 2 - length / 2 * along + size / 3 * across
    y = float(box.lly + box.ury) / 2 - length / 2 * across - size / 3 * along
    matrix = f"{along:.4f} {across:.4f} {-across:.4f} {along:.4f} {x:.3f} {y:.3f}"
    shown = f"{font.name} {size:.2f} Tf {matrix} Tm {font.encode(text)} Tj"
    add_on_top(
        page,
        "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"
        f"q {BLEND_NAME} gs 0.88 g BT\n{shown}\nET Q\nEMC\n",
    )
    resources = _copied(page.obj.get("/Resources"))
    states = _copied(resources.get("/ExtGState"))
    states[BLEND_NAME] = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
    resources.ExtGState = states
    page.obj.Resources = resources
    font.give_to(page)


def add_on_top(page: Page, stamp: str) -> None:
    """Add content to a page; what its own leaves open is fenced off."""
    left_open = _left_open(page)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\n" + b"Q\n" * (left_open + 1) + stamp.encode())


def _left_open(page: Page) -> int:
    """How many saved graphics states the page's content never restores."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page, "q Q"):
        depth = max(depth + (1 if str(instruction.operator) == "q" else -1), 0)
    return depth
