"""The words of a PDF from outside, page by page, read in a process of its own.

``python -m avenant_builder.pdf.words FILE`` answers with one JSON list on stdout. A hostile file
may ask for more memory than there is or never end; here that costs nothing but this process.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 2**30
SECONDS = 30
PATIENCE = 45.0
MOST_PAGES = 500
LONGEST_PAGE = 50_000


def words_of(path: Path) -> tuple[str, ...] | None:
    """The text of each page of a PDF; None where it cannot be read, or not in time."""
    search = os.pathsep.join(
        [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "avenant_builder.pdf.words", str(path.resolve())],
            capture_output=True,
            timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": search},
            check=True,
        )
        pages = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, ValueError):
        return None
    return tuple(map(str, pages))


def _pages(path: Path) -> list[str]:
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number].get_textpage()
            found.append(page.get_text_range(0, min(page.count_chars(), LONGEST_PAGE)))
    return found


def _limit() -> None:
    """Bound what this process may take, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(_pages(Path(sys.argv[1])), sys.stdout)
