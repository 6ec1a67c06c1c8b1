"""The stamp of the préfecture on copies: on every page, as it is seen, and over nothing."""

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Pdf

from avenant_builder.errors import ConversionFailed
from avenant_builder.model.stamp import read_stamp
from avenant_builder.pdf.prefecture import stamp_copy
from avenant_builder.pdf.words import words_of

ID = "042-214201865-20190131-DEL_2019_006-DE"
LINES = (
    "Envoyé en préfecture le 04/02/2019",
    "Reçu en préfecture le 05/02/2019",
    "Affiché le",
    f"ID : {ID}",
)
SCALE = 2


def written(left: float, low: float, right: float, high: float) -> bytes:
    """Lines of text from edge to edge of a rectangle."""
    rows = range(int(high) - 10, int(low), -12)
    words = " ".join("mot" for _ in range(int((right - left) / 21)))
    shown = " ".join(f"1 0 0 1 {left} {y} Tm ({words}) Tj" for y in rows)
    return f"BT /F1 10 Tf {shown} ET".encode()


NORMAL, EVERYWHERE = written(60, 60, 535, 760), written(0, 0, 640, 842)
PAGES: dict[str, tuple[dict[str, object], bytes]] = {
    "plain": ({}, NORMAL),
    "busy corner": ({}, NORMAL + b" 400 780 195 62 re f"),
    "turned 90": ({"Rotate": 90}, NORMAL),
    "turned 180": ({"Rotate": 180}, NORMAL),
    "turned 270": ({"Rotate": 270}, NORMAL),
    "cropped": ({"CropBox": Array([100, 100, 500, 700])}, written(130, 130, 470, 620)),
    "cropped and turned": (
        {"CropBox": Array([100, 100, 500, 700]), "Rotate": 270},
        written(130, 130, 470, 620),
    ),
    "crop beyond media": ({"CropBox": Array([-50, -50, 900, 900])}, NORMAL),
    "unit": ({"UserUnit": 2}, NORMAL),
    "full": ({}, EVERYWHERE),
    "full, turned 90": ({"Rotate": 90}, EVERYWHERE),
    "full, turned 180": ({"Rotate": 180}, EVERYWHERE),
    "full, turned 270": ({"Rotate": 270}, EVERYWHERE),
    "full, cropped": ({"CropBox": Array([100, 100, 500, 700]), "Rotate": 90}, EVERYWHERE),
    "left open": ({}, b"q q 3 0 0 3 100 100 cm 0.5 g " + written(0, 0, 120, 160)),
}


def a_pdf(path: Path, *names: str) -> Path:
    pdf = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for name in names:
        facts, content = PAGES[name]
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(content)
        for key, value in facts.items():
            page.obj[f"/{key}"] = value
    pdf.save(path)
    return path


def inked(path: Path, page: int = 0) -> NDArray[np.bool_]:
    with pypdfium2.PdfDocument(path) as document:
        picture = document[page].render(scale=SCALE, grayscale=True).to_numpy()
        return np.asarray(picture.squeeze() < 200)


@pytest.mark.parametrize("name", PAGES, ids=str)
def test_the_stamp_is_seen_upright_and_covers_no_ink(name: str, tmp_path: Path) -> None:
    source = a_pdf(tmp_path / "source.pdf", name)
    before = source.read_bytes()
    target = tmp_path / "copie.pdf"
    assert stamp_copy(source, target, LINES) == 1
    assert source.read_bytes() == before
    words = words_of(target)
    assert words is not None
    stamp = read_stamp(words[0])
    assert stamp is not None and str(stamp.id) == ID and stamp.published is None
    old, new = inked(source), inked(target)
    grown = new.shape[0] - old.shape[0]
    assert new.shape[1] == old.shape[1]
    assert grown > 0 if name.startswith("full") else grown == 0
    # What was printed is there to the pixel; what was added lies on free paper.
    kept = new[grown:] if grown else new
    added = kept & ~old
    assert (kept & old).sum() == old.sum()
    if grown:
        assert not added.any() and new[:grown].any()
    else:
        assert added.any()
        rows, columns = np.nonzero(added)
        assert not old[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].any()
        assert columns.max() - columns.min() > rows.max() - rows.min()


def test_every_page_is_stamped_and_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    source = a_pdf(tmp_path / "source.pdf", "plain", "turned 90", "full")
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert stamp_copy(source, first, LINES) == 3
    stamp_copy(source, second, LINES)
    assert first.read_bytes() == second.read_bytes()
    words = words_of(first)
    assert words is not None and all(ID in page for page in words)


def test_a_copy_may_be_stamped_again(tmp_path: Path) -> None:
    source = a_pdf(tmp_path / "source.pdf", "plain")
    once, twice = tmp_path / "1.pdf", tmp_path / "2.pdf"
    stamp_copy(source, once, LINES)
    stamp_copy(once, twice, (*LINES[:3], "ID : 042-214201865-20190131-AUTRE-DE"))
    words = words_of(twice)
    assert words is not None and ID in words[0] and "AUTRE-DE" in words[0]


def test_fonts_that_pages_inherit_are_kept(tmp_path: Path) -> None:
    source = a_pdf(tmp_path / "source.pdf", "plain", "plain")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
        pdf.Root.Pages.Rotate = 90
        for page in pdf.pages:
            del page.obj.Resources
        pdf.save(source)
    target = tmp_path / "copie.pdf"
    stamp_copy(source, target, LINES)
    old, new = inked(source, 1), inked(target, 1)
    assert (new & old).sum() == old.sum() and new.sum() > old.sum()


def test_the_page_numbers_of_our_own_bundles_are_kept(tmp_path: Path) -> None:
    from avenant_builder.pdf.fonts import FONTS
    from avenant_builder.pdf.stamp import StampFont, stamp_bottom

    source = a_pdf(tmp_path / "source.pdf", "plain")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        font = StampFont(FONTS / "Carlito-Regular.ttf", pdf)
        stamp_bottom(pdf.pages[0], "page 1 / 12", font)
        font.finish()
        pdf.save(source)
    stamp_copy(source, tmp_path / "copie.pdf", LINES)
    words = words_of(tmp_path / "copie.pdf")
    assert words is not None and "page 1 / 12" in words[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nabc", b"x" * 1000])
def test_what_is_no_pdf_is_refused(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "faux.pdf"
    source.write_bytes(content)
    with pytest.raises(ConversionFailed, match=r"faux\.pdf"):
        stamp_copy(source, tmp_path / "copie.pdf", LINES)
    assert words_of(source) is None
