"""The follow-up as a table, one row a seat: what ``suivi.csv`` and ``--csv`` hold."""

from collections.abc import Iterable
from datetime import date

from avenant_builder.french import short_date
from avenant_builder.model.seat import Tenure
from avenant_builder.tracking.campaign import SeatStatus

COLUMNS = (
    *("ordre", "siege", "organisme", "nom_organisme", "categorie", "qualite", "titulaire"),
    *("obligatoire", "etat", "depuis", "motif", "manque", "action", "par", "echeance", "regles"),
)


def table(seats: Iterable[SeatStatus]) -> list[list[str]]:
    """The rows of seats, as a French spreadsheet has them, in the order of `COLUMNS`."""
    return [_cells(one) for one in seats]


def title_of(holder: Tenure) -> str:
    """The printed title without its comma."""
    return holder.title.strip(" ,")


def rules_of(one: SeatStatus) -> tuple[str, ...]:
    """Ids of the rules that have something to say of a seat, each once."""
    return tuple(dict.fromkeys(problem.rule for problem in one.problems))


def _cells(one: SeatStatus) -> list[str]:
    holder = one.holder
    return [
        str(one.seat.order),
        one.seat.id,
        one.body.id,
        one.body.name,
        one.body.category.label,
        title_of(holder) if holder else "",
        holder.full_name if holder else "",
        "oui" if one.seat.mandatory else "non",
        one.state.label,
        _day(one.since),
        one.reason,
        one.missing,
        one.action,
        one.actor,
        _day(one.deadline),
        " ".join(rules_of(one)),
    ]


def _day(day: date | None) -> str:
    return short_date(day) if day else ""
