"""What is bound: finished PDFs, and the bundle that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from avenant_builder.errors import ConversionFailed

CONTENTS_LINK = "https://sommaire.invalid/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A finished PDF that goes into a bundle."""

    key: str
    path: Path
    title: str
    supplied: bool = False
    """Made by somebody else, and found fit by ``supplied.inspect_supplied``."""


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


def first_pages(parts: Sequence[Part]) -> dict[str, int]:
    """First page of every part, counted over all of them from 1, cover included."""
    return _first_pages([(part.key, page_count(part.path)) for part in parts])


def _first_pages(counts: Sequence[tuple[str, int]]) -> dict[str, int]:
    result: dict[str, int] = {}
    following = 1
    for key, count in counts:
        result[key] = following
        following += count
    return result


def opened(path: Path) -> Pdf:
    """A PDF, open. Raises ConversionFailed for a file that is none."""
    try:
        return pikepdf.open(path)
    except pikepdf.PdfError as fault:
        raise ConversionFailed(
            f"« {path.name} » n’est pas un PDF lisible",
            remedy="Relancez la production de ce document.",
        ) from fault
