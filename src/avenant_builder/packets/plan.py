"""Decide the packets of a day: who gets which letter and which pages to sign. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from avenant_builder.context import common_context, signature_blocks
from avenant_builder.follow import FollowUp
from avenant_builder.french import long_date
from avenant_builder.model.body import Body
from avenant_builder.model.documents import FillJob, Picture, SignatureBlock
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.naming import file_name, unique_name
from avenant_builder.paper.short_code import PageCode, document_of, write_code
from avenant_builder.plan import titled
from avenant_builder.reminders.letters import addressee, bare, salutation, sender
from avenant_builder.tracking.campaign import SeatStatus
from avenant_builder.tracking.state import State
from avenant_builder.tracking.steps import Step

PAGE, LETTER = "page-signature.docx", "lettre-envoi.docx"
FRAME = "cadre.png"
FRAME_MM = (170.0, 62.0)
SHOWN_DIGITS = 12
BEFORE = (State.TO_EMPOWER, State.ACTE_TO_SEND, State.ACTE_TO_PUBLISH)
"""The conditions that precede a signature, and that a letter reminds of."""
NOT_SENT = {
    State.OUT: "hors jeu",
    State.REFUSED: "a refusé de signer",
    State.SIGNED: "a signé cette version",
}


class Grouping(StrEnum):
    """One packet for each of these."""

    PERSON = "person"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One signature page."""

    key: str
    """Name of its files without their ending."""
    seat: Seat
    body: Body
    holder: Tenure
    block: SignatureBlock
    status: SeatStatus
    code: str

    @property
    def picture(self) -> str:
        """Name of the picture of its code."""
        return f"{self.code}.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What goes to one person or one body."""

    key: str
    sheets: tuple[Sheet, ...]

    @property
    def letter(self) -> str:
        return f"{self.key}-1-lettre"

    @property
    def text(self) -> str:
        """Name of its copy of the frozen document."""
        return f"{self.key}-2-avenant.pdf"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its files, in the order in which they are read."""
        pages = (f"{sheet.key}.pdf" for sheet in self.sheets)
        return (f"{self.letter}.docx", f"{self.letter}.pdf", self.text, *pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPlan:
    """The packets of a day, decided and not yet written."""

    day: date
    packets: tuple[Packet, ...]
    jobs: tuple[FillJob, ...]
    left_out: Mapping[str, str]
    """Seats that get no page, and why."""
    code_mm: float
    """Side of the picture of a code."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(sheet for packet in self.packets for sheet in packet.sheets)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for packet in self.packets for name in packet.names)


def plan_packets(
    frozen: Dossier,
    followed: FollowUp,
    *,
    version: str,
    secret: bytes,
    code_mm: float,
    by: Grouping,
    root: Path,
) -> PacketPlan:
    """Decide who gets what: names as the `frozen` text prints them, the rest as of today.

    `root` is joined to the names of logos, never read.
    """
    sheets, left_out = _sheets(frozen, followed, version=version, secret=secret)
    plan = PacketPlan(
        day=followed.campaign.as_of,
        packets=_packets(sheets, by),
        jobs=(),
        left_out=left_out,
        code_mm=code_mm,
    )
    return replace(
        plan, jobs=tuple(_jobs(plan, frozen, followed, version=version, by=by, root=root))
    )


def _sheets(
    frozen: Dossier, followed: FollowUp, *, version: str, secret: bytes
) -> tuple[list[Sheet], dict[str, str]]:
    """The pages to sign, in printed order; and the seats that get none, and why."""
    statuses = {one.seat.id: one for one in followed.campaign.seats}
    left_out: dict[str, str] = {}
    sheets = []
    blocks = signature_blocks(frozen)
    for rank, (seat, block) in enumerate(zip(frozen.seats, blocks, strict=True), start=1):
        holder = seat.tenure_on(frozen.avenant.reference_day)
        status = statuses.get(seat.id)
        if reason := _left_out(status, holder):
            left_out[seat.id] = reason
        elif status and holder:
            code = PageCode(document=document_of(version), seat=rank)
            sheets.append(
                Sheet(
                    key=file_name(seat.id),
                    seat=seat,
                    body=status.body,
                    holder=holder,
                    block=block,
                    status=status,
                    code=write_code(code, secret),
                )
            )
    return sheets, left_out


def _left_out(status: SeatStatus | None, holder: Tenure | None) -> str:
    if status is None:
        return "n’est plus un siège de cet avenant"
    if holder is None or not holder.last_name:
        return "siège vacant dans le texte figé"
    reason = NOT_SENT.get(status.state, "")
    return f"{reason} : {status.reason}" if reason and status.reason else reason


def _packets(sheets: Iterable[Sheet], by: Grouping) -> tuple[Packet, ...]:
    groups: dict[tuple[str, ...], list[Sheet]] = {}
    for sheet in sheets:
        holder = sheet.holder
        person = (holder.civility, holder.first_name, holder.last_name)
        groups.setdefault((sheet.body.id,) if by is Grouping.BODY else person, []).append(sheet)
    taken: set[str] = set()
    packets = []
    for own in groups.values():
        holder = own[0].holder
        who = own[0].body.id if by is Grouping.BODY else f"{holder.last_name} {holder.first_name}"
        key = unique_name(who, taken)
        pages = tuple(replace(sheet, key=f"{key}-3-signature-{sheet.key}") for sheet in own)
        packets.append(Packet(key=key, sheets=pages))
    return tuple(packets)


def _jobs(
    plan: PacketPlan,
    frozen: Dossier,
    followed: FollowUp,
    *,
    version: str,
    by: Grouping,
    root: Path,
) -> Iterable[FillJob]:
    common = common_context(frozen, root=root)
    shown = version[:SHOWN_DIGITS]
    for sheet in plan.sheets:
        title = f"Page de signature – {sheet.body.name}"
        context = {**titled(common, title), "page": page_facts(sheet, shown, plan.code_mm)}
        yield FillJob(key=sheet.key, model=PAGE, title=title, context=context)
    for packet in plan.packets:
        title = f"Envoi pour signature – {packet.sheets[0].body.name}"
        facts = {
            **_to(packet, by),
            "date": plan.day,
            "version": shown,
            "journal": followed.head.short,
            "sieges": [_seat(sheet) for sheet in packet.sheets],
        }
        context = {**titled(common, title), "expediteur": sender(followed.dossier), "paquet": facts}
        yield FillJob(key=packet.letter, model=LETTER, title=title, context=context)


def page_facts(sheet: Sheet, version: str, code_mm: float) -> dict[str, Any]:
    """What ``page-signature.docx`` may ask for under « page »."""
    code = Picture(Path(sheet.picture), f"Code de la page : {sheet.code}", code_mm, code_mm)
    return {
        "intitule": sheet.seat.heading,
        "qualite": sheet.block.title,
        "nom": sheet.block.name,
        "version": version,
        "code": sheet.code,
        "code_en_image": code,
        "cadre": Picture(Path(FRAME), "Cadre où signer", *FRAME_MM),
    }


def _to(packet: Packet, by: Grouping) -> dict[str, Any]:
    holders = [sheet.holder for sheet in packet.sheets]
    people = {holder.full_name for holder in holders}
    alone = len(people) == 1
    several = by is Grouping.BODY and not alone
    return {
        "destinataire": packet.sheets[0].body.name if several else addressee(holders[0]),
        "appel": "Madame, Monsieur" if several else salutation(holders),
        "adresses": [
            {
                "qualite": "" if several else bare(sheet.holder.title),
                "organisme": sheet.body.name,
                "adresse": sheet.body.address,
            }
            for sheet in (packet.sheets[:1] if by is Grouping.BODY else packet.sheets)
        ],
    }


def _seat(sheet: Sheet) -> dict[str, Any]:
    """A page to sign, and what must precede it."""
    return {
        "organisme": sheet.body.name,
        "qualite": bare(sheet.holder.title),
        "nom": sheet.holder.full_name,
        "code": sheet.code,
        "prealables": checklist(sheet.status.steps),
    }


def checklist(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """What must precede a signature: met or not, when, and by which law."""
    return [
        {"libelle": step.label, "fait": step.met, "texte": _when(step), "regle": step.rule}
        for step in steps
        if step.state in BEFORE
    ]


def _when(step: Step) -> str:
    if step.event is None:
        return ""
    day = step.event.on.exact
    number = f", n° {step.event.number}" if step.event.number else ""
    return f"fait le {long_date(day)}{number}" if day else f"fait, sans date connue{number}"
