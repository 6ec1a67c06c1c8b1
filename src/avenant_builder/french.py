"""French words for dates, durations, lists and names, and the spaces that never break.

Every text that leaves here has ordinary spaces; `typeset` alone makes some of them non-breaking.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from avenant_builder.model.period import Period

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

NUMBERS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit"),
    *("dix-neuf", "vingt", "vingt et un", "vingt-deux", "vingt-trois", "vingt-quatre"),
)

# First words whose h is aspirated: « de Honfleur », where Hénin gives « d’Hénin ».
ASPIRATED = frozenset(
    {
        *("haguenau", "halluin", "ham", "hambach", "hangenbieten", "harfleur", "harnes"),
        *("haut", "haute", "hautes", "hauts", "hautmont", "hauteville", "havre", "hayange"),
        *("hazebrouck", "hem", "hendaye", "herrlisheim", "hochfelden", "hombourg", "honfleur"),
        *("horbourg", "hossegor", "houdan", "houilles", "houplines", "huelgoat", "huningue"),
    }
)

NBSP = "\u00a0"
# The lookups are fixed-length so that a text never changes its length.
# Each begins with the space itself, which is looked for fastest, and the last then goes on with
# what may come before it.
SPACE_BEFORE = re.compile(r" (?=[:;!?»%€])")
SPACE_AFTER = re.compile(r" (?<=« )")
MONTH = rf"(?i:{'|'.join(MONTHS)})\b"
SPACE_INSIDE = re.compile(
    r" (?<=[°\dre.] )(?:"
    r"(?<=\b[nN]° )(?=\d)"
    rf"|(?<=\d )(?=\d{{3}}(?!\d)|{MONTH})"
    rf"|(?<=\d(?:er|re) )(?={MONTH})"
    r"|(?<=\bM\. )(?=[^\W\d_])"
    r"|(?<=\bMme )(?=[^\W\d_])"
    r"|(?<=\bart\. )(?=[DLR]\. )"
    r"|(?<=\b[DLR]\. )(?=\d))"
)

NEAR_ENOUGH = 0.6
LONGEST_WORD = 80


def long_date(day: date) -> str:
    """A date in full, « 1er janvier 2019 »: only the first of a month takes « er »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year:04d}"


def short_date(day: date) -> str:
    """A date in digits, « 31/01/2019 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def in_words(number: int) -> str:
    """A whole number in letters up to « vingt-quatre », in digits beyond."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def duration(period: Period) -> str:
    """The length of a period that ends after it starts: « un an », « six mois », « 45 jours »."""
    months = _whole_months(period)
    if months and months % 12 == 0:
        years = months // 12
        return f"{in_words(years)} an{'s' * (years > 1)}"
    if months:
        return f"{in_words(months)} mois"
    return plural((period.end - period.start).days + 1, "jour")


def _whole_months(period: Period) -> int:
    """How many months a period covers to the day; 0 if it does not end on such a day."""
    # Slow to load, and only the text of an avenant asks for it.
    import calendar

    start, end = period.start, period.end
    if start.day == 1:
        whole = end.day == calendar.monthrange(end.year, end.month)[1]
    else:
        whole = end.day == start.day - 1
    months = (end.year - start.year) * 12 + end.month - start.month + (start.day == 1)
    return months if whole else 0


def enumeration(words: Iterable[str]) -> str:
    """A list in a sentence: « 2017 et 2018 », « a, b et c »."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} et {last}" if first else last


def with_de(name: str) -> str:
    """« de » before a proper name, contracted or elided as its first word wants it.

    « d’Ambierle », « du Coteau », « des Noës », « de La Ricamarie », « de L’Horme ».
    """
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if name.lower().startswith(article):
            return contracted + name[len(article) :]
    return f"d’{name}" if _is_elided(name) else f"de {name}"


def _is_elided(name: str) -> bool:
    folded = fold(name)
    initial, after = folded[:1], folded[1:2]
    if initial == "h":
        first_word = re.split(r"[^a-z]", folded, maxsplit=1)[0]
        return first_word not in ASPIRATED
    if initial == "y":
        return bool(after) and after not in "aeiou"
    return bool(initial) and initial in "aeiou"


def plural(count: int, singular: str, plural: str | None = None) -> str:
    """A count and its noun, which takes its plural from two on: « 0 siège », « 20 sièges »."""
    noun = singular if abs(count) < 2 else plural or f"{singular}s"
    return f"{count} {noun}"


def fold(text: str) -> str:
    """A text without case, accents or ligatures, to compare what people type."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join([char for char in decomposed if not unicodedata.combining(char)])
    return letters.replace("œ", "oe").replace("æ", "ae").replace("’", "'")


def near(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that someone who typed `word` probably meant, or None."""
    # Slow to load, and only a slip of the hand asks for it.
    import difflib

    # difflib is quadratic: a cell that holds a page is no slip of the hand.
    if len(word) > LONGEST_WORD:
        return None
    by_folded = {fold(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(fold(word), list(by_folded), n=1, cutoff=NEAR_ENOUGH)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, candidates: Sequence[str]) -> str:
    """« Vouliez-vous dire « … » ? » for a word near a candidate, else nothing."""
    found = near(word, candidates)
    return f"Vouliez-vous dire « {found} » ?" if found else ""


def typeset(text: str) -> str:
    """The text with its ordinary spaces made non-breaking where French typography wants them.

    The length and every other character stay: nothing is inserted, nothing is corrected.
    Source: *Lexique des règles typographiques en usage à l’Imprimerie nationale*.
    """
    for spaces in (SPACE_BEFORE, SPACE_AFTER, SPACE_INSIDE):
        text = spaces.sub(NBSP, text)
    return text
