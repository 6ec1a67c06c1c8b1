"""Draw pages of our own, A4: lines, tables and pictures, in the fonts of the package.

For proofs, whose words nobody edits; what people may edit is a Word model.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pikepdf import Dictionary, Name, Page, Pdf

from avenant_builder.pdf.finish import CREATOR, describe, save
from avenant_builder.pdf.fonts import FONTS
from avenant_builder.pdf.stamp import StampFont

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.0, 795.0, 55.0
"""Margins in points; a page number is stamped below."""
REGULAR, BOLD = "Carlito-Regular.ttf", "Carlito-Bold.ttf"
LEADING = 1.22


class Sheet:
    """A PDF in the making; `y` is where the next thing goes, and pages follow by themselves."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        self._fonts = [
            StampFont(FONTS / file, self._pdf, name=f"/Avenant{rank}")
            for rank, file in enumerate((REGULAR, BOLD))
        ]
        self._drawn: list[str] = []
        self._page: Page | None = None
        self.y = TOP
        self.new_page()

    @property
    def pages(self) -> int:
        return len(self._pdf.pages)

    def new_page(self) -> None:
        """Begin a page."""
        self._end_page()
        self._page = self._pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        self.y = TOP

    def paragraph(self, text: str, *, size: float = 10.0, bold: bool = False) -> None:
        """Text over the whole width, on as many lines and pages as it takes."""
        for line in self._broken(text, RIGHT - LEFT, size, bold):
            self._room(size * LEADING)
            self._write(line, LEFT, self.y - size, size, bold)
            self.y -= size * LEADING

    def gap(self, points: float) -> None:
        self.y -= points

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        shares: Sequence[float],
        size: float = 8.5,
    ) -> None:
        """A table whose columns share the width; its heads come again on each page."""
        unit = (RIGHT - LEFT) / sum(shares)
        widths = [share * unit for share in shares]
        for rank, row in enumerate([heads, *rows]):
            cells = [
                self._broken(text, width - 4, size, rank == 0)
                for text, width in zip(row, widths, strict=True)
            ]
            height = max(len(lines) for lines in cells) * size * LEADING + 4
            if self._room(height) and rank:
                self._row([[head] for head in heads], widths, size, size * LEADING + 4, bold=True)
            self._row(cells, widths, size, height, bold=rank == 0)

    def columns(self, lines: Sequence[str], *, largest: float, smallest: float) -> None:
        """Lines on as few pages as can be, in one column or two, none of them cut.

        The type is the largest that does; below `smallest` come more pages.
        """
        size, count = max(*((self._fit(lines, n, largest), n) for n in (2, 1)), (smallest, 2))
        at_once = count * int((self.y - BOTTOM) / (size * LEADING))
        for start in range(0, len(lines), at_once):
            if start:
                self.new_page()
            some = lines[start : start + at_once]
            tall = -(-len(some) // count)
            for rank, line in enumerate(some):
                column, row = divmod(rank, tall)
                x = LEFT + column * (RIGHT - LEFT) / count
                self._write(line, x, self.y - (row + 1) * size * LEADING, size, False)
            self.y -= tall * size * LEADING

    def picture(self, path: Path, width: int, height: int) -> None:
        """A JPEG of so many grey dots, as large as the rest of this page allows, centred."""
        assert self._page is not None
        room = self.y - BOTTOM
        scale = min((RIGHT - LEFT) / width, room / height)
        drawn_width, drawn_height = width * scale, height * scale
        x, y = (WIDTH - drawn_width) / 2, self.y - drawn_height
        image = self._pdf.make_stream(
            path.read_bytes(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        self._page.obj.Resources = Dictionary(XObject=Dictionary({"/Image": image}))
        self._drawn.append(
            f"q {drawn_width:.2f} 0 0 {drawn_height:.2f} {x:.2f} {y:.2f} cm /Image Do Q\n"
            f"q 0.5 w 0.6 G {x:.2f} {y:.2f} {drawn_width:.2f} {drawn_height:.2f} re S Q\n"
        )
        self.y = y

    def save(self, target: Path, *, title: str, dated: date) -> None:
        """Write it; the same pages give the same bytes."""
        self._end_page()
        for font in self._fonts:
            font.finish()
        describe(
            self._pdf,
            title=title,
            dated=dated,
            producer=CREATOR,
            archivable=True,
            accessible=False,
        )
        save(self._pdf, target)
        self._pdf.close()

    def _end_page(self) -> None:
        if self._page is None:
            return
        self._page.obj.Contents = self._pdf.make_stream("".join(self._drawn).encode())
        for font in self._fonts:
            font.give_to(self._page)
        self._drawn = []

    def _room(self, height: float) -> bool:
        """Go to a new page where the rest of this one is too short; whether it was."""
        if self.y - height >= BOTTOM:
            return False
        self.new_page()
        return True

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        widths: Sequence[float],
        size: float,
        height: float,
        *,
        bold: bool,
    ) -> None:
        x = LEFT
        if bold:
            self._drawn.append(
                f"q 0.93 g {LEFT} {self.y - height:.2f} {RIGHT - LEFT} {height:.2f} re f Q\n"
            )
        for lines, width in zip(cells, widths, strict=True):
            for rank, line in enumerate(lines):
                self._write(line, x + 2, self.y - 2 - size - rank * size * LEADING, size, bold)
            x += width
        self.y -= height
        self._drawn.append(f"q 0.4 w 0.6 G {LEFT} {self.y:.2f} m {RIGHT} {self.y:.2f} l S Q\n")

    def _write(self, text: str, x: float, y: float, size: float, bold: bool) -> None:
        font = self._fonts[bold]
        self._drawn.append(
            f"BT 0 g {font.name} {size:.2f} Tf {x:.2f} {y:.2f} Td {font.encode(text)} Tj ET\n"
        )

    def _broken(self, text: str, width: float, size: float, bold: bool) -> list[str]:
        """A text as lines no wider than `width`, but for a word that is."""
        font, lines = self._fonts[bold], [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and font.width(longer, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _fit(self, lines: Sequence[str], count: int, largest: float) -> float:
        """The size of type at which so many columns hold all lines on the rest of this page."""
        widest = max((self._fonts[0].width(line, 1.0) for line in lines), default=1.0)
        wide = ((RIGHT - LEFT) / count - 8) / widest
        tall = count * (self.y - BOTTOM) / LEADING / (len(lines) + count)
        return min(largest, wide, tall)
