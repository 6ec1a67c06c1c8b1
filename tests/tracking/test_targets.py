"""What a name means for a fact: a siège, an organisme, the avenant. All names are invented."""

import pytest

from avenant_builder.errors import ExitCode
from avenant_builder.model.event import EventType, TargetKind
from avenant_builder.tracking.targets import Target, UnknownTarget, find_target
from builders import a_body, a_dossier, a_seat

BODIES = (
    a_body(id="amis", name="Les Amis"),
    a_body(id="ville", name="Ville inventée"),
    a_body(id="MSA", name="Mutuelle inventée"),
)
SEATS = (
    a_seat(id="AMIS-1", order=1, body="amis"),
    a_seat(id="AMIS-2", order=2, body="amis"),
    a_seat(id="MAIRIE", order=3, body="ville"),
    a_seat(id="MSA", order=4, body="MSA"),
)
DOSSIER = a_dossier(bodies=BODIES, seats=SEATS)
MAIRIE = Target(TargetKind.SEAT, "MAIRIE", "MAIRIE (Ville inventée)")
AMIS = Target(TargetKind.BODY, "amis", "Les Amis")
VILLE = Target(TargetKind.BODY, "ville", "Ville inventée")
WHOLE = Target(TargetKind.AVENANT, "2019", "avenant n° 1 (2019)")


@pytest.mark.parametrize(
    ("name", "type", "target"),
    [
        ("MAIRIE", EventType.SENT, MAIRIE),
        ("mairie", EventType.SENT, MAIRIE),
        ("ville", EventType.SENT, MAIRIE),
        ("Ville", EventType.SENT, MAIRIE),
        ("amis-2", EventType.SENT, Target(TargetKind.SEAT, "AMIS-2", "AMIS-2 (Les Amis)")),
        ("ville", EventType.ACTE_ADOPTED, VILLE),
        ("VILLE", EventType.ACTE_ADOPTED, VILLE),
        ("mairie", EventType.ACTE_ADOPTED, VILLE),
        ("AMIS-2", EventType.ACTE_ADOPTED, AMIS),
        ("avenant", EventType.CIRCULATED, WHOLE),
        ("Avenant", EventType.CIRCULATED, WHOLE),
        ("2019", EventType.CIRCULATED, WHOLE),
        ("2019", EventType.NOTE, WHOLE),
        ("MAIRIE", EventType.NOTE, MAIRIE),
        ("amis", EventType.NOTE, AMIS),
        ("MSA", EventType.NOTE, Target(TargetKind.SEAT, "MSA", "MSA (Mutuelle inventée)")),
        ("MSA", EventType.SENT, Target(TargetKind.SEAT, "MSA", "MSA (Mutuelle inventée)")),
        ("msa", EventType.NOTE, Target(TargetKind.SEAT, "MSA", "MSA (Mutuelle inventée)")),
    ],
)
def test_a_name_is_read_as_the_type_wants_it(name: str, type: EventType, target: Target) -> None:
    assert find_target(DOSSIER, name, type) == target


@pytest.mark.parametrize(
    ("name", "type", "says", "remedy"),
    [
        (
            "avenant",
            EventType.SENT,
            "« envoye » concerne un siège, pas l’avenant entier",
            "Nommez le siège ou l’organisme.",
        ),
        (
            "MAIRIE",
            EventType.CIRCULATED,
            "« diffuse » concerne l’avenant entier, pas « MAIRIE »",
            "Écrivez « avenant » à la place.",
        ),
        (
            "amis",
            EventType.SENT,
            "« amis » a 2 sièges : une signature ne vaut que pour un",
            "Nommez le siège : AMIS-1 et AMIS-2.",
        ),
        (
            "mairies",
            EventType.SENT,
            "« mairies » n’est ni un siège ni un organisme de cet avenant",
            "Vouliez-vous dire « MAIRIE » ?",
        ),
        (
            "vile",
            EventType.ACTE_ADOPTED,
            "« vile » n’est ni un siège ni un organisme de cet avenant",
            "Vouliez-vous dire « ville » ?",
        ),
        (
            "inconnu",
            EventType.ACTE_ADOPTED,
            "« inconnu » n’est ni un siège ni un organisme de cet avenant",
            "« avenant status » les donne tous.",
        ),
    ],
)
def test_a_name_that_means_nothing_or_several_things_is_refused(
    name: str, type: EventType, says: str, remedy: str
) -> None:
    with pytest.raises(UnknownTarget) as stop:
        find_target(DOSSIER, name, type)
    assert (stop.value.message, stop.value.remedy) == (says, remedy)
    assert stop.value.exit_code is ExitCode.PROBLEMS


def test_a_note_on_the_id_of_an_organisme_is_not_on_the_siege_of_that_name() -> None:
    assert find_target(a_dossier(), "amis", EventType.NOTE).kind is TargetKind.BODY
    assert find_target(a_dossier(), "AMIS", EventType.NOTE).kind is TargetKind.SEAT
    assert find_target(a_dossier(), "Amis", EventType.NOTE).kind is TargetKind.SEAT
    assert find_target(a_dossier(), "amis", EventType.SENT).kind is TargetKind.SEAT


def test_two_ids_that_differ_by_their_capitals_are_told_apart_letter_for_letter_only() -> None:
    seats = (a_seat(id="AMIS", order=1), a_seat(id="Amis", order=2))
    dossier = a_dossier(seats=seats)
    assert find_target(dossier, "Amis", EventType.SENT).id == "Amis"
    with pytest.raises(UnknownTarget):
        find_target(dossier, "aMIS", EventType.SENT)
