"""Open a returned PDF and find its signatures; to be called in a guarded child only."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

# It tells the terminal of every doubt; what matters is in the verdicts.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# Of 197 files of public corpora, 16 raised other things than its own errors.
MISFORMED = (
    *(PdfError, ValueError, LookupError, AttributeError, AssertionError, TypeError),
    *(ArithmeticError, NotImplementedError, RecursionError, OSError),
)


class Closed(Exception):
    """A file that cannot be read; its text is French, to follow « ce fichier »."""


def opened(content: bytes) -> PdfFileReader:
    """The reader of a PDF. Raises ``Closed``."""
    if b"%PDF-" not in content[:1024]:
        raise Closed("n’est pas un PDF")
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            raise Closed("est protégé par un mot de passe ou des restrictions")
        reader.root["/Pages"].get_object()
    except MISFORMED as fault:
        raise Closed("n’a pas pu être lu en entier") from fault
    return reader


def signatures_of(reader: PdfFileReader) -> Iterator[list[EmbeddedPdfSignature]]:
    """The signatures, oldest first, each with its aliases: fields that show the same one.

    The first of each is the field in which it was made. Time stamps of the whole document are no
    signatures.
    """
    groups: dict[tuple[int, ...], list[EmbeddedPdfSignature]] = {}
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        signature = value.get_object()
        if signature.get("/Type") == "/DocTimeStamp":
            continue
        embedded = EmbeddedPdfSignature(reader, field, name)
        key = tuple(int(number) for number in signature["/ByteRange"])
        groups.setdefault(key, []).append(embedded)
    for aliases in sorted(groups.values(), key=lambda found: found[0].signed_revision):
        yield sorted(aliases, key=lambda one: not _was_made_there(reader, one))


def _was_made_there(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> bool:
    """Whether a field held its signature already in the revision that the signature sealed."""
    then = reader.get_historical_resolver(embedded.signed_revision)
    names = (name for name, value, _ in enumerate_sig_fields(then, filled_status=True) if value)
    try:
        return embedded.field_name in names
    except MISFORMED:
        return False


def page_dictionaries(root: Any) -> Iterator[Any]:
    """The pages under a catalog, in order, even of a tree that bites its tail."""
    waiting, seen = [root["/Pages"]], 0
    while waiting and seen < 5000:
        node = waiting.pop(0).get_object()
        seen += 1
        if "/Kids" in node:
            waiting[:0] = list(node["/Kids"])
        else:
            yield node
