"""Which paragraph became which: two sequences laid side by side."""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]
MOST_COMPARED = 250_000
"""Pairs weighed in one gap; beyond it, what is not the same is taken as removed and added."""


def align(
    old: Sequence[Item],
    new: Sequence[Item],
    *,
    key: Callable[[Item], str],
    likeness: Callable[[Item, Item], float],
    least: float,
) -> list[Pair[Item]]:
    """Pairs in order: both sides of what stayed or changed, one side of what went or came.

    Items of one key are the same; between those, the pairing of greatest likeness is taken, each
    pair of at least `least`.
    """
    matcher = SequenceMatcher(None, [*map(key, old)], [*map(key, new)], autojunk=False)
    pairs: list[Pair[Item]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            gap: list[Pair[Item]] = _likeliest(old[a:b], new[c:d], likeness, least)
            pairs += gap
    return pairs


def _likeliest(
    old: Sequence[Item],
    new: Sequence[Item],
    likeness: Callable[[Item, Item], float],
    least: float,
) -> list[Pair[Item]]:
    if len(old) * len(new) > MOST_COMPARED:
        return [*((item, None) for item in old), *((None, item) for item in new)]
    weights = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = weights[i][j] + best[i + 1][j + 1] if weights[i][j] >= least else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair[Item]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if weights[i][j] >= least and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((item, None) for item in old[i:]), *((None, item) for item in new[j:])]


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common, from 0 to 1; 0 for two empty ones."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
