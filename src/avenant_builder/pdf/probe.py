"""Look into a supplied PDF: ``python -m avenant_builder.pdf.probe FILE CLEANED``, on its own.

A hostile file may ask for more memory than there is or never end; here that costs nothing but
this process. What acts is left out of a copy, CLEANED, made where there is such a thing; the file
or its copy is then assembled on trial, the surest way to learn whether it can be. The answer is
one JSON object on stdout: number of pages, claims, faults, and whether there is a copy.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Pdf

from avenant_builder.errors import ConversionFailed
from avenant_builder.guard import MEMORY
from avenant_builder.machine import bound_memory, bound_time
from avenant_builder.pdf.active import faults, tables
from avenant_builder.pdf.claims import read_claims
from avenant_builder.pdf.clean import clean
from avenant_builder.pdf.scans import NotBindable, is_tiff, write_pdf
from avenant_builder.scratch import scratch

SECONDS = 8
MOST_PAGES = 2000
SMALLEST, LARGEST = 72.0, 14400.0
"""Sides of a page in points: an inch, and the most that PDF 1.7 allows (annex C.2)."""

MISFORMED = (AttributeError, LookupError, TypeError, ValueError)
"""What the libraries raise where a file has something else than the format says."""


CLEANED = frozenset({"restricted", "signed", "active"})
"""Faults that a copy does not have."""


def probe(path: Path, copy: Path | None = None) -> dict[str, object]:
    """Number of pages, claims, faults as pairs (kind, detail), and whether `copy` was written.

    Without `copy` the file is only looked into: it is to be sent as it is. A TIFF becomes `copy`.
    """
    try:
        if copy is not None and is_tiff(path):
            return _scanned(path, copy)
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            claims, pages = read_claims(pdf), len(pdf.pages)
            found = list(dict.fromkeys(_faults(pdf)))
        kinds = {kind for kind, _ in found}
        cleaned = copy is not None and bool(kinds) and kinds <= CLEANED
        if copy is not None and cleaned and not clean(path, copy):
            found.append(("stubborn", ""))
        if copy is not None and kinds <= CLEANED:
            _try(copy if cleaned else path)
    except pikepdf.PasswordError:
        return {"faults": [("encrypted", "")]}
    except (OSError, ConversionFailed, pikepdf.PdfError, *MISFORMED) as fault:
        return {"faults": [("broken", str(fault))]}
    except NotBindable as fault:
        return {"faults": [("scan", str(fault))]}
    claimed = {"pdfa": claims.pdfa and not cleaned, "pdfua": claims.pdfua and not cleaned}
    return {"pages": pages, **claimed, "faults": found, "cleaned": cleaned}


def _scanned(path: Path, copy: Path) -> dict[str, object]:
    """The same of a TIFF, whose pages are written to `copy`."""
    write_pdf(path, copy, most_pages=MOST_PAGES, seconds=SECONDS)
    with pikepdf.open(copy) as pdf:
        pages, found = len(pdf.pages), list(dict.fromkeys(_faults(pdf)))
    return {"pages": pages, "pdfa": True, "pdfua": False, "faults": found, "cleaned": True}


def _try(path: Path) -> None:
    # Slow to load, and of no use to a PDF that is sent as it is.
    from avenant_builder.pdf.assemble import assemble
    from avenant_builder.pdf.parts import Part
    from avenant_builder.pdf.readback import check_bundle

    part = Part(key="essai", path=path, title="Essai", supplied=True)
    with scratch() as folder:
        made = assemble(
            [part],
            (),
            target=folder / "essai.pdf",
            title="Essai",
            dated=date(2000, 1, 1),
        )
        check_bundle(made, [part], (), title="Essai")


def _faults(pdf: Pdf) -> Iterator[tuple[str, str]]:
    if pdf.is_encrypted:
        yield "restricted", ""
    if pdf.Root.get("/NeedsRendering") and "/XFA" in pdf.Root.get("/AcroForm", Dictionary()):
        yield "pageless", ""
    if not len(pdf.pages):
        yield "empty", ""
    if len(pdf.pages) > MOST_PAGES:
        yield "pages", str(len(pdf.pages))
        return
    for number, page in enumerate(pdf.pages, start=1):
        unit = float(page.obj.get("/UserUnit", 1))
        box = pikepdf.Rectangle(page.cropbox) & pikepdf.Rectangle(page.mediabox)
        sides = [float(side) * unit for side in (box.width, box.height)]
        if min(sides) < SMALLEST or max(sides) > LARGEST or int(page.obj.get("/Rotate", 0)) % 90:
            yield "size", str(number)
        pikepdf.parse_content_stream(page, "q Q")
    if int(pdf.Root.get("/AcroForm", Dictionary()).get("/SigFlags", 0)):
        yield "signed", ""
    for thing in pdf.objects:
        for table in tables(thing):
            yield from faults(table)


if __name__ == "__main__":
    bound_time(SECONDS)
    bound_memory(MEMORY)
    # Libraries say what they mend; what cannot be mended is in the answer.
    warnings.simplefilter("ignore")
    json.dump(probe(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
