"""Honest files and the known attacks, each told apart; certificates and signers are invented."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import returned_files as attack
from avenant_builder.judging import examine
from avenant_builder.model.signing import FieldPlan, Integrity, Judged, Origin, Trust
from avenant_builder.pdf.fields import add_signature_fields
from avenant_builder.pdf.places import signature_boxes
from avenant_builder.signatures.judge import judge
from built import Built
from signing_kit import Kit, an_identity

TODAY = datetime.now(UTC).date()
FIELDS = ("CAF-1", "ROANNE", "ETAT", "ROANNAIS-AGGLO")
KIT = Kit()
ROANNE = KIT.person("Yves NICOLIN", organisation="Ville de Roanne", siren="214201873")
PREFET = KIT.person("Evence RICHARD", organisation="Préfecture de la Loire")


@pytest.fixture(scope="module")
def packet(loire: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three pages of the avenant alone, to be signed: the whole dossier takes longer."""
    source = loire.target / "avenant.pdf"
    plans = [FieldPlan(name=name, tooltip=name) for name in FIELDS]
    target = tmp_path_factory.mktemp("envoi") / "a-signer.pdf"
    add_signature_fields(
        source, target, list(zip(plans, signature_boxes(source, len(plans)), strict=True))
    )
    return target


@pytest.fixture
def sent(packet: Path) -> bytes:
    return packet.read_bytes()


@pytest.fixture
def judged(packet: Path, tmp_path: Path) -> Callable[[bytes], Judged]:
    """The verdict on the bytes of a file that came back."""
    anchors = tmp_path / "confiance"
    (anchors / "racines").mkdir(parents=True)
    (anchors / "racines/racine.pem").write_bytes(KIT.root.pem)

    def give(content: bytes) -> Judged:
        path = tmp_path / "retour.pdf"
        path.write_bytes(content)
        return examine(path, {"nôtre": packet}, anchors=anchors, day=TODAY)

    return give


Judge = Callable[[bytes], Judged]


def test_an_honest_file_passed_along(sent: bytes, judged: Judge) -> None:
    content = KIT.sign(KIT.sign(sent, ROANNE, "ROANNE"), PREFET, "ETAT", visible=False)
    found = judged(content)
    assert (found.origin, found.reasons) == (Origin.EXACT, ())
    assert found.packet == "nôtre"
    roanne, etat = found.signatures
    assert (roanne.field, etat.field) == ("ROANNE", "ETAT")
    assert roanne.integrity is etat.integrity is Integrity.INTACT
    assert (roanne.trust, roanne.trust_says) == (Trust.KNOWN, "racine : Racine inventée")
    assert (roanne.signer.name, roanne.signer.sirens) == ("Yves NICOLIN", ("214201873",))
    assert roanne.signer.issuer == "Autorité inventée"
    # Three times, never one for the other.
    assert roanne.claimed and roanne.stamped and roanne.stamp_is_trusted
    assert roanne.seal != etat.seal


def test_an_article_painted_over_then_signed(sent: bytes, judged: Judge) -> None:
    found = judged(KIT.sign(attack.painted_over(sent, 1), ROANNE, "ROANNE"))
    assert found.origin is Origin.CHANGED
    assert "le contenu de la page 1 a été changé" in found.reasons
    assert "la page 1 ne se montre plus comme envoyée" in found.reasons
    # What was signed is unchanged since: that is another question.
    assert found.signatures[0].integrity is Integrity.INTACT


def test_an_article_painted_over_once_signed(sent: bytes, judged: Judge) -> None:
    found = judged(attack.painted_over(KIT.sign(sent, ROANNE, "ROANNE"), 1))
    assert found.origin is Origin.CHANGED
    assert found.signatures[0].integrity is Integrity.DOUBTFUL


@pytest.mark.parametrize("kind", ["/FreeText", "/Text"])
def test_a_comment_added_before_signing(sent: bytes, judged: Judge, kind: str) -> None:
    found = judged(KIT.sign(attack.with_comment(sent, 1, kind), ROANNE, "ROANNE"))
    assert found.origin is Origin.CHANGED
    assert "un commentaire ou une réserve a été ajouté page 1" in found.reasons
    assert found.signatures[0].integrity is Integrity.INTACT


def test_a_stamp_of_ones_own_over_the_text_is_seen(sent: bytes, judged: Judge) -> None:
    """A signature added beside ours is allowed; what its picture covers is for a person."""
    found = judged(KIT.sign(sent, ROANNE, "Signature1", box=(60, 600, 400, 700)))
    assert found.origin is Origin.STAMPED
    assert found.reasons == ("la page 1 ne se montre plus comme envoyée",)
    assert found.signatures[0].integrity is Integrity.INTACT


def test_a_page_added(sent: bytes, judged: Judge) -> None:
    found = judged(attack.with_page_added(KIT.sign(sent, ROANNE, "ROANNE")))
    assert found.origin is Origin.CHANGED
    assert "3 pages envoyées, 4 revenues" in found.reasons


def test_another_document_after_ours(sent: bytes, judged: Judge) -> None:
    found = judged(KIT.sign(attack.followed_by_another(sent), ROANNE, "ROANNE"))
    assert found.origin is Origin.REPLACED
    assert "c’est lui qui s’affiche" in found.reasons[0]


def test_one_signature_in_two_fields_counts_once(sent: bytes, judged: Judge) -> None:
    signed = KIT.sign(sent, ROANNE, "ROANNE")
    found = judged(attack.shown_in_another_field(signed, "ROANNE", "ROANNAIS-AGGLO"))
    [signature] = found.signatures
    assert (signature.field, signature.others) == ("ROANNE", ("ROANNAIS-AGGLO",))
    assert signature.integrity is not Integrity.INTACT


def test_saved_anew_then_signed(sent: bytes, judged: Judge) -> None:
    found = judged(KIT.sign(attack.resaved(sent), ROANNE, "ROANNE"))
    assert found.origin is Origin.REWRITTEN
    assert found.signatures[0].integrity is Integrity.INTACT


def test_saved_anew_once_signed(sent: bytes, judged: Judge) -> None:
    found = judged(attack.resaved(KIT.sign(sent, ROANNE, "ROANNE")))
    assert found.origin is Origin.REWRITTEN
    assert found.signatures[0].integrity is Integrity.BROKEN


def test_printed_as_a_pdf_has_lost_its_signatures(
    sent: bytes, judged: Judge, tmp_path: Path
) -> None:
    signed = tmp_path / "signe.pdf"
    signed.write_bytes(KIT.sign(sent, ROANNE, "ROANNE"))
    found = judged(attack.printed(signed, tmp_path / "imprime.pdf").read_bytes())
    assert (found.origin, found.signatures) == (Origin.REWRITTEN, ())
    assert "sont perdues" in found.reasons[0]


def test_another_document_signed(loire: Built, judged: Judge) -> None:
    other = (loire.target / "fiche-1.pdf").read_bytes()
    found = judged(KIT.sign(other, ROANNE, "Signature1", visible=False))
    assert (found.origin, found.packet) == (Origin.FOREIGN, "")


def test_a_byte_changed_breaks_it(sent: bytes, judged: Judge) -> None:
    content = bytearray(KIT.sign(sent, ROANNE, "ROANNE"))
    claimed = content.rindex(b"/M (D")
    spot = content.index(b"Z)", claimed) - 1
    content[spot] = ord("1") if content[spot] != ord("1") else ord("2")
    assert judged(bytes(content)).signatures[0].integrity is Integrity.BROKEN


def test_a_namesake_who_made_his_own_certificate(sent: bytes, judged: Judge) -> None:
    own = an_identity("Yves NICOLIN", organisation="Ville de Roanne")
    [signature] = judged(KIT.sign(sent, own, "ROANNE")).signatures
    assert signature.integrity is Integrity.INTACT
    assert signature.trust is Trust.UNKNOWN
    assert "par son titulaire lui-même" in signature.trust_says


def test_an_unknown_authority(sent: bytes, judged: Judge) -> None:
    stranger = Kit()
    person = stranger.person("Yves NICOLIN")
    [signature] = judged(stranger.sign(sent, person, "ROANNE")).signatures
    assert (signature.trust, signature.integrity) == (Trust.UNKNOWN, Integrity.INTACT)
    assert not signature.stamp_is_trusted


def test_an_expired_certificate_without_a_stamp(sent: bytes, judged: Judge) -> None:
    old = KIT.person("Yves NICOLIN", until=datetime(2020, 1, 1, tzinfo=UTC))
    [signature] = judged(KIT.sign(sent, old, "ROANNE", stamped=False)).signatures
    assert (signature.trust, signature.integrity) == (Trust.EXPIRED, Integrity.INTACT)
    assert "01/01/2020" in signature.trust_says


def test_without_roots_the_identity_is_read_and_not_verified(
    sent: bytes, packet: Path, tmp_path: Path
) -> None:
    path = tmp_path / "retour.pdf"
    path.write_bytes(KIT.sign(sent, ROANNE, "ROANNE"))
    found = judge(path, {"nôtre": packet}, anchors=tmp_path, day=date(2026, 1, 1))
    [signature] = found.signatures
    assert signature.trust is Trust.UNCHECKED
    assert signature.trust.label == "identité lue, non vérifiée"
    assert signature.signer.name == "Yves NICOLIN"


def hostile(*objects: bytes) -> bytes:
    """A PDF of such objects, which looks as if it were signed."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n%%/ByteRange\n"
    return content + end % (len(objects) + 1, start)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


@pytest.mark.parametrize(
    "objects",
    [
        (CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        (CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 200000]>>"),
        (b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 30000 + b"]" * 30000 + b">>", PAGES),
        (b"<</Type/Catalog>>", PAGES),
    ],
    ids=["circular", "200 000 points", "30 000 arrays", "no pages"],
)
def test_a_hostile_file_is_told_and_stops_nothing(judged: Judge, objects: tuple[bytes]) -> None:
    found = judged(hostile(*objects))
    assert found.origin in (Origin.UNREADABLE, Origin.FOREIGN)
    assert found.signatures == ()
