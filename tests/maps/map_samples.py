"""Invented registers and invented ground for the map: no structure here exists.

The 65 follow what is known of the Loire (many in Saint-Étienne, a few in the towns, one each in
villages); their names say that they are invented. The square département is wholly invented.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from avenant_builder.files.structures import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("AVENANT_REFERENCE", ROOT.parent / "shared" / "reference"))
BASE_MAP = REFERENCE / "geo" / "loire42-communes-s20.topojson"
LOIRE_CREDIT = "Fond : © IGN, ADMIN EXPRESS COG 2018."

needs_base_map = pytest.mark.skipif(
    not BASE_MAP.is_file(), reason="le fond de carte de la Loire n’est pas là (shared/reference)"
)

# Commune, centres sociaux, espaces de vie sociale: 47 and 18 in all, invented.
INVENTED = (
    ("Saint-Étienne", 16, 3),
    ("Roanne", 4, 1),
    ("Saint-Chamond", 4, 1),
    ("Firminy", 3, 0),
    ("Rive-de-Gier", 2, 0),
    ("Le Chambon-Feugerolles", 2, 0),
    ("Montbrison", 2, 0),
    ("Riorges", 1, 1),
    ("Mably", 1, 0),
    ("Le Coteau", 1, 0),
    ("La Ricamarie", 1, 0),
    ("Unieux", 1, 0),
    ("Andrézieux-Bouthéon", 2, 0),
    ("Feurs", 1, 1),
    ("Charlieu", 1, 0),
    ("Saint-Just-Saint-Rambert", 1, 1),
    ("Sorbiers", 1, 0),
    ("Veauche", 1, 0),
    ("Lorette", 1, 0),
    ("La Talaudière", 1, 0),
    ("Ambierle", 0, 1),
    ("Belmont-de-la-Loire", 0, 1),
    ("Pélussin", 0, 1),
    ("Chazelles-sur-Lyon", 0, 1),
    ("Bourg-Argental", 0, 1),
    ("Boën-sur-Lignon", 0, 1),
    ("Noirétable", 0, 1),
    ("Saint-Just-en-Chevalet", 0, 1),
    ("Renaison", 0, 1),
    ("Saint-Germain-Laval", 0, 1),
)


def invented_65() -> list[dict[str, str]]:
    """A full register of the Loire, 47 and 18, of invented names."""
    rows = []
    for commune, centres, spaces in INVENTED:
        for code, count in (("CS", centres), ("EVS", spaces)):
            for number in range(1, count + 1):
                name = f"{'Centre' if code == 'CS' else 'Espace'} fictif n° {number}"
                rows.append(row(f"{commune}-{code}-{number}", code, name, commune))
    return rows


def row(key: str, code: str, name: str, commune: str = "", **others: str) -> dict[str, str]:
    """A row of the register, the columns not given left empty."""
    given = {"structure": key, "type": code, "nom": name, "commune": commune, **others}
    given["source"] = "inventé pour les essais"
    return {column: given.get(column, "") for column in COLUMNS}


def as_csv(rows: Iterable[dict[str, str]]) -> str:
    """A register as it lies on the disk."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def squares() -> dict[str, object]:
    """An invented département 99, wide and low: 24 communes in two intercommunalités, GeoJSON."""
    return {"type": "FeatureCollection", "features": list(_features(8, 3))}


def _features(columns: int, rows: int) -> Iterator[dict[str, object]]:
    for number in range(columns * rows):
        row, column = divmod(number, columns)
        west, south = 2.0 + column * 0.2, 47.0 + row * 0.15
        east, north = 2.0 + (column + 1) * 0.2, 47.0 + (row + 1) * 0.15
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        yield {
            "type": "Feature",
            "properties": {
                "code": f"99{number:03d}",
                "nom": f"Carré-{number}",
                "epci": "est" if column >= columns / 2 else "ouest",
            },
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
