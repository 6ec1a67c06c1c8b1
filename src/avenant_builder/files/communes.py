"""Read the register of communes with their positions, which ``[carte]`` names."""

from avenant_builder.files.source import Source
from avenant_builder.files.table import read_table
from avenant_builder.model.chart import Town
from avenant_builder.problems import Problem

COLUMNS = ("insee", "nom", "latitude", "longitude", "source")


def read_towns(source: Source) -> tuple[tuple[Town, ...], tuple[Problem, ...]]:
    """The communes of the register and every fault of it (R-LIRE-03 to 09)."""
    problems: list[Problem] = []
    towns = []
    for row in read_table(source, COLUMNS, problems) or []:
        code, name = row.text("insee", required=True), row.text("nom", required=True)
        latitude = row.decimal("latitude", limit=90)
        longitude = row.decimal("longitude", limit=180)
        if latitude is not None and longitude is not None:
            towns.append(Town(code=code, name=name, position=(longitude, latitude)))
    return tuple(towns), tuple(problems)
