"""Messages of the préfecture are read however they are written; real ones too."""

from datetime import date

import pytest

import returns
from avenant_builder.actes.receipt import base_name, fields_of, receipt_of, return_siren
from avenant_builder.actes.xml import MessageRefused, read_xml
from avenant_builder.model.receipt import Message, Receipt
from messages import classification, message
from official import sample
from returns import FILE, ID, NUMBER, SIREN


def read(content: bytes, name: str = "retour.xml") -> Receipt:
    return receipt_of(read_xml(content, name), name, content)


@pytest.mark.parametrize(
    ("content", "kind", "on"),
    [
        (returns.acknowledged(), Message.ACKNOWLEDGED, date(2019, 2, 4)),
        (returns.anomaly(), Message.ACTE_ANOMALY, date(2019, 2, 2)),
        (returns.envelope_anomaly(), Message.ENVELOPE_ANOMALY, date(2019, 2, 2)),
        (returns.letter("CourrierSimple"), Message.LETTER, date(2019, 2, 20)),
        (returns.letter(), Message.PIECES_ASKED, date(2019, 2, 20)),
        (returns.pieces_received(), Message.PIECES_RECEIVED, date(2019, 3, 1)),
        (returns.letter("LettreObservations"), Message.REMARKS, date(2019, 2, 20)),
        (returns.referred(), Message.REFERRED, date(2019, 3, 20)),
        (returns.cancelled(), Message.CANCELLED, date(2019, 2, 12)),
    ],
)
def test_every_message_is_read_with_its_day_and_its_siren(
    content: bytes, kind: Message, on: date
) -> None:
    receipt = read(content)
    assert (receipt.message, receipt.on, receipt.siren) == (kind, on, SIREN)
    assert receipt.content == content


def test_a_classification_has_its_own_day() -> None:
    assert read(classification()).classification_on == date(2019, 4, 18)


def test_the_acte_is_read_with_its_files_by_their_own_names() -> None:
    inside = returns.acte(document=f"/srv/tmp/{FILE}_1.pdf", annexes=(f"D:\\x\\{FILE}_2.pdf",))
    acte = read(returns.acknowledged(inside)).acte
    assert acte is not None
    assert acte.files == (f"{FILE}_1.pdf", f"{FILE}_2.pdf")
    assert (acte.number, acte.on, acte.nature) == (NUMBER, date(2019, 1, 31), 1)
    assert (acte.matiere, acte.announced) == ((8, 2), 1)


@pytest.mark.parametrize(
    "paper",
    [
        *("", "<actes:DocumentPapier/>", "<actes:DocumentPapier>0</actes:DocumentPapier>"),
        "<actes:DocumentPapier xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:nil='true'/>",
    ],
)
def test_paper_may_be_told_in_any_way_or_none(paper: str) -> None:
    assert read(returns.acknowledged(returns.acte(paper=paper))).acte == fields_of(
        read_xml(returns.acknowledged(), "ar.xml")[0]
    )


@pytest.mark.parametrize("code", ["002", "999", "ERREUR2", ""])
def test_codes_of_anomalies_are_taken_as_they_are(code: str) -> None:
    assert read(returns.anomaly(code)).code == code


def test_the_siren_of_an_anomaly_is_found_in_names() -> None:
    nameless = returns.anomaly().replace(FILE.encode(), b"acte")
    assert read(nameless).siren == ""
    assert read(nameless, f"042-{SIREN}----1-3_1.xml").siren == SIREN


def test_the_envelope_of_an_anomaly_is_that_of_its_name() -> None:
    receipt = read(returns.envelope_anomaly("x.xml"), f"ANO_EACT--{SIREN}--20190204-1.xml")
    assert receipt.envelope == f"EACT--{SIREN}--20190204-1"
    assert (receipt.id, receipt.siren) == (None, SIREN)
    assert str(read(returns.envelope_anomaly()).id) == ID


def test_an_envelope_says_for_whom_it_is() -> None:
    assert return_siren(read_xml(returns.return_envelope(), "e.xml")) == SIREN
    assert return_siren(read_xml(returns.acknowledged(), "e.xml")) == ""


@pytest.mark.parametrize("root", ["Acte", "EnveloppeCLMISILL", "html"])
def test_another_message_is_refused_by_its_name(root: str) -> None:
    with pytest.raises(MessageRefused, match=f"« {root} »"):
        read(message(root))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/srv/a.pdf", "a.pdf"),
        ("C:\\x\\a.pdf", "a.pdf"),
        (" a.pdf ", "a.pdf"),
        ("..", ".."),
        ("", ""),
    ],
)
def test_the_name_of_a_file_has_no_folder(path: str, name: str) -> None:
    assert base_name(path) == name


def real(name: str) -> Receipt:
    return read(sample(name).read_bytes(), name)


def test_a_real_acknowledgement_is_read() -> None:
    receipt = real("006-210600235-20180522-684-AI-1-2_5279.xml")
    assert receipt.on == date(2018, 5, 28)
    assert str(receipt.id) == "006-210600235-20180522-684-AI"
    assert receipt.acte is not None
    assert receipt.acte.subject == "Contrat à durée déterminée - Jean Dupont"


def test_a_real_anomaly_of_an_acte_is_read() -> None:
    receipt = real("044-214400152----1-3_1.xml")
    assert (receipt.code, receipt.siren, receipt.on) == ("002", "214400152", date(2018, 10, 12))
    assert receipt.acte is not None and receipt.acte.matiere == (1, 1, 1)


def test_a_real_anomaly_of_an_envelope_is_read() -> None:
    receipt = real("ANO_EACT--214400152--20180925-1.xml")
    assert (receipt.code, receipt.siren) == ("999", "214400152")
    assert receipt.envelope == "EACT--214400152--20180925-1"


def test_a_real_acte_and_its_acknowledgement_are_of_the_same_acte() -> None:
    sent = sample("034-491011698-20171207-CL20171227_06-DE-1-1_0.xml")
    back = real("pastell_ARActe_034-491011698-20171207-CL20171227_06-DE.xml").acte
    gone = fields_of(read_xml(sent.read_bytes(), sent.name))
    assert gone is not None and back is not None
    assert (gone.number, gone.on, gone.subject) == (back.number, back.on, back.subject)
    assert gone.document != back.document
