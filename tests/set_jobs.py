"""Bordereaux of sets for the préfet, for the tests of their model. All is invented."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from avenant_builder.context import common_context
from avenant_builder.files.registers import read_registers
from avenant_builder.files.sealed import Entry
from avenant_builder.follow import followed
from avenant_builder.handover.make import slip_job
from avenant_builder.model.documents import FillJob

ENTRIES = (
    Entry(name="avenant/avenant.pdf", about="Avenant n° 1 (texte figé)", content=b"avenant"),
    Entry(name="signatures.csv", about="Qui a signé quand", content=b"signatures"),
)


def set_jobs(root: Path) -> Iterator[FillJob]:
    """A set that lacks much, and one that lacks nothing."""
    known = followed(root, 2019, read_registers(root, 2019), as_of=date(2019, 6, 3))
    common = common_context(known.dossier, root=root)
    for number, gaps in enumerate((("Roanne : l’accusé de réception",), ())):
        job = slip_job(known, common, ENTRIES, gaps)
        yield replace(job, key=f"ensemble-{number}")
