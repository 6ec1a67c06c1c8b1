"""One event as one line of text, and back: canonical JSON, sealed by the hash of the line before.

Canonical: keys sorted, no space, text in NFC, nothing empty, whole numbers only. Keys are in
French: the file is to be read by people, in twenty years too.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NoReturn

from avenant_builder.model.event import Draft, EffectDate, Event, EventType, TargetKind

FORMAT = 1
"""Version of the form of lines. One of a later version is never guessed at."""

TEXTS = {
    "par": "by",
    "numero": "number",
    "identifiant": "identifier",
    "signataire": "signer",
    "piece": "evidence",
    "nom_piece": "evidence_name",
    "sans_piece": "no_evidence",
    "version": "version",
    "note": "note",
}
OTHERS = frozenset(
    {"avant", "cible", "corrige", "enregistre", "faits", "format", "genre", "le", "n", "type"}
)
KNOWN = OTHERS | TEXTS.keys()
TYPES = {type.value: type for type in EventType}
KINDS = {kind.value: kind for kind in TargetKind}
NO_FACTS: Mapping[str, str] = {}


class LaterFormat(ValueError):
    """A line written by a later version of the tool."""


def digest(line: bytes) -> str:
    """SHA-256 of a line, its end not counted, in hex."""
    return hashlib.sha256(line).hexdigest()


def encode(draft: Draft, *, sequence: int, recorded_at: datetime, before: str) -> bytes:
    """The line of an event, without its end. `before` is the digest of the line before it."""
    facts = {
        "avant": before,
        "cible": draft.target,
        "enregistre": recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "format": FORMAT,
        "genre": str(draft.target_kind),
        "n": sequence,
        "type": str(draft.type),
        "le": draft.on.iso,
        "corrige": draft.corrects,
        "faits": dict(draft.facts),
        **{key: getattr(draft, name) for key, name in TEXTS.items()},
    }
    kept = {key: value for key, value in facts.items() if value not in ("", None, {})}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # An argument of a terminal may hold what no file can: it becomes « ? », and is not refused.
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace")


def decode(line: bytes) -> tuple[Event, str]:
    """The event of a line, and the digest of the line before as it says.

    Raises ``LaterFormat``, or ``ValueError`` for what is no line of a journal.
    """
    try:
        text = line.decode("utf-8")
        # « decode » would look for spaces around it twice: a line is read for every event.
        facts, end = DECODER.raw_decode(text)
    except RecursionError as fault:
        raise ValueError("too deep") from fault
    if end != len(text) and text[end:].strip():
        raise ValueError("more than an event")
    if not isinstance(facts, dict) or not isinstance(facts.get("format"), int):
        raise ValueError("not an event")
    if facts["format"] > FORMAT:
        raise LaterFormat(facts["format"])
    if not facts.keys() <= KNOWN:
        raise ValueError("unknown keys")
    try:
        return _event(facts), facts["avant"]
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("not an event") from fault


def _event(facts: Mapping[str, Any]) -> Event:
    texts = {TEXTS[key]: value for key, value in facts.items() if key in TEXTS}
    others = facts.get("faits", NO_FACTS)
    if not {*map(type, texts.values()), *map(type, others.values())} <= {str}:
        raise ValueError("not a text")
    recorded_at = datetime.fromisoformat(facts["enregistre"])
    if recorded_at.tzinfo is None:
        raise ValueError("no time zone")
    return Event(
        type=TYPES[facts["type"]],
        target_kind=KINDS[facts["genre"]],
        target=facts["cible"],
        on=_effect(facts.get("le", "")),
        corrects=facts.get("corrige"),
        facts=others,
        sequence=facts["n"],
        recorded_at=recorded_at,
        **texts,
    )


@lru_cache(maxsize=1000)
def _effect(iso: str) -> EffectDate:
    if not iso:
        return EffectDate()
    parts = [int(part) for part in iso.split("-")]
    date(*(*parts, 1, 1)[:3])
    return EffectDate(*parts)


def _refused(text: str) -> NoReturn:
    raise ValueError(f"{text}: not a whole number")


DECODER = json.JSONDecoder(parse_float=_refused, parse_constant=_refused)
