"""Texts that a person has read and approved: ``pytest --approve`` writes them anew."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from avenant_builder.problems import Problem

FOLDER = Path(__file__).parent / "golden"


def assert_approved(name: str, shown: str, config: pytest.Config) -> None:
    """That a text is, to the letter, what was last approved under that name."""
    golden = FOLDER / name
    if config.getoption("approve"):
        golden.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == golden.read_text("utf-8")


def told(problems: Iterable[Problem]) -> str:
    """Problems as text: rule, place, message, remedy."""
    return "".join(f"{line}\n" for problem in problems for line in _lines(problem))


def _lines(problem: Problem) -> Iterator[str]:
    yield f"{problem.rule} {problem.place}"
    yield f"    {problem.message}"
    if problem.remedy:
        yield f"    → {problem.remedy}"
