"""Drafts of e-mails, read back as a mail program would. People and addresses are invented."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.reminders.emails import draft_email

LETTER = (
    ("Nom de l’expéditeur", "La Caf inventée"),
    ("Référence de lettre", "Réf. : journal des signatures n° 3 · 0123456789ab"),
    ("Appel", "Madame la Présidente,"),
    ("Texte de lettre", "Il manque, de votre côté : "),
    ("Point de lettre", "Les Amis inventés : la page de signature, signée."),
    ("Texte de lettre", ""),
    ("Signataire de lettre", "Le Directeur inventé"),
)


def draft(attachments: tuple[Path, ...] = (), **facts: object) -> EmailMessage:
    wanted = {"subject": "Signature de l’avenant", "to": ["zoe@exemple.invalid"]} | facts
    data = draft_email(paragraphs=LETTER, attachments=attachments, **wanted)  # type: ignore[arg-type]
    assert b"\n" not in data.replace(b"\r\n", b"")
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_it_opens_as_a_draft_that_nobody_has_sent() -> None:
    message = draft()
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Signature de l’avenant"
    assert message["To"] == "zoe@exemple.invalid"
    assert message["Date"] is None and message["From"] is None and message["Message-ID"] is None


def test_it_repeats_the_letter_and_ends_with_the_head_of_the_journal() -> None:
    assert draft().get_content().splitlines()[::2] == [
        "Madame la Présidente,",
        "Il manque, de votre côté : ",
        "– Les Amis inventés : la page de signature, signée.",
        "Le Directeur inventé",
        "Réf. : journal des signatures n° 3 · 0123456789ab",
    ]


def test_it_carries_the_letter_and_is_the_same_each_time(tmp_path: Path) -> None:
    letter = tmp_path / "lettre-œuvrard.docx"
    letter.write_bytes(b"PK invent\xe9")
    message = draft((letter,))
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == letter.name
    assert attachment.get_content() == letter.read_bytes()
    assert draft((letter,)).as_bytes() == message.as_bytes()


@pytest.mark.parametrize(
    "address", ["", "pas une adresse", "zoé@exemple.invalid", "a@", "@b", "a@b@c", "a b@c", "<"]
)
def test_an_address_that_is_none_is_left_out(address: str) -> None:
    assert draft(to=[address])["To"] is None


@given(st.lists(st.text(max_size=20), max_size=3))
def test_no_text_of_the_register_breaks_the_draft_or_adds_a_header(addresses: list[str]) -> None:
    message = draft(to=addresses)
    assert set(message.keys()) <= {
        *("Subject", "X-Unsent", "To", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
