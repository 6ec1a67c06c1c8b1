"""The words of a PDF from outside, page by page, read in a process that may fall."""

from collections.abc import Iterator
from pathlib import Path

from avenant_builder.guard import guarded

SECONDS = 30
PATIENCE = 45.0
MOST_PAGES = 500
LONGEST_PAGE = 50_000


def words_of(path: Path) -> tuple[str, ...] | None:
    """The text of each page of a PDF; None where it cannot be read, or not in time."""
    heard = guarded(_pages, path.resolve(), step=SECONDS, patience=PATIENCE)
    return heard.values if heard.fall is None else None


def _pages(path: Path) -> Iterator[str]:
    # Slow to load, and of use to the child alone.
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number].get_textpage()
            yield page.get_text_range(0, min(page.count_chars(), LONGEST_PAGE))
