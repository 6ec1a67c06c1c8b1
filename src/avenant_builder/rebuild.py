"""Build a year where something has changed; the engine starts while the rest is loaded."""

from collections.abc import Callable
from pathlib import Path

from avenant_builder.outcome import BuildResult, input_hashes, recalled, remember
from avenant_builder.pdf.waiting import waiting_engine


def rebuild(
    root: Path, year: int, *, progress: Callable[[str], None], draft: bool = False
) -> BuildResult:
    """What ``build`` gives and raises; made only where it would not be what lies there."""
    if known := recalled(root, year, draft=draft):
        return known
    with waiting_engine() as waiting:
        # Slow to load: meanwhile the engine starts.
        from avenant_builder.build import build

        inputs = input_hashes(root, year)
        result = build(root, year, progress=progress, draft=draft, waiting=waiting)
    remember(root, year, inputs, result)
    return result
