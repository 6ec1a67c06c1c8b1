"""Judge a returned PDF, in a child process that limits hold: it is a stranger's file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from avenant_builder.guard import guarded
from avenant_builder.model.signing import Integrity, Judged, Origin, Signature, Signer, Trust

LARGEST_FILE = 100_000_000
MOST_SIGNATURES = 100
SECONDS = 240.0
STEP = 60
"""Processor seconds for a signature: a hundred of them are compared with one another."""
UNREADABLE = (
    "ce fichier n’a pas pu être lu ({why}) : cela ne dit pas que ses signatures sont fausses ; "
    "ouvrez-le dans votre lecteur de PDF"
)


def judge(path: Path, sent: Mapping[str, Path], *, anchors: Path, day: date) -> Judged:
    """The verdicts on a file; `sent` are those that went out by their hash, the last one last.

    `anchors` is the folder of roots and lists, `day` ages the lists. Never raises for what a file
    holds: what cannot be read is ``UNREADABLE``.
    """
    if path.stat().st_size > LARGEST_FILE:
        return _unread("il pèse plus de 100 Mo")
    heard = guarded(_judge, path, dict(sent), anchors, day, step=STEP, patience=SECONDS)
    first = heard.values[0] if heard.values else {}
    if heard.fall or "origin" not in first:
        return _unread(heard.fall or first.get("closed", "sa lecture s’est arrêtée"))
    return Judged(
        origin=Origin(first["origin"]),
        packet=first["packet"],
        reasons=tuple(first["reasons"]),
        signatures=tuple(_signature(value) for value in heard.values[1:]),
    )


def _unread(why: str) -> Judged:
    return Judged(origin=Origin.UNREADABLE, reasons=(UNREADABLE.format(why=why),))


def _judge(path: Path, sent: dict[str, Path], anchors: Path, day: date) -> Iterator[Any]:
    """In the child: where the file comes from, then each of its signatures."""
    from avenant_builder.signatures.opening import Closed, opened, signatures_of
    from avenant_builder.signatures.origin import origin_of
    from avenant_builder.signatures.trust import read_anchors
    from avenant_builder.signatures.verdict import verdict_on

    content = path.read_bytes()
    try:
        reader = opened(content)
    except Closed as fault:
        yield {"closed": f"il {fault}"}
        return
    ours = {sha256: file.read_bytes() for sha256, file in sent.items()}
    origin, packet, reasons = origin_of(content, reader, ours)
    trusted = read_anchors(anchors)
    yield {"origin": origin, "packet": packet, "reasons": [*reasons, *trusted.faults]}
    for rank, aliases in enumerate(signatures_of(reader)):
        if rank < MOST_SIGNATURES:
            yield _plain(asdict(verdict_on(aliases, trusted, day=day)))


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    times = ("claimed", "stamped")
    return {
        key: value.isoformat() if key in times and value else value for key, value in facts.items()
    }


def _signature(facts: dict[str, Any]) -> Signature:
    signer = facts["signer"]
    return Signature(
        **{
            **facts,
            "others": tuple(facts["others"]),
            "signer": Signer(**{**signer, "sirens": tuple(signer["sirens"])}),
            "integrity": Integrity(facts["integrity"]),
            "trust": Trust(facts["trust"]),
            "claimed": _time(facts["claimed"]),
            "stamped": _time(facts["stamped"]),
        }
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
