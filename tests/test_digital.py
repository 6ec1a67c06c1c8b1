"""The one PDF to sign: a field a seat, at its block, in a file that is what it claims to be."""

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import verapdf
from avenant_builder.audit import verify
from avenant_builder.digital import NotFrozen, digital_packet, sent_packets
from avenant_builder.errors import ConversionFailed
from avenant_builder.files.manifest import fingerprint
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EventType
from avenant_builder.model.signing import field_name
from avenant_builder.pdf.fields import field_boxes
from avenant_builder.pdf.places import signature_boxes
from built import Built, copy_loire
from digital_kit import Sent

LATER = datetime(2019, 2, 1, tzinfo=UTC)


def test_every_seat_has_an_empty_field_between_its_title_and_its_name(sent: Sent) -> None:
    boxes = field_boxes(sent.packet.path)
    with pikepdf.open(sent.packet.path) as pdf:
        form = pdf.Root.AcroForm
        assert int(form.SigFlags) == 3
        tips = {str(field.T): str(field.TU) for field in form.Fields}
        assert all("/V" not in field and int(field.F) == 132 for field in form.Fields)
    assert len(boxes) == len(tips) == 20
    assert tips["ROANNAIS-AGGLO"] == (
        "Signature – Pour Roannais Agglomération, Le Président, Yves NICOLIN"
    )
    document = pypdfium2.PdfDocument(sent.packet.path)
    try:
        for name, holder in (("ROANNE", "Yves NICOLIN"), ("SEM", "Gaël PERDRIAU")):
            box = boxes[name]
            text = document[box.page - 1].get_textpage()
            # Nothing is printed inside; the name is right below, the title right above.
            inside = text.get_text_bounded(box.left, box.bottom, box.right, box.top)
            assert not inside.strip()
            below = text.get_text_bounded(box.left - 1, box.bottom - 20, box.right, box.bottom)
            assert below.strip() == holder
            above = text.get_text_bounded(box.left - 1, box.top, box.right, box.top + 18)
            assert above.strip().startswith("Le ")
    finally:
        document.close()


def test_no_two_fields_touch(sent: Sent) -> None:
    boxes = list(field_boxes(sent.packet.path).values())
    for rank, one in enumerate(boxes):
        for other in boxes[rank + 1 :]:
            apart = one.right <= other.left or other.right <= one.left
            assert one.page != other.page or apart or one.bottom >= other.top


def test_it_stays_archivable_and_accessible_in_one_revision(sent: Sent) -> None:
    assert sent.pdf.count(b"startxref") == 1
    assert verapdf.failures(sent.packet.path, "PDFA_2_B") == []
    assert verapdf.failures(sent.packet.path, "PDFUA_1") == []


def test_it_is_kept_with_its_event_and_made_again_byte_for_byte(sent: Sent, tmp_path: Path) -> None:
    root = sent.copy(tmp_path / "espace")
    [event] = sent_packets(journal_of(root, 2019).read())
    assert (event.type, event.by) == (EventType.CIRCULATED, "Ada")
    kept = find(root, event.evidence)
    assert kept is not None and kept.read_bytes() == sent.pdf
    again = digital_packet(root, 2019, now=LATER)
    assert not again.is_new and again.event == event
    assert fingerprint(again.path) == event.evidence
    assert verify(root, 2019).orphans == ()


def test_a_text_that_is_not_frozen_does_not_go_out(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    with pytest.raises(NotFrozen, match="n’est pas figé"):
        digital_packet(root, 2019, now=LATER)
    assert not (root / "output").exists()


def test_a_frozen_file_that_changed_is_not_sent(sent: Sent, tmp_path: Path) -> None:
    root = sent.copy(tmp_path / "espace")
    frozen = journal_of(root, 2019).read()[0]
    kept = find(root, frozen.facts["resultats/dossier.pdf"])
    assert kept is not None
    kept.write_bytes(b"autre chose")
    with pytest.raises(Tampered, match=r"dossier\.pdf"):
        digital_packet(root, 2019, now=LATER)


def test_a_document_without_places_says_what_its_model_lacks(loire: Built) -> None:
    with pytest.raises(ConversionFailed, match="où se place la signature") as stop:
        signature_boxes(loire.target / "fiche-1.pdf", 2)
    assert "Nom du signataire" in stop.value.remedy


def test_a_dot_in_a_seat_does_not_part_its_field() -> None:
    assert field_name("CD.42") == "CD·42"
