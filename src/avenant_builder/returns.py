"""Take in PDFs that came back signed: judge each, note in the journal what holds and what does not.

Nothing is changed in a file: it is kept byte for byte. What does not hold is kept too, with why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from avenant_builder.digital import sent_packets
from avenant_builder.files.manifest import fingerprint
from avenant_builder.follow import FollowUp, follow
from avenant_builder.french import short_date
from avenant_builder.judging import (
    ANCHORS,
    SEAL,
    Outcome,
    Weighed,
    examine,
    sent_files,
    signed_at,
    weigh,
)
from avenant_builder.model.event import EffectDate, Event, EventType, in_force
from avenant_builder.model.signing import Judged, Origin, Signature
from avenant_builder.record import SIGNATURES, Recorded, Request, record

MARK = b"/ByteRange"
"""In every signed PDF, and never compressed: it says which bytes of the file were signed."""
NOT_NOTED = frozenset({Outcome.KNOWN, Outcome.UNREAD, Outcome.ELSEWHERE})
SIGNED = "fichier signé électroniquement"
AGREED = "intégrité, origine, confiance et signataire concordent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One file that came back, and what was noted of it."""

    path: Path
    judged: Judged
    weighed: tuple[Weighed, ...]
    recorded: tuple[Recorded, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What an agent is told, in French: where it comes from, then each signature."""
        told = (_told(one, self.judged) for one in self.weighed)
        return (*_origin_lines(self.judged, self.weighed), *chain(*told))

    @property
    def is_unread(self) -> bool:
        """Whether a part of it could not be read: that says nothing against it."""
        unread = any(one.outcome is Outcome.UNREAD for one in self.weighed)
        return unread or self.judged.origin is Origin.UNREADABLE

    @property
    def is_filed(self) -> bool:
        """Whether it is a pièce of some event; else it must be kept apart, to be looked at."""
        return bool(self.recorded) or any(one.outcome is Outcome.KNOWN for one in self.weighed)


def is_signed_pdf(path: Path) -> bool:
    """Whether a file carries digital signatures, by its bytes alone: it is not opened."""
    content = path.read_bytes()
    return b"%PDF-" in content[:1024] and MARK in content


def receive(
    root: Path, year: int, path: Path, *, on: date, now: datetime, by: str = ""
) -> Received:
    """Judge a file and note its signatures in the journal; it was received on the day `on`.

    Both ways of working come out the same: one file that was passed along, or one file a person.
    The same signature again adds nothing. Raises ``Tampered`` where a file that we sent is not in
    evidence as it was, ``ProblemsFound`` for the registers, and what ``record`` raises.
    """
    followed = follow(root, year, as_of=now.date())
    sent = sent_files(root, followed.events)
    judged = examine(path, sent, anchors=root / ANCHORS, day=now.date())
    filing = _Filing(
        root=root,
        year=year,
        path=path,
        followed=followed,
        judged=judged,
        on=on,
        now=now,
        by=by,
    )
    weighed = tuple(weigh(one, judged, followed, now=now) for one in judged.signatures)
    recorded = tuple(done for one in weighed for done in filing.note(one))
    return Received(path=path, judged=judged, weighed=weighed, recorded=recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filing:
    """The events that one file gives."""

    root: Path
    year: int
    path: Path
    followed: FollowUp
    judged: Judged
    on: date
    now: datetime
    by: str

    def note(self, one: Weighed) -> Iterator[Recorded]:
        """Write the events of a signature: signed, received, and checked where all agrees."""
        if one.matched.seat is None or one.outcome in NOT_NOTED:
            return
        seat, today = one.matched.seat.id, EffectDate.of(self.on)
        why = " ; ".join(one.doubts)
        if one.outcome is Outcome.REJECTED:
            yield from self._reject(seat, today, why)
            return
        signed = Request(
            who=seat,
            type=EventType.SIGNED_DIGITALLY,
            on=EffectDate.of(signed_at(one.signature, self.now).date()),
            signer=one.matched.person or one.signature.signer.name,
            note=why,
            version=self._version(),
            facts=_facts(one.signature, self.judged, self.on),
        )
        yield self._record(signed)
        page = Request(
            who=seat, type=EventType.PAGE_RECEIVED, on=today, version=self._version(), note=SIGNED
        )
        yield self._record(page)
        if one.outcome is Outcome.GOOD:
            yield self._record(Request(who=seat, type=EventType.CHECKED, on=today, note=AGREED))

    def _reject(self, seat: str, today: EffectDate, why: str) -> Iterator[Recorded]:
        """A bad copy takes away no signature that stands: it is then a note, with its pièce."""
        own = [event for event in in_force(self.followed.events) if event.target == seat]
        if any(event.evidence == fingerprint(self.path) for event in own):
            return
        stands = any(event.type in SIGNATURES for event in own)
        type = EventType.NOTE if stands else EventType.PAGE_REJECTED
        yield self._record(Request(who=seat, type=type, on=today, note=why))

    def _record(self, request: Request) -> Recorded:
        whole = replace(request, file=self.path, by=self.by)
        return record(self.root, self.year, whole, now=self.now)

    def _version(self) -> str:
        """The text of the file that this one derives from."""
        packets: Sequence[Event] = sent_packets(self.followed.events)
        return next((one.version for one in packets if one.evidence == self.judged.packet), "")


def _origin_lines(judged: Judged, weighed: Sequence[Weighed]) -> list[str]:
    lines = [f"origine : {judged.origin.label}", *(f"  – {reason}" for reason in judged.reasons)]
    if not weighed and judged.origin is not Origin.UNREADABLE:
        lines.append("aucune signature électronique dans ce fichier")
    return lines


def _told(one: Weighed, judged: Judged) -> Iterator[str]:
    signature = one.signature
    seat = one.matched.seat.id if one.matched.seat else "siège inconnu"
    yield f"{seat} : signature {one.outcome}, certificat de « {signature.signer.name} »"
    yield f"  intégrité : {signature.integrity.label}{_after(signature.integrity_says)}"
    yield f"  confiance : {signature.trust.label}{_after(signature.trust_says)}"
    yield f"  heure déclarée : {_shown(signature.claimed)} ; horodatage : " + (
        f"{_shown(signature.stamped)}"
        + (" (autorité connue)" if signature.stamp_is_trusted else " (autorité non vérifiée)")
        if signature.stamped
        else "aucun"
    )
    for doubt in one.matched.doubts if judged.origin is not Origin.FOREIGN else ():
        yield f"  – {doubt}"


def _after(words: str) -> str:
    return f" ({words})" if words else ""


def _shown(moment: datetime | None) -> str:
    if moment is None:
        return "non dite"
    local = moment.astimezone()
    return f"{short_date(local.date())} à {local:%H:%M}"


def _facts(signature: Signature, judged: Judged, on: date) -> dict[str, str]:
    """What must never be mistaken for one another: three times, three verdicts."""
    facts = {
        SEAL: signature.seal,
        "champ": signature.field,
        "certificat": signature.signer.name,
        "emetteur": signature.signer.issuer,
        "heure_declaree": signature.claimed.isoformat() if signature.claimed else "",
        "horodatage": signature.stamped.isoformat() if signature.stamped else "",
        "horodatage_reconnu": "oui" if signature.stamp_is_trusted else "non",
        "recu_le": on.isoformat(),
        "integrite": signature.integrity.value,
        "origine": judged.origin.value,
        "confiance": signature.trust.value,
    }
    return {key: value for key, value in facts.items() if value}
