"""Judge a PDF that came back: its origin, and for each signature its seat and what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from avenant_builder.digital import sent_packets
from avenant_builder.follow import FollowUp
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find, is_intact
from avenant_builder.model.event import Event, in_force
from avenant_builder.model.signing import Integrity, Judged, Origin, Signature
from avenant_builder.pdf.fields import field_boxes
from avenant_builder.pdf.likeness import compare
from avenant_builder.signatures.judge import judge
from avenant_builder.tracking.signers import Matched, match

ANCHORS = "data/confiance"
"""Roots and trust lists, as files: see ``signatures/trust.py``."""
REFUSED = frozenset({Origin.CHANGED, Origin.REPLACED})
NOTHING_SENT = "aucun PDF à signer n’est parti d’ici : « avenant packets --digital » le prépare"
SEAL = "signature"
"""A fact of « signé électroniquement »: the seal of the signature, to know it again."""


class Outcome(StrEnum):
    """What a signature is worth, all verdicts together."""

    GOOD = "valable"
    TO_CHECK = "à contrôler"
    REJECTED = "rejetée"
    UNREAD = "illisible"
    KNOWN = "déjà reçue"
    ELSEWHERE = "d’un autre document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One signature of a file, its seat, and what it is worth."""

    signature: Signature
    matched: Matched
    outcome: Outcome
    doubts: tuple[str, ...] = ()
    """French: why it is not simply good."""


def sent_files(root: Path, events: tuple[Event, ...]) -> dict[str, Path]:
    """The PDFs that went out for digital signature by their hash, the one that counts last.

    Raises ``Tampered`` where one is not in evidence as it was.
    """
    return {event.evidence: _kept(root, event) for event in sent_packets(events)}


def examine(path: Path, sent: Mapping[str, Path], *, anchors: Path, day: date) -> Judged:
    """The verdicts on a file, its pages compared with those of the file that it derives from.

    `anchors` is the folder of roots and trust lists, `day` ages these.
    """
    judged = judge(path, sent, anchors=anchors, day=day)
    if judged.origin is Origin.UNREADABLE:
        return judged
    if not sent:
        return replace(judged, reasons=(*judged.reasons, NOTHING_SENT))
    if judged.origin is Origin.FOREIGN:
        return _by_its_pages(judged, path, sent)
    ours = sent[judged.packet]
    seen = compare(ours, path, field_boxes(ours))
    pages = [f"la page {page} ne se montre plus comme envoyée" for page in seen.differing]
    reasons = (*judged.reasons, *pages, *([seen.fault] if seen.fault else []))
    if judged.origin in (Origin.EXACT, Origin.EARLIER) and not seen.is_same:
        # Nothing but signatures was added, and one of them shows where none was meant to.
        return replace(judged, origin=Origin.STAMPED, reasons=reasons)
    return replace(judged, reasons=reasons)


def _kept(root: Path, event: Event) -> Path:
    path = find(root, event.evidence)
    if path is None or not is_intact(path):
        raise Tampered(
            f"le PDF envoyé à la signature (événement n° {event.sequence}) manque ou a changé dans "
            "data/evidence : rien ne peut lui être comparé",
            remedy=f"Remettez-le d’après votre sauvegarde : {event.evidence[:12]}….",
        )
    return path


def _by_its_pages(judged: Judged, path: Path, sent: Mapping[str, Path]) -> Judged:
    """Of a file without our bytes: does it show our pages."""
    for sha256, ours in reversed(list(sent.items())):
        if compare(ours, path, field_boxes(ours), reprinted=True).is_same:
            lost = "ses signatures électroniques, s’il en avait, sont perdues"
            said = "mêmes pages à l’image, mais ce ne sont plus les octets envoyés"
            reasons = (*judged.reasons, said if judged.signatures else f"{said} : {lost}")
            return replace(judged, origin=Origin.REWRITTEN, packet=sha256, reasons=reasons)
    return judged


def weigh(signature: Signature, judged: Judged, followed: FollowUp, *, now: datetime) -> Weighed:
    """The seat of a signature and its worth: good only where every verdict and name agree."""
    day = signed_at(signature, now).date()
    matched = match(signature, followed.dossier, followed.delegations, day=day)
    if any(event.facts.get(SEAL) == signature.seal for event in in_force(followed.events)):
        return Weighed(signature=signature, matched=matched, outcome=Outcome.KNOWN)
    doubts = [*matched.doubts]
    if signature.integrity is not Integrity.INTACT:
        doubts.insert(0, f"intégrité {signature.integrity.label} : {signature.integrity_says}")
    if judged.origin is not Origin.EXACT:
        doubts.insert(0, f"c’est {judged.origin.label}" + _because(judged))
    if not signature.trust.is_good:
        doubts.append(f"{signature.trust.label} : {signature.trust_says}".rstrip(" :"))
    if signature.integrity is Integrity.UNREADABLE or judged.origin is Origin.UNREADABLE:
        outcome = Outcome.UNREAD
    elif judged.origin is Origin.FOREIGN:
        # A délibération may be signed too: that says nothing of the signature awaited.
        outcome = Outcome.ELSEWHERE
    elif judged.origin in REFUSED or signature.integrity is Integrity.BROKEN:
        outcome = Outcome.REJECTED
    else:
        outcome = Outcome.TO_CHECK if doubts else Outcome.GOOD
    return Weighed(signature=signature, matched=matched, outcome=outcome, doubts=tuple(doubts))


def _because(judged: Judged) -> str:
    return f" ({' ; '.join(judged.reasons)})" if judged.reasons else ""


def signed_at(signature: Signature, now: datetime) -> datetime:
    """When it was made: as an authority stamped it, else as the signer claims, else today."""
    stamped = signature.stamped if signature.stamp_is_trusted else None
    moment = stamped or signature.claimed
    return moment.astimezone(now.tzinfo) if moment else now
