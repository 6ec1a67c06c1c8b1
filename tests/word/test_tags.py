"""Tags as Word writes them: split between runs, with curly quotes and non-breaking spaces."""

import time

import docx
import pytest

from avenant_builder.word.tags import TAG, mend, straighten, tagged_paragraphs, tags_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("{{ a|join(’, ’) }}", '{{ a|join(", ") }}'),
        ("{{ a|join(“, ”) }}", '{{ a|join(", ") }}'),
        ("{{ a|join(«\u00a0, \u00a0») }}", '{{ a|join(", ") }}'),
        ("{{\u00a0avenant.numero\u202f}}", "{{ avenant.numero }}"),
        ("{% if a == ‘x’ %}", '{% if a == "x" %}'),
    ],
)
def test_what_word_autocorrects_is_read_as_meant(typed: str, read: str) -> None:
    assert straighten(typed) == read


def test_the_letters_of_a_string_are_kept() -> None:
    assert straighten('{{ a|default("l’an & plus") }}') == (
        '{{ a|default("l\\u2019an \\u0026 plus") }}'
    )


def test_a_split_tag_is_put_together_and_its_surroundings_are_left() -> None:
    paragraph = docx.Document().add_paragraph("l’avenant n° ")
    for piece in ("{", "{ ave", "nant.num", "ero }", "} « signé »"):
        paragraph.add_run(piece)
    mend(paragraph._p)
    assert [run.text for run in paragraph.runs] == [
        "l’avenant n° ",
        "{{ avenant.numero }}",
        *("", "", "", " « signé »"),
    ]


def test_what_a_tag_replaces_is_told_from_its_letter() -> None:
    document = docx.Document()
    document.add_paragraph("{%p for s in sections %}")
    document.add_paragraph("{{p s.texte }}")
    found = [tag for p in tagged_paragraphs(document.element) for tag in p.tags]
    assert [(tag.kind, tag.source) for tag in found] == [
        ("p", "{% for s in sections %}"),
        ("p", "{{ s.texte }}"),
    ]


def test_braces_that_nothing_closes_take_no_time() -> None:
    """A paragraph of them would otherwise hold the check for minutes."""
    started = time.process_time()
    assert TAG.search("{{" * 50_000) is None
    assert time.process_time() - started < 5


def test_the_tags_of_a_part_are_found_though_word_cuts_them() -> None:
    part = (
        "<w:p><w:r><w:t>La carte : {{ ca</w:t></w:r><w:r><w:t>rte.image }}</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>{% if a &gt; 1 %}</w:t></w:r></w:p>"
    )
    assert tags_of(part.encode()) == "{{ carte.image }}\n{% if a > 1 %}"
