"""What only people know yet, and what a document says in its stead: « [date à compléter] »."""

import re

# Brackets or capitals tell the mark from a sentence: « un dossier à remplir » is one.
MARK = re.compile(r"\[[^\[\]\n]*à compléter[^\[\]\n]*\]|[ÀA] (?:REMPLIR|COMPL[ÉE]TER)", re.UNICODE)
BARE = re.compile(r"\s*à compléter\b.*", re.IGNORECASE)

DATE_TO_COMPLETE = "[date à compléter]"
NUMBER_TO_COMPLETE = "[nombre à compléter]"


def placeholders(text: str) -> tuple[str, ...]:
    """Every mark in a text of what is left to be filled in, in order."""
    return tuple(MARK.findall(text))


def stands_for_a_value(text: str) -> bool:
    """Whether a text that should be a date or a number says that it is to come."""
    return bool(MARK.search(text) or BARE.fullmatch(text))
