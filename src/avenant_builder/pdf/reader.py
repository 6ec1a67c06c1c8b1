"""What PDFium, which makes none of our PDFs, reads in one: texts, outline, labels, links."""

import ctypes
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

Unreadable = pypdfium2.PdfiumError
LONGEST = 4096
"""Bytes of an address or of a language."""


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

    def text(self, index: int) -> str:
        """The text that a person would select on a page."""
        with closing(self._document[index]) as page, closing(page.get_textpage()) as text:
            return str(text.get_text_range())

    def outline(self) -> Iterator[tuple[int, str, int]]:
        """Level from 1, title and page of each bookmark; page 0 where it leads nowhere."""
        for mark in self._document.get_toc():
            target = mark.get_dest()
            page = None if target is None else target.get_index()
            yield mark.level + 1, mark.get_title(), 0 if page is None else page + 1

    def links(self, index: int) -> Iterator[tuple[str, int]]:
        """Address and page of each link of a page; one of them is empty."""
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        with closing(self._document[index]) as page:
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
