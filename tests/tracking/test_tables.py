"""The tables that people keep: the follow-up, who signed by which acte, the executed copy.

All facts are invented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType
from avenant_builder.tracking.campaign import SeatStatus, campaign
from avenant_builder.tracking.executed import (
    Execution,
    all_missing,
    execution,
    manner,
    what_is_missing,
)
from avenant_builder.tracking.executed import signed_rows as executed_rows
from avenant_builder.tracking.signed import SIGNED_COLUMNS, signed_rows
from avenant_builder.tracking.table import COLUMNS, table
from builders import a_body, a_dossier, a_seat, a_tenure
from events import a_fact, a_story

DAY = date(2019, 6, 30)
COMMUNE = a_dossier(bodies=(a_body(category=Category.COMMUNE),))
VACANT = a_dossier(seats=(a_seat(tenures=(a_tenure(first_name="", last_name=""),)),))


def seats(dossier: Dossier, events: Sequence[Event] = ()) -> tuple[SeatStatus, ...]:
    return campaign(dossier, events, (), as_of=DAY).seats


def cells(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, str]:
    [row] = rows
    return dict(zip(names, row, strict=True))


def test_the_table_of_the_follow_up() -> None:
    seat = a_seat(mandatory=False, tenures=(a_tenure(title="La Présidente , "),))
    sent = (a_fact(EventType.ACTE_ADOPTED, date(2018, 12, 1), 1),)
    assert cells(COLUMNS, table(seats(replace(COMMUNE, seats=(seat,)), sent))) == {
        "ordre": "1",
        "siege": "AMIS",
        "organisme": "amis",
        "nom_organisme": "Les Amis inventés",
        "categorie": "commune",
        "qualite": "La Présidente",
        "titulaire": "Ada INVENTÉE",
        "obligatoire": "non",
        "etat": "acte à transmettre",
        "depuis": "01/12/2018",
        "motif": "",
        "manque": "la réception de l’acte par la préfecture",
        "action": "transmettre l’acte à la préfecture",
        "par": "Les Amis inventés",
        "echeance": "31/12/2019",
        "regles": "",
    }


def test_the_table_names_each_rule_once_and_leaves_empty_what_is_not_known() -> None:
    row = cells(COLUMNS, table(seats(VACANT)))
    assert (row["qualite"], row["titulaire"], row["obligatoire"]) == ("", "", "oui")
    assert (row["etat"], row["motif"]) == ("hors jeu", "siège vacant le 30/06/2019")
    ended = a_dossier(bodies=(a_body(exists_to=date(2018, 12, 31)),))
    assert cells(COLUMNS, table(seats(ended)))["regles"] == "R-BODY-01"
    early = a_story(signe_papier=date(2018, 11, 1), acte_recu=None)
    one = seats(COMMUNE, early)[0]
    twice = replace(one, problems=(*one.problems, *one.problems))
    rules = cells(COLUMNS, table([twice]))["regles"].split()
    assert rules and len(rules) == len(set(rules))


def test_who_signed_by_which_acte() -> None:
    story = a_story(
        acte_adopte={"number": "DEL_1"},
        acte_recu={"identifier": "042-1-20181201-DEL_1-DE", "number": "DEL_1"},
        signe_papier={"signer": "Zoé INVENTÉE"},
    )
    assert cells(SIGNED_COLUMNS, signed_rows(seats(COMMUNE, story))) == {
        "ordre": "1",
        "siege": "AMIS",
        "organisme": "Les Amis inventés",
        "qualite": "La Présidente",
        "signataire": "Zoé INVENTÉE",
        "signe_le": "10/12/2018",
        "maniere": "papier",
        "etat": seats(COMMUNE, story)[0].state.label,
        "numero_acte": "DEL_1",
        "acte_du": "01/12/2018",
        "recu_prefecture_le": "04/12/2018",
        "publie_le": "05/12/2018",
        "executoire_le": "05/12/2018",
        "identifiant": "042-1-20181201-DEL_1-DE",
    }


def test_the_holder_has_signed_where_nobody_else_is_named() -> None:
    digital = replace(a_fact(EventType.SIGNED_DIGITALLY, date(2018, 12, 10), 1))
    row = cells(SIGNED_COLUMNS, signed_rows(seats(a_dossier(), [digital])))
    assert (row["signataire"], row["maniere"]) == ("Ada INVENTÉE", "électronique")
    assert (row["numero_acte"], row["acte_du"], row["executoire_le"]) == ("", "", "")


def test_nobody_has_signed_yet() -> None:
    for dossier, title in ((COMMUNE, "La Présidente"), (VACANT, "")):
        row = cells(SIGNED_COLUMNS, signed_rows(seats(dossier)))
        told = (row["signataire"], row["signe_le"], row["maniere"], row["identifiant"])
        assert (row["qualite"], told) == (title, ("", "", "", ""))
    waiting = a_story(acte_publie=None, signe_papier=None, page_recue=None, controle=None)
    assert cells(SIGNED_COLUMNS, signed_rows(seats(COMMUNE, waiting)))["executoire_le"] == ""


def executed(events: Sequence[Event], *others: Any) -> Execution:
    dossier = a_dossier(seats=(a_seat(), *others))
    return execution(campaign(dossier, events, (), as_of=DAY))


PIECE, LATER = "b" * 64, "c" * 64


def test_the_page_that_came_last_is_copied_for_a_signature_on_paper() -> None:
    story = a_story(page_recue={"evidence": PIECE}, signe_papier={"evidence": LATER})
    [one] = executed(story).signed
    assert (one.page.type, one.is_digital) == (EventType.PAGE_RECEIVED, False)
    assert executed_rows([one]) == [
        (
            "Les Amis inventés",
            "Ada INVENTÉE, La Présidente",
            "10/12/2018",
            "sur papier",
            "12/12/2018",
            "non noté au journal",
            PIECE[:12],
        )
    ]


def test_a_signature_whose_own_piece_shows_it() -> None:
    story = a_story(page_recue=None, signe_papier={"evidence": PIECE})
    [one] = executed([*story, a_fact(EventType.PAGE_RECEIVED, date(2018, 12, 12), 20)]).signed
    assert one.page.type is EventType.SIGNED_ON_PAPER
    assert one.received == "–"


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        ("connue", "électroniquement (autorité connue)"),
        ("", "électroniquement"),
        ("autre", "électroniquement"),
    ],
)
def test_a_digital_signature_shows_itself(trust: str, words: str) -> None:
    facts = {"confiance": trust, "recu_le": "2018-12-14"} if trust else {"recu_le": "2018-12-14"}
    story = [event for event in a_story() if event.type is not EventType.SIGNED_ON_PAPER]
    signature = a_fact(
        EventType.SIGNED_DIGITALLY, date(2018, 12, 10), 7, evidence=PIECE, facts=facts
    )
    signature = replace(signature, version=story[4].version)
    page = a_fact(EventType.PAGE_RECEIVED, date(2018, 12, 12), 8, evidence=LATER)
    [one] = executed([*story[:-2], signature, page, story[-1]]).signed
    assert (one.page, manner(one), one.received) == (signature, words, "14/12/2018")
    assert one.keeper == "fichier signé, joint à l’archive"


def test_a_digital_signature_without_its_file_is_shown_by_another() -> None:
    story = [event for event in a_story() if event.type is not EventType.SIGNED_ON_PAPER]
    signature = replace(
        a_fact(EventType.SIGNED_DIGITALLY, date(2018, 12, 10), 7), version=story[4].version
    )
    page = a_fact(EventType.PAGE_RECEIVED, date(2018, 12, 12), 8, evidence=LATER)
    [one] = executed([*story[:-2], signature, page, story[-1]]).signed
    assert one.page == page


@pytest.mark.parametrize(
    ("note", "keeper"), [("chez nous", "chez nous"), ("", "noté le 15/12/2018")]
)
def test_who_keeps_the_original(note: str, keeper: str) -> None:
    held = a_fact(EventType.ORIGINAL_HELD, date(2018, 12, 15), 20, note=note)
    [one] = executed([*a_story(page_recue={"evidence": PIECE}), held]).signed
    assert one.keeper == keeper


def test_what_keeps_the_copy_from_being_whole() -> None:
    found = executed(
        a_story(),
        a_seat(id="AMIS-2", order=2),
        a_seat(id="AMIS-3", order=3, mandatory=False),
    )
    assert found.signed == ()
    assert [one.seat.id for one in found.absent] == ["AMIS-3"]
    assert all_missing(found) == [
        "AMIS-2 (Les Amis inventés) : à envoyer – l’envoi pour signature",
        "AMIS (Les Amis inventés) : signé, mais aucune pièce ne montre la page",
    ]
    refused = a_fact(EventType.REFUSED, date(2018, 12, 8), 3, note="pas d’accord")
    [one] = executed([refused]).missing
    assert what_is_missing(one) == "AMIS (Les Amis inventés) : refusé – pas d’accord"
    assert what_is_missing(replace(one, reason="", missing="")).endswith(" : refusé")


def test_a_signer_whose_seat_is_vacant_since_has_no_title() -> None:
    [one] = executed(a_story(page_recue={"evidence": PIECE})).signed
    gone = replace(one, status=replace(one.status, holder=None))
    assert executed_rows([gone])[0][1] == ""
    named = replace(gone, signature=replace(one.signature, signer="Zoé", on=EffectDate()))
    assert executed_rows([named])[0][1:3] == ("Zoé", "date inconnue")
