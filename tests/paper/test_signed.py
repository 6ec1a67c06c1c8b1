"""Signed PDFs among the returns: given to their judge as they came; the signers are invented."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from avenant_builder.intake.take import Taken, take_in
from avenant_builder.journal.evidence import find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EventType
from digital_kit import Sent
from signing_kit import Kit

NOW = datetime.now(UTC) + timedelta(minutes=5)
KIT = Kit()
PREFET = KIT.person("RICHARD Evence", organisation="Préfecture de la Loire")


@pytest.fixture
def root(sent: Sent, tmp_path: Path) -> Path:
    root = sent.copy(tmp_path / "espace")
    anchors = root / "data/confiance/racines"
    anchors.mkdir(parents=True, exist_ok=True)
    (anchors / "racine.pem").write_bytes(KIT.root.pem)
    return root


def take(root: Path, *paths: Path) -> Taken:
    return take_in(root, 2019, paths, on=NOW.date(), by="Ada", now=NOW, progress=lambda step: None)


def test_a_signed_pdf_in_an_email_reaches_its_seat_untouched(
    sent: Sent, root: Path, tmp_path: Path
) -> None:
    content = KIT.sign(sent.pdf, PREFET, "ETAT")
    message = EmailMessage()
    message.set_content("Signé.")
    message.add_attachment(
        content, maintype="application", subtype="pdf", filename="avenant signé.pdf"
    )
    (tmp_path / "retour.eml").write_bytes(message.as_bytes())
    [file] = take(root, tmp_path / "retour.eml").files
    said = " ".join(file.signatures)
    assert "ETAT" in said
    assert "« RICHARD Evence »" in said
    for verdict in ("intégrité", "origine", "confiance"):
        assert verdict in said.lower()
    assert file.aside is None
    events = [e for e in journal_of(root, 2019).read() if e.target == "ETAT"]
    assert [e.type for e in events][-1] is EventType.CHECKED
    assert events[-1].evidence_name == "avenant signé.pdf"
    kept = find(root, events[-1].evidence)
    assert kept is not None
    assert kept.read_bytes() == content


def test_what_was_printed_to_a_pdf_again_is_told(sent: Sent, root: Path, tmp_path: Path) -> None:
    """Its signatures are gone: nothing is signed, and the pages are laid aside."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(sent.pdf)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pdf.save(saved)
    (tmp_path / "imprime.pdf").write_bytes(saved.getvalue())
    [file] = take(root, tmp_path / "imprime.pdf").files
    [line] = file.signatures
    assert line.startswith("aucune signature électronique ; origine : les pages de notre document")
    assert file.aside is not None
    assert (file.aside / "original.pdf").exists()
