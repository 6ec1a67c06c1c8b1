"""What models may ask for: seats in order, one line for a body, nothing assumed of the Loire."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.context import common_context, signature_blocks, signature_rows
from avenant_builder.model.avenant import Scheme
from avenant_builder.model.documents import Picture
from avenant_builder.model.dossier import Dossier
from builders import (
    a_body,
    a_census,
    a_dossier,
    a_seat,
    a_structure,
    a_tenure,
    an_avenant,
)

ROOT = Path("espace")


def dossier_with_seats(*bodies: str) -> Dossier:
    """A dossier whose n-th seat is of the n-th body named."""
    return a_dossier(
        bodies=tuple(a_body(id=key, name=f"Nom {key}") for key in dict.fromkeys(bodies)),
        seats=tuple(
            a_seat(id=f"S{rank}", order=rank, body=key, heading=f"Pour {key},")
            for rank, key in enumerate(bodies, start=1)
        ),
    )


def test_two_seats_of_one_body_print_its_line_once() -> None:
    blocks = signature_blocks(dossier_with_seats("caf", "caf", "ville"))
    assert [block.heading for block in blocks] == ["Pour caf,", "", "Pour ville,"]


def test_two_seats_of_one_body_apart_from_each_other_print_it_twice() -> None:
    blocks = signature_blocks(dossier_with_seats("caf", "ville", "caf"))
    assert [block.heading for block in blocks] == ["Pour caf,", "Pour ville,", "Pour caf,"]


def test_a_body_with_several_seats_has_its_own_row() -> None:
    rows = signature_rows(dossier_with_seats("ville", "caf", "caf", "msa", "dept"))
    assert [(row["intitule"], len(row["sieges"])) for row in rows] == [
        ("", 1),
        ("Pour caf,", 2),
        ("", 2),
    ]


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=45))
def test_rows_hold_every_seat_once_in_order(bodies: list[str]) -> None:
    dossier = dossier_with_seats(*bodies)
    rows = signature_rows(dossier)
    printed = [
        line
        for row in rows
        for line in (row["intitule"], *(cell["intitule"] for cell in row["sieges"]))
        if line
    ]
    assert sum(len(row["sieges"]) for row in rows) == len(bodies)
    assert all(1 <= len(row["sieges"]) <= 2 for row in rows)
    assert printed == [block.heading for block in signature_blocks(dossier) if block.heading]


def test_the_holder_of_the_reference_day_is_printed() -> None:
    tenures = (
        a_tenure(last_name="ANCIEN", until=date(2018, 12, 31)),
        a_tenure(last_name="ACTUEL", since=date(2019, 1, 1)),
    )
    [block] = signature_blocks(a_dossier(seats=(a_seat(tenures=tenures),)))
    assert block.name == "Ada ACTUEL"


def test_a_seat_between_two_holders_prints_no_name() -> None:
    tenures = (a_tenure(until=date(2018, 6, 30)),)
    [block] = signature_blocks(a_dossier(seats=(a_seat(tenures=tenures),)))
    assert (block.title, block.name) == ("", "")


@pytest.mark.parametrize(
    ("logo", "files", "words", "picture"),
    [
        ("ville.png", {"ville.png"}, "Nom", True),
        ("ville.png", set(), "Nom", False),
        ("VILLE DE X", set(), "VILLE DE X", False),
        ("PRÉFET. DE LA LOIRE", set(), "PRÉFET. DE LA LOIRE", False),
    ],
)
def test_a_logo_is_a_picture_or_words(
    logo: str, files: set[str], words: str, picture: bool
) -> None:
    dossier = a_dossier(bodies=(a_body(name="Nom", logo=logo),), logos=frozenset(files))
    [shown] = common_context(dossier, root=ROOT)["logos"]
    assert shown["nom"] == words
    assert isinstance(shown["image"], Picture) is picture


def test_a_body_without_logo_is_not_in_the_strip() -> None:
    assert common_context(a_dossier(), root=ROOT)["logos"] == []


def test_counts_are_the_official_ones_and_the_register_is_counted() -> None:
    dossier = a_dossier(
        avenant=an_avenant(census=a_census(("CS", 47), ("EVS", 18))),
        structures=(a_structure(id="1", type="EVS"), a_structure(id="2", type="CS", name="Beta")),
    )
    structures = common_context(dossier, root=ROOT)["structures"]
    assert structures["nombre"] == {"CS": 47, "EVS": 18}
    assert structures["total"] == 65
    assert [kind["recensees"] for kind in structures["types"]] == [1, 1]
    assert structures["types"][0]["liste"][0]["nom"] == "Beta"


def test_what_is_not_given_has_no_name() -> None:
    context = common_context(a_dossier(), root=ROOT)
    assert "structures" not in context
    assert "comite_de_pilotage" not in context["avenant"]
    assert "annees_en_lettres" in context["schema"]
    no_years = a_dossier(avenant=an_avenant(scheme=Scheme(title="Schéma inventé")))
    assert "annees_en_lettres" not in common_context(no_years, root=ROOT)["schema"]
    assert context["avenant"]["date"] is None
