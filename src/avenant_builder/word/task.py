"""What the child process is asked for; apart, so that asking loads no Word library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.model.documents import FillJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Documents to fill from the models of `folder` into `target`, dated `dated`."""

    jobs: Sequence[FillJob]
    folder: Path
    target: Path
    dated: date
    draft: bool = False
    """Marked « PROJET » on every page, what is to be filled in highlighted."""
