"""Paint a drawing as PNG, for programs that read no SVG (Word before 2016)."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from avenant_builder.maps.measure import face
from avenant_builder.maps.shapes import Disc, Drawing, Shape, Spot, Stroke, Surface, Words
from avenant_builder.maps.svg import HALO, HALO_COLOUR

DPI = 200
MM_PER_INCH = 25.4
# Painted larger, then reduced: Pillow draws hard edges.
OVER = 2
COLOURS = 128


def png(drawing: Drawing) -> bytes:
    """The drawing at 200 dots an inch; the same drawing gives the same bytes."""
    scale = DPI * OVER / MM_PER_INCH
    size = (round(drawing.width * scale), round(drawing.height * scale))
    canvas = _Canvas(Image.new("RGB", size, "#FFFFFF"), scale)
    for shape in drawing.shapes:
        canvas.paint(shape)
    small = canvas.image.reduce(OVER)
    # The octree takes a fifth of the time of the median cut, and differs by what no eye sees.
    reduced = small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = BytesIO()
    reduced.save(stream, "PNG", dpi=(DPI, DPI))
    return stream.getvalue()


class _Canvas:
    """A picture being painted, `scale` dots a millimetre."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image)
        self._scale = scale

    def paint(self, shape: Shape) -> None:
        if isinstance(shape, Surface):
            self._surface(shape)
        elif isinstance(shape, Stroke):
            for line in shape.lines:
                self._line(line, shape.colour, shape.width)
        elif isinstance(shape, Disc):
            self._disc(shape)
        else:
            self._words(shape)

    def _spots(self, line: Sequence[Spot]) -> list[Spot]:
        return [(x * self._scale, y * self._scale) for x, y in line]

    def _line(self, line: Sequence[Spot], colour: str, width: float) -> None:
        dots = max(1, round(width * self._scale))
        self._draw.line(self._spots(line), fill=colour, width=dots, joint="curve")

    def _surface(self, shape: Surface) -> None:
        if len(shape.lines) == 1:
            self._draw.polygon(self._spots(shape.lines[0]), fill=shape.fill)
        else:
            # Even and odd: each line turns what it holds over.
            mask = Image.new("1", self.image.size)
            for line in shape.lines:
                one = Image.new("1", self.image.size)
                ImageDraw.Draw(one).polygon(self._spots(line), fill=1)
                mask = ImageChops.logical_xor(mask, one)
            self.image.paste(shape.fill, mask=mask)
        for line in shape.lines if shape.edge else ():
            self._line((*line, line[0]), shape.edge, shape.width)

    def _disc(self, shape: Disc) -> None:
        x, y = self._spots([shape.centre])[0]
        radius = (shape.radius + shape.width / 2) * self._scale
        box = (x - radius, y - radius, x + radius, y + radius)
        dots = round(shape.width * self._scale)
        self._draw.ellipse(box, fill=shape.fill, outline=shape.edge or None, width=dots)

    def _words(self, words: Words) -> None:
        font = face(bold=words.bold, pixels=round(words.size * self._scale))
        self._draw.text(
            self._spots([words.spot])[0],
            words.text,
            fill=words.colour,
            font=font,
            anchor="ms" if words.centred else "ls",
            stroke_width=round(HALO * self._scale) if words.halo else 0,
            stroke_fill=HALO_COLOUR,
        )
