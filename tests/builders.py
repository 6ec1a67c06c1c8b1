"""Records for tests, made up: a test names only what it cares about."""

from datetime import date
from typing import Any

from avenant_builder.model.avenant import (
    Annex,
    AnnexKind,
    Avenant,
    Census,
    Scheme,
    StructureType,
)
from avenant_builder.model.body import Body, Category
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Block, BlockKind, Fiche, RichText, Row, Section, Span
from avenant_builder.model.period import Period
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.model.structure import Structure
from avenant_builder.problems import Place

BODIES_CSV = "data/bodies.csv"
SEATS_CSV = "signatories.csv"
AVENANT_TOML = "data/2019/avenant.toml"
STRUCTURES_CSV = "data/2019/structures.csv"
YEAR_2019 = Period(start=date(2019, 1, 1), end=date(2019, 12, 31))


def a_body(**facts: Any) -> Body:
    """An association, so that nothing is asked of it."""
    defaults: dict[str, Any] = {
        "id": "amis",
        "name": "Les Amis inventés",
        "category": Category.ASSOCIATION,
        "place": Place(BODIES_CSV, 2),
    }
    return Body(**defaults | facts)


def a_tenure(**facts: Any) -> Tenure:
    defaults: dict[str, Any] = {
        "title": "La Présidente, ",
        "first_name": "Ada",
        "last_name": "INVENTÉE",
        "place": Place(SEATS_CSV, 2),
    }
    return Tenure(**defaults | facts)


def a_seat(**facts: Any) -> Seat:
    defaults: dict[str, Any] = {
        "id": "AMIS",
        "order": 1,
        "body": "amis",
        "heading": "Pour les Amis inventés, ",
        "mandatory": True,
        "tenures": (a_tenure(),),
        "place": Place(SEATS_CSV, 2),
    }
    return Seat(**defaults | facts)


def a_fiche(**facts: Any) -> Fiche:
    paragraph = Block(kind=BlockKind.PARAGRAPH, level=0, spans=(Span("Un texte."),), line=8)
    section = Section(
        title="Constats",
        printed=True,
        body=RichText((paragraph,)),
        place=Place("data/2019/fiches/01-essai.md", 6, "Constats"),
    )
    defaults: dict[str, Any] = {
        "number": 1,
        "axis": "1",
        "axis_title": "Un axe inventé",
        "group": "Un groupe inventé",
        "rows": (Row("Référent", "Ada INVENTÉE"),),
        "sections": (section,),
        "place": Place("data/2019/fiches/01-essai.md", 1),
    }
    return Fiche(**defaults | facts)


def an_annex(**facts: Any) -> Annex:
    defaults: dict[str, Any] = {
        "number": 1,
        "title": "Fiches actions",
        "kind": AnnexKind.FICHES,
        "place": Place(AVENANT_TOML, 20),
    }
    return Annex(**defaults | facts)


def an_avenant(**facts: Any) -> Avenant:
    defaults: dict[str, Any] = {
        "year": 2019,
        "number": 1,
        "scheme": Scheme(title="Schéma inventé", initial_years=(2017, 2018)),
        "period": YEAR_2019,
        "annexes": (an_annex(),),
        "place": Place(AVENANT_TOML),
    }
    return Avenant(**defaults | facts)


def a_census(*counts: tuple[str, int]) -> Census:
    types = tuple(
        StructureType(
            code=code,
            label=f"structures {code}",
            official_count=count,
            place=Place(AVENANT_TOML, 15),
        )
        for code, count in counts
    )
    return Census(approved_on=date(2018, 11, 1), types=types)


def a_structure(**facts: Any) -> Structure:
    defaults: dict[str, Any] = {
        "id": "1",
        "type": "CS",
        "name": "Centre inventé",
        "place": Place(STRUCTURES_CSV, 2),
    }
    return Structure(**defaults | facts)


def a_delegation(**facts: Any) -> Delegation:
    """A delegation that the block prints, of the seat of ``a_dossier``."""
    defaults: dict[str, Any] = {
        "seat": "AMIS",
        "delegate": "Zoé INVENTÉE",
        "title": "l’adjointe aux familles,",
        "deed": "arrêté n° 12 du 3 janvier 2018",
        "deed_on": date(2018, 1, 3),
        "published_on": date(2018, 1, 5),
        "formula": "Pour le Maire et par délégation,",
        "place": Place("data/delegations.csv", 2),
    }
    return Delegation(**defaults | facts)


def a_dossier(**facts: Any) -> Dossier:
    """One body, one seat, one fiche in one annex: no rule has anything to say of it."""
    defaults: dict[str, Any] = {
        "bodies": (a_body(),),
        "seats": (a_seat(),),
        "avenant": an_avenant(),
        "fiches": (a_fiche(),),
        "structures": (),
    }
    return Dossier(**defaults | facts)
