"""Draw what the executed copy adds to the text: its table, its signed pages, its certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.follow import FollowUp
from avenant_builder.french import enumeration, long_date, typeset
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import Event
from avenant_builder.pdf.pictures import Picture
from avenant_builder.pdf.sheet import Sheet
from avenant_builder.tracking.executed import Execution, SignedSeat, manner, signed_rows
from avenant_builder.tracking.facts import shown_day

HEADS = (
    "Organisme",
    "Signataire",
    "Signé le",
    "Comment",
    "Reçu le",
    "Original détenu par",
    "Pièce",
)
SHARES = (21, 21, 11, 17, 11, 20, 14)
A_COPY = (
    "Cet exemplaire est une copie de diffusion. L’impression ou l’image d’une page signée "
    "électroniquement n’est qu’une copie : l’original est le fichier signé, conservé octet pour "
    "octet dans l’archive. L’original d’une page signée à la main est la feuille elle-même, chez "
    "qui la détient."
)
SHORT = 12
LARGEST_TYPE, SMALLEST_TYPE = 8.0, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A signed page as the copy shows it; one page may bear several seats' signatures."""

    seats: tuple[SignedSeat, ...]
    picture: Picture | None
    fault: str = ""
    """French: why there is no picture."""

    @property
    def title(self) -> str:
        lines = [one.status.seat.heading.strip(" ,\u00a0") for one in self.seats]
        first, *others = dict.fromkeys(lines)
        return f"Page signée – {enumeration([first, *(f'{o[:1].lower()}{o[1:]}' for o in others)])}"


def draw_front(
    target: Path, followed: FollowUp, found: Execution, missing: Sequence[str], *, dated: date
) -> None:
    """The first page: who signed when, how, and who holds the original."""
    avenant, sheet = followed.dossier.avenant, Sheet()
    title = (
        f"Avenant n° {avenant.number} – {'exemplaire partiel' if missing else 'exemplaire signé'}"
    )
    _say(sheet, title, size=18, bold=True)
    _say(sheet, avenant.scheme.title, size=11)
    sheet.gap(8)
    if missing:
        _say(sheet, f"COPIE PARTIELLE. Il manque, au {long_date(dated)} :", size=11, bold=True)
        for line in missing:
            _say(sheet, f"– {line}", size=10)
        sheet.gap(8)
    _say(sheet, A_COPY, size=9.5)
    sheet.gap(8)
    rows = [tuple(map(typeset, row)) for row in signed_rows(found.signed)]
    sheet.table(HEADS, rows, shares=SHARES)
    sheet.gap(6)
    for absent in found.absent:
        _say(sheet, f"N’a pas signé, sans y être tenu : {absent.body.name}.", size=9)
    _say(sheet, f"Journal des signatures : {followed.head.short}.", size=9)
    sheet.save(target, title=title, dated=dated)


def draw_copy(target: Path, shown: Shown, *, partial: bool, dated: date) -> None:
    """One signed page, marked « copie », under who signed it."""
    sheet = Sheet()
    mark = "COPIE – EXEMPLAIRE PARTIEL" if partial else "COPIE"
    _say(sheet, f"{mark} – {shown.title}", size=10, bold=True)
    for one in shown.seats:
        _say(
            sheet,
            f"{one.status.seat.id} : signé le {shown_day(one.signature.on)} par {one.signer}, "
            f"{manner(one)} ; reçu le {one.received} ; original : {one.keeper}.",
            size=8,
        )
    piece = shown.seats[0].page
    _say(sheet, f"Pièce « {piece.evidence_name} », SHA-256 {piece.evidence}", size=7)
    sheet.gap(5)
    if shown.picture is None:
        _say(sheet, f"Cette page n’a pas pu être montrée : la pièce {shown.fault}.", size=10)
    else:
        found = shown.picture
        sheet.picture(found.path, found.width, found.height)
    sheet.save(target, title=shown.title, dated=dated)


def draw_certificate(target: Path, root: Path, followed: FollowUp, *, dated: date) -> int:
    """The closing page: every event with its hash and that of its pièce; gives its pages.

    It is one page for up to some 200 events; beyond, as many as it takes.
    """
    year = followed.dossier.avenant.year
    journal, sheet = journal_of(root, year), Sheet()
    _say(sheet, "Certificat", size=16, bold=True)
    _say(
        sheet,
        f"Tous les événements du journal des signatures au {long_date(dated)}. Chaque ligne porte "
        "le début de son empreinte, qui dépend de toutes les lignes d’avant, et celui de sa pièce "
        "(SHA-256). Une altération du journal ou d’une pièce est détectable par « avenant journal "
        "--verify ».",
        size=9,
    )
    _say(sheet, f"Tête du journal : n° {followed.head.sequence} · {followed.head.digest}", size=9)
    sheet.gap(6)
    lines = [
        typeset(_told(event, journal.head(event.sequence).digest)) for event in followed.events
    ]
    sheet.columns(lines, largest=LARGEST_TYPE, smallest=SMALLEST_TYPE)
    sheet.save(target, title="Certificat", dated=dated)
    return sheet.pages


def _told(event: Event, digest: str) -> str:
    piece = f" · pièce {event.evidence[:SHORT]}" if event.evidence else ""
    return (
        f"{event.sequence} · {shown_day(event.on)} · {event.target} · {event.type.label}"
        f"{piece} · {digest[:SHORT]}"
    )


def _say(sheet: Sheet, text: str, *, size: float, bold: bool = False) -> None:
    sheet.paragraph(typeset(text), size=size, bold=bold)
