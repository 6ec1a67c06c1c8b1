"""Who signs for the holder of a seat, as its block prints it; and what speaks against it."""

import re
from collections.abc import Iterator
from datetime import date

from avenant_builder.french import fold, short_date
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at

COVERED = re.compile(r"\b(avenants?|conventions?|contrats?|tous|toute?s?|general[es]?)\b")
"""What a scope names when it covers the signature of an avenant."""


def covers_an_avenant(row: Delegation) -> bool:
    """Whether the scope of a delegation, where it is told, names what is signed."""
    return not row.scope.strip() or bool(COVERED.search(fold(row.scope)))


def runs_on(row: Delegation, day: date) -> bool:
    """Whether a delegation runs on a day, as far as its dates are known."""
    starts = [start for start in (row.since, row.deed_on) if start]
    return all(start <= day for start in starts) and (row.until is None or day <= row.until)


def printed_delegation(dossier: Dossier, seat: Seat) -> Delegation | None:
    """The delegation that the block of a seat prints: the one with a formula, if it is good.

    It runs on the day that the avenant bears, and covers an avenant.
    """
    found = [row for row in _with_formula(dossier, seat) if _is_fit(dossier, row)]
    return found[0] if len(found) == 1 else None


def printed_title(row: Delegation) -> str:
    """« Pour le Maire et par délégation, l’adjointe aux familles (arrêté n° 12), »."""
    title = " ".join(part.strip() for part in (row.formula, row.title) if part.strip())
    return f"{title.rstrip(' ,')} ({row.deed.strip()}),"


def delegations_can_be_printed(dossier: Dossier) -> Iterator[Problem]:
    """R-DEL-05 and 06: a formula that the block cannot print, or two of them."""
    for seat in dossier.seats:
        rows = _with_formula(dossier, seat)
        fit = [row for row in rows if _is_fit(dossier, row)]
        for row in rows:
            if row not in fit:
                yield RULES["R-DEL-05"].problem(
                    at(row.place, "formule"), f"{seat.id}, {row.delegate} : {_unfit(dossier, row)}"
                )
        for row in fit[1:]:
            yield RULES["R-DEL-06"].problem(
                at(row.place, "formule"),
                f"{seat.id} : {fit[0].delegate} et {row.delegate} signeraient tous deux",
            )


def _with_formula(dossier: Dossier, seat: Seat) -> list[Delegation]:
    return [row for row in dossier.delegations if row.seat == seat.id and row.formula.strip()]


def _is_fit(dossier: Dossier, row: Delegation) -> bool:
    return runs_on(row, dossier.avenant.reference_day) and covers_an_avenant(row)


def _unfit(dossier: Dossier, row: Delegation) -> str:
    if not covers_an_avenant(row):
        return f"la portée « {row.scope} » ne couvre pas un avenant"
    return f"la délégation ne court pas le {short_date(dossier.avenant.reference_day)}"
