"""Is a return for an acte of ours: one case that passes and one that fails for each rule."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.body import Category
from avenant_builder.model.event import Event, EventType, TargetKind
from avenant_builder.model.receipt import ActeFields, Message, Receipt
from avenant_builder.tracking.receipts import (
    KnownActe,
    department_of,
    differences,
    known_actes,
    matched,
    to_mend,
)
from builders import a_body
from events import a_fact
from goldens import assert_approved, told

SIREN = "214201865"
ID = ActeId(department="042", siren=SIREN, on=date(2019, 1, 31), number="DEL_6", nature="DE")
TOWN = a_body(
    id="amis", name="Ville inventée", category=Category.COMMUNE, siren=SIREN, insee="42186"
)
OTHER = a_body(id="autre", name="Autre", category=Category.COMMUNE, siren="214200032")
ADOPTED = a_fact(EventType.ACTE_ADOPTED, date(2019, 1, 31), 1, number="DEL_6")
ACTE = ActeFields(number="DEL_6", on=date(2019, 1, 31), nature=1)


def a_receipt(**facts: Any) -> Receipt:
    defaults: dict[str, Any] = {
        "message": Message.ACKNOWLEDGED,
        "name": "ar.xml",
        "content": b"<ARActe/>",
        "siren": SIREN,
        "id": ID,
        "said_id": str(ID),
        "acte": ACTE,
        "on": date(2019, 2, 4),
    }
    return Receipt(**defaults | facts)


def judged(receipt: Receipt, *events: Event) -> tuple[KnownActe | None, list[tuple[str, str]]]:
    known = known_actes([TOWN, OTHER], events or (ADOPTED,))
    acte, problems = matched(receipt, known, [TOWN, OTHER])
    return acte, [(problem.rule, problem.message) for problem in problems]


def test_the_same_siren_number_date_and_nature_is_ours() -> None:
    acte, problems = judged(a_receipt())
    assert acte is not None and (acte.body, acte.number, acte.event) == (TOWN, "DEL_6", ADOPTED)
    assert not problems


def test_a_message_without_identifier_is_matched_by_the_acte_that_it_repeats() -> None:
    acte, problems = judged(a_receipt(id=None, said_id=""))
    assert acte is not None and acte.event == ADOPTED and not problems
    other = a_receipt(id=None, said_id="", acte=replace(ACTE, on=date(2019, 2, 1)))
    assert judged(other)[1][0][0] == "R-REC-04"


@pytest.mark.parametrize(
    ("insee", "department"), [("42187", "042"), ("2A004", "02A"), ("97411", "974"), ("", "")]
)
def test_the_departement_of_a_commune_is_that_of_its_code(insee: str, department: str) -> None:
    assert department_of(a_body(insee=insee)) == department


REFUSED = (
    (a_receipt(siren="214402186", id=None, said_id=""), "R-REC-02", "SIREN 214402186"),
    (a_receipt(siren="", id=None, said_id=""), "R-REC-02", "aucun SIREN lisible"),
    (a_receipt(siren=OTHER.siren, id=None, said_id="", acte=ACTE), "R-REC-03", "Autre"),
    (
        a_receipt(id=replace(ID, number="DEL_7"), acte=None),
        "R-REC-04",
        "numéro : « DEL_6 » au journal, « DEL_7 » dans le retour",
    ),
    (
        a_receipt(id=replace(ID, on=date(2019, 2, 1)), acte=None),
        "R-REC-04",
        "date de l’acte : « 31/01/2019 » au journal, « 01/02/2019 »",
    ),
    (a_receipt(id=replace(ID, nature="AI"), acte=None), "R-REC-04", "« DE ou CC » au journal"),
    (a_receipt(id=replace(ID, department="043"), acte=None), "R-REC-04", "département : « 042 »"),
    (a_receipt(acte=replace(ACTE, number="DEL_7")), "R-REC-04", "numéro DEL_6 et DEL_7"),
    (a_receipt(acte=replace(ACTE, nature=3)), "R-REC-04", "nature DE et AI"),
    (a_receipt(is_test=True), "R-REC-04", "plateforme de test"),
    (a_receipt(id=None, said_id="042-1", acte=None), "R-REC-04", "« 042-1 » n’est pas"),
    (a_receipt(id=None, said_id="", acte=None), "R-REC-04", "« (rien) » dans le retour"),
)


@pytest.mark.parametrize(("receipt", "rule", "words"), REFUSED, ids=[one[2] for one in REFUSED])
def test_anything_else_is_refused_with_every_difference(
    receipt: Receipt, rule: str, words: str
) -> None:
    acte, [(found, message)] = judged(receipt)
    assert acte is None and found == rule
    assert words in message


def test_an_acte_without_number_or_day_matches_nothing() -> None:
    assert judged(a_receipt(), replace(ADOPTED, number=""))[1][0][0] == "R-REC-03"
    undated = a_fact(EventType.ACTE_ADOPTED, None, 1, number="DEL_6")
    assert judged(a_receipt(), undated)[1][0][0] == "R-REC-03"


def test_a_deposit_gives_the_whole_identity() -> None:
    deposit = a_fact(
        EventType.DEPOSIT_READY, date(2019, 2, 4), 2, number="DEL_6", identifier=str(ID)
    )
    acte, _ = judged(a_receipt(), ADOPTED, deposit)
    assert acte is not None and acte.event == deposit
    contract = replace(ID, nature="CC")
    assert judged(a_receipt(id=contract, acte=None), deposit)[1][0][0] == "R-REC-04"


def test_an_anomaly_of_an_envelope_is_matched_by_its_name_alone() -> None:
    envelope = f"EACT--{SIREN}--20190204-1"
    deposit = a_fact(
        EventType.DEPOSIT_READY,
        date(2019, 2, 4),
        2,
        identifier=str(ID),
        facts={f"fichiers/{envelope}.xml": "a" * 64},
    )
    back = a_receipt(
        message=Message.ENVELOPE_ANOMALY, id=None, said_id="", acte=None, envelope=envelope
    )
    acte, problems = judged(back, deposit)
    assert acte is not None and not problems
    assert judged(replace(back, envelope=f"{envelope}9"), deposit)[1][0][0] == "R-REC-04"


def test_a_body_that_no_prefecture_controls_has_no_acte_to_match() -> None:
    friends = a_body(id="amis", siren=SIREN)
    assert known_actes([friends], [ADOPTED]) == ()


def test_every_difference_with_what_was_sent_is_told() -> None:
    sent = replace(
        ACTE,
        subject="Avenant n° 1",
        matiere=(8, 2),
        document="99_DE-x-1-1_1.pdf",
        annexes=("99_DE-x-1-1_2.pdf", "99_DE-x-1-1_3.pdf"),
        announced=2,
        classification_on=date(2018, 10, 10),
    )
    renumbered = replace(
        sent, document="99_DE-x-1-1_5279.pdf", annexes=("99_DE-x-1-1_52.pdf", "99_DE-x-1-1_53.pdf")
    )
    assert not list(differences(sent, renumbered))
    other = replace(
        sent, subject="Avenant n? 1", matiere=(8, 5), annexes=("99_DE-x-1-1_2.jpg",), announced=1
    )
    assert [(one.what, one.ours, one.theirs) for one in differences(sent, other)] == [
        ("objet", "Avenant n° 1", "Avenant n? 1"),
        ("matière", "8.2", "8.5"),
        ("nombre d’annexes", "2", "1"),
        ("fichier de l’annexe 1", "99_DE-x-1-1.pdf", "99_DE-x-1-1.jpg"),
        ("fichier de l’annexe 2", "99_DE-x-1-1.pdf", "(rien)"),
    ]


@pytest.mark.parametrize(
    ("code", "acte", "field"),
    [
        ("002", ACTE, "date de la classification"),
        ("2", ACTE, "date de la classification"),
        ("001", None, "fichiers de l’archive"),
        ("999", ACTE, "champ à trouver"),
        ("ERREUR2", None, "champ à trouver"),
        ("", ACTE, "champ à trouver"),
    ],
)
def test_an_anomaly_names_the_field_to_mend(code: str, acte: ActeFields | None, field: str) -> None:
    assert to_mend(a_receipt(code=code, acte=acte))[0] == field


def test_the_target_of_a_fact_is_a_body() -> None:
    seat_note = replace(ADOPTED, target_kind=TargetKind.SEAT)
    assert known_actes([TOWN], [seat_note]) == ()


def test_every_message_is_as_it_was_last_approved(pytestconfig: pytest.Config) -> None:
    known = known_actes([TOWN, OTHER], (ADOPTED,))
    found = [one for receipt, *_ in REFUSED for one in matched(receipt, known, [TOWN, OTHER])[1]]
    assert_approved("messages-of-receipts.txt", told(found), pytestconfig)


def test_the_rarer_differences_are_told_in_words() -> None:
    sent = replace(
        ACTE,
        document="acte.tar.gz_1.pdf",
        previous="042-1",
        classification_on=date(2018, 10, 10),
        announced=0,
    )
    back = replace(
        sent,
        document="acte_x.pdf",
        previous="042-2",
        classification_on=None,
        announced=None,
        annexes=("b_2.pdf",),
    )
    assert [(one.what, one.ours, one.theirs) for one in differences(sent, back)] == [
        ("classification", "10/10/2018", "(rien)"),
        ("acte précédent", "042-1", "042-2"),
        ("nombre d’annexes", "0", "(rien)"),
        ("fichier de l’acte", "acte.tar.gz.pdf", "acte_x.pdf"),
        ("fichier de l’annexe 1", "(rien)", "b.pdf"),
    ]
