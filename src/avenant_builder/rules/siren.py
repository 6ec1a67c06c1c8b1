"""SIREN numbers: the control key, and how a commune's follows from its Insee code."""

import re

# Paris kept the number it had before its present code, 75056.
OUTSIDE_THE_FORM = frozenset({"75056"})


def is_siren(text: str) -> bool:
    """Whether a text is nine ASCII digits whose last is the Luhn key of the others.

    Source: ISO/IEC 7812-1, annex B, as the répertoire Sirene uses it.
    """
    return bool(re.fullmatch(r"[0-9]{9}", text)) and _luhn_sum(text) % 10 == 0


def is_insee(text: str) -> bool:
    """Whether a text has the form of a commune's Insee code: 01004, 2A004, 97411."""
    return bool(re.fullmatch(r"([0-9]{2}|2[AB])[0-9]{3}", text))


def commune_sirens(insee: str) -> frozenset[str]:
    """The SIREN that a commune of this Insee code may have; empty if no form is known.

    « 21 », the département, the commune on four digits, the key: 42218 gives 214202186.
    Corsica counts as 20. Overseas the département takes three digits, and the commune is
    either its last two digits or, in the Antilles and Guyane, its last three. Mayotte, Paris
    and the communes nouvelles (« 200… ») have other numbers.
    """
    if not is_insee(insee) or insee in OUTSIDE_THE_FORM:
        return frozenset()
    if not insee.startswith("97"):
        department = "20" if insee[:2] in ("2A", "2B") else insee[:2]
        roots = {f"21{department}0{insee[2:]}"}
    elif insee[2] in "1234":
        roots = {f"21{insee[:3]}0{insee[3:]}", f"21{insee[:3]}{insee[2:]}"}
    else:
        roots = set()
    return frozenset(root + _key(root) for root in roots)


def _key(root: str) -> str:
    return str(-_luhn_sum(f"{root}0") % 10)


def _luhn_sum(digits: str) -> int:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total
