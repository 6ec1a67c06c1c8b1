"""Look into the pictures of annexes and logos, whole: a broken one would stop the filling.

A JPEG whose first segment is neither JFIF nor Exif (Photoshop writes such, in CMYK) is sound, but
the library that writes Word files does not know it for a JPEG.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.documents import PICTURE_ENDINGS
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at

# Pillow's own bound: an A3 page scanned at 600 dots an inch has 70 million.
TOO_MANY = "a plus de 89 millions de points"
TOO_HEAVY = "pèse plus de 50 Mo"
UNKNOWN = "n’est pas une image PNG ou JPEG"
BROKEN = "est une image abîmée ou tronquée"
RARE = "est un JPEG d’une forme (ni JFIF ni Exif) que l’outil ne sait pas mettre dans un document"
UNREADABLE = "ne peut pas être lu"

LARGEST = 50_000_000
SIGNATURE = 10
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
KNOWN_JPEGS = (b"JFIF", b"Exif")

# What Pillow lets out of its decoders for a file that is not what its first bytes say.
MISFORMED = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, struct.error, zlib.error),
)


def picture_problems(dossier: Dossier, root: Path) -> Iterator[Problem]:
    """Pictures of the workspace `root` that no document can take in (R-ANX-16, R-ORG-12).

    One that is not there is told by a rule.
    """
    for annex in dossier.avenant.annexes:
        is_picture = annex.source.lower().endswith(PICTURE_ENDINGS)
        if annex.kind is AnnexKind.FILE and is_picture and annex.source in dossier.supplied:
            path = root / "data" / str(dossier.avenant.year) / "annexes" / annex.source
            yield from _problems("R-ANX-16", path, at(annex.place, "fichier"))
    seated = {seat.body for seat in dossier.seats}
    for body in dossier.bodies:
        if body.id in seated and body.logo in dossier.logos:
            path = root / "data" / "logos" / body.logo
            yield from _problems("R-ORG-12", path, at(body.place, "logo"))


def _problems(rule: str, path: Path, place: Place) -> Iterator[Problem]:
    if fault := picture_fault(path):
        yield RULES[rule].problem(place, f"« {path.name} » {fault}")


def picture_fault(path: Path) -> str:
    """What keeps a picture out of a document, to follow its name; empty: nothing."""
    try:
        if path.stat().st_size > LARGEST:
            return TOO_HEAVY
        with path.open("rb") as stream:
            start = stream.read(SIGNATURE)
    except OSError:
        return UNREADABLE
    if not start.startswith((PNG, JPEG)):
        return UNKNOWN
    fault = _decoding_fault(path)
    if not fault and start.startswith(JPEG) and not start.endswith(KNOWN_JPEGS):
        return RARE
    return fault


def _decoding_fault(path: Path) -> str:
    # Slow to load, and few workspaces have pictures.
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                image.load()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return TOO_MANY
        except MISFORMED:
            return BROKEN
    return ""
