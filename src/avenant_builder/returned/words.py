"""Words of a text, to compare it with another."""

import re
from collections import Counter

from avenant_builder.french import fold

WORD = re.compile(r"\w+")


def words_of(text: str) -> Counter[str]:
    """The words of a text, without case or accents, counted."""
    return Counter(WORD.findall(fold(text)))
