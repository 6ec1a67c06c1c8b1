"""Is the stamp read on a PDF that of an acte of ours? It is checked, proposed, never recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from avenant_builder.french import short_date
from avenant_builder.model.body import Body
from avenant_builder.model.event import Event, EventType
from avenant_builder.model.stamp import Stamp
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.siren import is_siren
from avenant_builder.tracking.receipts import KnownActe, department_of, known_actes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the stamp of a PDF would let somebody record, once he has seen it."""

    file: str
    stamp: Stamp
    body: Body | None
    """None: its SIREN is of no body of this avenant."""
    problems: tuple[Problem, ...]
    """Where it differs from the journal or the registers (R-REC-06)."""

    facts: tuple[tuple[EventType, date], ...] = ()
    """What it says and the journal does not; nothing where it is not ours or contradicts."""

    @property
    def commands(self) -> tuple[str, ...]:
        """What to type, one line a fact."""
        if self.body is None:
            return ()
        what = f"--number {self.stamp.id.number} --id {self.stamp.id} --file « {self.file} »"
        return tuple(
            f"avenant record {self.body.id} {type} --on {short_date(day)} {what}"
            for type, day in self.facts
        )


def proposed(file: str, stamp: Stamp, bodies: Sequence[Body], events: Sequence[Event]) -> Proposal:
    """Compare a stamp with the registers and the facts in force, part by part."""
    body = next((one for one in bodies if one.siren and one.siren == stamp.id.siren), None)
    own = known_actes([body], events) if body else ()
    told = [*_of_itself(stamp), *(_of_body(stamp, body) if body else ["SIREN d’aucun organisme"])]
    differing = sorted((list(_of_acte(stamp, one)) for one in own), key=len)
    told += differing[0] if differing else []
    place = Place(file)
    problems = [
        RULES["R-REC-06"].problem(place, f"tampon {stamp.id} : {message}") for message in told
    ]
    facts = tuple(_new_facts(stamp, body, events)) if body and not problems else ()
    return Proposal(file=file, stamp=stamp, body=body, problems=tuple(problems), facts=facts)


def _new_facts(
    stamp: Stamp, body: Body, events: Sequence[Event]
) -> Iterator[tuple[EventType, date]]:
    known = {(event.type, event.on.exact) for event in events if event.target == body.id}
    for type, day in (
        (EventType.ACTE_SENT, stamp.sent),
        (EventType.ACTE_RECEIVED, stamp.received),
        (EventType.ACTE_PUBLISHED, stamp.published),
    ):
        if day is not None and (type, day) not in known:
            yield type, day


def _of_itself(stamp: Stamp) -> Iterator[str]:
    said = stamp.id
    if not is_siren(said.siren):
        yield f"le SIREN {said.siren} a une clé fausse"
    if not said.has_sound_number:
        yield f"le numéro « {said.number} » a un signe qu’ACTES ne prend pas"
    for what, day in (("envoyé", stamp.sent), ("reçu", stamp.received)):
        if day and day < said.on:
            yield f"{what} le {short_date(day)}, avant l’acte du {short_date(said.on)}"
    if stamp.sent and stamp.received and stamp.received < stamp.sent:
        yield f"reçu le {short_date(stamp.received)}, avant l’envoi du {short_date(stamp.sent)}"


def _of_body(stamp: Stamp, body: Body) -> Iterator[str]:
    department = department_of(body)
    if department and stamp.id.department != department:
        yield f"département {stamp.id.department}, et {department} d’après le code Insee"
    if body.exists_to and body.exists_to < stamp.id.on:
        yield f"{body.name} n’existe que jusqu’au {short_date(body.exists_to)}"


def _of_acte(stamp: Stamp, one: KnownActe) -> Iterator[str]:
    said = stamp.id
    if said.number != one.number:
        yield f"numéro {said.number}, et {one.number} au journal"
    if said.on != one.on:
        yield f"date {short_date(said.on)}, et {short_date(one.on)} au journal"
    if one.nature and said.nature != one.nature:
        yield f"nature {said.nature}, et {one.nature} au journal"
