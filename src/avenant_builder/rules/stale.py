"""What people must read again in a draft: found, with a proposal, and never corrected."""

from collections.abc import Iterator, Sequence

from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.passages import Passage, passages
from avenant_builder.rules.stale_counts import COUNT_READINGS
from avenant_builder.rules.stale_dates import DATE_READINGS
from avenant_builder.rules.stale_names import NAME_READINGS
from avenant_builder.rules.typos import TYPING_READINGS

READINGS = (*DATE_READINGS, *COUNT_READINGS, *NAME_READINGS, *TYPING_READINGS)


def a_draft_is_read_again(dossier: Dossier) -> Iterator[Problem]:
    if dossier.avenant.draft:
        yield from read_again(tuple(passages(dossier)), dossier)


def read_again(found: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    """What is out of date or mistyped in the passages of an avenant, with the registers in hand."""
    for reading in READINGS:
        yield from reading(found, dossier)


STALE_CHECKS = (a_draft_is_read_again,)
