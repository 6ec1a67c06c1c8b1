"""PDFs that carry digital signatures: given to their judge, and told in a few French lines."""

import shutil
from datetime import datetime
from pathlib import Path

from avenant_builder.digital import sent_packets
from avenant_builder.intake.gather import Item
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.judging import Weighed
from avenant_builder.model.signing import Judged, Origin
from avenant_builder.raster import is_pdf
from avenant_builder.returns import Received, is_signed_pdf, receive

NOT_OURS = (Origin.FOREIGN, Origin.UNREADABLE)


def judged(
    root: Path, year: int, item: Item, folder: Path, *, now: datetime, by: str
) -> Received | None:
    """What the judge says of a PDF; None where it carries no signature.

    The file is never rewritten. It is given under the name that people know it by.
    """
    if item.path is None or not is_signed_pdf(item.path):
        return None
    path = item.path
    if item.outer is not None:
        path = folder / f"signe-{item.path.stem}" / item.short
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(item.path, path)
    return receive(root, year, path, now=now, by=by)


def unsigned_copy(root: Path, year: int, item: Item, *, now: datetime) -> str:
    """What to say of a PDF without signature that is a copy of one that went out to be signed."""
    if (
        item.path is None
        or not is_pdf(item.path)
        or not sent_packets(journal_of(root, year).read())
    ):
        return ""
    found = receive(root, year, item.path, now=now).judged
    if found.signatures or found.origin in NOT_OURS:
        return ""
    return f"aucune signature électronique, et c’est {found.origin.label}{_because(found)}"


def lines(received: Received) -> tuple[str, ...]:
    """The three verdicts on each signature, never made one."""
    if not received.weighed:
        return (f"origine : {received.judged.origin.label}{_because(received.judged)}",)
    return tuple(_line(one, received.judged) for one in received.weighed)


def _line(one: Weighed, judged: Judged) -> str:
    signature = one.signature
    seat = one.matched.seat.id if one.matched.seat else "siège inconnu"
    who = one.matched.person or signature.signer.name or "signataire illisible"
    verdicts = (
        f"intégrité {signature.integrity.label}",
        f"origine : {judged.origin.label}",
        f"confiance : {signature.trust.label}",
    )
    doubts = f" ; {' ; '.join(one.doubts)}" if one.doubts else ""
    return f"{seat}, {who} : signature {one.outcome.value} ({' ; '.join(verdicts)}){doubts}"


def _because(judged: Judged) -> str:
    return f" ({' ; '.join(judged.reasons)})" if judged.reasons else ""
