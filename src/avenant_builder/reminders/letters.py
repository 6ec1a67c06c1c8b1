"""What a letter and a draft acte may say: the names that their Word models take."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from avenant_builder.french import enumeration, fold, long_date, with_de
from avenant_builder.model.body import Body
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import Event, EventType
from avenant_builder.model.seat import Tenure
from avenant_builder.tracking.assemblies import (
    ASSEMBLIES,
    acte_name,
    assembly_name,
    notice,
    ready_by,
)
from avenant_builder.tracking.due import Reminder, last_day

ADOPTED = frozenset({EventType.ACTE_ADOPTED})
SENT = frozenset({EventType.SENT})
CIVILITIES = {"m.": "Monsieur", "monsieur": "Monsieur", "mme": "Madame", "madame": "Madame"}
ARTICLE = re.compile(r"(?:Le|La|Les) |L['’]")
FOR = re.compile(r"Pour ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one person, for one or more seats, and the draft actes that go with it."""

    key: str
    reminders: tuple[Reminder, ...]
    drafts: Mapping[str, Body]
    """The bodies whose draft acte goes along, by the name of its file without its ending."""
    day: date
    answer_by: date

    @property
    def holder(self) -> Tenure:
        return self.reminders[0].awaited.holder

    @property
    def tone(self) -> int:
        """That of the seat reminded most often."""
        return max(reminder.tone for reminder in self.reminders)

    @property
    def rank(self) -> int:
        return max(reminder.rank for reminder in self.reminders)


def letter_context(
    common: Mapping[str, Any], letter: Letter, dossier: Dossier, events: Sequence[Event], head: str
) -> dict[str, Any]:
    """What ``relance.docx`` may ask for."""
    earlier = sorted({day for reminder in letter.reminders for day in reminder.earlier})
    facts = {
        "rang": letter.tone,
        "date": letter.day,
        "destinataire": addressee(letter.holder),
        "appel": salutation([reminder.awaited.holder for reminder in letter.reminders]),
        "precedentes": enumeration(map(long_date, earlier)),
        "reponse_avant": letter.answer_by,
        "journal": head,
        "adresses": [_address(reminder) for reminder in letter.reminders],
        "attentes": [_awaited(reminder, events, letter.day) for reminder in letter.reminders],
        "projets": [{"organisme": body.name} for body in letter.drafts.values()],
    }
    return {**common, "expediteur": sender(dossier), "lettre": facts}


def sender(dossier: Dossier) -> dict[str, str]:
    """The body that writes, as its letters name it; empty where none is named."""
    settings = dossier.avenant.reminders
    body = next((found for found in dossier.bodies if found.id == settings.sender), None)
    return {
        "nom": body.name if body else "",
        "adresse": body.address if body else "",
        "courriel": body.email if body else "",
        "contact": settings.contact,
        "signature": settings.signature,
    }


def draft_context(
    common: Mapping[str, Any], body: Body, dossier: Dossier, day: date
) -> dict[str, Any]:
    """What ``deliberation.docx`` may ask for."""
    powers = ASSEMBLIES[body.category].powers
    holders = [seat.tenure_on(day) for seat in dossier.seats if seat.body == body.id]
    signers = [_signer(holder) for holder in holders if holder is not None and holder.last_name]
    facts = {
        "organisme": body.name,
        "assemblee": assembly_name(body),
        "textes": [powers] if powers else [],
        "comite_de_pilotage": dossier.avenant.steering_committee_on,
        "autorise": f"{enumeration(signers)},",
        "au_nom": _in_the_name_of(dossier, body),
        **_session(body, day),
    }
    return {**common, "projet": facts}


def addressee(holder: Tenure) -> str:
    """« Madame Ada INVENTÉE »; the name alone where the register does not say the civility."""
    return f"{_civility(holder)} {holder.full_name}".strip()


def salutation(holders: Sequence[Tenure]) -> str:
    """« Madame la Présidente »; without the title where one person holds several.

    A civility that the register does not say is not guessed: « Madame, Monsieur ».
    """
    civility = _civility(holders[0])
    titles = {bare(holder.title) for holder in holders}
    title = titles.pop()
    if not civility:
        return "Madame, Monsieur"
    if titles or not ARTICLE.match(title):
        return civility
    return f"{civility} {_lowered(title)}"


def _civility(holder: Tenure) -> str:
    return CIVILITIES.get(fold(holder.civility.strip()), holder.civility)


def bare(line: str) -> str:
    """A printed line without its comma."""
    return line.strip(" ,\u00a0")


def _lowered(title: str) -> str:
    """A title inside a sentence: « le Maire »."""
    return title[0].lower() + title[1:] if ARTICLE.match(title) else title


def _signer(holder: Tenure) -> str:
    title = bare(holder.title)
    return f"{_lowered(title)}, {holder.full_name}" if title else holder.full_name


def _in_the_name_of(dossier: Dossier, body: Body) -> str:
    """« de la Ville de Roanne »: the printed line of the body says its article."""
    headings = [bare(seat.heading) for seat in dossier.seats if seat.body == body.id]
    named = next((FOR.sub("", line, 1) for line in headings if FOR.match(line)), body.name)
    return with_de(named)


def _address(reminder: Reminder) -> dict[str, str]:
    awaited = reminder.awaited
    return {
        "qualite": bare(awaited.holder.title),
        "organisme": awaited.body.name,
        "adresse": awaited.body.address,
    }


def _awaited(reminder: Reminder, events: Iterable[Event], day: date) -> dict[str, Any]:
    """What is missing for a seat, with the session that matters."""
    awaited, events = reminder.awaited, tuple(events)
    return {
        "organisme": awaited.body.name,
        "qualite": bare(awaited.holder.title),
        "etat": awaited.state.value,
        "depuis": reminder.since,
        "acte": acte_name(awaited.body),
        "acte_le": last_day(events, ADOPTED, awaited.body.id),
        "envoye_le": last_day(events, SENT, awaited.seat.id),
        **_session(awaited.body, day),
    }


def _session(body: Body, day: date) -> dict[str, Any]:
    """The next session seen from a day; `hors_delai`: it is too late to call it on this text."""
    found, ready, session = notice(body), ready_by(body), body.next_session
    coming = session if session is not None and session >= day else None
    late = coming is not None and ready is not None and ready < day
    return {
        "seance": coming,
        "seance_passee": session if coming is None else None,
        "pret_le": ready if coming and not late else None,
        "hors_delai": late,
        "delai": found.label if found else "",
        "source": found.source if found else "",
    }
