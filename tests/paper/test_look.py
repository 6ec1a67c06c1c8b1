"""Looking at returned files: codes at any angle, blank pages, ink, and what fells a reader."""

import struct
import sys
import zlib
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image

import simulated
from avenant_builder.paper.ink import Ink, proposed
from avenant_builder.paper.look import look_at
from avenant_builder.paper.short_code import PageCode, write_code
from avenant_builder.raster import ORIENTATION
from simulated import PLACES, Scan, as_pdf, printed_page, scanned, signed, stamped

SECRET = b"un secret invente pour les tests"
CODE = write_code(PageCode(document="7K2MA", seat=12), SECRET)
PRINTED = {CODE: PLACES}


@pytest.mark.parametrize(("quarter", "tilt"), [(0, -3.0), (1, 3.0), (2, 1.5), (3, 0.0)])
def test_both_codes_are_read_whatever_the_way_up(tmp_path: Path, quarter: int, tilt: float) -> None:
    scan = scanned(printed_page(CODE), Scan(quarter=quarter, tilt=tilt), Random(1))
    [sight] = look_at(as_pdf([scan], tmp_path / "scan.pdf"), tmp_path, PRINTED).pages
    assert [code.text for code in sight.codes] == [CODE, CODE]
    for code in sight.codes:
        difference = (code.turned - 90 * quarter - tilt + 180) % 360 - 180
        assert abs(difference) < 2
    assert sight.ink is not None
    assert proposed(sight.ink) is Ink.EMPTY


def test_a_signature_and_a_stamp_alone_are_ink(tmp_path: Path) -> None:
    page = printed_page(CODE)
    inked = [signed(page, Random(2)), stamped(page, Random(2), (105, 182))]
    scans = [scanned(one, Scan(tilt=1.5, quarter=2, jpeg=40, noise=8), Random(3)) for one in inked]
    looked = look_at(as_pdf(scans, tmp_path / "scan.pdf"), tmp_path, PRINTED)
    assert [proposed(sight.ink or 0) for sight in looked.pages] == [Ink.INK, Ink.INK]
    with Image.open(tmp_path / looked.pages[0].crop) as crop:
        assert crop.width > 2 * crop.height, "le cadre se montre à l’endroit"


def test_one_code_is_enough(tmp_path: Path) -> None:
    page = simulated.stamped_over_code(signed(printed_page(CODE), Random(4)), Random(5), 0)
    page.paste(255, (0, 0, 600, 600))
    scan = scanned(page, Scan(quarter=3), Random(6))
    [sight] = look_at(as_pdf([scan], tmp_path / "scan.pdf"), tmp_path, PRINTED).pages
    assert [code.text for code in sight.codes] == [CODE]
    assert proposed(sight.ink or 0) is Ink.INK


def test_blank_and_uncoded_pages_are_told_apart(tmp_path: Path) -> None:
    blank = Image.new("L", printed_page("").size, 255)
    scans = [
        scanned(page, Scan(noise=10, jpeg=30, tilt=1), Random(7))
        for page in (blank, printed_page(""))
    ]
    looked = look_at(as_pdf(scans, tmp_path / "scan.pdf"), tmp_path, PRINTED)
    assert [sight.blank for sight in looked.pages] == [True, False]
    assert all((tmp_path / sight.image).exists() for sight in looked.pages)


def test_frames_of_a_tiff_and_pictures_are_pages(tmp_path: Path) -> None:
    pages = [printed_page(CODE).convert("1"), printed_page("").convert("1")]
    pages[0].save(
        tmp_path / "fax.tif", save_all=True, append_images=pages[1:], compression="group4"
    )
    looked = look_at(tmp_path / "fax.tif", tmp_path, PRINTED)
    assert [len(sight.codes) for sight in looked.pages] == [2, 0]
    printed_page(CODE).convert("RGB").save(tmp_path / "photo.jpg", quality=50)
    [sight] = look_at(tmp_path / "photo.jpg", tmp_path, PRINTED).pages
    assert len(sight.codes) == 2


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_a_page_scanned_lying_in_plain_grey_is_read(tmp_path: Path, compression: str) -> None:
    lying = printed_page(CODE).convert("L").transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    lying.save(tmp_path / "gris.tif", exif=exif, dpi=(200, 200), compression=compression)
    [sight] = look_at(tmp_path / "gris.tif", tmp_path, PRINTED).pages
    assert len(sight.codes) == 2


def bomb(path: Path, *, pages_before: int = 0) -> Path:
    """A file of 2 MB whose last page, or last but one, says that it holds 2 GB of zeros."""
    packer = zlib.compressobj(9)
    block = packer.compress(bytes(2**22)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = block + block[2:] * 500
    with pikepdf.open(path) if pages_before else pikepdf.new() as pdf:
        pdf.add_blank_page()
        content = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.FlateDecode)
        pdf.pages[-1].obj.Contents = content
        if pages_before:
            pdf.pages.append(pdf.pages[0])
        untouched = pikepdf.StreamDecodeLevel.none
        pdf.save(path.with_name("bombe.pdf"), stream_decode_level=untouched)
    return path.with_name("bombe.pdf")


@pytest.mark.skipif(sys.platform != "linux", reason="Ce système ne borne pas la mémoire.")
def test_a_page_that_fells_the_reader_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good = as_pdf([scanned(printed_page(CODE), Scan(), Random(8))], tmp_path / "bon.pdf")
    looked = look_at(bomb(good, pages_before=1), tmp_path, PRINTED)
    assert [len(sight.codes) for sight in looked.pages] == [2, 0, 2]
    assert looked.pages[1].fault
    assert not looked.fault


def sized(path: Path, side: float) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, int(side), int(side)])
        pdf.save(path)
    return path


def circular(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    path.write_bytes(path.read_bytes().replace(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]"))
    return path


def encrypted(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(user="x", owner="y"))
    return path


def huge_image(path: Path) -> Path:
    """A PNG of 45 bytes that says how large it is."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 0)
        + b"IEND"
        + struct.pack(">I", zlib.crc32(b"IEND"))
    )
    return path


def truncated(path: Path) -> Path:
    as_pdf([printed_page(CODE)], path)
    path.write_bytes(path.read_bytes()[:3000])
    return path


def test_hostile_files_are_reported_in_french(tmp_path: Path) -> None:
    files = {
        sized(tmp_path / "grand.pdf", 200_000): "page 1 : format démesuré",
        encrypted(tmp_path / "secret.pdf"): "est protégé par un mot de passe",
        huge_image(tmp_path / "immense.png"): "a plus de 64 millions de points",
        truncated(tmp_path / "coupe.pdf"): "n’est pas un PDF entier et lisible",
    }
    (tmp_path / "texte.pdf").write_text("pas un PDF")
    files[tmp_path / "texte.pdf"] = "n’est ni un PDF ni une image que l’outil sait lire"
    for path, said in files.items():
        looked = look_at(path, tmp_path, PRINTED)
        pages = [f"page {sight.number} : {sight.fault}" for sight in looked.pages]
        assert [*pages, looked.fault][0] == said, path.name


@pytest.mark.skipif(sys.platform != "linux", reason="Ce système ne borne pas la mémoire.")
def test_circular_and_nested_files_end(tmp_path: Path) -> None:
    for path in (circular(tmp_path / "rond.pdf"), bomb(tmp_path / "seul.pdf")):
        looked = look_at(path, tmp_path, PRINTED)
        assert not any(sight.codes for sight in looked.pages)
