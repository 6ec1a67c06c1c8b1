"""TIFFs as scanners, faxes and studios make them, bound as pages. All are made up here."""

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from avenant_builder.pdf.supplied import bindable, inspect_supplied
from avenant_builder.problems import Place

PLACE = Place("data/2019/avenant.toml", 12, "fichier")
ORIENTATION = 274
DOTS = 100
A4 = (827, 1169)
"""Dots of a sheet at 100 an inch."""


def sheet(mode: str = "L", size: tuple[int, int] = A4) -> Any:
    """A white page with a black mark in its upper left corner."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0] // 4, size[1] // 4))
    if mode == "I;16":
        return image.convert("I").point(lambda value: value * 257).convert("I;16")
    return image.convert(mode)


def saved(path: Path, *images: Any, turned: int = 1, **how: Any) -> Path:
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    first, *more = images
    settings = {"dpi": (DOTS, DOTS), "exif": exif, **how}
    first.save(path, save_all=True, append_images=more, **settings)
    return path


def bound(path: Path) -> list[tuple[Any, ...]]:
    """Size in points of each page that is bound, and the corner where its mark is."""
    facts, problems = inspect_supplied(path, PLACE)
    assert facts is not None and not problems
    copy = bindable(path, path.with_name("copie.pdf"))
    found = []
    with pypdfium2.PdfDocument(copy) as pdf:
        assert len(pdf) == facts.pages
        for page in pdf:
            image = page.render(scale=0.5).to_pil().convert("L")
            across, down = image.width - 9, image.height - 9
            corners = {"tl": (9, 9), "tr": (across, 9), "bl": (9, down), "br": (across, down)}
            marked = [name for name, spot in corners.items() if image.getpixel(spot) < 99]
            found.append(((round(page.get_width()), round(page.get_height())), *marked))
    return found


FORMS = [
    ("1", "group4"),
    ("1", "group3"),
    ("1", "raw"),
    ("L", "raw"),
    ("L", "tiff_lzw"),
    ("L", "jpeg"),
    ("RGB", "tiff_lzw"),
    ("RGB", "tiff_adobe_deflate"),
    ("RGB", "jpeg"),
    ("P", "packbits"),
    ("RGBA", "tiff_lzw"),
    ("CMYK", "raw"),
    ("CMYK", "tiff_lzw"),
    ("I;16", "raw"),
    ("I;16", "tiff_lzw"),
]


@pytest.mark.parametrize(("mode", "compression"), FORMS)
def test_a_scan_is_bound_upright_at_its_size(tmp_path: Path, mode: str, compression: str) -> None:
    straight = saved(tmp_path / "droit.tif", sheet(mode), compression=compression)
    assert bound(straight) == [((595, 842), "tl")]
    turned = saved(tmp_path / "couche.tif", sheet(mode), turned=6, compression=compression)
    assert bound(turned) == [((842, 595), "tr")]


def test_all_pages_are_bound(tmp_path: Path) -> None:
    pages = [sheet("1"), sheet("RGB"), sheet("L", (1169, 827))]
    assert bound(saved(tmp_path / "trois.tiff", *pages)) == [
        ((595, 842), "tl"),
        ((595, 842), "tl"),
        ((842, 595), "tl"),
    ]


def test_a_fax_has_other_dots_across_than_down(tmp_path: Path) -> None:
    fax = saved(tmp_path / "fax.tif", sheet("1", (1728, 1145)), dpi=(204, 98), compression="group4")
    assert bound(fax) == [((610, 841), "tl")]


def test_a_scan_that_does_not_say_its_size_is_a_sheet(tmp_path: Path) -> None:
    for dots in ((0, 0), (1, 1), (100_000, 100_000)):
        path = saved(tmp_path / f"muet-{dots[0]}.tif", sheet("L"), dpi=dots)
        [((width, height), corner)] = bound(path)
        assert abs(width - 595) < 3 and abs(height - 842) < 3 and corner == "tl"


def test_two_colours_lose_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path / "plan.tif", sheet("1"), compression="group4")
    copy = bindable(path, tmp_path / "copie.pdf")
    with pikepdf.open(copy) as pdf:
        [image] = pdf.pages[0].obj.Resources.XObject.values()
        assert "/CCITTFaxDecode" in repr(image.Filter)


def refused(path: Path) -> str:
    facts, [problem] = inspect_supplied(path, PLACE)
    assert facts is None
    assert (problem.rule, problem.place) == ("R-ANX-16", PLACE)
    return problem.message


def test_what_cannot_be_bound_is_refused_in_french(tmp_path: Path) -> None:
    whole = saved(tmp_path / "entier.tif", sheet("L"), sheet("L"), compression="tiff_lzw")
    cut = tmp_path / "coupe.tif"
    cut.write_bytes(whole.read_bytes()[:3000])
    assert refused(cut).startswith("« coupe.tif » est un TIFF abîmé, ou d’une forme inconnue")
    measured = saved(tmp_path / "mesures.tif", Image.new("F", A4))
    assert refused(measured).endswith("est un TIFF abîmé, ou d’une forme inconnue, à la page 1")
    huge = saved(tmp_path / "immense.tif", Image.new("1", (30_000, 9_000)), compression="group4")
    assert "démesurée" in refused(huge)
    large = saved(tmp_path / "grand.tif", Image.new("1", (10_000, 9_000)), compression="group4")
    assert "plus de 89 millions de points à la page 1" in refused(large)
