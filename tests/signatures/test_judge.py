"""Honest files and the known attacks, each told apart; certificates and signers are invented."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import returned_files as attack
from avenant_builder.audit import journal_of
from avenant_builder.judging import examine
from avenant_builder.model.signing import Integrity, Judged, Origin, Trust
from avenant_builder.signatures.judge import judge
from digital_kit import Sent
from signing_kit import Kit, an_identity

NOW = datetime.now(UTC)
KIT = Kit()
ROANNE = KIT.person("Yves NICOLIN", organisation="Ville de Roanne", siren="214201873")
PREFET = KIT.person("Evence RICHARD", organisation="Préfecture de la Loire")


@pytest.fixture
def judged(sent: Sent, tmp_path: Path) -> Callable[[bytes], Judged]:
    """The verdict on the bytes of a file that came back."""
    anchors = sent.root / "data/confiance/racines"
    anchors.mkdir(parents=True, exist_ok=True)
    (anchors / "racine.pem").write_bytes(KIT.root.pem)

    def give(content: bytes) -> Judged:
        path = tmp_path / "retour.pdf"
        path.write_bytes(content)
        return examine(sent.root, journal_of(sent.root, 2019).read(), path, now=NOW)

    return give


Judge = Callable[[bytes], Judged]


def test_an_honest_file_passed_along(sent: Sent, judged: Judge) -> None:
    content = KIT.sign(KIT.sign(sent.pdf, ROANNE, "ROANNE"), PREFET, "ETAT", visible=False)
    found = judged(content)
    assert (found.origin, found.reasons) == (Origin.EXACT, ())
    assert found.packet == sent.packet.event.evidence
    roanne, etat = found.signatures
    assert (roanne.field, etat.field) == ("ROANNE", "ETAT")
    assert roanne.integrity is etat.integrity is Integrity.INTACT
    assert (roanne.trust, roanne.trust_says) == (Trust.KNOWN, "racine : Racine inventée")
    assert (roanne.signer.name, roanne.signer.sirens) == ("Yves NICOLIN", ("214201873",))
    assert roanne.signer.issuer == "Autorité inventée"
    # Three times, never one for the other.
    assert roanne.claimed and roanne.stamped and roanne.stamp_is_trusted
    assert roanne.seal != etat.seal


def test_an_article_painted_over_then_signed(sent: Sent, judged: Judge) -> None:
    found = judged(KIT.sign(attack.painted_over(sent.pdf, 3), ROANNE, "ROANNE"))
    assert found.origin is Origin.CHANGED
    assert "le contenu de la page 3 a été changé" in found.reasons
    assert "la page 3 ne se montre plus comme envoyée" in found.reasons
    # What was signed is unchanged since: that is another question.
    assert found.signatures[0].integrity is Integrity.INTACT


def test_an_article_painted_over_once_signed(sent: Sent, judged: Judge) -> None:
    found = judged(attack.painted_over(KIT.sign(sent.pdf, ROANNE, "ROANNE"), 3))
    assert found.origin is Origin.CHANGED
    assert found.signatures[0].integrity is Integrity.DOUBTFUL


@pytest.mark.parametrize("kind", ["/FreeText", "/Text"])
def test_a_comment_added_before_signing(sent: Sent, judged: Judge, kind: str) -> None:
    found = judged(KIT.sign(attack.with_comment(sent.pdf, 3, kind), ROANNE, "ROANNE"))
    assert found.origin is Origin.CHANGED
    assert "un commentaire ou une réserve a été ajouté page 3" in found.reasons
    assert found.signatures[0].integrity is Integrity.INTACT


def test_a_page_added(sent: Sent, judged: Judge) -> None:
    found = judged(attack.with_page_added(KIT.sign(sent.pdf, ROANNE, "ROANNE")))
    assert found.origin is Origin.CHANGED
    assert "14 pages envoyées, 15 revenues" in found.reasons


def test_another_document_after_ours(sent: Sent, judged: Judge) -> None:
    found = judged(KIT.sign(attack.followed_by_another(sent.pdf), ROANNE, "ROANNE"))
    assert found.origin is Origin.REPLACED
    assert "c’est lui qui s’affiche" in found.reasons[0]


def test_one_signature_in_two_fields_counts_once(sent: Sent, judged: Judge) -> None:
    signed = KIT.sign(sent.pdf, ROANNE, "ROANNE")
    found = judged(attack.shown_in_another_field(signed, "ROANNE", "ROANNAIS-AGGLO"))
    [signature] = found.signatures
    assert (signature.field, signature.others) == ("ROANNE", ("ROANNAIS-AGGLO",))
    assert signature.integrity is not Integrity.INTACT


def test_saved_anew_then_signed(sent: Sent, judged: Judge) -> None:
    found = judged(KIT.sign(attack.resaved(sent.pdf), ROANNE, "ROANNE"))
    assert found.origin is Origin.REWRITTEN
    assert found.signatures[0].integrity is Integrity.INTACT


def test_saved_anew_once_signed(sent: Sent, judged: Judge) -> None:
    found = judged(attack.resaved(KIT.sign(sent.pdf, ROANNE, "ROANNE")))
    assert found.origin is Origin.REWRITTEN
    assert found.signatures[0].integrity is Integrity.BROKEN


def test_printed_as_a_pdf_has_lost_its_signatures(
    sent: Sent, judged: Judge, tmp_path: Path
) -> None:
    signed = tmp_path / "signe.pdf"
    signed.write_bytes(KIT.sign(sent.pdf, ROANNE, "ROANNE"))
    found = judged(attack.printed(signed, tmp_path / "imprime.pdf").read_bytes())
    assert (found.origin, found.signatures) == (Origin.REWRITTEN, ())
    assert "sont perdues" in found.reasons[0]


def test_another_document_signed(sent: Sent, judged: Judge, tmp_path: Path) -> None:
    other = (sent.root / "output/2019/fiche-1.pdf").read_bytes()
    found = judged(KIT.sign(other, ROANNE, "Signature1", visible=False))
    assert (found.origin, found.packet) == (Origin.FOREIGN, "")


def test_a_byte_changed_breaks_it(sent: Sent, judged: Judge) -> None:
    content = bytearray(KIT.sign(sent.pdf, ROANNE, "ROANNE"))
    claimed = content.rindex(b"/M (D")
    spot = content.index(b"Z)", claimed) - 1
    content[spot] = ord("1") if content[spot] != ord("1") else ord("2")
    assert judged(bytes(content)).signatures[0].integrity is Integrity.BROKEN


def test_a_namesake_who_made_his_own_certificate(sent: Sent, judged: Judge) -> None:
    own = an_identity("Yves NICOLIN", organisation="Ville de Roanne")
    [signature] = judged(KIT.sign(sent.pdf, own, "ROANNE")).signatures
    assert signature.integrity is Integrity.INTACT
    assert signature.trust is Trust.UNKNOWN
    assert "par son titulaire lui-même" in signature.trust_says


def test_an_unknown_authority(sent: Sent, judged: Judge) -> None:
    stranger = Kit()
    person = stranger.person("Yves NICOLIN")
    [signature] = judged(stranger.sign(sent.pdf, person, "ROANNE")).signatures
    assert (signature.trust, signature.integrity) == (Trust.UNKNOWN, Integrity.INTACT)
    assert not signature.stamp_is_trusted


def test_an_expired_certificate_without_a_stamp(sent: Sent, judged: Judge) -> None:
    old = KIT.person("Yves NICOLIN", until=datetime(2020, 1, 1, tzinfo=UTC))
    [signature] = judged(KIT.sign(sent.pdf, old, "ROANNE", stamped=False)).signatures
    assert (signature.trust, signature.integrity) == (Trust.EXPIRED, Integrity.INTACT)
    assert "01/01/2020" in signature.trust_says


def test_without_roots_the_identity_is_read_and_not_verified(sent: Sent, tmp_path: Path) -> None:
    path = tmp_path / "retour.pdf"
    path.write_bytes(KIT.sign(sent.pdf, ROANNE, "ROANNE"))
    found = judge(path, {"nôtre": sent.packet.path}, anchors=tmp_path, day=date(2026, 1, 1))
    [signature] = found.signatures
    assert signature.trust is Trust.UNCHECKED
    assert signature.trust.label == "identité lue, non vérifiée"
    assert signature.signer.name == "Yves NICOLIN"
