"""PDFs that carry digital signatures: given to their judge under the name that people know."""

import shutil
from datetime import date, datetime
from pathlib import Path

from avenant_builder.intake.gather import Item
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.judging import ANCHORS, examine, sent_files
from avenant_builder.model.signing import Origin
from avenant_builder.raster import is_pdf
from avenant_builder.returns import Received, is_signed_pdf, receive

UNREAD = "n’a pas pu être lu en entier"
NOT_OURS = (Origin.FOREIGN, Origin.UNREADABLE)


def judged(
    root: Path, year: int, item: Item, folder: Path, *, on: date, now: datetime, by: str
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
    return receive(root, year, path, on=on, now=now, by=by)


def unsigned_copy(root: Path, year: int, item: Item, *, day: date) -> str:
    """What to say of a PDF without signature that is a copy of one that went out to be signed."""
    if item.path is None or not is_pdf(item.path):
        return ""
    sent = sent_files(root, journal_of(root, year).read())
    if not sent:
        return ""
    found = examine(item.path, sent, anchors=root / ANCHORS, day=day)
    if found.signatures or found.origin in NOT_OURS:
        return ""
    because = f" ({' ; '.join(found.reasons)})" if found.reasons else ""
    return f"aucune signature électronique ; origine : {found.origin.label}{because}"
