"""Each demand of a deposit: silent when it is met, one sentence when it is not. All invented."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.actes.archive import LARGEST
from avenant_builder.actes.checks import Case, check_deposit
from avenant_builder.actes.classification import Classification
from avenant_builder.model.acte_id import NUMBER
from avenant_builder.model.deposit import Profile
from avenant_builder.model.deposit_settings import BodySettings, DepositSettings
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.rules.catalogue_deposits import DEPOSIT_RULES
from builders import an_avenant
from deposit_cases import TODAY, a_case, a_town, an_adoption
from deposit_jobs import a_deposit, a_document

HEAVY = a_document(size=LARGEST, title="Annexes de l’avenant")


def dated(on: date) -> DepositSettings:
    return DepositSettings(classification_on=on)


LOCAL = Classification(
    on=date(2019, 1, 2),
    matieres={(8,): "Thèmes", (8, 2): "Aide sociale", (8, 2, 4): "Enfance"},
    typologies={1: {"99_DE": "Délibération"}},
)
OTHER = an_adoption(type=EventType.ACTE_SENT, sequence=9, on=EffectDate(2018, 5, 4))
CONTRACT: dict[str, Any] = {"profile": Profile.CONTRACT, "number": "C1"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks a rule, and what the tool then says of which field."""

    rule: str
    case: Callable[[], Case]
    said: str
    field: str


FAULTS = (
    Fault("R-DEP-01", lambda: a_case(adopted=None), "aucun acte adopté", "acte-adopte"),
    Fault("R-DEP-01", lambda: a_case(acte_on=None), "n’est pas connue au jour près", "le"),
    Fault("R-DEP-01", lambda: a_case(acte_on=date(2019, 2, 5)), "à venir", "le"),
    Fault("R-DEP-01", lambda: a_case(acte_on=date(1971, 2, 5)), "est impossible", "le"),
    Fault(
        "R-DEP-01",
        lambda: a_case(**CONTRACT, acte_on=None),
        "la date de l’acte",
        "actes.organismes.essai.date_contrat",
    ),
    Fault("R-DEP-02", lambda: a_case(number=""), "n’est pas connu", "numero"),
    Fault(
        "R-DEP-02",
        lambda: a_case(number="DEL-2019-006"),
        "« DEL-2019-006 » n’est pas admis ; « DEL_2019_006 » le serait",
        "numero",
    ),
    Fault("R-DEP-02", lambda: a_case(number="A" * 16), "n’est pas admis", "numero"),
    Fault("R-DEP-02", lambda: a_case(number="ÉTÉ_"), "n’est pas admis ; « T » le serait", "numero"),
    Fault("R-DEP-03", lambda: a_case({"siren": ""}), "n’est pas connu", "siren"),
    Fault("R-DEP-03", lambda: a_case({"siren": "214201866"}), "n’est pas un SIREN", "siren"),
    Fault(
        "R-DEP-03",
        lambda: a_case({"to_confirm": frozenset({"siren"})}),
        "est à confirmer",
        "siren",
    ),
    Fault(
        "R-DEP-03",
        lambda: a_case(
            adopted=an_adoption(identifier="042-214201873-20190131-DEL_2019_006-DE"),
        ),
        "n’est pas celui que donnent les données",
        "identifiant",
    ),
    Fault(
        "R-DEP-04",
        lambda: a_case({"exists_to": date(2016, 12, 31), "successor": "Autre"}),
        "a pris fin le 31/12/2016, avant le jour de l’acte ; successeur indiqué : Autre",
        "existe_au",
    ),
    Fault(
        "R-DEP-04",
        lambda: a_case({"exists_to": date(2019, 2, 1)}),
        "avant le jour du dépôt",
        "existe_au",
    ),
    Fault("R-DEP-04", lambda: a_case({"exists_from": TODAY}), "après l’acte", "existe_du"),
    Fault("R-DEP-05", lambda: a_case(department=""), "département", "schema.departement"),
    Fault("R-DEP-05", lambda: a_case({"district": ""}), "n’est pas rempli", "arrondissement"),
    Fault("R-DEP-05", lambda: a_case({"district": "12"}), "n’est pas un chiffre", "arrondissement"),
    Fault("R-DEP-05", lambda: a_case({"acte_kind": "x"}), "deux chiffres", "nature_actes"),
    Fault(
        "R-DEP-05",
        lambda: a_case({"to_confirm": frozenset({"nature_actes"})}),
        "« 31 » est à confirmer",
        "nature_actes",
    ),
    Fault("R-DEP-06", lambda: a_case({"return_emails": ()}), "aucune adresse", "courriels_retour"),
    Fault(
        "R-DEP-06",
        lambda: a_case({"return_emails": ("a+b@essai.test",)}),
        "« a+b@essai.test » n’est pas une adresse admise",
        "courriels_retour",
    ),
    Fault(
        "R-DEP-06",
        lambda: a_case({"to_confirm": frozenset({"courriels_retour"})}),
        "à confirmer",
        "courriels_retour",
    ),
    Fault("R-DEP-07", lambda: a_case(operator=""), "non rempli", "actes.trigramme"),
    Fault("R-DEP-07", lambda: a_case(operator="SLOW"), "« SLOW »", "actes.trigramme"),
    Fault("R-DEP-08", lambda: a_case(subject=" "), "l’objet est vide", "actes.objet"),
    Fault("R-DEP-08", lambda: a_case(subject="é" * 500), "500 caractères, 499", "actes.objet"),
    Fault("R-DEP-08", lambda: a_case(subject="a\nb"), "plusieurs lignes", "actes.objet"),
    Fault("R-DEP-09", lambda: a_case(matiere=""), "n’est pas choisie", "actes.matiere"),
    Fault(
        "R-DEP-09",
        lambda: replace(a_case(matiere="aide sociale"), deposit=a_deposit(a_town(), matiere=())),
        "« aide sociale » n’est pas une matière",
        "actes.matiere",
    ),
    Fault(
        "R-DEP-09",
        lambda: replace(a_case(), deposit=a_deposit(a_town(), matiere=(8, 42))),
        "la matière 8.42 n’est pas dans la classification nationale",
        "actes.matiere",
    ),
    Fault(
        "R-DEP-09",
        lambda: replace(
            a_case(classification=LOCAL),
            deposit=a_deposit(a_town(), acte=a_document(typology="22_AC")),
        ),
        "la typologie 22_AC n’est pas dans la classification du 02/01/2019",
        "actes.matiere",
    ),
    Fault(
        "R-DEP-10",
        lambda: a_case(classification_on=None),
        "n’est pas connue",
        "actes.classification_du",
    ),
    Fault(
        "R-DEP-10",
        lambda: a_case(classification_on=date(2019, 3, 1)),
        "à venir",
        "actes.classification_du",
    ),
    Fault(
        "R-DEP-10",
        lambda: a_case(classification=LOCAL, avenant=an_avenant(deposits=dated(date(2018, 4, 1)))),
        "classification_du dit 01/04/2018, et le fichier 02/01/2019",
        "actes.classification_du",
    ),
    Fault("R-DEP-11", lambda: a_case(acte=None), "le PDF de l’acte", "piece"),
    Fault("R-DEP-11", lambda: a_case(acte=None, **CONTRACT), "l’avenant signé", "piece"),
    Fault(
        "R-DEP-11",
        lambda: a_case(acte=a_document(faults=(("not-pdf", ""),))),
        "« Délibération » n’est pas un PDF",
        "",
    ),
    Fault("R-DEP-12", lambda: a_case(acte=a_document(faults=(("broken", "x"),))), "lisible", ""),
    Fault("R-DEP-13", lambda: a_case(acte=a_document(faults=(("encrypted", ""),))), "protégé", ""),
    Fault(
        "R-DEP-14",
        lambda: a_case(annexes=(a_document(faults=(("active", "un son"), ("active", "un lien"))),)),
        "contient un son, un lien",
        "",
    ),
    Fault("R-DEP-15", lambda: a_case(frozen=False), "n’est pas figé", ""),
    Fault("R-DEP-16", lambda: a_case(missing=("Carte",)), "« Carte » est annoncée", "annexes"),
    Fault("R-DEP-16", lambda: a_case(unannounced=("annexe-3",)), "pas annoncée", "annexes"),
    Fault(
        "R-DEP-17",
        lambda: a_case(annexes=(HEAVY,)),
        "le plus lourd est « Annexes de l’avenant », 157286400 octets",
        "",
    ),
    Fault(
        "R-DEP-18",
        lambda: a_case(same_number=OTHER),
        "acte transmis à la préfecture du 04/05/2018, événement n° 9",
        "numero",
    ),
    Fault(
        "R-DEP-18",
        lambda: a_case(profile=Profile.CONTRACT),
        "est celui de la délibération",
        "actes.organismes.essai.numero_contrat",
    ),
    Fault(
        "R-DEP-19",
        lambda: a_case(previous="DEL_2017"),
        "n’est pas un identifiant",
        "actes.organismes.essai.precedent",
    ),
    Fault(
        "R-DEP-19",
        lambda: a_case(previous="042-214201873-20170131-DEL-DE"),
        "d’un autre organisme (SIREN 214201873)",
        "actes.organismes.essai.precedent",
    ),
    Fault(
        "R-DEP-19",
        lambda: a_case(previous="042-214201865-20190131-DEL_2019_006-DE"),
        "l’acte déposé lui-même",
        "actes.organismes.essai.precedent",
    ),
    Fault("R-DEP-21", lambda: a_case(counter=10000), "serait 10000", "actes.compteur"),
    Fault(
        "R-DEP-23",
        lambda: a_case(classification=LOCAL),
        "la matière 8.2 se divise dans la classification du 02/01/2019 : 8.2.4 Enfance",
        "actes.matiere",
    ),
)
ELSEWHERE = {"R-DEP-20", "R-DEP-22"}
"""Tested with the schema, and with the register."""


def test_a_whole_deposit_has_no_fault() -> None:
    assert check_deposit(a_case()) == ()
    assert check_deposit(a_case(), paper=True) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule} {fault.said[:30]}")
def test_a_broken_demand_names_its_field(fault: Fault) -> None:
    [problem] = [one for one in check_deposit(fault.case()) if one.rule == fault.rule]
    assert fault.said in problem.message
    assert problem.place.column == fault.field
    assert problem.remedy


def test_every_rule_of_deposits_has_a_case() -> None:
    assert {fault.rule for fault in FAULTS} | ELSEWHERE == {rule.id for rule in DEPOSIT_RULES}


def test_all_faults_are_told_at_once() -> None:
    found = check_deposit(a_case({"siren": ""}, operator="", subject="", frozen=False))
    assert {one.rule for one in found} == {"R-DEP-03", "R-DEP-07", "R-DEP-08", "R-DEP-15"}


def test_paper_needs_no_operator() -> None:
    bare = a_case({"acte_kind": "", "district": "", "return_emails": ()}, operator="", number="x-1")
    assert check_deposit(bare, paper=True) == ()


def test_a_setting_of_the_body_is_named_where_it_has_its_own() -> None:
    avenant = an_avenant(
        deposits=DepositSettings(by_body={"essai": BodySettings(operator="x")}),
        lines={"actes": 7, "actes.organismes.essai.trigramme": 12},
    )
    [problem] = check_deposit(a_case(avenant=avenant, operator="x"))
    assert (problem.place.line, problem.place.column) == (12, "actes.organismes.essai.trigramme")


def test_a_digital_signature_is_kept_and_no_fault() -> None:
    signed = a_document(faults=(("signed", ""),))
    assert signed.is_signed
    assert check_deposit(a_case(acte=signed)) == ()


@given(st.text(min_size=1, max_size=20))
def test_a_number_passes_as_operators_take_it(number: str) -> None:
    found = {one.rule for one in check_deposit(a_case(number=number, adopted=an_adoption()))}
    assert ("R-DEP-02" in found) is not bool(NUMBER.fullmatch(number))


def test_settings_of_a_body_go_before_those_of_all() -> None:
    settings = DepositSettings(
        usual=BodySettings(operator="SLO", matiere="8.2"),
        by_body={"essai": BodySettings(matiere="9.1", previous="x")},
    )
    assert settings.of("essai") == BodySettings(operator="SLO", matiere="9.1", previous="x")
    assert settings.of("autre") == settings.usual
