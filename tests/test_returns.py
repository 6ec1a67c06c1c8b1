"""Signed PDFs become facts of their seats, each once; signers and certificates are invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

import returned_files as attack
from avenant_builder.audit import verify
from avenant_builder.follow import follow
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.judging import Outcome
from avenant_builder.model.event import EventType
from avenant_builder.model.signing import Origin
from avenant_builder.returns import Received, is_signed_pdf, receive
from avenant_builder.tracking.state import State
from digital_kit import Sent
from signing_kit import Identity, Kit

NOW = datetime.now(UTC) + timedelta(minutes=5)
KIT = Kit()
PREFET = KIT.person("RICHARD Evence", organisation="Préfecture de la Loire")
ROANNE = KIT.person("Yves Nicolin", organisation="Ville de Roanne", siren="214201873")
JOUVE = KIT.person("Henry JOUVE", organisation="MSA Ardèche Drôme Loire")


@pytest.fixture
def root(sent: Sent, tmp_path: Path) -> Path:
    root = sent.copy(tmp_path / "espace")
    anchors = root / "data/confiance/racines"
    anchors.mkdir(parents=True, exist_ok=True)
    (anchors / "racine.pem").write_bytes(KIT.root.pem)
    return root


def returned(root: Path, content: bytes, name: str = "retour.pdf") -> Received:
    path = root.parent / name
    path.write_bytes(content)
    return receive(root, 2019, path, on=NOW.date(), now=NOW, by="Ada")


def states(root: Path) -> dict[str, State]:
    seats = follow(root, 2019, as_of=NOW.date()).campaign.seats
    return {one.seat.id: one.state for one in seats}


def signed(sent: Sent, *people: tuple[Identity, str]) -> bytes:
    content = sent.pdf
    for person, field in people:
        content = KIT.sign(content, person, field)
    return content


def test_a_file_passed_along_signs_each_seat_once(sent: Sent, root: Path) -> None:
    first = signed(sent, (PREFET, "ETAT"))
    done = returned(root, first)
    assert [one.outcome for one in done.weighed] == [Outcome.GOOD]
    types = [one.event.type for one in done.recorded]
    assert types == [EventType.SIGNED_DIGITALLY, EventType.PAGE_RECEIVED, EventType.CHECKED]
    event = done.recorded[0].event
    # The name is that of the register, the three times stay apart.
    assert event.signer == "Evence RICHARD" and event.version == sent.packet.event.version
    assert event.facts["recu_le"] == NOW.date().isoformat()
    assert event.facts["horodatage_reconnu"] == "oui"
    assert {"heure_declaree", "horodatage"} <= event.facts.keys()
    kept = find(root, event.evidence)
    assert kept is not None and kept.read_bytes() == first
    assert states(root)["ETAT"] is State.SIGNED
    # The same file, then the same with one signature more.
    assert returned(root, first).recorded == ()
    more = returned(root, KIT.sign(first, JOUVE, "MSA"))
    assert [one.outcome for one in more.weighed] == [Outcome.KNOWN, Outcome.GOOD]
    assert {one.event.target for one in more.recorded} == {"MSA"}
    assert states(root)["MSA"] is State.TO_EMPOWER  # its board has decided nothing yet
    # The other way of working: a copy with one signature.
    alone = returned(root, signed(sent, (ROANNE, "ROANNAIS-AGGLO")), "copie.pdf")
    assert [one.outcome for one in alone.weighed] == [Outcome.TO_CHECK]
    assert EventType.CHECKED not in [one.event.type for one in alone.recorded]
    assert verify(root, 2019).orphans == ()


@pytest.mark.slow
def test_a_changed_file_is_rejected_with_why_and_takes_no_signature_away(
    sent: Sent, root: Path
) -> None:
    bad = KIT.sign(attack.painted_over(sent.pdf, 3), PREFET, "ETAT")
    done = returned(root, bad)
    assert done.judged.origin is Origin.CHANGED
    [event] = [one.event for one in done.recorded]
    assert event.type is EventType.PAGE_REJECTED
    assert "le contenu de la page 3 a été changé" in event.note
    assert states(root)["ETAT"] is not State.SIGNED
    assert returned(root, bad).recorded == ()
    returned(root, signed(sent, (PREFET, "ETAT")), "bon.pdf")
    assert states(root)["ETAT"] is State.SIGNED
    worse = KIT.sign(attack.with_comment(sent.pdf, 3), PREFET, "ETAT")
    [event] = [one.event for one in returned(root, worse, "pire.pdf").recorded]
    assert event.type is EventType.NOTE
    assert states(root)["ETAT"] is State.SIGNED


def test_what_cannot_be_read_is_never_called_false(sent: Sent, root: Path) -> None:
    content = signed(sent, (PREFET, "ETAT"))
    for spoiled in (content[: len(content) // 2], b"%PDF-1.7\n/ByteRange"):
        done = returned(root, spoiled)
        assert (done.judged.origin, done.recorded) == (Origin.UNREADABLE, ())
        assert "cela ne dit pas que ses signatures sont fausses" in done.judged.reasons[0]
        assert not done.is_filed
    locked = root.parent / "protege.pdf"
    with pikepdf.open(sent.packet.path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    done = receive(root, 2019, locked, on=NOW.date(), now=NOW)
    assert "protégé par un mot de passe" in done.judged.reasons[0]
    assert journal_of(root, 2019).read()[-1].type is EventType.CIRCULATED


def test_a_signed_file_is_known_by_its_bytes(sent: Sent, tmp_path: Path) -> None:
    path = tmp_path / "retour.pdf"
    path.write_bytes(signed(sent, (PREFET, "ETAT")))
    assert is_signed_pdf(path)
    assert not is_signed_pdf(sent.packet.path)


def test_another_document_that_a_holder_signed_is_laid_aside(sent: Sent, root: Path) -> None:
    """A délibération, say: it is no bad copy of the avenant."""
    other = (root / "output/2019/fiche-1.pdf").read_bytes()
    done = returned(root, KIT.sign(other, PREFET, "Signature1", visible=False))
    assert [one.outcome for one in done.weighed] == [Outcome.ELSEWHERE]
    assert (done.recorded, done.is_filed) == ((), False)
    assert any("d’un autre document" in line for line in done.lines)
