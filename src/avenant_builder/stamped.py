"""Read the stamps of PDFs that somebody hands in, and propose what they prove."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.body import Body
from avenant_builder.model.event import in_force
from avenant_builder.model.stamp import Stamp, read_stamp
from avenant_builder.pdf.words import words_of
from avenant_builder.tracking.stamps import Proposal, proposed


def stamps_of(path: Path) -> tuple[Stamp, ...]:
    """The different stamps on the pages of a PDF, in their order; none if it cannot be read."""
    found = (read_stamp(page) for page in words_of(path) or ())
    return tuple(dict.fromkeys(stamp for stamp in found if stamp is not None))


def proposals(
    root: Path, year: int, bodies: Sequence[Body], pdfs: Sequence[tuple[str, Path]]
) -> Iterator[Proposal]:
    """What the stamps of some PDFs, by their names, would let somebody record."""
    events = in_force(journal_of(root, year).read())
    for name, path in pdfs:
        for stamp in stamps_of(path):
            yield proposed(name, stamp, bodies, events)


def stamp_remarks(root: Path, year: int, bodies: Sequence[Body], file: Path) -> Iterator[str]:
    """What to say of the stamps of a pièce that was just recorded; nothing where it has none."""
    for one in proposals(root, year, bodies, [(file.name, file)]):
        yield from (f"{problem.message}. {problem.remedy}" for problem in one.problems)
        if one.facts:
            told = " ; ".join(one.commands)
            yield f"Le tampon de cette pièce dit plus ({one.stamp.id}). S’il est juste : {told}."
