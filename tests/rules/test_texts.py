"""R-TXT-01 looks at every text that a model may print, wherever it stands. All invented."""

from dataclasses import replace

import pytest

from avenant_builder.model.avenant import ChartSettings
from avenant_builder.model.chart import Commune, Town
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place
from avenant_builder.rules.texts import printed_texts, unprintable_characters
from builders import (
    AVENANT_TOML,
    a_body,
    a_census,
    a_dossier,
    a_fiche,
    a_seat,
    a_structure,
    a_tenure,
    an_annex,
    an_avenant,
)

VARIABLES = {"une": "texte u", "liste": ["texte l", {"clé": "texte c"}], "nombre": 3}


def everything() -> Dossier:
    """A dossier whose every printed text is known."""
    avenant = an_avenant(
        annexes=(an_annex(title="Titre d’annexe", description="Description d’annexe"),),
        census=a_census(("CS", 1)),
        chart=ChartSettings(credit="Crédit inventé", place=Place(AVENANT_TOML, 30)),
        signing_place="Lieu inventé",
        variables=VARIABLES,
    )
    scheme = replace(avenant.scheme, acronym="SIGLE", territory="Territoire inventé")
    return a_dossier(
        avenant=replace(avenant, scheme=scheme),
        bodies=(a_body(address="1 rue inventée", logo="logo.png"),),
        seats=(a_seat(tenures=(a_tenure(), a_tenure(last_name="SUIVANTE"))),),
        structures=(a_structure(commune="Commune inventée", address="2 rue inventée"),),
        communes=(Commune(code="99001", name="Surface inventée", rings=()),),
        towns=(Town(code="99002", name="Point inventé", position=(2.5, 47.5)),),
        fiches=(a_fiche(),),
    )


EXPECTED = {
    ("data/bodies.csv", "nom"): {"Les Amis inventés"},
    ("data/bodies.csv", "adresse"): {"1 rue inventée"},
    ("data/bodies.csv", "logo"): {"logo.png"},
    ("signatories.csv", "intitule"): {"Pour les Amis inventés, "},
    ("signatories.csv", "qualite"): {"La Présidente, "},
    ("signatories.csv", "prenom"): {"Ada"},
    ("signatories.csv", "nom"): {"INVENTÉE", "SUIVANTE"},
    ("data/2019/structures.csv", "nom"): {"Centre inventé"},
    ("data/2019/structures.csv", "commune"): {"Commune inventée"},
    ("data/2019/structures.csv", "adresse"): {"2 rue inventée"},
    (AVENANT_TOML, "carte"): {"Surface inventée", "Point inventé"},
    (AVENANT_TOML, "carte.credit"): {"Crédit inventé"},
    (AVENANT_TOML, "lieu"): {"Lieu inventé"},
    (AVENANT_TOML, "schema.titre"): {"Schéma inventé"},
    (AVENANT_TOML, "schema.sigle"): {"SIGLE"},
    (AVENANT_TOML, "schema.territoire"): {"Territoire inventé"},
    (AVENANT_TOML, ""): {"Titre d’annexe Description d’annexe", "structures CS"},
    (AVENANT_TOML, "variables.une"): {"texte u"},
    (AVENANT_TOML, "variables.liste"): {"texte l", "texte c"},
    ("data/2019/fiches/01-essai.md", "Axe"): {"1"},
    ("data/2019/fiches/01-essai.md", "Titre de l'axe"): {"Un axe inventé"},
    ("data/2019/fiches/01-essai.md", "Groupe de travail"): {"Un groupe inventé"},
    ("data/2019/fiches/01-essai.md", "Référent"): {"Référent Ada INVENTÉE"},
    ("data/2019/fiches/01-essai.md", "Constats"): {"Constats"},
    ("data/2019/fiches/01-essai.md", ""): {"Un texte."},
}


def test_every_text_is_given_with_its_place() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for place, text in printed_texts(everything()):
        found.setdefault((place.file, place.column or ""), set()).add(text)
    assert found == EXPECTED


@pytest.mark.parametrize("chart", [None, ChartSettings(place=Place(AVENANT_TOML, 30))])
def test_a_map_without_credit_and_no_census_give_no_text(chart: ChartSettings | None) -> None:
    bare = a_dossier(avenant=an_avenant(chart=chart))
    columns = {place.column for place, text in printed_texts(bare) if text}
    assert not columns & {"carte", "carte.credit"}


def test_a_character_that_no_font_has_is_named_once_a_text() -> None:
    """A text of « é » twice: each character is said once, with its code point."""
    dossier = a_dossier(bodies=(a_body(name="Été inventé ☃"),))
    problems = list(
        unprintable_characters(dossier, lambda text: tuple(c for c in text if c in "é☃"))
    )
    named = [
        problem for problem in problems if problem.place.column == "nom" and "☃" in problem.message
    ]
    [problem] = named
    assert problem.rule == "R-TXT-01"
    assert problem.place == Place("data/bodies.csv", 2, "nom")
    said = problem.message.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "aucune police des modèles ne sait imprimer « é » (U+00E9), « ☃ » (U+2603)"


def test_what_the_fonts_have_is_no_fault() -> None:
    assert list(unprintable_characters(everything(), lambda _: ())) == []
