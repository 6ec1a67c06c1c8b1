"""The content lines of the real 2019 avenant, and whether a text holds them in order.

The reference was recognised from a scan: its marks of look are no text. The only differences
allowed between it and what is printed stand in ``data/2019/README.md``, read here, so that the
test and the page that people read cannot disagree.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests" / "reference" / "avenant-2019.txt"
README = ROOT / "data" / "2019" / "README.md"

MARKS_OF_LOOK = re.compile(r"</?i>|\^\{|\}")
LIST_SIGNS = re.compile(r"^(?:[-*o•–▪→](?:\s+|$))+")
ROW_OF_DIFFERENCES = re.compile(r"^\| `(?P<original>[^`]+)` \| (?:`(?P<printed>[^`]+)`|rien) \|")
FURNITURE_LINES = 2
"""How many lines at the head and foot of a page may be a running header or footer."""


def content_lines(text: str) -> tuple[str, ...]:
    """The lines of the reference that are text, in order, without marks and list signs.

    Runs of bold that the recognition glued together are lines of their own; a row of a table
    gives its label, then its value if there is one.
    """
    pieces = re.split(r"\*\*|\t|\n", text)
    bare = (LIST_SIGNS.sub("", MARKS_OF_LOOK.sub("", piece).strip()) for piece in pieces)
    return tuple(" ".join(line.split()) for line in bare if line)


def allowed_differences(readme: str) -> dict[str, str]:
    """What the README says is printed otherwise: line of the reference to printed line.

    An empty printed line: « rien », the line is no text of the avenant.
    """
    rows = (ROW_OF_DIFFERENCES.match(line) for line in readme.splitlines())
    return {row["original"]: row["printed"] or "" for row in rows if row}


def expected_lines() -> tuple[str, ...]:
    """The lines that the 2019 dossier must print, in order.

    Raises ValueError when the README allows a difference for a line that is not there.
    """
    lines = content_lines(REFERENCE.read_text("utf-8"))
    differences = allowed_differences(README.read_text("utf-8"))
    stray = differences.keys() - set(lines)
    if stray:
        raise ValueError(f"README allows differences for absent lines: {sorted(stray)}")
    printed = (differences.get(line, line) for line in lines)
    return tuple(line for line in printed if line)


def running_text(pages: Sequence[str]) -> str:
    """The text of the pages on end, without what their heads and feet repeat.

    A line counts as repeated if, its figures apart, it stands at the head or foot of more
    than half of three pages or more.
    """
    split = [[line for line in page.splitlines() if line.strip()] for page in pages]
    counts = Counter(line for lines in split for line in _furniture(lines))
    repeated = {line for line, count in counts.items() if count > max(2, len(pages) / 2)}
    kept = []
    for lines in split:
        edges = {*range(FURNITURE_LINES), *range(len(lines) - FURNITURE_LINES, len(lines))}
        kept += [
            line
            for rank, line in enumerate(lines)
            if rank not in edges or _without_figures(line) not in repeated
        ]
    return "\n".join(kept)


def lines_not_found(lines: Iterable[str], printed: str) -> tuple[str, ...]:
    """Those of `lines` that `printed` does not hold after the one before them.

    White space of any kind counts alike, and a word may be cut by a hyphen at a line's end;
    nothing else may differ. A line not found does not move the place where the search goes on.
    """
    missing = []
    place = 0
    for line in lines:
        found = _pattern(line).search(printed, place)
        if found:
            place = found.end()
        else:
            missing.append(line)
    return tuple(missing)


def _pattern(line: str) -> re.Pattern[str]:
    words = r"\s+".join(_word_pattern(word) for word in line.split())
    return re.compile(rf"(?<![\w-]){words}(?![\w-])")


def _word_pattern(word: str) -> str:
    cut = r"(?:-\n|\xad\n?)?"
    return cut.join(re.escape(letter) for letter in word).replace(rf"\-{cut}", r"\-\n?")


def _furniture(lines: Sequence[str]) -> set[str]:
    edges = (*lines[:FURNITURE_LINES], *lines[-FURNITURE_LINES:])
    return {_without_figures(line) for line in edges}


def _without_figures(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))
