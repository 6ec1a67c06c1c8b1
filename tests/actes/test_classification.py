"""The classification of a préfecture, and what a deposit asks that it lacks."""

from datetime import date
from pathlib import Path

import pytest

from avenant_builder.actes.classification import (
    NATIONAL,
    Classification,
    classification_of,
    parse_matiere,
    read_classification,
)
from avenant_builder.actes.xml import MessageRefused, read_xml
from messages import classification, message
from official import sample


def read(content: bytes) -> Classification:
    return classification_of(read_xml(content, "classification.xml"), "classification.xml")


def test_matieres_natures_and_typologies_are_read() -> None:
    found = read(classification(typologies="99_DE 99_SE"))
    assert found.on == date(2019, 4, 18)
    assert found.path_of((8, 2, 4)) == "Compétences – Aide sociale – Enfance famille"
    assert found.typologies == {1: {"99_DE": "Pièce 99_DE", "99_SE": "Pièce 99_SE"}}
    assert not list(found.faults(matiere=(8, 2, 4), nature=1, typologies=["99_DE", "99_SE"]))


def test_what_it_lacks_is_said_all_at_once() -> None:
    found = read(classification())
    assert list(found.faults(matiere=(8, 2, 5), nature=4, typologies=["10_AV"])) == [
        "la matière 8.2.5 n’est pas dans la classification du 18/04/2019",
        "la nature d’acte 4 n’est pas dans la classification du 18/04/2019",
    ]
    faults = found.faults(matiere=(8, 2), nature=1, typologies=["99_DE", "10_AV", "10_AV"])
    assert list(faults) == [
        "la typologie 10_AV n’est pas dans la classification du 18/04/2019 pour la nature 1"
    ]


def test_without_a_file_two_levels_and_natures_are_known() -> None:
    assert NATIONAL.path_of((8, 2)) == "Domaines de compétences par thèmes – Aide sociale"
    assert not list(NATIONAL.faults(matiere=(8, 2, 4), nature=1, typologies=["99_DE"]))
    assert list(NATIONAL.faults(matiere=(8, 12), nature=7, typologies=[])) == [
        "la matière 8.12 n’est pas dans la classification nationale",
        "la nature d’acte 7 n’est pas dans la classification nationale",
    ]
    assert list(NATIONAL.faults(matiere=(8,), nature=1, typologies=[]))


@pytest.mark.parametrize("day", ["", "2019-02-30", "18/04/2019"])
def test_a_classification_of_an_impossible_day_is_refused(day: str) -> None:
    with pytest.raises(MessageRefused, match="date impossible"):
        read(classification(day))


def test_another_message_is_refused_by_its_name() -> None:
    with pytest.raises(MessageRefused, match="un message « ARActe »"):
        read(message("ARActe"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MessageRefused, match="ne peut pas être lu"):
        read_classification(tmp_path / "rien.xml")


def test_codes_that_are_none_are_left_out() -> None:
    odd = '<actes:Matiere3 actes:CodeMatiere="x" actes:Libelle="?"/><actes:Matiere3/>'
    assert set(read(classification(level=odd)).matieres) == {(8,), (8, 2), (8, 2, 4)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        *(("8.2", (8, 2)), (" 8.2.4 ", (8, 2, 4)), ("7.10", (7, 10)), ("1.1.1.1.1", (1,) * 5)),
        *(("8", None), ("8.", None), ("8.02", None), ("8,2", None), ("1.1.1.1.1.1", None)),
    ],
)
def test_a_matiere_is_written_with_dots(text: str, codes: tuple[int, ...] | None) -> None:
    assert parse_matiere(text) == codes


def test_a_real_classification_holds_what_is_national() -> None:
    found = read_classification(sample("pastell_RetourClassification_2019-04-18_7-2_1.xml"))
    assert found.on == date(2019, 4, 18)
    assert set(NATIONAL.matieres) == {codes for codes in found.matieres if len(codes) < 3}
    assert set(found.typologies) == {1, 2, 3, 4, 5, 6}
    assert found.typologies[4]["10_AV"] == "Avenant au contrat"
    assert "99_AU" not in found.typologies[1]
