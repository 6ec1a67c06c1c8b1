"""Find each field of a fiche in the document that came back; what is left over is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from avenant_builder.french import fold, near, plural
from avenant_builder.model.fiche import Fiche, Row
from avenant_builder.model.story import Grid, Passage, Story, cell_text
from avenant_builder.problems import Place, Problem
from avenant_builder.returned.blocks import tidy
from avenant_builder.returned.layout import NAMES, Layout, Line, margins, squeezed
from avenant_builder.rules.catalogue import RULES

SHOWN = 120


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found so far."""

    file: str
    values: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    front: list[Passage] = field(default_factory=list)
    """Paragraphs after the table and before the first title."""
    sections: list[tuple[str, list[Passage]]] = field(default_factory=list)
    """Titles as printed, and what stands under them."""
    unplaced: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, rule: str, message: str, where: str = "", remedy: str = "") -> None:
        place = Place(self.file, None, where)
        self.problems.append(RULES[rule].problem(place, message, remedy=remedy))

    def leave(self, text: str, why: str = "ce texte n’est dans aucune rubrique") -> None:
        """Keep a text that has no place, and say so."""
        words = squeezed(text)
        if words:
            self.unplaced.append(text.strip())
            self.tell("R-WORD-06", f"{why} : « {shortened(words)} »")


def find_fields(story: Story, layout: Layout, known: Fiche, *, file: str) -> Found:
    """Every field of the document, those of `known` being looked for."""
    found = Found(file=file)
    titles = {fold(section.title) for section in known.sections if section.printed}
    headings = _headings(story, layout, titles)
    lines = list(layout.lines)
    table = _table(story, known) if layout.table else None
    for block in story.blocks:
        if isinstance(block, Grid):
            if block is table:
                found.rows += _rows(block, found)
            else:
                found.leave(block.text, "un tableau n’est pas celui de la fiche")
        elif id(block) in headings:
            found.sections.append((_title(block), []))
        elif not _head(block, lines, found):
            _text(block, found, after_table=bool(found.rows) or table is None)
    _missing(found, layout, lines, table)
    known_margins = layout.margins
    for text in story.margins:
        if not margins([text]) <= known_margins:
            found.leave(text, "l’en-tête ou le pied de page a changé")
    for thing in story.lost:
        found.unplaced.append(thing)
        found.tell("R-WORD-07", f"{thing} ne peut pas être repris")
    return found


def _headings(story: Story, layout: Layout, titles: set[str]) -> set[int]:
    """The paragraphs that are titles of sections: by their style, or by what they say."""
    passages = [block for block in story.blocks if isinstance(block, Passage)]
    own = {fold(line.style) for line in layout.lines}
    styled = [
        passage
        for passage in passages
        if passage.text.strip() and _is_heading(passage, layout, own)
    ]
    told = {fold(_title(passage)) for passage in styled}
    said = [
        passage
        for passage in passages
        if fold(_title(passage)) in titles - told and passage.text.strip()
    ]
    return {id(passage) for passage in (*styled, *said)}


def _is_heading(passage: Passage, layout: Layout, own: set[str]) -> bool:
    if fold(passage.style) == fold(layout.heading):
        return True
    return passage.heading > 0 and fold(passage.style) not in own


def _title(passage: Passage) -> str:
    return "".join(span.text for span in tidy(passage.spans)).strip(" :").strip()


def _table(story: Story, known: Fiche) -> Grid | None:
    """The table that has most of the labels of the fiche."""
    labels = {fold(row.label) for row in known.rows}
    grids = [block for block in story.blocks if isinstance(block, Grid)]
    scores = [len(labels & {fold(_cells(row)[0]) for row in grid.rows}) for grid in grids]
    best = max(scores, default=0)
    return grids[scores.index(best)] if best or (grids and not labels) else None


def _cells(row: Sequence[Sequence[Passage]]) -> list[str]:
    cells = [
        cell_text(tuple(_tidied(passage) for passage in cell)).replace("\n", " ") for cell in row
    ]
    return [*cells, "", ""]


def _tidied(passage: Passage) -> Passage:
    return Passage(spans=tuple(tidy(passage.spans)), kind=passage.kind)


def _rows(table: Grid, found: Found) -> Iterator[Row]:
    for row in table.rows:
        label, value, *others = _cells(row)
        label = label.rstrip(" :").replace(":", " ")
        if label:
            yield Row(label, value)
        else:
            found.leave(value, "une case du tableau n’a pas de libellé")
        for other in others:
            found.leave(other, "le tableau a une colonne de trop")


def _head(passage: Passage, lines: list[Line], found: Found) -> bool:
    """Whether a paragraph is one that the model prints around sections; its fields are taken."""
    if found.sections and not any(not line.fields for line in lines):
        return False
    text = squeezed("".join(span.text for span in tidy(passage.spans)))
    if not text:
        return False
    for line in sorted(lines, key=lambda line: line.is_bare):
        if line.is_bare and fold(line.style) != fold(passage.style):
            continue
        if found.sections and line.fields:
            continue
        if (match := line.pattern.fullmatch(text)) is not None:
            found.values |= {name: value.strip() for name, value in match.groupdict().items()}
            lines.remove(line)
            return True
    return False


def _text(passage: Passage, found: Found, *, after_table: bool) -> None:
    if found.sections:
        found.sections[-1][1].append(passage)
    elif after_table and passage.text.strip():
        found.front.append(passage)
    else:
        found.leave(passage.text)


def _missing(found: Found, layout: Layout, lines: Sequence[Line], table: Grid | None) -> None:
    if layout.table and table is None:
        found.tell("R-WORD-04", "le tableau de la fiche manque")
    for line in lines:
        names = [NAMES[name] for name in line.fields]
        for name in names:
            like = near(line.shown, found.unplaced)
            seen = f" (serait-ce « {shortened(like)} » ?)" if like else ""
            found.tell("R-WORD-04", f"la ligne qui le donne n’est pas retrouvée{seen}", name)


def shortened(text: str) -> str:
    """A text that fits on a line."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def counted(count: int) -> str:
    """« 1 paragraphe », « 3 paragraphes »."""
    return plural(count, "paragraphe")
