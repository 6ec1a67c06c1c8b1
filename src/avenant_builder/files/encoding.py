"""Turn the bytes of a text file into text, whatever French office software wrote it.

General detectors take cp1252 for Asian encodings; few letters tell French encodings apart.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from avenant_builder.records import dataclass

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD_ENCODINGS = ("cp1252", "iso8859-15", "mac_roman", "cp850")
CERTAIN = frozenset({"utf-8", "utf-8-sig", "utf-16", "cp1252"})
LETTERS = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ")
SIGNS = frozenset("«»’‘“”–—…€°·•ºª²³§\u00a0")
RARE = frozenset("äöÿæÄÖŸÆ")
LOWER, UPPER = "a-zàâäçéèêëîïôöùûüÿœæ", "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
# Patterns that only an old encoding asks for are compiled then.
# A capital inside a word, or a small letter inside capitals, comes from the wrong encoding.
WRONG_CASE = (
    rf"(?<=[{LOWER}])[À-ÖØ-ÞŸŒ]|(?<=[{UPPER}])[à-ÿœæ](?=[{UPPER}])|(?<=[{UPPER}]{{2}})[à-ÿœæ]"
)
# What Excel writes in France: another encoding must read clearly better.
HEAD_START = 3

# UTF-8 read as cp1252, then saved: « Ã© » for « é », « â€™ » for « ’ ».
TWICE_ENCODED = re.compile(r"Ã[©¨ª«§´¹»®¯¢\u00a0€‰]|Å“|â€[™œ“”¦]")

# In a file that is not UTF-8, letters that only UTF-8 writes so: no old encoding of French text
# has these pairs, and to read the file in one would spoil them all.
LETTERS_IN_UTF_8 = rb"\xc3[\x80-\xbf]|\xc5[\x92\x93\xb8]|\xe2\x80[\x90-\xbf]"

LOST = "\ufffd"
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its line ends made ``\\n``, and the encoding it was in."""

    text: str
    encoding: str

    @property
    def is_certain(self) -> bool:
        """Whether the encoding could hardly be another, and was applied only once."""
        return self.encoding in CERTAIN and not TWICE_ENCODED.search(self.text)


def decode(data: bytes) -> Decoded:
    """Read bytes as text: by their mark, else as UTF-8, else as the likeliest old encoding.

    Raises ``UnicodeDecodeError`` for a file that contradicts its own mark, or that holds both
    UTF-8 and something else.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(_normal(data.decode(encoding)), encoding)
    try:
        return Decoded(_normal(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        if re.search(LETTERS_IN_UTF_8, data):
            raise
        text, encoding = max(_candidates(data), key=lambda pair: _score(*pair))
        return Decoded(_normal(text), encoding)


def _candidates(data: bytes) -> Iterator[tuple[str, str]]:
    for encoding in OLD_ENCODINGS:
        try:
            yield data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue


def _score(text: str, encoding: str) -> int:
    """How French a reading looks: its letters and signs, against what French never writes."""
    score = HEAD_START if encoding == "cp1252" else 0
    for char, count in Counter(text).items():
        if char in RARE:
            continue
        if char in LETTERS or char in SIGNS:
            score += 2 * count
        elif char > "\x7f":
            score -= 3 * count
    return score - 4 * len(re.findall(WRONG_CASE, text))


def _normal(text: str) -> str:
    # Composed letters, so that what people type compares equal whatever machine they use.
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("\r\n", "\n").replace("\r", "\n")


def refused_characters(text: str) -> tuple[str, ...]:
    """Characters that no text of a dossier may hold, each once, in order.

    Commands (but line end and tab), halves of characters, what XML 1.0 cannot hold, the sign
    U+FFFD that a wrong reading left in place of a letter, and what cannot be seen (but the soft
    hyphen): spaces of no width, which come with words copied from the web and make two names of
    one, and bidirectional commands, which can show another text than the one that is there.
    """
    if text.isprintable() and LOST not in text:
        return ()
    return tuple(dict.fromkeys(char for char in text if _is_refused(char)))


def _is_refused(char: str) -> bool:
    if char in "\n\t\u00ad":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or char in "\ufffd\ufffe\uffff"


def described(chars: tuple[str, ...]) -> str:
    """Characters as a person can look them up, since they cannot be shown."""
    codes = ", ".join(f"U+{ord(char):04X}" for char in chars)
    if LOST in chars:
        return f"une lettre a été perdue à l’enregistrement ({codes})"
    return f"caractère interdit ({codes})"


def quoted(text: str) -> str:
    """A text of a file between guillemets, as a message may show it."""
    return f"« {plain(text)} »"


def plain(text: str) -> str:
    """A text of a file as a message may show it: one line, not endless.

    What could act on a terminal is left out.
    """
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return "".join(char if char.isprintable() else " " for char in cut).strip()
