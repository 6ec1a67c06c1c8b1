"""Mark the pages of a supplied PDF as a draft's: those of our own documents bear it already."""

from pathlib import Path

from avenant_builder.pdf.finish import write
from avenant_builder.pdf.fonts import STAMP_FONT
from avenant_builder.pdf.parts import opened
from avenant_builder.pdf.stamp import StampFont, stamp_across

DRAFT = "PROJET"


def mark_draft(source: Path, target: Path) -> None:
    """Write a copy of a PDF with « PROJET » across every page, behind whose letters all is legible.

    The same PDF gives the same bytes. Raises ConversionFailed for a file that is no PDF.
    """
    with opened(source) as pdf:
        stamp = StampFont(STAMP_FONT, pdf, name="/AvenantProjet")
        for page in pdf.pages:
            stamp_across(page, DRAFT, stamp)
        stamp.finish()
        write(pdf, target)
