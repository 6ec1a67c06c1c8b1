"""What a PDF says that it is, read from its XMP. Nobody has verified it."""

import logging
from dataclasses import dataclass

from pikepdf import Pdf, PdfError

# Metadata that it cannot read are no claims; that it says so to a user helps nobody.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The standards that a PDF claims to keep."""

    pdfa: bool
    """PDF/A-1 or PDF/A-2, of any level: what may become a part of a PDF/A-2b."""
    pdfua: bool
    """PDF/UA-1, and tagged."""


def read_claims(pdf: Pdf) -> Claims:
    """The claims of an open PDF; none where its metadata cannot be read."""
    try:
        metadata = pdf.open_metadata()
        level, universal = metadata.pdfa_status, metadata.get(UA_PART)
    except (PdfError, ValueError, SyntaxError):
        return Claims(pdfa=False, pdfua=False)
    tagged = "/StructTreeRoot" in pdf.Root
    return Claims(pdfa=level[:1] in ("1", "2"), pdfua=str(universal) == "1" and tagged)
