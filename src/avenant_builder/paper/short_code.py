"""The short code of a signature page: ``AV1-7K2MA-0C-1-9XQ4``.

Format version, document (from the hash of its text), seat, page, and four characters keyed by the
secret of the workspace: codes of others are known for what they are. It bears no name and no
address. Every format once printed stays readable for ever: a new one gets a new version.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "AV1"
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that a hand or an eye takes for a digit."""
LOOKALIKES = str.maketrans("OIL", "011")
BITS = 5
LENGTHS = (3, 5, 2, 1, 4)
DOCUMENT, CHECK = 5, 4
MOST_SEATS = len(DIGITS) ** 2 - 1


class Origin(StrEnum):
    """Whose a code is."""

    OURS = "de cet espace"
    FALSE = "de la forme des nôtres, avec un contrôle faux"
    LATER = "d’un format plus récent que cet outil"
    FOREIGN = "étranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode:
    """What a code says."""

    document: str
    """Five characters of the text's version: see ``document_of``."""
    seat: int
    """Rank of the seat in that text, from 1."""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCode:
    """A code as it was read."""

    text: str
    origin: Origin
    code: PageCode | None = None
    """None unless it is ours."""


def document_of(version: str) -> str:
    """The five characters that name a text, from its SHA-256 in hex."""
    return _digits(int(version, 16) >> (4 * len(version) - BITS * DOCUMENT), DOCUMENT)


def write_code(code: PageCode, secret: bytes) -> str:
    """The short code, as printed. Raises ValueError for a seat or page beyond what it holds."""
    if not (1 <= code.seat <= MOST_SEATS and 1 <= code.page < len(DIGITS)):
        raise ValueError(f"seat {code.seat}, page {code.page}")
    said = f"{FORMAT}-{code.document}-{_digits(code.seat, 2)}-{_digits(code.page, 1)}"
    return f"{said}-{_check(said, secret)}"


def read_code(text: str, secret: bytes) -> ReadCode:
    """What a text says, if it is one of our codes; as read by a machine or typed by hand."""
    shown = text.strip().upper()
    parts = shown.split("-")
    if tuple(map(len, parts)) != LENGTHS or not parts[0].startswith("AV"):
        return ReadCode(text=text, origin=Origin.FOREIGN)
    if parts[0] != FORMAT:
        return ReadCode(text=text, origin=Origin.LATER)
    said = "-".join([FORMAT, *(part.translate(LOOKALIKES) for part in parts[1:4])])
    check = parts[4].translate(LOOKALIKES)
    if not hmac.compare_digest(check.encode(), _check(said, secret).encode()):
        return ReadCode(text=text, origin=Origin.FALSE)
    document, seat, page = said.split("-")[1:]
    code = PageCode(document=document, seat=_number(seat), page=_number(page))
    return ReadCode(text=f"{said}-{check}", origin=Origin.OURS, code=code)


def _check(said: str, secret: bytes) -> str:
    seal = hmac.digest(secret, said.encode("utf-8"), hashlib.sha256)
    return _digits(int.from_bytes(seal[:3]) >> (24 - BITS * CHECK), CHECK)


def _digits(number: int, length: int) -> str:
    return "".join(DIGITS[number >> (BITS * rank) & 31] for rank in reversed(range(length)))


def _number(digits: str) -> int:
    result = 0
    for digit in digits:
        result = result << BITS | DIGITS.index(digit)
    return result
