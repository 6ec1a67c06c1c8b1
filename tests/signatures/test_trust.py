"""Authorities believed from files alone; lists, operators and signers are invented."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from avenant_builder.model.signing import Judged, Signature, Trust
from avenant_builder.signatures.judge import judge
from built import Built
from signing_kit import Kit, an_identity
from trust_lists import a_trust_list

KIT = Kit()
OPERATOR = an_identity("Exploitant inventé")
PERSON = KIT.person("Ada INVENTÉE")
ISSUED, UNTIL = date(2026, 1, 15), date(2026, 7, 15)

Judge = Callable[[date], Judged]


@pytest.fixture(scope="module")
def signed(loire: Built) -> bytes:
    return KIT.sign((loire.target / "fiche-1.pdf").read_bytes(), PERSON, "Signature1")


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    folder = tmp_path / "confiance"
    (folder / "listes").mkdir(parents=True)
    (folder / "racines").mkdir()
    content = a_trust_list(KIT.issuer, OPERATOR, issued=ISSUED, until=UNTIL)
    (folder / "listes/liste-inventee.xml").write_bytes(content)
    return folder


def judged(signed: bytes, anchors: Path, day: date) -> tuple[Judged, Signature]:
    path = anchors.parent / "retour.pdf"
    path.write_bytes(signed)
    found = judge(path, {}, anchors=anchors, day=day)
    return found, found.signatures[0]


def test_a_list_is_believed_with_its_operator_and_shows_its_date(
    signed: bytes, anchors: Path
) -> None:
    (anchors / "listes/exploitant.pem").write_bytes(OPERATOR.pem)
    found, signature = judged(signed, anchors, date(2026, 3, 1))
    # Listed, and its certificate does not say that it is qualified: known, no more.
    assert signature.trust is Trust.KNOWN
    assert signature.trust_says == "liste « liste-inventee.xml » du 15/01/2026"
    assert found.reasons == ()


def test_a_qualified_certificate_of_a_listed_authority(loire: Built, anchors: Path) -> None:
    (anchors / "listes/exploitant.pem").write_bytes(OPERATOR.pem)
    person = KIT.person("Ada INVENTÉE", qualified=True)
    content = KIT.sign((loire.target / "fiche-1.pdf").read_bytes(), person, "Signature1")
    _, signature = judged(content, anchors, date(2026, 3, 1))
    assert signature.trust is Trust.QUALIFIED


def test_a_list_past_its_date_is_named_as_such(signed: bytes, anchors: Path) -> None:
    (anchors / "listes/exploitant.pem").write_bytes(OPERATOR.pem)
    _, signature = judged(signed, anchors, date(2026, 8, 1))
    assert signature.trust is Trust.OLD_LIST
    assert "à renouveler depuis le 15/07/2026" in signature.trust_says


def test_a_list_that_nothing_vouches_for_is_not_used(signed: bytes, anchors: Path) -> None:
    found, signature = judged(signed, anchors, date(2026, 3, 1))
    assert signature.trust is Trust.UNCHECKED
    assert "rien ne permet de vérifier cette liste" in found.reasons[0]


def test_a_list_that_was_changed_is_not_used(signed: bytes, anchors: Path) -> None:
    (anchors / "listes/exploitant.pem").write_bytes(OPERATOR.pem)
    path = anchors / "listes/liste-inventee.xml"
    path.write_bytes(path.read_bytes().replace(b"2018-01-01", b"2017-01-01"))
    found, signature = judged(signed, anchors, date(2026, 3, 1))
    assert signature.trust is Trust.UNCHECKED
    assert "sa signature n’a pas pu être vérifiée" in found.reasons[0]


def test_files_that_are_no_certificates_are_told(signed: bytes, anchors: Path) -> None:
    (anchors / "racines/note.pem").write_bytes(b"pas un certificat")
    (anchors / "racines/racine.cer").write_bytes(KIT.root.der)
    found, signature = judged(signed, anchors, date(2026, 3, 1))
    assert signature.trust is Trust.KNOWN and signature.trust_says == "racine : Racine inventée"
    assert any("« note.pem » n’est pas un certificat" in reason for reason in found.reasons)
