"""The stamp that operators put on an acte that the préfecture has received: four lines.

« Envoyé en préfecture le 04/02/2019 », « Reçu en préfecture le … », « Affiché le » (« Publié le »
since 2022), « ID : 042-214201865-20190131-DEL_2019_006-DE ».
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from avenant_builder.model.acte_id import ActeId

DAY = r"[^\S\n]*[:.]?[^\S\n]*(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
LINES = {
    "sent": re.compile(rf"envoye en (?:sous-)?prefecture le{DAY}", re.IGNORECASE),
    "received": re.compile(rf"(?:recu|re9u) en (?:sous-)?prefecture le{DAY}", re.IGNORECASE),
    "published": re.compile(rf"(?:affiche|publie) le{DAY}", re.IGNORECASE),
}
LABEL = r"(?:ID|Identifiant(?: de l'acte| acte)?)\s*[:.]?\s*"
IDENTIFIERS = (
    re.compile(LABEL + r"([09]\d[\dAB]-\d{9}-\d{8}-[A-Za-z0-9_-]{1,30}-[A-Z]{2})(?![A-Za-z0-9_])"),
    # With spaces that a scan has put in.
    re.compile(
        LABEL + r"([09]\d[\dAB] ?- ?\d{9} ?- ?\d{8} ?-[A-Za-z0-9_ -]{1,40}?- ?[A-Z]{2})"
        r"(?![A-Za-z0-9_])"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a stamp says; None: a date that it leaves blank, or that cannot be read."""

    id: ActeId
    sent: date | None = None
    received: date | None = None
    published: date | None = None


def read_stamp(text: str) -> Stamp | None:
    """The stamp in the text of a page; None where there is none with an identifier.

    The text may come from a scan: accents may be lost, spaces added.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    ).replace("’", "'")
    found = next(filter(None, (pattern.search(plain) for pattern in IDENTIFIERS)), None)
    parts = ActeId.parse(re.sub(r"\s", "", found[1])) if found else None
    if parts is None:
        return None
    days = {name: _day(pattern.search(plain)) for name, pattern in LINES.items()}
    return Stamp(id=parts, **days)


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
