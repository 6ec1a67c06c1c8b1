"""Pictures that are none, or too much. All invented."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

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


def tiff(size: tuple[int, int] = (300, 200), mode: str = "L", pages: int = 1, **how: Any) -> Maker:
    def make() -> bytes:
        stream, page = io.BytesIO(), Image.new(mode, size)
        more = [page] * (pages - 1)
        page.save(stream, "TIFF", save_all=True, append_images=more, **how)
        return stream.getvalue()

    return make


def ifd(*fields: tuple[int, int, int, int], after: int = 0) -> Maker:
    """A TIFF of one directory at 8, with these fields: tag, kind, count, value."""

    def make() -> bytes:
        body = b"".join(struct.pack("<HHII", *field) for field in fields)
        head = b"II*\0" + struct.pack("<IH", 8, len(fields))
        return head + body + struct.pack("<I", after) + bytes(1_000)

    return make


def plain(
    width: int, height: int, *, at: int = 200, size: int = 800
) -> tuple[tuple[int, int, int, int], ...]:
    """The fields of a grey picture without compression."""
    return (
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)),
        *((273, 4, 1, at), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, size)),
    )


SCANS: dict[str, Maker] = {
    "gris": tiff(),
    "deux couleurs, 30 pages": tiff((1654, 2339), "1", 30, compression="group4"),
    "CMJN": tiff(mode="CMYK"),
    "16 bits": tiff(mode="I;16"),
    "mesures": tiff(mode="F"),
    "30 000 × 30 000": tiff((30_000, 30_000), "1", compression="group4"),
    "8 000 × 8 000": tiff((8_000, 8_000), "RGB", compression="tiff_lzw"),
    "en-tête seul": lambda: b"II*\0",
    "page qui se suit": ifd(*plain(20, 20), after=8),
    "deux milliards de lignes": ifd(*plain(1, 2**31 - 1)),
    "ni largeur ni hauteur": ifd(*plain(0, 0)),
    "points hors du fichier": ifd(*plain(20, 20, at=2**31)),
    "quatre milliards d’étiquettes": ifd((256, 4, 2**32 - 1, 8)),
    "compression inconnue": ifd(
        *((t, k, n, 60_000 if t == 259 else v) for t, k, n, v in plain(9, 9))
    ),
    "tronqué": spoiled(tiff((900, 900), compression="tiff_lzw"), lambda data: data[:400]),
    "octets changés": spoiled(
        tiff((900, 900), "RGB", compression="jpeg"),
        lambda data: data[:300] + noise(400) + data[700:],
    ),
    "3 000 pages": tiff((9, 9), "1", 3_000),
}
