"""Drafts of e-mails that carry the letters: a mail program opens them ready to be sent.

``X-Unsent: 1`` makes Outlook open an .eml as a draft; others take it by « Modifier comme nouveau ».
"""

from collections.abc import Iterable, Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
# The paragraphs of the letter that its e-mail repeats, and what stands before each.
REPEATED = {
    "Appel": "",
    "Texte de lettre": "",
    "Point de lettre": "– ",
    "Formule de politesse": "",
    "Signataire de lettre": "",
    "Référence de lettre": "",
}
REFERENCE = "Référence de lettre"


def draft_email(
    *,
    subject: str,
    to: Iterable[str],
    paragraphs: Iterable[tuple[str, str]],
    attachments: Sequence[Path],
) -> bytes:
    """The bytes of an .eml, the same for the same letter: no date, no sender, no random mark.

    `paragraphs` are those of the letter, with the names of their styles; its reference comes
    last. An address that is not one is left out, to be typed by hand.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["X-Unsent"] = "1"
    if known := [address for text in to if (address := _address(text))]:
        message["To"] = known
    message.set_content(_text(paragraphs), cte="quoted-printable")
    for path in attachments:
        maintype, subtype = DOCX
        message.add_attachment(
            path.read_bytes(), maintype=maintype, subtype=subtype, filename=path.name
        )
    mark = sha256("".join(path.name for path in attachments).encode()).hexdigest()[:24]
    if message.is_multipart():
        message.set_boundary(f"avenant-{mark}")
    return message.as_bytes()


def _text(paragraphs: Iterable[tuple[str, str]]) -> str:
    kept = [(style, text) for style, text in paragraphs if style in REPEATED and text.strip()]
    kept.sort(key=lambda found: found[0] == REFERENCE)
    return "\n\n".join(f"{REPEATED[style]}{text}" for style, text in kept) + "\n"


def _address(text: str) -> Address | None:
    try:
        return Address(addr_spec=text) if text.isascii() and "@" in text else None
    except (HeaderParseError, ValueError, IndexError):
        return None
