"""Read ``data/delegations.csv``: who may sign for the holder of a seat; it may be absent."""

from avenant_builder.files.source import LARGEST_TABLE, Reader
from avenant_builder.files.table import Row, read_table
from avenant_builder.model.delegation import Delegation
from avenant_builder.problems import Problem

FOLDER, NAME = "data", "delegations.csv"
COLUMNS = (
    *("siege", "delegataire", "qualite", "acte", "date_acte", "publie_le", "du", "au"),
    *("portee", "formule"),
)


def read_delegations(reader: Reader) -> tuple[tuple[Delegation, ...], tuple[Problem, ...]]:
    """The delegations of the register and the faults of its rows (R-LIRE-02 to 09).

    One that cannot be read is told by the reader.
    """
    if NAME not in reader.names(FOLDER):
        return (), ()
    source = reader.read(f"{FOLDER}/{NAME}", largest=LARGEST_TABLE)
    if source is None:
        return (), ()
    problems: list[Problem] = []
    rows = read_table(source, COLUMNS, problems) or []
    return tuple(_delegation(row) for row in rows), tuple(problems)


def _delegation(row: Row) -> Delegation:
    return Delegation(
        seat=row.text("siege", required=True),
        delegate=row.text("delegataire", required=True),
        title=row.text("qualite"),
        deed=row.text("acte", required=True),
        deed_on=row.day("date_acte"),
        published_on=row.day("publie_le"),
        since=row.day("du"),
        until=row.day("au"),
        scope=row.text("portee"),
        formula=row.text("formule"),
        place=row.place(),
    )
