"""What is bound: finished PDFs, and the bundle that they make.

PDF libraries are slow to load: here they are when they are needed, by then while the engine works.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.fonts import STAMP_FONT

if TYPE_CHECKING:
    from pikepdf import Pdf

    from avenant_builder.pdf.numbering import Numbers
    from avenant_builder.pdf.reader import Sight

CONTENTS_LINK = "https://sommaire.invalid/"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A finished PDF that goes into bundles; what is read in it is read once for all of them."""

    key: str
    path: Path
    title: str
    supplied: bool = False
    """Made by somebody else, and found fit by ``supplied.inspect_supplied``."""

    def read(self) -> None:
        """Read now what bundles will ask for, and check: there is time. Raises as these do."""
        _ = self.numbers, self.sights

    @cached_property
    def numbers(self) -> "tuple[Numbers | None, ...]":
        """Where each page shows its number. Raises ConversionFailed for a file that is no PDF."""
        from avenant_builder.pdf.numbering import numbers_of
        from avenant_builder.pdf.stamp import metrics

        with opened(self.path) as source:
            return numbers_of(source, metrics(STAMP_FONT))

    @cached_property
    def sights(self) -> "tuple[Sight, ...]":
        """What PDFium reads on each page. Raises ``reader.Unreadable``."""
        from avenant_builder.pdf.reader import reading

        with reading(self.path) as reader:
            return tuple(reader.sights())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle as it was written."""

    path: Path
    pages: int
    first_pages: Mapping[str, int]
    """Key of each part → its first page, from 1."""
    pdfa: bool
    pdfua: bool
    remarks: tuple[str, ...]
    """French sentences: what is no longer claimed, and because of which annex."""


def page_count(pdf: Path) -> int:
    """Number of pages. Raises ConversionFailed for a file that is no PDF."""
    with opened(pdf) as source:
        return len(source.pages)


def first_pages(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """First page of every part, counted over all of them from 1; of each, its key and length."""
    result: dict[str, int] = {}
    following = 1
    for key, count in counts:
        result[key] = following
        following += count
    return result


def opened(path: Path) -> "Pdf":
    """A PDF, open. Raises ConversionFailed for a file that is none."""
    import pikepdf

    try:
        return pikepdf.open(path)
    except pikepdf.PdfError as fault:
        raise ConversionFailed(
            f"« {path.name} » n’est pas un PDF lisible",
            remedy="Relancez la production de ce document.",
        ) from fault
