"""Whose signature it is: by field, then SIREN, then name; doubts are told. Signers are invented."""

from dataclasses import replace
from datetime import date

import pytest

from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Tenure
from avenant_builder.model.signing import Integrity, Signature, Signer, Trust
from avenant_builder.problems import Place
from avenant_builder.tracking.signers import Matched, match
from builders import a_body, a_dossier, a_seat, a_tenure

DAY = date(2019, 4, 2)
CITY, DISTRICT = "214201873", "200035731"


def dossier() -> Dossier:
    """A mayor who presides over a second body, and an association."""
    bodies = (
        a_body(id="ville", name="Ville inventée", siren=CITY),
        a_body(id="agglo", name="Agglo inventée", siren=DISTRICT),
        a_body(id="amis", name="Les Amis"),
    )
    mayor = (a_tenure(first_name="Jean-Paul", last_name="D’ÉTÉ"),)
    seats = (
        a_seat(id="VILLE", order=1, body="ville", tenures=mayor),
        a_seat(id="AGGLO", order=2, body="agglo", tenures=mayor),
        a_seat(id="AMIS", order=3, body="amis"),
    )
    return a_dossier(bodies=bodies, seats=seats)


def matched(
    field: str,
    name: str,
    *sirens: str,
    delegations: tuple[Delegation, ...] = (),
    among: Dossier | None = None,
) -> Matched:
    signature = Signature(
        field=field,
        signer=Signer(name=name, organisation="Organisation", sirens=sirens),
        integrity=Integrity.INTACT,
        trust=Trust.KNOWN,
    )
    return match(signature, among or dossier(), delegations, day=DAY)


@pytest.mark.parametrize("name", ["Jean-Paul D’ÉTÉ", "D'ete Jean Paul", "JEAN PAUL D’ÉTÉ"])
def test_field_siren_and_name_that_agree_leave_no_doubt(name: str) -> None:
    found = matched("VILLE", name, CITY)
    assert found.seat is not None and found.seat.id == "VILLE"
    assert (found.by, found.person, found.doubts) == ("case", "Jean-Paul D’ÉTÉ", ())


def test_a_certificate_without_siren_is_known_by_field_and_name() -> None:
    assert matched("AMIS", "Ada Inventée").doubts == ()


def test_the_certificate_of_the_same_person_for_another_body_is_asked_about() -> None:
    found = matched("AGGLO", "Jean-Paul D’ÉTÉ", CITY)
    assert found.seat is not None and found.seat.id == "AGGLO"
    assert found.doubts == (
        "dans la case de AGGLO, le certificat est celui de « Ville inventée » : la même personne "
        "signe-t-elle pour les deux ?",
    )


def test_somebody_else_in_a_field() -> None:
    assert matched("VILLE", "Ada INVENTÉE").doubts == (
        "le certificat est au nom de « Ada INVENTÉE », le titulaire est Jean-Paul D’ÉTÉ",
    )
    first, second = matched("AMIS", "Jean-Paul D’ÉTÉ", CITY).doubts
    assert first == "dans la case de AMIS, le certificat est celui de « Ville inventée »"
    assert "le titulaire est Ada INVENTÉE" in second


def test_a_siren_that_no_body_has() -> None:
    [doubt] = matched("AMIS", "Ada INVENTÉE", "552100554").doubts
    assert doubt == "le SIREN du certificat (552100554, Organisation) n’est pas au registre"


def test_a_field_of_the_signers_own() -> None:
    by_siren = matched("Signature1", "Jean-Paul D’ÉTÉ", CITY)
    assert by_siren.seat is not None and (by_siren.seat.id, by_siren.by) == ("VILLE", "SIREN")
    assert by_siren.doubts == (
        "elle n’est pas dans la case de VILLE : le siège est déduit du SIREN",
    )
    by_name = matched("Signature1", "INVENTÉE Ada")
    assert by_name.seat is not None and (by_name.seat.id, by_name.by) == ("AMIS", "nom")


def test_what_fits_several_seats_or_none_is_nobodys() -> None:
    assert matched("Signature1", "Jean-Paul D’ÉTÉ").seat is None
    assert matched("Signature1", "Personne").doubts == (
        "rien ne dit de quel siège elle est : ni la case, ni le SIREN, ni le nom",
    )


def test_a_delegate_signs_for_the_holder() -> None:
    row = Delegation(
        seat="VILLE",
        delegate="Zoé ADJOINTE",
        title="L’Adjointe",
        deed="arrêté inventé",
        place=Place("data/delegations.csv", 2),
    )
    found = matched("VILLE", "ADJOINTE Zoé", CITY, delegations=(row,))
    assert (found.person, found.doubts) == ("Zoé ADJOINTE", ())


def held(*tenures: Tenure, siren: str = CITY, seats: int = 1) -> Dossier:
    """A body whose seats have these holders, one after the other."""
    return a_dossier(
        bodies=(a_body(id="ville", name="Ville inventée", siren=siren),),
        seats=tuple(
            a_seat(id=f"VILLE-{rank}", order=rank, body="ville", tenures=tenures)
            for rank in range(1, seats + 1)
        ),
    )


def test_it_is_the_holder_of_the_day_who_signs() -> None:
    among = held(
        a_tenure(first_name="Eva", until=date(2019, 4, 1)),
        a_tenure(first_name="Ada", since=DAY),
    )
    assert matched("VILLE-1", "Ada INVENTÉE", among=among).doubts == ()
    assert matched("Signature1", "Ada INVENTÉE", among=among).seat is not None
    former = matched("VILLE-1", "Eva INVENTÉE", among=among)
    assert former.person == ""
    assert former.doubts == (
        "le certificat est au nom de « Eva INVENTÉE », le titulaire est Ada INVENTÉE",
    )
    assert matched("Signature1", "Eva INVENTÉE", among=among).seat is None


@pytest.mark.parametrize(
    "tenure", [a_tenure(first_name="", last_name=""), a_tenure(until=date(2019, 4, 1))]
)
def test_nobody_signs_for_a_vacant_seat(tenure: Tenure) -> None:
    for name in ("Ada INVENTÉE", ""):
        found = matched("VILLE-1", name, among=held(tenure))
        assert found.person == ""
        assert found.doubts == (
            f"le certificat est au nom de « {name} », le titulaire est personne : "
            "le siège est vacant",
        )


def test_of_the_seats_of_a_siren_the_name_tells_which() -> None:
    two = held(a_tenure(), seats=2)
    seats = (two.seats[0], replace(two.seats[1], tenures=(a_tenure(first_name="Zoé"),)))
    among = replace(two, seats=seats)
    for name, seat in (("Ada INVENTÉE", "VILLE-1"), ("Zoé INVENTÉE", "VILLE-2")):
        found = matched("Signature1", name, CITY, among=among)
        assert found.seat is not None and (found.seat.id, found.by) == (seat, "SIREN")
    [doubt] = matched("Signature1", "Personne", CITY, among=among).doubts
    assert doubt == "elle peut être de plusieurs sièges : VILLE-1 et VILLE-2"
    [doubt] = matched("Signature1", "Ada INVENTÉE", among=held(a_tenure(), seats=2)).doubts
    assert doubt == "elle peut être de plusieurs sièges : VILLE-1 et VILLE-2"


def test_a_siren_without_organisation_is_said_by_its_digits() -> None:
    signature = Signature(
        field="AMIS",
        signer=Signer(name="Ada INVENTÉE", organisation="", sirens=("552100554",)),
        integrity=Integrity.INTACT,
        trust=Trust.KNOWN,
    )
    [doubt] = match(signature, dossier(), (), day=DAY).doubts
    assert doubt == "le SIREN du certificat (552100554, 552100554) n’est pas au registre"


@pytest.mark.parametrize("name", ["Jean Paul D'ETE", "jean-paul d ete", "D’ÉTÉ Jean-Paul"])
def test_apostrophes_hyphens_and_order_are_not_part_of_a_name(name: str) -> None:
    assert matched("VILLE", name).person == "Jean-Paul D’ÉTÉ"
