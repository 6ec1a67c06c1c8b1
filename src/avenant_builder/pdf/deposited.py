"""Look into the PDFs of a deposit, made by others and sent as they are: nothing is changed.

A digital signature is welcome there, and odd page sizes are the author's affair.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from avenant_builder.pdf.supplied import ask

MARK, WITHIN = b"%PDF-", 1024
"""What a PDF begins with, in its first bytes (ISO 32000-1, annex H.3)."""
IGNORED = frozenset({"size"})
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What is known of a PDF that goes as it is."""

    pages: int | None
    """None: it could not be read."""
    faults: tuple[tuple[str, str], ...]
    """Kind and detail: not-pdf, broken, empty, heavy, pages, encrypted, active, signed."""


def look_into(paths: Sequence[Path]) -> Mapping[Path, PdfFacts]:
    """The facts of each file, none of them trusted."""
    every = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(every, pool.map(_facts, every), strict=True))


def _facts(path: Path) -> PdfFacts:
    with path.open("rb") as stream:
        if MARK not in stream.read(WITHIN):
            return PdfFacts(pages=None, faults=(("not-pdf", ""),))
    answer = ask(path, tried=False)
    faults = [(kind, detail) for kind, detail in answer["faults"] if kind not in IGNORED]
    return PdfFacts(pages=answer.get("pages"), faults=tuple(faults))
