"""Read the stamps of PDFs that somebody hands in, and propose what they prove."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.actes.parcel import Piece
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.body import Body
from avenant_builder.model.event import in_force
from avenant_builder.model.stamp import Stamp, read_stamp
from avenant_builder.pdf.words import words_of
from avenant_builder.tracking.receipts import known_actes
from avenant_builder.tracking.stamps import Proposal, proposed


def stamps_of(path: Path) -> tuple[Stamp, ...]:
    """The different stamps on the pages of a PDF, in their order; none if it cannot be read."""
    found = (read_stamp(page) for page in words_of(path) or ())
    return tuple(dict.fromkeys(stamp for stamp in found if stamp is not None))


def proposals(
    root: Path, year: int, bodies: Sequence[Body], pdfs: Sequence[tuple[str, Path]]
) -> Iterator[Proposal]:
    """What the stamps of some PDFs, by their names, would let somebody record."""
    known = known_actes(bodies, in_force(journal_of(root, year).read()))
    for name, path in pdfs:
        for stamp in stamps_of(path):
            yield proposed(name, stamp, bodies, known)


def proposals_of_pieces(
    root: Path, year: int, bodies: Sequence[Body], pieces: Sequence[Piece]
) -> tuple[Proposal, ...]:
    """As `proposals`, for PDFs that came in memory."""
    with TemporaryDirectory(prefix="avenant-tampon-") as folder:
        pdfs = []
        for rank, piece in enumerate(pieces):
            path = Path(folder) / f"{rank}.pdf"
            path.write_bytes(piece.content)
            pdfs.append((piece.shown, path))
        return tuple(proposals(root, year, bodies, pdfs))
