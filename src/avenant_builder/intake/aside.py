"""What could not be filed: kept under ``data/a-classer/``, with a contact sheet to look at."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from avenant_builder.disk import output_fault
from avenant_builder.intake.gather import Item
from avenant_builder.intake.seen import PageSeen
from avenant_builder.naming import file_name
from avenant_builder.paper.contact import Thumbnail, write_contact_sheet

FOLDER = "data/a-classer"
SHEET = "planche.pdf"
DIGITS = 12


def lay_aside(
    root: Path, item: Item, pages: Sequence[PageSeen], pictures: Path, *, with_original: bool
) -> Path | None:
    """Keep the pages of a file that have no seat, and the file itself where nothing else does.

    Gives their folder; the same file again changes nothing. None: there is nothing to keep.
    Raises ``OutputFault``.
    """
    if item.path is None or not (pages or with_original):
        return None
    folder = root / FOLDER / f"{item.sha256[:DIGITS]}-{file_name(Path(item.short).stem)}"
    if (folder / SHEET).exists():
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if with_original:
            shutil.copyfile(item.path, folder / f"original{_ending(item)}")
        shown = []
        for page in pages:
            name = page.sight.image or page.sight.crop
            kept = folder / f"page-{page.sight.number:03d}-{page.kind.value}{Path(name).suffix}"
            if name:
                shutil.copyfile(pictures / name, kept)
            label = f"page {page.sight.number} : {page.kind.label} {page.detail}".strip()
            shown.append(Thumbnail(path=kept if name else None, label=label))
        write_contact_sheet(folder / SHEET, item.name, shown)
    except OSError as fault:
        raise output_fault(fault, folder) from fault
    return folder


def _ending(item: Item) -> str:
    ending = Path(item.short).suffix.lower()
    return ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 5 else ""
