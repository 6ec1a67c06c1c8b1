"""Pictures that are none, or too much. All invented."""

import io
import struct
import zlib
from collections.abc import Callable

from hostile_word import noise, spoiled
from PIL import Image

Maker = Callable[[], bytes]


def picture(form: str, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Maker:
    def make() -> bytes:
        stream = io.BytesIO()
        Image.new(mode, size).save(stream, form)
        return stream.getvalue()

    return make


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, *between: bytes, rows: bytes = b"") -> Maker:
    def make() -> bytes:
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        end = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + head + b"".join(between) + end

    return make


PICTURES: dict[str, Maker] = {
    "PNG": picture("PNG"),
    "JPEG": picture("JPEG"),
    "JPEG en CMJN": picture("JPEG", mode="CMYK"),
    "vide": lambda: b"",
    "GIF renommé": picture("GIF"),
    "TIFF renommé": picture("TIFF"),
    "BMP renommé": picture("BMP"),
    "SVG renommé": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "page web": lambda: b"<html></html>",
    "30 000 × 30 000": png(30_000, 30_000),
    "30 000 × 2": png(30_000, 2, rows=bytes(2 * (30_000 // 8 + 1))),
    "deux milliards de points": png(2**31 - 1, 1),
    "sans largeur": png(0, 10),
    "tronquée": spoiled(picture("PNG", (900, 900)), lambda data: data[:400]),
    "JPEG tronqué": spoiled(picture("JPEG", (900, 900)), lambda data: data[: len(data) // 2]),
    "octets changés": spoiled(picture("JPEG"), lambda data: data[:300] + noise(200) + data[500:]),
    "texte de 200 Mo": png(8, 1, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2 * 10**8)))),
    "profil de 200 Mo": png(8, 1, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2 * 10**8)))),
    "9 000 × 9 000": picture("JPEG", (9_000, 9_000), "L"),
}
