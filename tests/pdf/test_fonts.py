"""The shipped fonts print French, and nothing but them is used."""

from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from docx import Document
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.fonts import FONTS, font_environment, unprintable
from avenant_builder.pdf.office import convert

FRENCH = (
    "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ"
    "0123456789 .,;:!?’'\"«»“”–—…()[]/%&<>@€°²³•▪→+-=*#_\u00a0\u202f\u2011\u00ad\t\n"
)


@given(st.text(st.sampled_from(FRENCH)))
def test_french_is_printable(text: str) -> None:
    assert unprintable(text) == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_unprintable_is_named_once_in_order(text: str) -> None:
    named = unprintable(text)
    assert list(named) == [char for char in dict.fromkeys(text) if char in named]
    assert unprintable("".join(char for char in text if char not in named)) == ()


def test_emoji_boxes_and_control_characters_are_unprintable() -> None:
    assert unprintable("Oui ☐, 🎉 et encore 🎉 \x07") == ("☐", "🎉", "\x07")


def test_every_document_may_embed_the_fonts() -> None:
    shipped = sorted(FONTS.glob("*.ttf"))
    assert len(shipped) == 8
    for path in shipped:
        with TTFont(path, lazy=True) as font:
            assert font["OS/2"].fsType == 0, path.name
    assert len(list(FONTS.glob("OFL-*.txt"))) == 2


def test_the_configuration_is_sound_in_any_folder(tmp_path: Path) -> None:
    work = tmp_path / "à faire & <vite>"
    work.mkdir()
    variables = font_environment(work)
    configuration = ElementTree.parse(variables["FONTCONFIG_FILE"])
    assert configuration.findtext("cachedir") == str(work.resolve() / "fontconfig")
    assert [folder.text for folder in configuration.findall("dir")] == [str(FONTS)]


@pytest.fixture(scope="module")
def fonts_used(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Fonts in the PDF of a text set in each of these; the names are real, the text invented."""
    folder = tmp_path_factory.mktemp("polices")
    documents = []
    for family in ("Calibri", "Arial", "Times New Roman"):
        document = Document()
        run = document.add_paragraph().add_run("Texte inventé • → ▪ œ €")
        run.font.name = family
        documents.append(folder / f"{family}.docx")
        document.save(str(documents[-1]))
    results = convert(documents, engine=engine, target=folder, work=folder / "w")
    return {result.stem: embedded(result) for result in results}


def embedded(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as document:
        fonts = document.pages[0].resources.Font
        return {str(fonts[name].BaseFont).partition("+")[2] for name in fonts.keys()}  # noqa: SIM118


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        ("Calibri", {"Carlito"}),
        ("Arial", {"LiberationSans"}),
        ("Times New Roman", {"Carlito"}),
    ],
)
def test_a_text_is_set_in_shipped_fonts(
    fonts_used: dict[str, set[str]], asked: str, used: set[str]
) -> None:
    assert fonts_used[asked] == used
