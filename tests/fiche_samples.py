"""Fiches made by chance: every kind of paragraph, level and look, with the signs of Markdown."""

from dataclasses import replace

from hypothesis import strategies as st

from avenant_builder.model.fiche import Block, BlockKind, Fiche, RichText, Row, Section, Span
from avenant_builder.problems import Place
from avenant_builder.returned.blocks import tidy

WORDS = (
    *("le", "schéma", "Saint-Étienne", "l’an", "2019", "1er", "« fiche »", "n° 4", "d'un", "(47)"),
    *("*", "a*b", "_x_", "snake_case", "`code`", "<b>", "&amp;", "AT&T", "[lien](x)", "1.", "-"),
    *("#", ">", "+", "\\", "\\*", "~~", "|", "12)", "==", "---", "CS/EVS", "50 %", "quoi ?", ";"),
)
TITLES = ("Constats", "Objectifs", "Bilan", "Effets attendus", "Suites")
UNTITLED = frozenset({"Bilan"})
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
looks = st.sampled_from([(False, False)] * 4 + [(True, False), (False, True), (True, True)])


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Words of one or more looks, with a space or a line end between them."""
    found: list[Span] = []
    for _ in range(draw(st.integers(1, 3))):
        bold, italic = draw(looks)
        if found:
            found.append(Span(draw(st.sampled_from([" ", " ", " ", "\n"]))))
        found.append(Span(draw(words), bold=bold, italic=italic))
    return tuple(tidy(found)) or (Span("mot"),)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs that a fiche can hold: a level is open where one is used."""
    found: list[Block] = []
    depth = 0
    count: dict[int, int] = {}
    for _ in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from([*BlockKind, BlockKind.BULLET, BlockKind.PARAGRAPH]))
        inside = kind in (BlockKind.BULLET, BlockKind.NUMBER, BlockKind.ARROW)
        level = draw(st.integers(1, min(depth + 1, 3)) if inside else st.integers(0, depth))
        if kind is BlockKind.QUOTE:
            level = 0
        keep = level if kind is not BlockKind.ARROW else level - 1
        same = found and found[-1].kind is kind and found[-1].level == level
        count = {held: last for held, last in count.items() if held <= keep}
        number = None
        if kind is BlockKind.NUMBER:
            number = count[level] + 1 if same or level in count else draw(st.integers(1, 4))
            count[level] = number
        else:
            count.pop(level, None)
        found.append(Block(kind=kind, level=level, spans=plain(draw(spans()), kind), number=number))
        depth = level if kind is not BlockKind.ARROW else level - 1
    return tuple(found)


def plain(found: tuple[Span, ...], kind: BlockKind) -> tuple[Span, ...]:
    """A text that opens with no sign of a list typed by hand: that one would be a list."""
    first = found[0]
    if first.text[:1] in "-–•→":
        return (replace(first, text=f"mot {first.text}"), *found[1:])
    return found


@st.composite
def fiches(draw: st.DrawFn) -> Fiche:
    """A fiche with the titles and labels of the others, and a text of its own."""
    sections = tuple(
        Section(
            title=title,
            printed=title not in UNTITLED,
            body=RichText(draw(blocks())),
            place=Place("data/2019/fiches/01-essai.md", 8),
        )
        for title in TITLES
    )
    line = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
    full = line.filter(str.strip)
    return Fiche(
        number=1,
        axis=draw(st.sampled_from(["1", "2", "IV"])),
        axis_title=draw(full),
        group=draw(full),
        rows=(Row("Référent", draw(line)), Row("Partenaires associés", draw(line))),
        sections=sections,
        place=Place("data/2019/fiches/01-essai.md", 1),
    )
