"""A signature page is read back before it goes out: what would not come back is refused."""

from pathlib import Path

import pytest
from PIL import Image

from avenant_builder.paper.proof import Place, printed_places
from avenant_builder.paper.short_code import PageCode, write_code
from simulated import FRAME, MARGIN_MM, PLACES, PRINT_DPI, QUIET_MM, as_pdf, dots, printed_page

CODE = write_code(PageCode(document="7K2MA", seat=12), b"un secret invente")


def picture(left: float, top: float, side: float) -> Place:
    """A code with its quiet zone, as the PDF holds it."""
    return (left - QUIET_MM, top - QUIET_MM, left + side + QUIET_MM, top + side + QUIET_MM)


FIRST, LAST = (picture(*place) for place in PLACES.codes)
PICTURES = [FIRST, FRAME, LAST]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return as_pdf([printed_page(CODE)], tmp_path / "page.pdf", dpi=PRINT_DPI)


def moved(place: Place, right: float, down: float) -> Place:
    return place[0] + right, place[1] + down, place[2] + right, place[3] + down


def test_a_good_page_tells_its_places(page: Path) -> None:
    printed, faults = printed_places(page, PICTURES, CODE)
    assert faults == ()
    assert printed is not None
    assert printed.frame == FRAME
    assert printed.codes[0] == pytest.approx(PLACES.codes[0])
    assert printed.codes[0][0] >= MARGIN_MM


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ([FIRST, LAST], "0 cadres"),
        ([FIRST, FRAME], "1 codes au lieu de deux"),
        ([moved(FIRST, -5, 0), FRAME, LAST], "à moins de 10 mm du bord"),
        ([FIRST, FRAME, moved(LAST, 0, -80)], "touche le cadre"),
        ([moved(FIRST, 160, 0), FRAME, LAST], "pas en haut à gauche"),
        ([FIRST, FRAME, moved(LAST, -160, 0)], "pas en bas à droite"),
        ([picture(20, 20, 10), FRAME, LAST], "mm de côté"),
    ],
)
def test_a_page_that_would_not_come_back_says_why(
    page: Path, pictures: list[Place], said: str
) -> None:
    printed, faults = printed_places(page, pictures, CODE)
    assert printed is None
    assert any(said in fault for fault in faults), faults


def test_a_code_that_does_not_read_is_seen(tmp_path: Path) -> None:
    page = printed_page(CODE)
    page.paste(0, (0, 0, dots(25), dots(25)))
    path = as_pdf([page], tmp_path / "page.pdf", dpi=PRINT_DPI)
    assert printed_places(path, PICTURES, CODE)[1] == ("ses deux codes ne se lisent pas",)
    blank = Image.new("L", page.size, 255)
    path = as_pdf([blank], tmp_path / "blanc.pdf", dpi=PRINT_DPI)
    assert printed_places(path, PICTURES, CODE)[0] is None
