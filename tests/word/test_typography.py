"""Typography changes the kind of a space and the height of « er », never a character."""

import re
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from avenant_builder.word.typography import ordinal_endings, typeset_part

NBSP = "\u00a0"
texts = st.lists(
    st.sampled_from(
        [*"a1 :;!?»«%€n°.e", "1er", "2e", "1re", " janvier", "n° 12", "M. Martin", "6 000", "\t"]
    ),
    max_size=12,
).map("".join)


def typeset_runs(*pieces: str) -> Paragraph:
    root: Any = parse_xml(f"<w:body {nsdecls('w')}><w:p/></w:body>")
    paragraph = Paragraph(root.p_lst[0], root)
    for piece in pieces:
        paragraph.add_run(piece)
    typeset_part(root)
    return paragraph


def raised(paragraph: Paragraph) -> list[str]:
    return [run.text for run in paragraph.runs if run.font.superscript]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (("le 1", "er jan", "vier 2019 : ", "oui"), "le 1er¤janvier 2019¤: oui"),
        (("« ", "a", " »"), "«¤a¤»"),
        (("n°", " 12 et 6", " 000 €"), "n°¤12 et 6¤000¤€"),
        (("M.", " Martin et Mme", " Durand"), "M.¤Martin et Mme¤Durand"),
        (
            ("https://exemple.invalid/a?b=1 et a@b.invalid",),
            "https://exemple.invalid/a?b=1 et a@b.invalid",
        ),
        (("a", "\t", ": b"), "a\t: b"),
    ],
)
def test_spaces_are_set_across_runs(pieces: tuple[str, ...], text: str) -> None:
    paragraph = typeset_runs(*pieces)
    assert paragraph.text == text.replace("¤", NBSP)


@pytest.mark.parametrize(
    ("text", "endings"),
    [
        ("le 1er janvier, la 1re fois, la 2e, le 19e", ["er", "re", "e", "e"]),
        ("1er", ["er"]),
        ("article 12", []),
        ("12e3 A1er 1erb 2er 3re 1.1er", []),
        ("x@1er.invalid https://a.invalid/1er www.1er.invalid/2e", []),
    ],
)
def test_ordinals_are_raised_after_a_number_only(text: str, endings: list[str]) -> None:
    assert [text[start:end] for start, end in ordinal_endings(text)] == endings
    assert raised(typeset_runs(text)) == endings


def test_an_ordinal_split_between_runs_keeps_their_looks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("le ")
    paragraph.add_run("1e").bold = True
    paragraph.add_run("r janvier").italic = True
    typeset_part(document.element)
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs if run.font.superscript] == [
        ("e", True, None),
        ("r", None, True),
    ]


@given(st.lists(texts, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_character_changes_but_the_kind_of_a_space(pieces: list[str]) -> None:
    paragraph = typeset_runs(*pieces)
    assert re.sub(NBSP, " ", paragraph.text) == re.sub(NBSP, " ", "".join(pieces))


@given(st.lists(texts, max_size=4))
@settings(max_examples=150, deadline=None)
def test_setting_twice_is_setting_once(pieces: list[str]) -> None:
    paragraph = typeset_runs(*pieces)
    once = (paragraph.text, [text for text in raised(paragraph) if text])
    typeset_part(paragraph._parent)  # type: ignore[arg-type]
    assert (paragraph.text, [text for text in raised(paragraph) if text]) == once
