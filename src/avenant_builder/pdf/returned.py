"""What a returned PDF carries beside its pages: signatures, files, programs. Never run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.guard import guarded

MOST_OBJECTS = 200_000
FLATE_MEMORY = 100_000_000
MOST_FILTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What is known of a returned PDF; nothing, where it could not be opened."""

    signed: bool = False
    """It has a signature, or a field for one."""
    carries: tuple[str, ...] = ()
    """French, each to follow « contient »."""


def what_it_carries(path: Path) -> Carried:
    """Look into a PDF in a guarded child. Raises nothing for any content."""
    found = [value for value in guarded(inspect, str(path)).values if isinstance(value, list)]
    kinds = [(str(kind), str(what)) for kind, what in found]
    return Carried(
        signed=any(kind == "signed" for kind, _ in kinds),
        carries=tuple(dict.fromkeys(what for kind, what in kinds if kind == "active")),
    )


def inspect(path: str) -> Iterator[Any]:
    """What ``what_it_carries`` asks of its child: pairs (kind, what)."""
    import pikepdf

    from avenant_builder.pdf.active import faults, tables
    from avenant_builder.pdf.probe import MISFORMED

    pikepdf.settings.set_qpdf_limits(flate_max_memory=FLATE_MEMORY, max_stream_filters=MOST_FILTERS)
    try:
        with pikepdf.open(path) as pdf:
            for rank, thing in enumerate(pdf.objects):
                if rank > MOST_OBJECTS:
                    return
                for table in tables(thing):
                    yield from (list(fault) for fault in faults(table))
    except (pikepdf.PdfError, OSError, *MISFORMED):
        return
