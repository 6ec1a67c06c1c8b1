"""Look into the PDFs of a deposit, made by others and sent as they are: nothing is changed.

A digital signature is welcome there, and odd page sizes are the author's affair.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.guard import Fall, guarded

MARK, WITHIN = b"%PDF-", 1024
"""What a PDF begins with, in its first bytes (ISO 32000-1, annex H.3)."""
IGNORED = frozenset({"size"})
SECONDS = 60
"""Of processor time for one file: one of 150 MB takes two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What is known of a PDF that goes as it is."""

    pages: int | None
    """None: it could not be read."""
    faults: tuple[tuple[str, str], ...]
    """Kind and detail: not-pdf, broken, empty, heavy, pages, encrypted, restricted, active,
    signed, pageless."""


def look_into(paths: Sequence[Path]) -> Mapping[Path, PdfFacts]:
    """The facts of each file, none of them trusted."""
    return {path: _facts(path) for path in dict.fromkeys(paths)}


def _facts(path: Path) -> PdfFacts:
    with path.open("rb") as stream:
        if MARK not in stream.read(WITHIN):
            return PdfFacts(pages=None, faults=(("not-pdf", ""),))
    heard = guarded(_probed, path, step=SECONDS)
    if not heard.values:
        kind = "broken" if heard.fall is Fall.CRASH else "heavy"
        return PdfFacts(pages=None, faults=((kind, heard.detail),))
    [answer] = heard.values
    faults = [(kind, detail) for kind, detail in answer["faults"] if kind not in IGNORED]
    return PdfFacts(pages=answer.get("pages"), faults=tuple(faults))


def _probed(path: Path) -> Iterator[dict[str, Any]]:
    from avenant_builder.pdf.probe import probe

    yield probe(path)
