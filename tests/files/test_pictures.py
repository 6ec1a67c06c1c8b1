"""Pictures that partners send, good and bad. All of them are made up here."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from avenant_builder.files import pictures
from avenant_builder.files.pictures import picture_fault


def encoded(form: str, mode: str = "RGB") -> bytes:
    """A small picture with some detail, so that cutting it shows."""
    image = Image.frombytes("L", (64, 48), bytes(range(256)) * 12).convert(mode)
    stream = BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def announced(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says to be that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return pictures.PNG + b"".join(parts)


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10**6)) for _ in range(200)) + packer.flush()
    comment = chunk(b"zTXt", b"Comment\0\0" + packed)
    sound = encoded("PNG")
    return sound[:33] + comment + sound[33:]


PNG, JPEG = encoded("PNG"), encoded("JPEG")

FAULTS = {
    "vide": (b"", pictures.UNKNOWN),
    "HTML": (b"<!DOCTYPE html><title>Erreur 404</title>", pictures.UNKNOWN),
    "GIF": (encoded("GIF"), pictures.UNKNOWN),
    "PDF": (b"%PDF-1.7\n", pictures.UNKNOWN),
    "PNG au début seul": (pictures.PNG, pictures.BROKEN),
    "PNG tronqué": (PNG[: len(PNG) // 2], pictures.BROKEN),
    "JPEG tronqué": (JPEG[: len(JPEG) // 2], pictures.BROKEN),
    "PNG de 30 000 × 30 000": (announced(30_000, 30_000), pictures.TOO_MANY),
    "PNG de 10 000 × 10 000": (announced(10_000, 10_000), pictures.TOO_MANY),
    "PNG sans largeur": (announced(0, 10), pictures.BROKEN),
    "PNG au commentaire géant": (text_bomb(), pictures.BROKEN),
    "JPEG d’Adobe": (encoded("JPEG", "CMYK"), pictures.RARE),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_picture_is_told(name: str, tmp_path: Path) -> None:
    data, fault = FAULTS[name]
    path = tmp_path / "image.png"
    path.write_bytes(data)
    assert picture_fault(path) == fault


@pytest.mark.parametrize(
    "data",
    [PNG, JPEG, *(encoded("PNG", mode) for mode in "1LP"), encoded("JPEG", "L")],
)
def test_a_sound_picture_passes_whatever_its_ending(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "image.bin"
    path.write_bytes(data)
    assert picture_fault(path) == ""


def test_a_file_that_is_too_heavy_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "image.png"
    with path.open("wb") as stream:
        stream.truncate(pictures.LARGEST + 1)
    assert picture_fault(path) == pictures.TOO_HEAVY


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert picture_fault(tmp_path / "absente.png") == pictures.UNREADABLE


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sound=st.sampled_from([PNG, JPEG]),
    changes=st.lists(st.tuples(st.integers(8, len(JPEG)), st.binary(max_size=4)), max_size=6),
)
def test_no_picture_stops_the_check(
    sound: bytes, changes: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    data = bytearray(sound)
    for place, new in changes:
        data[place : place + len(new)] = new
    path = tmp_path / "image.png"
    path.write_bytes(data)
    known = {pictures.BROKEN, pictures.TOO_MANY, pictures.RARE, pictures.UNKNOWN, ""}
    assert picture_fault(path) in known
