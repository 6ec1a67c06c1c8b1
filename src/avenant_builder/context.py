"""The names that a Word model may use, in the French of the people who edit it.

``templates/README.md`` explains them to those people; a test holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from avenant_builder.french import duration, enumeration
from avenant_builder.model.avenant import Annex, Avenant, Census, EarlierAvenant
from avenant_builder.model.body import Body
from avenant_builder.model.documents import Picture, SignatureBlock
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Fiche, RichText, Section, section_anchor
from avenant_builder.model.period import Period
from avenant_builder.model.placeholder import NUMBER_TO_COMPLETE
from avenant_builder.model.structure import Structure
from avenant_builder.rules.delegations import printed_delegation, printed_title

# Sizes in millimetres: (width, height).
FULL_PAGE = (160.0, 200.0)
LOGO = (40.0, 18.0)
COLUMNS = 2


def common_context(
    dossier: Dossier, *, root: Path, chart: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What every model may ask for. `root` is joined to the names of logos, never read.

    `chart` is what they may ask of the map, if there is one.
    """
    avenant = dossier.avenant
    context: dict[str, Any] = {
        "avenant": _avenant(avenant),
        "periode": {
            "du": avenant.period.start,
            "au": avenant.period.end,
            "duree": duration(avenant.period),
        },
        "schema": _scheme(avenant),
        "organismes": [_body(body) for body in _bound(dossier)],
        "sieges": [
            {
                "cle": block.seat,
                "organisme": dossier.body(seat.body).name,
                "intitule": seat.heading,
                "qualite": block.title,
                "nom": block.name,
            }
            for seat, block in zip(dossier.seats, signature_blocks(dossier), strict=True)
        ],
        "rangees_de_signature": signature_rows(dossier),
        "logos": [_logo(body, dossier.logos, root) for body in _bound(dossier) if body.logo],
        "annexes": [{"numero": annex.number, "titre": annex.title} for annex in avenant.annexes],
        "fiches": [_fiche_head(fiche) for fiche in dossier.fiches],
        "variables": dict(avenant.variables),
    }
    if avenant.census is not None:
        context["structures"] = _census(avenant, avenant.census, dossier.structures)
    if chart is not None:
        context["carte"] = chart
    return context


def fiche_context(common: Mapping[str, Any], fiche: Fiche) -> dict[str, Any]:
    """What ``fiche.docx`` may ask for."""
    sections = [
        {
            "titre": section.title if section.printed else "",
            "texte": _anchored(section, rank),
            "vide": not section.body,
        }
        for rank, section in enumerate(fiche.sections, start=1)
    ]
    rows = [{"libelle": row.label, "valeur": row.value} for row in fiche.rows]
    return {**common, "fiche": {**_fiche_head(fiche), "lignes": rows, "sections": sections}}


def _anchored(section: Section, rank: int) -> RichText:
    """The text of a section; one without a title in print begins with a bookmark."""
    if section.printed:
        return section.body
    return replace(section.body, anchor=section_anchor(rank))


def annex_context(
    common: Mapping[str, Any], annex: Annex, *, picture: Path | None
) -> dict[str, Any]:
    """What the model of an annex may ask for; `picture` is the image it shows, if any."""
    context = {**common, "annexe": {"numero": annex.number, "titre": annex.title}}
    if picture is not None:
        width, height = FULL_PAGE
        context["image"] = Picture(picture, annex.description or annex.title, width, height)
    return context


def signature_blocks(dossier: Dossier) -> tuple[SignatureBlock, ...]:
    """What is printed for each seat, in order.

    A delegate signs where the register gives the formula to print. Seats of one body that follow
    one another under the same line print that line once.
    """
    day = dossier.avenant.reference_day
    blocks = []
    before: tuple[str, str] | None = None
    for seat in dossier.seats:
        tenure = seat.tenure_on(day)
        row = printed_delegation(dossier, seat)
        line = (seat.body, seat.heading)
        blocks.append(
            SignatureBlock(
                seat=seat.id,
                heading="" if line == before else seat.heading,
                title=printed_title(row) if row else tenure.title if tenure else "",
                name=row.delegate if row else tenure.full_name if tenure else "",
            )
        )
        before = line
    return tuple(blocks)


def signature_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """The blocks two by two, as the table of signatures takes them.

    A body with several seats opens its own row, under its line set across both columns.
    """
    rows: list[dict[str, Any]] = []
    for seats in _bodies_in_turn(signature_blocks(dossier)):
        cells = [
            {"intitule": block.heading, "qualite": block.title, "nom": block.name}
            for block in seats
        ]
        if len(cells) > 1:
            heading, cells[0]["intitule"] = cells[0]["intitule"], ""
            for start in range(0, len(cells), COLUMNS):
                rows.append(
                    {
                        "intitule": heading if start == 0 else "",
                        "sieges": cells[start : start + COLUMNS],
                        "complete": True,
                    }
                )
        elif rows and not rows[-1]["complete"]:
            rows[-1]["sieges"] += cells
            rows[-1]["complete"] = True
        else:
            rows.append({"intitule": "", "sieges": cells, "complete": False})
    return [{"intitule": row["intitule"], "sieges": row["sieges"]} for row in rows]


def _bodies_in_turn(blocks: Iterable[SignatureBlock]) -> list[list[SignatureBlock]]:
    """Group each block that prints its line with those that follow under the same line."""
    groups: list[list[SignatureBlock]] = []
    for block in blocks:
        if block.heading or not groups:
            groups.append([block])
        else:
            groups[-1].append(block)
    return groups


def _bound(dossier: Dossier) -> list[Body]:
    """The bodies that sign, in the printed order of their first seat."""
    return [dossier.body(key) for key in dict.fromkeys(seat.body for seat in dossier.seats)]


def _avenant(avenant: Avenant) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "numero": avenant.number,
        "annee": avenant.year,
        "titre": f"Avenant n° {avenant.number}",
        "lieu": avenant.signing_place,
        "date": _said(avenant, "date", avenant.signed_on),
    }
    committee = _said(avenant, "comite_de_pilotage", avenant.steering_committee_on)
    if committee is not None:
        facts["comite_de_pilotage"] = committee
    return facts


def _said(avenant: Avenant, key: str, value: Any) -> Any:
    """A fact, or what the data say while it is to come: « [date à compléter] »."""
    return avenant.to_complete.get(key, value)


def _scheme(avenant: Avenant) -> dict[str, Any]:
    scheme = avenant.scheme
    facts: dict[str, Any] = {
        "titre": scheme.title,
        "sigle": scheme.acronym,
        "territoire": scheme.territory,
        "departement": scheme.department,
        "annees": list(scheme.initial_years),
        "avenants": [_earlier(earlier) for earlier in avenant.earlier],
    }
    if scheme.initial_years:
        facts["annees_en_lettres"] = enumeration([str(year) for year in scheme.initial_years])
    return facts


def _earlier(earlier: EarlierAvenant) -> dict[str, Any]:
    period, year = earlier.period, earlier.period.start.year
    whole_year = period == Period(start=date(year, 1, 1), end=date(year, 12, 31))
    return {
        "numero": earlier.number,
        "du": period.start,
        "au": period.end,
        "annee": year if whole_year else None,
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "cle": body.id,
        "nom": body.name,
        "categorie": body.category.label,
        "siren": body.siren,
        "adresse": body.address,
    }


def _logo(body: Body, files: frozenset[str], root: Path) -> dict[str, Any]:
    """A logo's picture; where there is no such file, words: those given, else the name."""
    if body.logo in files:
        width, height = LOGO
        picture = Picture(root / "data" / "logos" / body.logo, body.name, width, height)
        return {"nom": body.name, "image": picture}
    return {"nom": body.name if body.logo_is_file else body.logo, "image": None}


def _fiche_head(fiche: Fiche) -> dict[str, Any]:
    return {
        "numero": fiche.number,
        "axe": fiche.axis,
        "titre_axe": fiche.axis_title,
        "groupe": fiche.group,
    }


def _census(avenant: Avenant, census: Census, structures: Iterable[Structure]) -> dict[str, Any]:
    counts = {
        kind.code: _said(avenant, f"structures.types.{kind.code}.nombre", kind.official_count)
        for kind in census.types
    }
    by_type = {
        code: list(found)
        for code, found in groupby(
            sorted(
                (found for found in structures if found.is_approved_on(avenant.census_day)),
                key=lambda structure: structure.type,
            ),
            key=lambda structure: structure.type,
        )
    }
    types = [
        {
            "code": kind.code,
            "libelle": kind.label,
            "nombre": counts[kind.code],
            "recensees": len(by_type.get(kind.code, [])),
            "liste": [
                {"nom": found.name, "commune": found.commune, "adresse": found.address}
                for found in by_type.get(kind.code, [])
            ],
        }
        for kind in census.types
    ]
    return {
        "agreees_au": _said(avenant, "structures.agreees_au", census.approved_on),
        "total": NUMBER_TO_COMPLETE if census.total is None else census.total,
        "nombre": counts,
        "types": types,
    }
