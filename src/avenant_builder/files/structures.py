"""Read ``data/YEAR/structures.csv``: the structures whose name is known."""

from avenant_builder.files.source import Source
from avenant_builder.files.table import Row, read_table
from avenant_builder.model.structure import Structure
from avenant_builder.problems import Problem

COLUMNS = (
    *("structure", "type", "nom", "commune", "insee", "gestionnaire", "adresse"),
    *("latitude", "longitude", "agree_du", "agree_au", "source"),
)


def read_structures(source: Source) -> tuple[tuple[Structure, ...], tuple[Problem, ...]]:
    """The structures of the register and every fault of it (R-LIRE-03 to 09)."""
    problems: list[Problem] = []
    rows = read_table(source, COLUMNS, problems) or []
    return tuple(_structure(row) for row in rows), tuple(problems)


def _structure(row: Row) -> Structure:
    return Structure(
        id=row.text("structure", required=True),
        type=row.text("type", required=True),
        name=row.text("nom", required=True),
        commune=row.text("commune"),
        insee=row.text("insee"),
        manager=row.text("gestionnaire"),
        address=row.text("adresse"),
        latitude=row.decimal("latitude", limit=90),
        longitude=row.decimal("longitude", limit=180),
        approved_from=row.day("agree_du"),
        approved_to=row.day("agree_au"),
        source=row.text("source"),
        place=row.place(),
    )
