"""A fiche: label lines, then the Markdown that people type in Notepad."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.fiches import in_order, read_fiche
from avenant_builder.files.source import Source
from avenant_builder.model.fiche import Block, Fiche, Row, Span
from avenant_builder.problems import Place, Problem
from small_workspace import HEAD

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("loire_fiches.txt")
FILE = "data/2024/fiches/essai.md"
FIRST = HEAD.count("\n") + 3
"""Line of the first words under the title that `body` writes."""


def body(text: str) -> str:
    return f"{HEAD}## Titre\n\n{text}"


def read(text: str) -> tuple[Fiche, tuple[Problem, ...]]:
    return read_fiche(Source(FILE, text), number=1, untitled=("Bilan",))


def blocks(text: str) -> tuple[Block, ...]:
    fiche, problems = read(body(text))
    assert not problems
    return fiche.sections[0].body.blocks


def drawn(found: tuple[Block, ...]) -> list[str]:
    return [f"{block.kind.value}{block.level} {block.number or ''}{block.text}" for block in found]


def as_text(fiche: Fiche) -> str:
    """A fiche as a person can proof-read it."""
    rows = (Row("Axe", fiche.axis), Row("Titre", fiche.axis_title), Row("Groupe", fiche.group))
    lines = [f"{row.label} = {row.value}" for row in (*rows, *fiche.rows)]
    for section in fiche.sections:
        lines += ["", f"{'##' if section.printed else '(sans titre)'} {section.title}"]
        for block in section.body.blocks:
            mark = f"{block.kind.value} {block.level}" if block.level else block.kind.value
            bold = " [gras]" if any(span.bold for span in block.spans) else ""
            lines.append(f"  {mark}{bold} : {block.text}")
    return "\n".join(lines)


def test_the_fiches_of_the_loire_read_as_proof_read() -> None:
    """To renew: write `made` into the golden file, and proof-read the difference."""
    dossier, problems = read_dossier(ROOT, 2019)
    assert dossier is not None
    assert not problems
    made = "\n\n\n".join(map(as_text, dossier.fiches)) + "\n"
    assert made == GOLDEN.read_text("utf-8")


def test_labels_keep_their_order_their_words_and_their_empty_values() -> None:
    head = HEAD.replace("Partenaires :", "Partenaires éventuels :\nRéférent : Caf : A. B.\n")
    fiche, problems = read(head)
    assert not problems
    assert (fiche.axis, fiche.axis_title, fiche.group) == (
        "1",
        "Un axe inventé",
        "Un groupe inventé",
    )
    assert fiche.rows == (Row("Partenaires éventuels", ""), Row("Référent", "Caf : A. B."))


def test_every_label_knows_its_line() -> None:
    fiche, _ = read("\n" + HEAD.replace("Titre de l'axe", "TITRE DE L’AXE"))
    assert fiche.lines == {
        "Axe": 2,
        "Titre de l'axe": 3,
        "Groupe de travail": 4,
        "Partenaires": 5,
    }


def test_pinned_labels_are_known_with_either_apostrophe() -> None:
    _, problems = read(HEAD.replace("Titre de l'axe", "TITRE DE L’AXE"))
    assert not problems


def test_lists_have_three_levels_and_numbers_restart() -> None:
    found = blocks("- a\n  - b\n    - c\n\n1. un\n2. deux\n   - sous\n\nTexte\n\n1. un\n1. deux\n")
    assert drawn(found) == [
        "puce1 a",
        "puce2 b",
        "puce3 c",
        "numéro1 1un",
        "numéro1 2deux",
        "puce2 sous",
        "paragraphe0 Texte",
        "numéro1 1un",
        "numéro1 2deux",
    ]


def test_numbers_print_as_typed() -> None:
    assert [block.number for block in blocks("3. a\n5. b\n")] == [3, 5]


def test_arrows_stand_alone_under_a_bullet_or_in_its_stead() -> None:
    found = blocks("→ seule\n→ autre\n\n- puce\n\n  → sous la puce\n- → en puce\n\n1. → un\n")
    assert drawn(found) == [
        "flèche1 seule",
        "flèche1 autre",
        "puce1 puce",
        "flèche2 sous la puce",
        "flèche1 en puce",
        "numéro1 1→ un",
    ]


def test_what_continues_an_item_has_its_level() -> None:
    found = blocks("- puce\n\n  suite\n\n  > dit-elle\n\n> citation\n")
    assert drawn(found) == [
        "puce1 puce",
        "paragraphe1 suite",
        "citation1 dit-elle",
        "citation0 citation",
    ]


def test_looks_are_spans() -> None:
    [block] = blocks("du **gras** et de l’*italique*, ***les deux***\n")
    assert block.spans == (
        Span("du "),
        Span("gras", bold=True),
        Span(" et de l’"),
        Span("italique", italic=True),
        Span(", "),
        Span("les deux", bold=True, italic=True),
    )


def test_a_line_end_is_a_space_and_a_hard_one_a_line_end() -> None:
    [block] = blocks("une\ndeux  \ntrois\\\nquatre\n")
    assert block.text == "une deux\ntrois\nquatre"


@pytest.mark.parametrize(
    "text",
    [
        "2017_2018 et snake_case_long",
        "3*4*5 et les salarié*e*s",
        "5 * 3 * 2 = 30",
        "R&D, « A & B », AT&T",
        "Une note [1] et une autre [2]",
        "[bas]: de page",
        "6000€ < 7000€ > 2",
        "C:\\Users",
        "!important (voir p. 3)",
        "un_ deux_",
    ],
)
def test_plain_text_is_left_as_typed(text: str) -> None:
    assert [block.text for block in blocks(f"{text}\n")] == [text]


def test_dashes_under_a_sentence_make_no_title() -> None:
    fiche, problems = read(body("Une phrase\n---\n"))
    assert [section.title for section in fiche.sections] == ["Titre"]
    assert [problem.rule for problem in problems] == ["R-LIRE-17"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n| a | b |\n|---|---|\n| c | d |\n", 2, "un tableau"),
        ("![plan](plan.png)\n", 0, "une image (« plan.png »)"),
        ("[le site](http://exemple.invalid)\n", 0, "un lien (« http://exemple.invalid »)"),
        ("a\nb <http://exemple.invalid>\n", 1, "un lien"),
        ("<div>x</div>\n", 0, "du HTML"),
        ("a <b>x</b>\n", 0, "du HTML"),
        ("```\nx\n```\n", 0, "un bloc de code"),
        ("du `code`\n", 0, "un passage de code"),
        ("~~non~~\n", 0, "du texte barré"),
        ("### Sous-titre\n", 0, "le titre « Sous-titre »"),
        ("# Titre\n", 0, "le titre « Titre »"),
        ("## **Gras**\n", 0, "la mise en forme d’un titre"),
        ("- a\n  - b\n    - c\n      - d\n", 3, "un quatrième niveau de liste"),
        ("- a\n  - b\n    - c\n\n      → d\n", 4, "un quatrième niveau"),
        ("1) un\n2) deux\n", 0, "« 1) »"),
        ("> - a\n", 0, "une liste dans une citation"),
        ("> > a\n", 0, "une citation dans une citation"),
        ("- ## Titre\n", 0, "n’a pas de texte"),
        ("• puce de Word\n", 0, "« • »"),
        ("##Titre collé\n", 0, "« ##T »"),
        ("***\n", 0, "un trait de séparation"),
    ],
)
def test_what_models_cannot_print_is_told_and_kept(text: str, line: int, message: str) -> None:
    fiche, problems = read(body(text))
    told = [problem for problem in problems if message in problem.message]
    assert [(found.rule, found.place.line) for found in told[:1]] == [("R-LIRE-17", FIRST + line)]
    # The address of a link or picture is in the message.
    assert words(text) <= words(f"{printed(fiche)} {told[0].message}")


def test_marks_left_in_the_text_are_warned_of() -> None:
    _, problems = read(body("du **gras **mal fermé\n"))
    assert [problem.rule for problem in problems] == ["R-LIRE-18"]


def test_an_entity_cannot_smuggle_a_command() -> None:
    _, problems = read(body("a&#27;[31mb\n"))
    assert [(problem.rule, problem.place.line) for problem in problems] == [("R-LIRE-07", FIRST)]


@pytest.mark.parametrize(
    ("head", "place", "message"),
    [
        (HEAD.replace("Axe :", "Axes :"), Place(FILE, None, "Axe"), "la ligne « Axe : » manque"),
        (f"{HEAD}Du texte perdu\n", Place(FILE, 6), "« Du texte perdu » n’est pas"),
        (f"{HEAD}axe : 2\n", Place(FILE, 6, "axe"), "déjà donné plus haut"),
    ],
)
def test_a_wrong_head_is_told(head: str, place: Place, message: str) -> None:
    _, problems = read(f"{head}\n## Titre\n")
    assert [(problem.rule, problem.place) for problem in problems] == [("R-LIRE-16", place)]
    assert message in problems[0].message


def test_files_are_in_the_order_that_an_explorer_shows() -> None:
    assert in_order(["10-z.md", "2-b.md", "02-a.md", "Été.md", "1.md"]) == [
        "1.md",
        "02-a.md",
        "2-b.md",
        "10-z.md",
        "Été.md",
    ]


def words(text: str) -> set[str]:
    # A number typed as « 3. » prints from its block.
    return set(re.findall(r"[^\W\d_]+", text))


def printed(fiche: Fiche) -> str:
    """All that a fiche prints."""
    sections = [
        f"{section.title}\n" + "\n".join(block.text for block in section.body.blocks)
        for section in fiche.sections
    ]
    rows = [f"{row.label} {row.value}" for row in fiche.rows]
    return "\n".join((fiche.axis, fiche.axis_title, fiche.group, *rows, *sections))


MARKS = (
    *("- ", "  - ", "    - ", "1. ", "> ", "## ", "### ", "→ ", "\n", "\n\n", "  \n", "\t", "  "),
    *("**", "*", "_", "~~", "`", "```\n", "\\", "•", "|", "|---|---|\n", "[", "](", ")", "![", "&"),
)


@given(st.lists(st.sampled_from([*MARKS, *["mot"] * 12]), max_size=40))
def test_no_word_of_a_fiche_disappears(pieces: list[str]) -> None:
    """Each word is unique, and found in its turn, whatever marks stand around it."""
    typed = [f"{piece}{rank:03d}" if piece == "mot" else piece for rank, piece in enumerate(pieces)]
    fiche, problems = read(body("".join(typed)))
    told = "\n".join(problem.message for problem in problems)
    found = printed(fiche)
    unique = [piece for piece in typed if piece.startswith("mot")]
    lost = [word for word in unique if word not in found]
    assert not [word for word in lost if word not in told]
    places = [found.index(word) for word in unique if word not in lost]
    assert places == sorted(places)


@given(st.text())
def test_any_text_is_a_fiche_or_problems(text: str) -> None:
    _, problems = read(text)
    assert all(problem.place.file == FILE for problem in problems)
