"""A second agreement, INVENTED from end to end: another département, bodies, texts and models.

It resembles the Loire's in nothing that the code could have taken for granted: two of its seats
are of one body, one is vacant; its fiches differ in number, labels and headings; it has no map
and no structures; its first annex is a picture. Its tables use commas and tabs.
"""

import struct
import zlib
from pathlib import Path
from shutil import copytree

import pytest

from second_agreement.make_models import make_models

HERE = Path(__file__).resolve().parent
YEAR = 2031
CANTONS = (b"\x1f\x4e\x79", b"\xb8\x4a\x00", b"\x4c\x8c\x4a", b"\xe0\xc0\x60")
SIDE = 120


@pytest.fixture(scope="session")
def second_agreement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the invented agreement, its models and its picture made."""
    root = tmp_path_factory.mktemp("accord-inventé") / "espace de travail"
    copytree(HERE / "workspace", root)
    make_models(root / "templates")
    annexes = root / "data" / str(YEAR) / "annexes"
    annexes.mkdir()
    (annexes / "plan.png").write_bytes(png_of_four_squares())
    return root


def png_of_four_squares() -> bytes:
    """A small picture in four colours, opaque: PDF/A has nothing to say against it."""
    top, bottom = (b"\0" + left * SIDE + right * SIDE for left, right in (CANTONS[:2], CANTONS[2:]))
    header = struct.pack(">IIBBBBB", 2 * SIDE, 2 * SIDE, 8, 2, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(top * SIDE + bottom * SIDE)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
