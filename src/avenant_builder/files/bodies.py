"""Read ``data/bodies.csv``: one row per organisme."""

from avenant_builder.files.source import Source
from avenant_builder.files.table import Row, read_table
from avenant_builder.model.body import Body, Category
from avenant_builder.problems import Problem

COLUMNS = (
    *("organisme", "nom", "categorie", "siren", "insee", "population", "existe_du", "existe_au"),
    *("successeur", "alias", "adresse", "courriel", "contact", "prochaine_seance"),
    *("nature_actes", "arrondissement", "courriels_retour", "logo", "a_confirmer"),
)


def read_bodies(source: Source) -> tuple[tuple[Body, ...] | None, tuple[Problem, ...]]:
    """The bodies of the register and every fault of it (R-LIRE-03 to 10).

    None if the header lacks a column. A cell at fault reads as empty, so that its body is
    still there for what refers to it: its problem blocks all the same.
    """
    problems: list[Problem] = []
    rows = read_table(source, COLUMNS, problems)
    bodies = None if rows is None else tuple(_body(row) for row in rows)
    return bodies, tuple(problems)


def _body(row: Row) -> Body:
    to_confirm = row.many("a_confirmer")
    for column in to_confirm:
        if column not in COLUMNS:
            row.not_listed("a_confirmer", column, COLUMNS)
    return Body(
        id=row.text("organisme", required=True),
        name=row.text("nom", required=True),
        category=row.choice("categorie", Category) or Category.AUTRE,
        siren="".join(row.text("siren").split()),
        insee=row.text("insee"),
        population=row.whole("population"),
        exists_from=row.day("existe_du"),
        exists_to=row.day("existe_au"),
        successor=row.text("successeur"),
        aliases=row.many("alias"),
        address=row.text("adresse"),
        email=row.text("courriel"),
        contact=row.text("contact"),
        next_session=row.day("prochaine_seance"),
        acte_kind=row.text("nature_actes"),
        district=row.text("arrondissement"),
        return_emails=row.many("courriels_retour"),
        logo=row.text("logo"),
        to_confirm=frozenset(to_confirm),
        place=row.place(),
    )
