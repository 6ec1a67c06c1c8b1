"""Look into a supplied PDF, in a process of its own: ``python -m avenant_builder.pdf.probe FILE``.

A hostile file may ask for more memory than there is or never end; here that costs nothing but
this process. A file without known faults is assembled on trial, the surest way to learn whether
it can be. The answer is one JSON object on stdout: number of pages, claims, faults.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.claims import read_claims

MEMORY = 2**30
SECONDS = 60
MOST_PAGES = 2000
SMALLEST, LARGEST = 72.0, 14400.0
"""Sides of a page in points: an inch, and the most that PDF 1.7 allows (annex C.2)."""

ACTIONS = {
    "/JavaScript": "un programme JavaScript",
    "/Launch": "une commande qui lance un programme",
    "/GoToR": "un renvoi vers un autre fichier",
    "/GoToE": "un renvoi vers un fichier joint",
    "/SubmitForm": "un formulaire qui envoie ses réponses",
    "/ImportData": "un formulaire qui lit un fichier",
    "/Rendition": "un son ou une vidéo",
    "/Sound": "un son",
    "/Movie": "une vidéo",
    "/GoTo3DView": "un objet en 3D",
    "/RichMediaExecute": "un son ou une vidéo",
}
ANNOTATIONS = {
    "/FileAttachment": "un fichier joint",
    "/RichMedia": "un son ou une vidéo",
    "/Screen": "un son ou une vidéo",
    "/Movie": "une vidéo",
    "/Sound": "un son",
    "/3D": "un objet en 3D",
}
KEYS = {
    "/AA": "une action qui part d’elle-même",
    "/JS": "un programme JavaScript",
    "/XFA": "un formulaire XFA",
    "/EF": "un fichier joint",
    "/EmbeddedFiles": "un fichier joint",
}
MISFORMED = (AttributeError, LookupError, TypeError, ValueError)
"""What the libraries raise where a file has something else than the format says."""
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def probe(path: Path, *, tried: bool = True) -> dict[str, object]:
    """Number of pages, claims, and faults as pairs (kind, detail); `tried`: by assembling it."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            claims, pages = read_claims(pdf), len(pdf.pages)
            faults = list(dict.fromkeys(_faults(pdf)))
        if tried and not faults:
            _try(path)
    except pikepdf.PasswordError:
        return {"faults": [("encrypted", "")]}
    except (OSError, ConversionFailed, pikepdf.PdfError, *MISFORMED) as fault:
        return {"faults": [("broken", str(fault))]}
    return {"pages": pages, "pdfa": claims.pdfa, "pdfua": claims.pdfua, "faults": faults}


def _try(path: Path) -> None:
    # Slow to load, and of no use to a PDF that is sent as it is.
    from avenant_builder.pdf.assemble import assemble
    from avenant_builder.pdf.fonts import FONTS
    from avenant_builder.pdf.parts import Part
    from avenant_builder.pdf.readback import check_bundle

    part = Part(key="essai", path=path, title="Essai", supplied=True)
    with TemporaryDirectory() as folder:
        made = assemble(
            [part],
            (),
            target=Path(folder) / "essai.pdf",
            title="Essai",
            dated=date(2000, 1, 1),
            stamp_font=FONTS / "Carlito-Regular.ttf",
        )
        check_bundle(made, [part], (), title="Essai")


def _faults(pdf: Pdf) -> Iterator[tuple[str, str]]:
    if pdf.is_encrypted:
        yield "encrypted", ""
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
            yield from table_faults(table)


def tables(thing: Object) -> Iterator[Object]:
    """The dictionaries that make up one object of the file; those it refers to come apart."""
    waiting = [thing]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Dictionary | Stream):
            yield node
            waiting += [child for child in node.values() if _is_inside(child)]
        elif isinstance(node, Array):
            waiting += [child for child in node.as_list() if _is_inside(child)]


def _is_inside(child: object) -> bool:
    return isinstance(child, Dictionary | Array) and not child.is_indirect


def table_faults(table: Object) -> Iterator[tuple[str, str]]:
    if "/ByteRange" in table or table.get("/FT") == Name.Sig:
        yield "signed", ""
    for key, what in KEYS.items():
        if key in table:
            yield "active", what
    for key, known in (("/S", ACTIONS), ("/Subtype", ANNOTATIONS)):
        kind = str(table.get(key, ""))
        if kind in known:
            yield "active", known[kind]
    address = str(table.get("/URI", "")).strip()
    scheme, colon, _ = address.partition(":")
    if colon and scheme.isalpha() and scheme.lower() not in SCHEMES:
        yield "active", f"un lien « {scheme}: »"


def _limit() -> None:
    """Bound what this process may take, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(probe(Path(sys.argv[1])), sys.stdout)
