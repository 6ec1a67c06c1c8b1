"""The yardstick of the 2019 dossier measures what it says it measures."""

import re
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_lines import (
    README,
    REFERENCE,
    ROOT,
    allowed_differences,
    content_lines,
    expected_lines,
    lines_not_found,
    running_text,
)

words = st.from_regex(r"[^\W\d_]{1,8}", fullmatch=True)
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)


def test_marks_of_the_recognition_are_no_text() -> None:
    lines = content_lines(
        "- * **L'agrément du 1^{er} mars**\n"
        "**AXE 1: Former****GROUPE DE TRAVAIL**\n"
        "Référent\t<i>Caf de la Loire</i>\n"
        "Partenaires associés\t\n"
        " - o deux fois\n"
        "→ vers le haut\n"
        "- 1. Fiches actions**\n"
    )

    assert lines == (
        "L'agrément du 1er mars",
        "AXE 1: Former",
        "GROUPE DE TRAVAIL",
        "Référent",
        "Caf de la Loire",
        "Partenaires associés",
        "deux fois",
        "vers le haut",
        "1. Fiches actions",
    )


def test_the_reference_holds_twenty_blocks_and_five_fiches() -> None:
    lines = content_lines(REFERENCE.read_text("utf-8"))

    assert sum(line.startswith("Pour ") and line.endswith(",") for line in lines) == 18
    assert sum(line.startswith("Pilote de l'action") for line in lines) == 5
    assert lines[0] == "AVENANT N°1"
    assert lines[-1] == "au 1er novembre 2018"


def test_the_readme_mends_two_slips_and_drops_only_the_stamp() -> None:
    differences = allowed_differences(README.read_text("utf-8"))

    mended = README.read_text("utf-8").split("## Unifié par le modèle")[0]
    assert allowed_differences(mended) == {
        "Pour la Ville d'Ambière,": "Pour la Ville d'Ambierle,",
        "Pour Roannais Agglomération,,": "Pour Roannais Agglomération,",
    }
    dropped = {line for line, printed in differences.items() if not printed}
    assert {line.split()[0] for line in dropped} == {"Envoyé", "Reçu", "Affiché", "ID"}
    assert len(differences) == 7


def test_the_dossier_prints_what_the_data_mend() -> None:
    lines = expected_lines()

    assert "Pour la Ville d'Ambierle," in lines
    assert not [line for line in lines if "Ambière" in line or ",," in line or "DEL_" in line]


@pytest.mark.parametrize(
    "printed",
    [
        "Le Maire,\nYves NICOLIN",
        "Le\N{NO-BREAK SPACE}Maire,\n\nYves\N{NARROW NO-BREAK SPACE}NICOLIN",
        "• Le Mai-\nre,\nYves NICO\N{SOFT HYPHEN}LIN",
    ],
)
def test_space_and_hyphens_at_line_ends_do_not_count(printed: str) -> None:
    assert lines_not_found(["Le Maire,", "Yves NICOLIN"], printed) == ()


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("2017", "20170"),
        ("2017", "2017-2018"),
        ("Le Préfet,", "Le Préfet"),
        ("l'Etat", "l’Etat"),
        ("Etat", "État"),
        ("à priori", "à prio\nri"),
        ("Saint Etienne", "Saint-Etienne"),
    ],
)
def test_any_other_difference_counts(line: str, printed: str) -> None:
    assert lines_not_found([line], printed) == (line,)


@given(st.lists(sentences, unique=True, min_size=2, max_size=6), st.data())
def test_every_line_is_asked_for_and_in_order(lines: list[str], data: st.DataObject) -> None:
    kept = "\n".join(lines)
    assert lines_not_found(lines, kept) == ()

    lost = data.draw(st.integers(0, len(lines) - 1))
    without = "\n".join(["#", *lines[:lost], *lines[lost + 1 :], "#"])
    if not re.search(rf"(?<!\w){re.escape(lines[lost])}(?!\w)", without.replace("\n", " ")):
        assert lines_not_found(lines, without) == (lines[lost],)
    if len({word for line in lines for word in line.split()}) == sum(
        len(line.split()) for line in lines
    ):
        assert lines_not_found(lines, "\n".join(reversed(lines))) != ()


def test_running_heads_and_page_numbers_do_not_cut_a_paragraph() -> None:
    pages = [
        "Avenant n° 1\nArticle 1 :\nil en reste 8 qui ne\npage 1 / 3",
        "Avenant n° 1\npossèdent pas le niveau\nMise en œuvre\npage 2 / 3",
        "Avenant n° 1\nMise en œuvre\nEffets attendus\npage 3 / 3",
    ]

    printed = running_text(pages)

    assert lines_not_found(["il en reste 8 qui ne possèdent pas le niveau"], printed) == ()
    assert printed.count("Mise en œuvre") == 2
    assert "Avenant" not in printed


def test_the_fiches_hold_the_words_of_the_original() -> None:
    """The data alone, before any model: sections, lists and table values, in order."""
    lines = expected_lines()
    files = sorted((ROOT / "data" / "2019" / "fiches").glob("*.md"))
    starts = [rank for rank, line in enumerate(lines) if line == "Pilote de l'action"]
    assert len(files) == len(starts)
    heads = ("SCHEMA DIRECTEUR", "AXE ", "CENTRES SOCIAUX")
    for path, start in zip(files, starts, strict=True):
        asked = takewhile(lambda line: not line.startswith(heads), lines[start:])
        typed = path.read_text("utf-8").replace("**", "")
        assert lines_not_found(asked, typed) == (), path.name
