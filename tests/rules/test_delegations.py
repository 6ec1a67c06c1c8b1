"""Delegations in the block: who prints, in which words, and what is refused. All invented."""

from datetime import date
from typing import Any

import pytest

from avenant_builder.context import signature_blocks
from avenant_builder.model.delegation import Delegation
from avenant_builder.rules.delegations import covers_an_avenant, delegations_can_be_printed
from builders import a_delegation, a_dossier


def printed(*rows: Delegation) -> tuple[str, str]:
    [block] = signature_blocks(a_dossier(delegations=rows))
    return block.title, block.name


HOLDER = ("La Présidente, ", "Ada INVENTÉE")


def test_a_delegate_prints_with_formula_title_and_deed() -> None:
    assert printed(a_delegation()) == (
        "Pour le Maire et par délégation, l’adjointe aux familles "
        "(arrêté n° 12 du 3 janvier 2018),",
        "Zoé INVENTÉE",
    )


def test_a_suppleant_prints_in_the_same_way() -> None:
    row = a_delegation(
        formula="Le Maire empêché,", title="l’adjoint suppléant", deed="CGCT, L. 2122-17"
    )
    assert printed(row)[0] == "Le Maire empêché, l’adjoint suppléant (CGCT, L. 2122-17),"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"formula": ""}, None),
        ({"seat": "AUTRE"}, None),
        ({"until": date(2018, 12, 31)}, "R-DEL-05"),
        ({"since": date(2019, 1, 2)}, "R-DEL-05"),
        ({"deed_on": date(2019, 1, 2)}, "R-DEL-05"),
        ({"scope": "état civil"}, "R-DEL-05"),
    ],
)
def test_the_holder_prints_where_the_delegation_does_not_serve(
    facts: dict[str, Any], rule: str | None
) -> None:
    row = a_delegation(**facts)
    assert printed(row) == HOLDER
    found = [problem.rule for problem in delegations_can_be_printed(a_dossier(delegations=(row,)))]
    assert found == ([rule] if rule else [])


def test_of_two_delegates_none_is_chosen() -> None:
    rows = (a_delegation(), a_delegation(delegate="Léo INVENTÉ"))
    assert printed(*rows) == HOLDER
    [problem] = delegations_can_be_printed(a_dossier(delegations=rows))
    assert problem.rule == "R-DEL-06"
    assert "Zoé" in problem.message
    assert "Léo" in problem.message


@pytest.mark.parametrize(
    "scope", ["", "Conventions et avenants", "tous actes", "contrats de plus de 5 000 €"]
)
def test_scopes_that_cover_an_avenant(scope: str) -> None:
    assert covers_an_avenant(a_delegation(scope=scope))


@pytest.mark.parametrize("scope", ["état civil", "urbanisme, voirie", "tousser"])
def test_scopes_that_do_not(scope: str) -> None:
    assert not covers_an_avenant(a_delegation(scope=scope))
