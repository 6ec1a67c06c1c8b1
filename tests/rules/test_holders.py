"""Holders beside the elected as they are published. All people are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from avenant_builder.model.avenant import Scheme
from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.elected import Comparison, Elected, Office, Outcome
from avenant_builder.rules.elected import compare_holders, same_person
from builders import a_body, a_dossier, a_seat, a_tenure, an_avenant

ALL = frozenset(Office)


def an_elected(**facts: Any) -> Elected:
    defaults: dict[str, Any] = {
        "office": Office.MAYOR,
        "key": "42187",
        "last_name": "INVENTÉE",
        "first_name": "Ada",
        "file": "maires.csv",
        "line": 2,
    }
    return Elected(**defaults | facts)


def of_town(tenure: Mapping[str, Any] | None = None, **body: Any) -> Dossier:
    facts = {"category": Category.COMMUNE, "insee": "42187", "siren": "214201873", **body}
    return a_dossier(
        bodies=(a_body(**facts),), seats=(a_seat(tenures=(a_tenure(**tenure or {}),)),)
    )


def compared(dossier: Dossier, *elected: Elected, offices: frozenset[Office] = ALL) -> Comparison:
    [found] = compare_holders(dossier, elected, offices)
    return found


def test_who_is_published_is_the_holder() -> None:
    one = an_elected()
    found = compared(of_town(), one)
    assert (found.outcome, found.elected, found.reason) == (Outcome.SAME, one, "")
    assert found.holder == a_tenure() and found.seat.id == "AMIS" and found.body.id == "amis"


@pytest.mark.parametrize(
    ("since", "mandate", "outcome"),
    [
        (date(2014, 3, 30), date(2020, 5, 18), Outcome.RENEWED),
        (date(2014, 3, 30), date(2014, 3, 30), Outcome.SAME),
        (date(2014, 3, 30), None, Outcome.SAME),
        (None, date(2019, 1, 1), Outcome.SAME),
        (None, date(2019, 1, 2), Outcome.RENEWED),
    ],
)
def test_a_mandate_that_began_since_renews(
    since: date | None, mandate: date | None, outcome: Outcome
) -> None:
    found = compared(of_town({"since": since}), an_elected(mandate_from=mandate))
    assert found.outcome is outcome


@pytest.mark.parametrize(
    "tenure", [{"first_name": "Zoé"}, {"last_name": "AUTRE"}, {"last_name": "", "first_name": ""}]
)
def test_somebody_else_or_nobody_holds_the_seat(tenure: Mapping[str, str]) -> None:
    assert compared(of_town(tenure), an_elected()).outcome is Outcome.CHANGED
    nobody = a_dossier(
        bodies=of_town().bodies, seats=(a_seat(tenures=(a_tenure(until=date(2018, 1, 1)),)),)
    )
    found = compared(nobody, an_elected())
    assert (found.outcome, found.holder) == (Outcome.CHANGED, None)


def test_of_two_rows_of_an_office_the_later_counts() -> None:
    old = an_elected(last_name="AVANT", function_from=date(2014, 3, 30))
    new = an_elected(mandate_from=date(2020, 5, 18))
    undated = an_elected(last_name="SANS DATE")
    for rows in ((old, new), (new, old), (undated, new), (new, undated)):
        assert compared(of_town(), *rows).elected == new
    same_day = replace(new, last_name="APRÈS")
    assert compared(of_town(), new, same_day).elected == new


@pytest.mark.parametrize(
    ("facts", "offices", "reason"),
    [
        ({}, ALL - {Office.MAYOR}, "aucun fichier des maires"),
        ({"insee": ""}, ALL, "son code Insee ou son SIREN n’est pas dans data/bodies.csv"),
        (
            {"exists_to": date(2018, 12, 31)},
            ALL,
            "absent du fichier ; l’organisme a cessé d’exister le 31/12/2018",
        ),
        ({}, ALL, "absent du fichier : ce n’est pas la preuve d’un changement"),
    ],
)
def test_why_nobody_was_found(
    facts: Mapping[str, Any], offices: frozenset[Office], reason: str
) -> None:
    found = compared(of_town(**facts), an_elected(key="69123"), offices=offices)
    assert (found.outcome, found.elected, found.reason) == (Outcome.NOT_FOUND, None, reason)


@pytest.mark.parametrize(
    ("category", "siren", "office", "key"),
    [
        (Category.EPCI, "200035731", Office.INTERCOMMUNAL, "200035731"),
        (Category.DEPARTEMENT, "224200014", Office.DEPARTMENTAL, "42"),
        (Category.DEPARTEMENT, "", Office.DEPARTMENTAL, "69"),
        (Category.DEPARTEMENT, "130000000", Office.DEPARTMENTAL, "69"),
    ],
)
def test_each_office_has_a_key_of_its_own(
    category: Category, siren: str, office: Office, key: str
) -> None:
    scheme = Scheme(title="Schéma inventé", department="69")
    dossier = a_dossier(
        bodies=(a_body(category=category, siren=siren),), avenant=an_avenant(scheme=scheme)
    )
    assert compared(dossier, an_elected(office=office, key=key)).outcome is Outcome.SAME
    assert compared(dossier, an_elected(key=key)).outcome is Outcome.NOT_FOUND


def test_only_seats_of_collectivites_are_compared() -> None:
    seats = (a_seat(), a_seat(id="VILLE", order=2, body="ville"))
    bodies = (a_body(), a_body(id="ville", category=Category.COMMUNE, insee="42187"))
    [found] = compare_holders(a_dossier(bodies=bodies, seats=seats), [an_elected()], ALL)
    assert found.seat.id == "VILLE"


@pytest.mark.parametrize(
    ("holder", "published", "same"),
    [
        (("Ada", "INVENTÉE"), ("ADA", "Inventee"), True),
        (("Ada", "INVENTÉE-DUPONT"), ("Ada", "INVENTEE DUPONT"), True),
        (("Ada", "L’INVENTÉE"), ("Ada", "L INVENTEE"), True),
        (("Ada", "INVENTÉE"), ("Ada", "DUPONT NÉE INVENTÉE"), True),
        (("Ada", "INVENTÉE"), ("Ada", "INVENTÉE ÉPOUSE DUPONT"), True),
        (("Ada", "INVENTÉE"), ("Ada", "DUPONT VEUVE INVENTÉE"), True),
        (("Jean-Luc", "INVENTÉ"), ("Jean", "INVENTÉ"), True),
        (("Jean", "INVENTÉ"), ("Jean Luc", "INVENTÉ"), True),
        (("J.", "INVENTÉ"), ("J", "INVENTÉ"), True),
        (("Jean-Luc", "INVENTÉ"), ("Jean-Paul", "INVENTÉ"), False),
        (("Luc", "INVENTÉ"), ("Jean Luc", "INVENTÉ"), False),
        (("Ada", "INVENTÉE"), ("Ada", "DUPONT"), False),
        (("Ada", "INVENTÉE"), ("Zoé", "INVENTÉE"), False),
    ],
)
def test_one_person_or_two(holder: tuple[str, str], published: tuple[str, str], same: bool) -> None:
    known = a_tenure(first_name=holder[0], last_name=holder[1])
    one = an_elected(first_name=published[0], last_name=published[1])
    assert same_person(known, one) is same
