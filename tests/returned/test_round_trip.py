"""What is built and comes back is what it was: with real Word models."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO

from hypothesis import HealthCheck, given, settings

from avenant_builder.context import common_context, fiche_context
from avenant_builder.files.fiche_text import blocks_text, revised
from avenant_builder.files.fiches import read_fiche
from avenant_builder.files.markdown import read_parts
from avenant_builder.files.source import Source
from avenant_builder.model.fiche import Block, Fiche
from avenant_builder.model.story import Story
from avenant_builder.plan import titled
from avenant_builder.returned.assemble import assemble
from avenant_builder.returned.blocks import shape
from avenant_builder.returned.fields import find_fields
from avenant_builder.returned.layout import Layout, marked_fiche, read_layout
from avenant_builder.word.finish import finish_document
from avenant_builder.word.render import Renderer
from avenant_builder.word.story import read_story
from builders import a_dossier
from fiche_samples import TITLES, UNTITLED, blocks, fiches
from office_changes import saved_again

MODEL = Path(__file__).parents[2] / "templates/fiche.docx"
VARIABLES = {"variables": {"titre_des_fiches": "SCHÉMA INVENTÉ"}}
RENDERER = Renderer()
slow = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def printed(fiche: Fiche) -> Story:
    """The document of a fiche, read back."""
    return read_back(io.BytesIO(document(fiche)))


def read_back(file: IO[bytes] | Path) -> Story:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return read_story(parts, accept=True)


def document(fiche: Fiche) -> bytes:
    """The Word document of a fiche."""
    common = common_context(a_dossier(), root=Path()) | VARIABLES
    context = fiche_context(titled(common, "Fiche"), fiche)
    rendered = RENDERER.render(MODEL.name, MODEL.read_bytes(), context)
    return finish_document(rendered.data, title="Fiche", dated=date(2019, 1, 1))


@cache
def layout() -> Layout:
    return read_layout(printed(marked_fiche()))


def told(fiche: Fiche) -> list[object]:
    """All that a fiche says, as it prints."""
    sections = [(s.title, [shape(block) for block in s.body.blocks]) for s in fiche.sections]
    rows = [(row.label, row.value.split()) for row in fiche.rows]
    heads = [text.split() for text in (fiche.axis, fiche.axis_title, fiche.group)]
    return [heads, rows, sections]


@slow
@given(blocks())
def test_paragraphs_written_read_back(found: tuple[Block, ...]) -> None:
    text = blocks_text(found)
    source = Source("essai.md", f"## Titre\n\n{text}\n")
    (part,) = read_parts(source, first_line=1, problems=[])
    assert [shape(block) for block in part.blocks] == [shape(block) for block in found]


@slow
@given(fiches(), fiches())
def test_what_is_built_comes_back_whatever_the_data_were(known: Fiche, edited: Fiche) -> None:
    comes_back(printed(edited), known, edited)


def test_what_libreoffice_saved_comes_back_too(tmp_path: Path) -> None:
    """A dozen fiches by chance, opened and saved again by LibreOffice in one launch."""
    drawn: list[tuple[Fiche, Fiche]] = []

    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @given(fiches(), fiches())
    def draw(known: Fiche, edited: Fiche) -> None:
        drawn.append((known, edited))

    draw()
    paths = [tmp_path / f"{rank}.docx" for rank in range(len(drawn))]
    for path, (_, edited) in zip(paths, drawn, strict=True):
        path.write_bytes(document(edited))
    saved = saved_again(paths, tmp_path / "enregistrees")
    for path, (known, edited) in zip(saved, drawn, strict=True):
        comes_back(read_back(path), known, edited)


def comes_back(story: Story, known: Fiche, edited: Fiche) -> None:
    found = find_fields(story, layout(), known, file="essai.docx")
    now = assemble(found, known)
    assert found.unplaced == []
    assert {problem.rule for problem in found.problems} <= {"R-WORD-09"}
    if found.problems:
        # A section that prints no title is empty, so that no bookmark says where it would be.
        assert not edited.sections[UNTITLED_RANK].body
        assert [*together(now)] == [*together(edited)]
    else:
        assert told(now) == told(edited)


UNTITLED_RANK = TITLES.index("Bilan")


def together(fiche: Fiche) -> Iterator[object]:
    return (shape(block) for section in fiche.sections for block in section.body.blocks)


@slow
@given(fiches(), fiches())
def test_a_file_revised_reads_as_the_fiche(known: Fiche, edited: Fiche) -> None:
    """Only what changed is written anew: it reads back whole, lines of the rest untouched."""
    first = typed(known)
    before, _ = read_fiche(Source("essai.md", first), number=1, untitled=UNTITLED)
    text = revised(first, before, edited)
    after, _ = read_fiche(Source("essai.md", text), number=1, untitled=UNTITLED)
    assert told(after) == told(edited)


def typed(fiche: Fiche) -> str:
    """The file of a fiche, as a person would type it."""
    heads = (("Axe", fiche.axis), ("Titre de l'axe", fiche.axis_title))
    rows = [(row.label, row.value) for row in fiche.rows]
    lines = [f"{label} : {value}" for label, value in (*heads, ("Groupe de travail", fiche.group))]
    lines += [f"{label} : {value}" for label, value in rows]
    for section in fiche.sections:
        lines += ["", f"## {section.title}", "", blocks_text(section.body.blocks)]
    return "\n".join([*lines, ""])
