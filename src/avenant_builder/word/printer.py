"""What a tag prints, by the kind of its value, noted down to be found again in the result."""

from io import BytesIO
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.parts.story import StoryPart
from docx.shared import Mm
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from avenant_builder.errors import ModelFault
from avenant_builder.model.documents import ContentsLine, Picture
from avenant_builder.model.fiche import RichText
from avenant_builder.raster import upright
from avenant_builder.word.ooxml import R
from avenant_builder.word.reread import PICTURE_MARK
from avenant_builder.word.richtext import RichTextWriter
from avenant_builder.word.values import TEXT_OPEN, UnprintableValue, as_text_xml, printed

CONTENTS_ADDRESS = "https://sommaire.invalid/"
# A picture shown coarser than this looks bad in print: it stays smaller than its box.
MIN_DPI = 150
MM_PER_INCH = 25.4
VECTOR = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:embed="{key}"/></a:ext></a:extLst>'
)
"""[MS-ODRAWXML] 2.3.3: the SVG that a picture stands for."""


class Printer:
    """Turns values into XML for one part of one document at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.printed: dict[str, list[str]] = {}
        """By part, all that was printed, in order."""

    def open(self, document: Document) -> None:
        """Begin a document."""
        self.printed = {}
        self._rich = RichTextWriter(document)

    def enter(self, part: Part) -> None:
        """Begin a part of the document."""
        self._part = part
        self._notes = self.printed.setdefault(part.partname.lstrip("/"), [])

    @pass_context
    def finalize(self, _context: Context, value: Any) -> Markup:
        """What jinja2 puts in place of a tag.

        It asks for the context so that jinja2 never calls it for constants when it compiles.
        """
        if isinstance(value, RichText):
            self._notes += [block.text for block in value.blocks]
            return self._rich.paragraphs(value)
        if isinstance(value, ContentsLine):
            self._notes.append(f"{value.title}\t{value.page}")
            return self._contents_line(value)
        if isinstance(value, Picture):
            self._notes.append(f"{PICTURE_MARK}{value.description}")
            return self._picture(value)
        text = printed(value)
        self._notes.append(text)
        return as_text_xml(text)

    def _contents_line(self, line: ContentsLine) -> Markup:
        """A link that looks like the text around it: no style of a link, no colour."""
        key = self._part.relate_to(
            f"{CONTENTS_ADDRESS}{line.target}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        title, page = as_text_xml(line.title), as_text_xml(line.page)
        return Markup(
            f'<w:hyperlink xmlns:r="{R[1:-1]}" r:id="{key}" w:history="1">'
            f"<w:r>{TEXT_OPEN}{title}</w:t><w:tab/>{TEXT_OPEN}{page}</w:t></w:r></w:hyperlink>"
        )

    def _picture(self, picture: Picture) -> Markup:
        if not isinstance(self._part, StoryPart):
            raise UnprintableValue("une image dans une note")
        path = self._folder / picture.path
        try:
            turned = upright(path)
            source: str | BytesIO = str(path) if turned is None else BytesIO(turned)
            inline = self._part.new_pic_inline(source)
        except (
            *(OSError, UnrecognizedImageError, UnexpectedEndOfFileError),
            *(InvalidImageStreamError, ValueError, LookupError),
        ) as fault:
            raise ModelFault(
                f"l’image « {picture.path.name} » ne peut pas être lue",
                remedy="Ouvrez-la, enregistrez-la à nouveau en PNG ou en JPEG, puis relancez.",
            ) from fault
        image = self._part.package.get_or_add_image_part(source).image
        width, height = _size(picture, image.px_width, image.px_height)
        drawn: Any = inline
        for side in ("distT", "distB", "distL", "distR"):
            drawn.set(side, "0")  # without it LibreOffice keeps 3 mm on each side
        for extent in (drawn.extent, drawn.graphic.graphicData.pic.spPr.xfrm):
            extent.cx, extent.cy = Mm(width), Mm(height)
        drawn.docPr.set("descr", picture.description)
        drawn.graphic.graphicData.pic.nvPicPr.cNvPr.set("descr", picture.description)
        if picture.vector:
            self._add_vector(drawn, self._folder / picture.vector)
        return Markup(f"</w:t><w:drawing>{drawn.xml}</w:drawing>{TEXT_OPEN}")

    def _add_vector(self, drawn: Any, path: Path) -> None:
        """Put an SVG beside the dots of a picture: Word 2016 and LibreOffice show it instead."""
        package = self._part.package
        assert package is not None
        name = package.next_partname("/word/media/vector%d.svg")
        part = Part(name, "image/svg+xml", path.read_bytes(), package)
        key = self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = drawn.graphic.graphicData.pic.blipFill.blip
        blip.append(parse_xml(VECTOR.format(key=key)))


def _size(picture: Picture, px_width: int, px_height: int) -> tuple[float, float]:
    """Width and height in millimetres: the whole picture, in its box, never coarse."""
    natural_width = px_width * MM_PER_INCH / MIN_DPI
    natural_height = px_height * MM_PER_INCH / MIN_DPI
    scale = min(picture.max_width_mm / natural_width, picture.max_height_mm / natural_height, 1.0)
    return natural_width * scale, natural_height * scale
