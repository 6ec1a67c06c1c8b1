"""The official schemas and real messages, where the folder beside the repository is there."""

from pathlib import Path

import pytest

ACTES = Path(__file__).parents[2] / "shared" / "reference" / "actes"
SAMPLES = ACTES / "samples"


def sample(name: str) -> Path:
    """A real message; the test is skipped where there is none."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("les messages réels d’ACTES ne sont pas à côté du dépôt")
    return path
