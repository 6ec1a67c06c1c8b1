"""Files made to do harm, or merely odd: Word models, PDFs of partners, pictures."""

from collections.abc import Callable
from pathlib import Path

from hostile_pdf import SUPPLIED
from hostile_pictures import PICTURES, SCANS
from hostile_word import MODELS

Maker = Callable[[], bytes]
CASES: dict[str, dict[str, Maker]] = {
    "modèle Word": MODELS,
    "PDF fourni": SUPPLIED,
    "TIFF fourni": SCANS,
    "image": PICTURES,
}


def endings(kind: str) -> str:
    """The name under which such a file is given."""
    names = {"modèle Word": "cas.docx", "PDF fourni": "cas.pdf", "TIFF fourni": "cas.tif"}
    return names.get(kind, "cas.png")


def write_all(folder: Path) -> list[tuple[str, str, Path]]:
    """Write every case into a folder of its own: kind, name, path."""
    written: list[tuple[str, str, Path]] = []
    for kind, cases in CASES.items():
        for number, (name, make) in enumerate(cases.items()):
            path = folder / f"{len(written):03}-{number}" / endings(kind)
            path.parent.mkdir(parents=True)
            path.write_bytes(make())
            written.append((kind, name, path))
    return written
