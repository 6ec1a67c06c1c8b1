"""Stamps are read from the text of a page, whatever became of it, and checked before they count."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.body import Body, Category
from avenant_builder.model.event import Event, EventType
from avenant_builder.model.stamp import Stamp, read_stamp
from avenant_builder.tracking.stamps import Proposal, proposed
from builders import a_body
from events import a_fact

REFERENCE = Path(__file__).parents[1] / "reference" / "avenant-2019.txt"
ID = ActeId(
    department="042", siren="214201865", on=date(2019, 1, 31), number="DEL_2019_006", nature="DE"
)
STAMP = Stamp(id=ID, sent=date(2019, 2, 4), received=date(2019, 2, 4))
TOWN = a_body(id="amis", name="Ville", category=Category.COMMUNE, siren=ID.siren, insee="42186")
ADOPTED = a_fact(EventType.ACTE_ADOPTED, date(2019, 1, 31), 1, number="DEL_2019_006")


def test_the_stamp_of_the_document_of_2019_is_read() -> None:
    assert read_stamp(REFERENCE.read_text("utf-8")) == STAMP
    assert str(STAMP.id) == "042-214201865-20190131-DEL_2019_006-DE"


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        (f"Envoye en prefecture le 04/02/2019 Recu en prefecture le 04/02/2019\nID : {ID}", STAMP),
        (f"Reçu en préfecture le 4-2-2019\n\nPublié le 06.02.2019\nID: {ID}", None),
        (f"ID : {ID}", Stamp(id=ID)),
        ("ID : 042-214201865-20190131-DEL_2019 _006-DE\nAffiché le", Stamp(id=ID)),
        (f"Affiché le\n12 rue Inventée\nID : {ID}", Stamp(id=ID)),
        (f"Reçu en préfecture le 31/02/2019 ID : {ID}", Stamp(id=ID)),
    ],
)
def test_a_stamp_is_read_from_the_text_of_a_scan(text: str, stamp: Stamp | None) -> None:
    expected = stamp or Stamp(id=ID, received=date(2019, 2, 4), published=date(2019, 2, 6))
    assert read_stamp(text) == expected


def test_a_number_may_hold_dashes() -> None:
    found = read_stamp("ID : 042-214201865-20190131-2019-01-DE-006-DE")
    assert found is not None and found.id.number == "2019-01-DE-006"


@pytest.mark.parametrize(
    "text", ["", "Reçu en préfecture le 04/02/2019", f"Voir {ID}", "ID : 042-2142-20190131-X-DE"]
)
def test_a_text_without_an_identifier_has_no_stamp(text: str) -> None:
    assert read_stamp(text) is None


def proposal(stamp: Stamp, *bodies: Body, events: tuple[Event, ...] = (ADOPTED,)) -> Proposal:
    return proposed("tampon.pdf", stamp, bodies or (TOWN,), events)


def test_a_stamp_that_agrees_is_proposed_as_what_to_type() -> None:
    told = proposal(replace(STAMP, published=date(2019, 2, 6)))
    assert not told.problems
    number = f"--number DEL_2019_006 --id {ID} --file « tampon.pdf »"
    assert told.commands == (
        f"avenant record amis acte-transmis --on 04/02/2019 {number}",
        f"avenant record amis acte-recu --on 04/02/2019 {number}",
        f"avenant record amis acte-publie --on 06/02/2019 {number}",
    )


def test_without_an_acte_in_the_journal_a_stamp_is_still_proposed() -> None:
    assert proposal(STAMP, events=()).commands


def test_what_the_journal_says_already_is_not_proposed_again() -> None:
    received = a_fact(EventType.ACTE_RECEIVED, date(2019, 2, 4), 2)
    told = proposal(STAMP, events=(ADOPTED, received))
    assert told.facts == ((EventType.ACTE_SENT, date(2019, 2, 4)),)


WRONG = (
    (replace(STAMP, id=replace(ID, number="DEL_7")), "numéro DEL_7, et DEL_2019_006 au journal"),
    (replace(STAMP, id=replace(ID, number="2019-006")), "a un signe qu’ACTES ne prend pas"),
    (replace(STAMP, id=replace(ID, on=date(2019, 1, 30))), "date 30/01/2019, et 31/01/2019"),
    (replace(STAMP, id=replace(ID, department="043")), "département 043, et 042"),
    (replace(STAMP, id=replace(ID, siren="214201866")), "clé fausse"),
    (replace(STAMP, id=replace(ID, siren="214200032")), "SIREN d’aucun organisme"),
    (replace(STAMP, sent=date(2019, 1, 30)), "envoyé le 30/01/2019, avant l’acte"),
    (replace(STAMP, received=date(2019, 2, 3)), "reçu le 03/02/2019, avant l’envoi"),
)


@pytest.mark.parametrize(("stamp", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_stamp_that_differs_is_told_and_nothing_is_proposed(stamp: Stamp, words: str) -> None:
    told = proposal(stamp)
    assert {problem.rule for problem in told.problems} == {"R-REC-06"}
    assert any(words in problem.message for problem in told.problems)
    assert told.commands == ()


def test_the_nature_is_that_of_the_deposit() -> None:
    contract = replace(ID, nature="CC")
    deposit = a_fact(EventType.DEPOSIT_READY, date(2019, 2, 4), 2, identifier=str(contract))
    told = proposal(STAMP, events=(deposit,))
    assert "nature DE, et CC au journal" in told.problems[0].message


def test_a_body_that_had_ended_has_no_acte_of_that_day() -> None:
    ended = replace(TOWN, exists_to=date(2016, 12, 31))
    assert "n’existe que jusqu’au 31/12/2016" in proposal(STAMP, ended).problems[0].message
