"""The identifier of an acte: what ACTES makes of five facts, and what stands on the stamp.

« 042-214201865-20190131-DEL_2019_006-DE »: département, SIREN, date of the decision, number that
the collectivité gave, nature. It can be known before anything is sent.
"""

import re
from datetime import date

from avenant_builder.records import dataclass

NUMBER = re.compile(r"([A-Z0-9][A-Z0-9_]{0,13})?[A-Z0-9]", re.ASCII)
"""A number that every operator takes; the ministry's own schema is laxer."""
FORM = re.compile(
    r"([09]\d[\dAB])-(\d{9})-(\d{4})(\d{2})(\d{2})-([A-Za-z0-9_-]{1,30})-([A-Z]{2})", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeId:
    """The five parts of an identifier. Source: schema ``actesv1_1.xsd``, type ``IDActe``."""

    department: str
    """Three characters: « 042 », « 02A », « 971 »."""
    siren: str
    on: date
    """Day of the decision, not of its sending."""
    number: str
    nature: str
    """Two letters: DE, AR, AI, CC, BF or AU."""

    @classmethod
    def parse(cls, text: str) -> "ActeId | None":
        """An identifier as written; None if it is none, or of an impossible date.

        The number is all that stands between the date and the nature: one with dashes, which no
        operator should have taken, is read whole, so that it can be shown.
        """
        parts = FORM.fullmatch(text.strip())
        if parts is None:
            return None
        department, siren, year, month, day, number, nature = parts.groups()
        try:
            on = date(int(year), int(month), int(day))
        except ValueError:
            return None
        return cls(department=department, siren=siren, on=on, number=number, nature=nature)

    @property
    def has_sound_number(self) -> bool:
        """Whether every operator takes the number: no dash, no small letter, fifteen at most."""
        return NUMBER.fullmatch(self.number) is not None

    def __str__(self) -> str:
        # Not %Y: a year before 1000 loses its zeros with it.
        day = self.on.isoformat().replace("-", "")
        return f"{self.department}-{self.siren}-{day}-{self.number}-{self.nature}"
