"""Rich text becomes paragraphs with the model's styles; each list has its own count."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from pypdf import PdfReader

from avenant_builder.errors import ModelFault
from avenant_builder.model.fiche import Block, BlockKind, RichText, Span
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.office import convert
from word_samples import FillOne

pytest_plugins = ["word_fixtures"]

TEXTS = ("avant", "{{p texte }}", "après")


def block(kind: BlockKind, level: int, text: str = "x", number: int | None = None) -> Block:
    return Block(kind=kind, level=level, spans=(Span(text),), number=number)


def numbers(*levels_and_numbers: tuple[int, int]) -> tuple[Block, ...]:
    return tuple(
        block(BlockKind.NUMBER, level, number=number) for level, number in levels_and_numbers
    )


def lists_of(document: Document) -> list[int]:
    """The list that each numbered paragraph is in."""
    properties: list[Any] = [p._p.pPr for p in document.paragraphs if p._p.pPr is not None]
    return [p.numPr.numId.val for p in properties if p.numPr is not None]


def start_of(document: Document, key: int) -> int:
    """The number with which a list begins."""
    numbering: Any = document.part.numbering_part.element
    [override] = numbering.num_having_numId(key).lvlOverride_lst
    return int(override.startOverride.val)


def test_each_kind_of_block_has_the_style_of_its_name(fill_one: FillOne) -> None:
    blocks = (
        *(block(BlockKind.PARAGRAPH, 0), block(BlockKind.QUOTE, 0)),
        *(
            block(kind, level)
            for kind in (BlockKind.BULLET, BlockKind.ARROW)
            for level in (1, 2, 3)
        ),
        *(
            *numbers((1, 1), (2, 1), (3, 1)),
            block(BlockKind.PARAGRAPH, 3),
            block(BlockKind.QUOTE, 1),
        ),
    )
    document = fill_one({"texte": RichText(blocks)}, *TEXTS, styles=True)
    assert [p.style.name for p in document.paragraphs[1:-1] if p.style] == [
        *("Texte de fiche", "Citation de fiche", "Puce 1", "Puce 2", "Puce 3"),
        *("Flèche 1", "Flèche 2", "Flèche 3", "Numéro 1", "Numéro 2", "Numéro 3"),
        *("Suite 3", "Suite 1"),
    ]


def test_looks_are_kept_and_texts_are_whole(fill_one: FillOne) -> None:
    spans = (Span("a & "), Span("<b>", bold=True), Span(" c", italic=True), Span("\td\n{{ e }}"))
    text = RichText((Block(kind=BlockKind.PARAGRAPH, level=0, spans=spans),))
    paragraph = fill_one({"texte": text}, *TEXTS, styles=True).paragraphs[1]
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs] == [
        ("a & ", False, False),
        ("<b>", True, False),
        (" c", False, True),
        ("\td\n{{ e }}", False, False),
    ]


def test_a_text_without_words_leaves_no_line(fill_one: FillOne) -> None:
    document = fill_one({"texte": RichText(())}, *TEXTS, styles=True)
    assert [p.text for p in document.paragraphs] == ["avant", "après"]


def test_an_empty_text_leaves_a_cell_whole(fill_one: FillOne) -> None:
    def edit(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{p texte }}"

    document = fill_one({"texte": RichText(())}, styles=True, edit=edit)
    assert [p.text for p in document.tables[0].cell(0, 0).paragraphs] == [""]


def test_a_list_goes_on_over_what_it_holds(fill_one: FillOne) -> None:
    blocks = (
        *numbers((1, 1)),
        block(BlockKind.PARAGRAPH, 1),
        block(BlockKind.BULLET, 2),
        *numbers((2, 1), (2, 2), (1, 2), (2, 1), (1, 3)),
    )
    document = fill_one({"texte": RichText(blocks)}, *TEXTS, styles=True)
    one, one_1, one_2, two, two_1, three = lists_of(document)
    assert one == two == three and one_1 == one_2
    assert len({one, one_1, two_1}) == 3


@pytest.mark.parametrize("between", [BlockKind.PARAGRAPH, BlockKind.QUOTE])
def test_a_list_that_starts_anew_starts_at_its_own_number(
    fill_one: FillOne, between: BlockKind
) -> None:
    blocks = (*numbers((1, 1), (1, 2)), block(between, 0), *numbers((1, 1)), *numbers((1, 7)))
    document = fill_one({"texte": RichText(blocks)}, *TEXTS, styles=True)
    first, second, third, fourth = lists_of(document)
    assert first == second and len({first, third, fourth}) == 3
    assert [start_of(document, key) for key in (first, third, fourth)] == [1, 1, 7]


def test_two_texts_never_share_a_list(fill_one: FillOne) -> None:
    document = fill_one(
        {"texte": RichText(numbers((1, 1)))}, "{{p texte }}", "{{p texte }}", styles=True
    )
    assert all(before != after for before, after in pairwise(lists_of(document)))


def test_a_missing_style_stops_and_is_named(fill_one: FillOne) -> None:
    with pytest.raises(ModelFault, match="« Numéro 1 »"):
        fill_one({"texte": RichText(numbers((1, 1)))}, *TEXTS)


def test_rich_text_inside_a_sentence_stops(fill_one: FillOne) -> None:
    text = RichText((block(BlockKind.PARAGRAPH, 0),))
    with pytest.raises(ModelFault, match="là où il ne peut pas y avoir ce texte"):
        fill_one({"texte": text}, "Voici {{ texte }}", styles=True)


def test_the_engine_prints_the_numbers_that_the_text_has(
    fill_one: FillOne, engine: Engine, tmp_path: Path
) -> None:
    """Counted by LibreOffice: lists that restart, go on, nest, and begin beyond one."""
    blocks = (
        *numbers((1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (1, 3)),
        block(BlockKind.PARAGRAPH, 0, "coupure"),
        *numbers((1, 1), (2, 5), (2, 6), (1, 2)),
        block(BlockKind.PARAGRAPH, 1, "suite"),
        *numbers((1, 3), (2, 1), (2, 2), (1, 1), (1, 2)),
        block(BlockKind.PARAGRAPH, 0, "coupure"),
        *numbers((1, 3), (1, 4)),
    )
    fill_one({"texte": RichText(blocks)}, *TEXTS, styles=True)
    [pdf] = convert([tmp_path / "result.docx"], engine=engine, target=tmp_path, work=tmp_path)
    printed = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    found = [int(number) for number in re.findall(r"^\s*(\d+)\.", printed, re.MULTILINE)]
    assert found == [b.number for b in blocks if b.kind is BlockKind.NUMBER]
