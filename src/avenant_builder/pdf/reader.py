"""What PDFium, which makes none of our PDFs, reads in one: texts, outline, labels, links."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pypdfium2
from pypdfium2 import raw

Unreadable = pypdfium2.PdfiumError
LONGEST = 4096
"""Bytes of an address or of a language."""
LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What is read on a page."""

    text: str
    """Compact."""
    links: tuple[tuple[str, int], ...]
    """Address and page of each, counted from 1; one of them is empty."""


@contextmanager
def reading(path: Path) -> Iterator["Reader"]:
    """A PDF, open to be read. Raises Unreadable, here or later."""
    document = pypdfium2.PdfDocument(path)
    try:
        yield Reader(document)
    finally:
        document.close()


class Reader:
    """An open PDF; pages are counted from 0 where they are asked for, from 1 in what is told."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @property
    def title(self) -> str:
        return str(self._document.get_metadata_value("Title"))

    @property
    def language(self) -> str:
        letters = ctypes.create_string_buffer(LONGEST)
        place = ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort))
        size = raw.FPDFCatalog_GetLanguage(self._document, place, LONGEST)
        return letters.raw[: min(size, LONGEST)].decode("utf-16-le", "replace").rstrip("\0")

    def label(self, index: int) -> str:
        """What the page is called."""
        return str(self._document.get_page_label(index))

    def sights(self) -> Iterator[Sight]:
        """What is on each page, in turn."""
        for page in self._document:
            with closing(page), closing(page.get_textpage()) as text:
                yield Sight(compact(str(text.get_text_range())), tuple(self._links(page)))

    def outline(self) -> Iterator[tuple[int, str, int]]:
        """Level from 1, title and page of each bookmark; page 0 where it leads nowhere."""
        for mark in self._document.get_toc():
            target = mark.get_dest()
            page = None if target is None else target.get_index()
            yield mark.level + 1, mark.get_title(), 0 if page is None else page + 1

    def _links(self, page: pypdfium2.PdfPage) -> Iterator[tuple[str, int]]:
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, link):
            target = raw.FPDFLink_GetDest(self._document, link)
            led_to = raw.FPDFDest_GetDestPageIndex(self._document, target) if target else -1
            yield self._address(link), led_to + 1

    def _address(self, link: "raw.FPDF_LINK") -> str:
        action = raw.FPDFLink_GetAction(link)
        if not action:
            return ""
        letters = ctypes.create_string_buffer(LONGEST)
        size = raw.FPDFAction_GetURIPath(self._document, action, letters, LONGEST)
        return letters.raw[: min(size, LONGEST)].rstrip(b"\0").decode("utf-8", "replace")


def compact(text: str) -> str:
    """The text without spaces, ligatures and soft hyphens, which readers render as they like.

    A hyphen at the end of a line is one: PDFium marks it, for who would join the words. One that
    does not break is printed as the common one, and read as it.
    """
    whole = normalize("NFKC", text.translate(LINE_END_HYPHENS)).replace("\N{HYPHEN}", "-")
    return re.sub(r"[\s\u00ad]+", "", whole)
