"""Read ``signatories.csv``: one row per tenure of a siège."""

from collections.abc import Iterable
from datetime import date

from avenant_builder.files.encoding import quoted
from avenant_builder.files.source import Source
from avenant_builder.files.table import Row, read_table
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.problems import Problem
from avenant_builder.records import dataclass

COLUMNS = (
    *("siege", "ordre", "organisme", "intitule", "qualite", "civilite", "prenom", "nom"),
    *("mandat_du", "mandat_au", "obligatoire"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row as read: what the rows of a seat repeat, and the tenure that is its own."""

    row: Row
    siege: str
    ordre: int | None
    organisme: str
    intitule: str
    obligatoire: bool
    tenure: Tenure


def read_seats(source: Source) -> tuple[tuple[Seat, ...] | None, tuple[Problem, ...]]:
    """The seats in printed order, and every fault of the register (R-LIRE-03 to 11).

    Rows of one `siege` and one `organisme` are its holders in turn; with another organisme it
    is another seat, whose id is taken (R-SIEGE-01). A seat without a rank has no place among
    the others: it is left out, and its problem blocks. None if the header lacks a column.
    """
    problems: list[Problem] = []
    rows = read_table(source, COLUMNS, problems)
    if rows is None:
        return None, tuple(problems)
    groups: dict[tuple[str, str], list[_Line]] = {}
    for line in map(_line, rows):
        groups.setdefault((line.siege, line.organisme), []).append(line)
    seats = [_seat(lines, lines[0].ordre) for lines in groups.values() if lines[0].ordre]
    return tuple(sorted(seats, key=lambda seat: seat.order)), tuple(problems)


def _line(row: Row) -> _Line:
    last_name = row.text("nom", required=bool(row.cells["prenom"].strip()))
    order = row.whole("ordre", required=True)
    if order == 0:
        row.fault("R-LIRE-09", "ordre", "le premier rang est 1")
    return _Line(
        row=row,
        siege=row.text("siege", required=True),
        ordre=order,
        organisme=row.text("organisme", required=True),
        intitule=row.text("intitule", required=True),
        obligatoire=row.yes_no("obligatoire", default=True),
        tenure=Tenure(
            title=row.text("qualite", required=True),
            civility=row.text("civilite"),
            first_name=row.text("prenom"),
            last_name=last_name,
            since=row.day("mandat_du"),
            until=row.day("mandat_au"),
            place=row.place(),
        ),
    )


def _seat(lines: list[_Line], order: int) -> Seat:
    first = lines[0]
    _report_disagreements(first, lines[1:])
    return Seat(
        id=first.siege,
        order=order,
        body=first.organisme,
        heading=first.intitule,
        mandatory=first.obligatoire,
        tenures=tuple(
            sorted((line.tenure for line in lines), key=lambda tenure: tenure.since or date.min)
        ),
        place=first.row.place(),
    )


def _report_disagreements(first: _Line, others: Iterable[_Line]) -> None:
    for line in others:
        for column, said, before in (
            ("ordre", line.ordre, first.ordre),
            ("intitule", line.intitule, first.intitule),
            ("obligatoire", line.obligatoire, first.obligatoire),
        ):
            if said != before:
                value = quoted(line.row.cells[column].strip())
                line.row.fault(
                    "R-LIRE-11",
                    column,
                    f"{value}, où la ligne {first.row.line} du siège {first.siege} dit "
                    f"{quoted(first.row.cells[column].strip())}",
                )
