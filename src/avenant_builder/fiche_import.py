"""Take an edited fiche back from Word into its data file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from avenant_builder.alignment import overlap
from avenant_builder.charting import plan_chart
from avenant_builder.context import common_context, fiche_context
from avenant_builder.disk import output_fault, write_whole
from avenant_builder.errors import OutputFault, ProblemsFound
from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.fiche_text import revised
from avenant_builder.files.fiches import read_fiche
from avenant_builder.files.publish import workspace_lock
from avenant_builder.files.source import LARGEST_FICHE, Reader, Source
from avenant_builder.files.workspace import chosen_year, years
from avenant_builder.french import fold
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.documents import FillJob
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Block, BlockKind, Fiche, RichText, Section, Span
from avenant_builder.model.story import Comment, Story
from avenant_builder.plan import FICHE_MODEL, fiche_origin, titled
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.returned.assemble import assemble
from avenant_builder.returned.blocks import shape
from avenant_builder.returned.changes import Change, changes
from avenant_builder.returned.fields import Found, find_fields
from avenant_builder.returned.layout import Layout, marked_fiche, read_layout
from avenant_builder.returned.words import words_of
from avenant_builder.rules.catalogue import RULES
from avenant_builder.scratch import scratch
from avenant_builder.snapshot import frozen_events
from avenant_builder.word.fill import fill
from avenant_builder.word.open import open_story

KEPT = "anciennes-fiches"
"""Folder of the year where what an import replaces is kept."""
ALIKE = 0.5
LAYOUT = "gabarit"


@dataclass(frozen=True, slots=True, kw_only=True)
class FichePreview:
    """What an import would do."""

    year: int
    known: Fiche
    now: Fiche
    changes: tuple[Change, ...]
    unplaced: tuple[str, ...]
    """Texts that have no place in the data, whole."""
    story: Story
    problems: tuple[Problem, ...]
    """None of them blocks."""
    text: str
    """The data file as it would be."""
    sha256: str
    """Of the data file as it was read."""
    frozen: bool
    """Whether the text of that year is fixed: what changes then waits for another freeze."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import wrote."""

    path: Path
    former: Path
    """The data file as it was."""
    left: Path | None
    """What is to be sorted by hand, if anything."""


def preview_fiche(root: Path, wanted: int | None, source: Path, *, accept: bool) -> FichePreview:
    """What an edited fiche would change in the data; writes nothing.

    Its tracked changes are accepted, or else refused. Raises ``ProblemsFound`` for a file that is
    refused, a fiche of another year or workspace, a title or a row that is gone;
    ``WorkspaceMissing``; ``ModelFault`` for a model of the workspace that cannot be filled.
    """
    story, faults = open_story(source, accept=accept)
    if story is None:
        raise ProblemsFound(faults)
    year = _year(root, wanted, story, source.name)
    dossier, faults = read_dossier(root, year)
    if dossier is None:
        raise ProblemsFound(faults)
    known = _known(dossier, story, source.name)
    own = [fault for fault in faults if fault.place.file == known.place.file]
    if any(fault.severity is Severity.ERROR for fault in own):
        raise ProblemsFound(own)
    found = find_fields(story, _layout(root, dossier), known, file=source.name)
    now = assemble(found, known)
    _tell_comments(story, found)
    text, sha256 = _file_text(root, known)
    now, text = _written(Source(known.place.file, text), known, now, dossier, found)
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        raise ProblemsFound(found.problems)
    return FichePreview(
        year=year,
        known=known,
        now=now,
        changes=changes(known, now),
        unplaced=tuple(found.unplaced),
        story=story,
        problems=tuple(found.problems),
        text=text,
        sha256=sha256,
        frozen=bool(frozen_events(journal_of(root, year).read())),
    )


def take_fiche(root: Path, found: FichePreview, source: Path, *, now: datetime) -> Taken:
    """Write what a preview showed; the file that it replaces is kept beside.

    Raises ``OutputFault`` where the data file has changed since, or cannot be written; ``Busy``.
    """
    path = root / found.known.place.file
    folder = root / "data" / str(found.year) / KEPT
    stem = f"{path.stem}-{now:%Y-%m-%d-%H%M%S}"
    with workspace_lock(root):
        try:
            former = path.read_bytes()
            folder.mkdir(exist_ok=True)
        except OSError as fault:
            raise output_fault(fault, path) from fault
        if hashlib.sha256(former).hexdigest() != found.sha256:
            raise OutputFault(
                f"« {found.known.place.file} » a changé depuis l’aperçu",
                remedy="Relancez la commande : l’aperçu dira ce qui change maintenant.",
            )
        write_whole(folder / f"{stem}.md", former)
        left = folder / f"{stem}-a-trier.md" if found.unplaced or found.story.comments else None
        if left is not None:
            write_whole(left, "\n".join(_to_sort(found, source.name)).encode())
        write_whole(path, found.text.encode())
    return Taken(path=path, former=folder / f"{stem}.md", left=left)


def _to_sort(found: FichePreview, name: str) -> Iterator[str]:
    yield f"# Ce que « {name} » dit et que la fiche n’a pas pris"
    yield ""
    for text in found.unplaced:
        yield f"{text}\n"
    for comment in found.story.comments:
        yield f"Commentaire de {said(comment)}\n"


def said(comment: Comment) -> str:
    """« Ada INVENTÉE, sur « ces mots » : sa remarque »."""
    about = f", sur « {comment.about} »" if comment.about else ""
    return f"{comment.author}{about} : {comment.text}"


def _tell_comments(story: Story, found: Found) -> None:
    for comment in story.comments:
        found.tell("R-WORD-08", f"commentaire de {said(comment)}")


def _year(root: Path, wanted: int | None, story: Story, name: str) -> int:
    """The year asked for, or else that of the document where the workspace has it."""
    told = story.origin.get("annee", "")
    own = int(told) if told.isdecimal() else None
    if wanted is None and own in years(root):
        return chosen_year(root, own)
    year = chosen_year(root, wanted)
    if own is not None and own != year:
        message = f"cette fiche est de l’avenant {own}, et non de {year}"
        raise ProblemsFound([RULES["R-WORD-03"].problem(Place(name), message)])
    return year


def _known(dossier: Dossier, story: Story, name: str) -> Fiche:
    """The fiche of the data that a document is; told by itself, or else by its words."""
    place = Place(name)
    rule = RULES["R-WORD-03"]
    told = story.origin.get("fiche", "")
    for fiche in dossier.fiches:
        own = fiche_origin(dossier, fiche)
        if told and own["schema"] != story.origin.get("schema"):
            message = f"cette fiche est d’un autre schéma : « {story.origin.get('schema')} »"
            raise ProblemsFound([rule.problem(place, message)])
        if told == own["fiche"]:
            return fiche
    scores = {fiche.number: _score(fiche, story) for fiche in dossier.fiches}
    best = max(dossier.fiches, key=lambda fiche: scores[fiche.number], default=None)
    if best is None or scores[best.number] < ALIKE:
        message = "ce document n’est aucune des fiches de l’avenant"
        remedy = "Reprenez le document fait par « avenant build », ou vérifiez « --year »."
        raise ProblemsFound([rule.problem(place, message, remedy=remedy)])
    return best


def _score(fiche: Fiche, story: Story) -> float:
    bodies = (block.text for section in fiche.sections for block in section.body.blocks)
    own = words_of(" ".join([fiche.group, *bodies]))
    return overlap(own, words_of(" ".join(block.text for block in story.blocks)))


def _layout(root: Path, dossier: Dossier) -> Layout:
    """How the model of the workspace prints a fiche."""
    _, said = plan_chart(dossier)
    common = common_context(dossier, root=root, chart=said)
    context = fiche_context(titled(common, LAYOUT), marked_fiche())
    job = FillJob(key=LAYOUT, model=FICHE_MODEL, title=LAYOUT, context=context)
    with scratch() as folder:
        day = dossier.avenant.reference_day
        (path,) = fill([job], folder=root / "templates", target=folder, dated=day)
        story, faults = open_story(path, accept=True)
    if story is None:
        raise ProblemsFound(faults)
    return read_layout(story)


def _file_text(root: Path, known: Fiche) -> tuple[str, str]:
    reader = Reader(root)
    source = reader.read(known.place.file, largest=LARGEST_FICHE)
    if source is None:
        raise ProblemsFound(reader.problems)
    return source.text, reader.inputs[-1].sha256


def _written(
    source: Source, known: Fiche, now: Fiche, dossier: Dossier, found: Found
) -> tuple[Fiche, str]:
    """The fiche and its file, once the file reads back as the fiche.

    What Markdown cannot say is given up, and told: looks first, then automatic numbers.
    """
    untitled = dossier.avenant.untitled_sections
    for give_up, what in ((_as_it_is, ""), (_without_looks, "gras et italique"), (_typed, "liste")):
        text = revised(source.text, known, now)
        again, _ = read_fiche(Source(source.path, text), number=known.number, untitled=untitled)
        wrong = _differing(now, again)
        if not wrong:
            return now, text
        sections = [
            give_up(section) if section.title in wrong else section for section in now.sections
        ]
        now = replace(now, sections=tuple(sections))
        if what:
            for title in sorted(wrong):
                found.tell("R-WORD-07", f"{what} : le fichier ne sait pas l’écrire", title)
    return now, revised(source.text, known, now)


def _differing(one: Fiche, other: Fiche) -> set[str]:
    """Titles of the sections that two readings do not share."""
    read = {fold(section.title): _shapes(section) for section in other.sections}
    return {
        section.title
        for section in one.sections
        if read.get(fold(section.title)) != _shapes(section)
    }


def _shapes(section: Section) -> list[object]:
    return [shape(block) for block in section.body.blocks]


def _as_it_is(section: Section) -> Section:
    return section


def _without_looks(section: Section) -> Section:
    return _with_blocks(
        section, [replace(block, spans=(Span(block.text),)) for block in section.body.blocks]
    )


def _typed(section: Section) -> Section:
    """Numbers as words of their paragraphs."""
    return _with_blocks(
        section,
        [
            replace(block, kind=BlockKind.BULLET, number=None, spans=_numbered(block))
            if block.kind is BlockKind.NUMBER
            else block
            for block in section.body.blocks
        ],
    )


def _numbered(block: Block) -> tuple[Span, ...]:
    return (Span(f"{block.number}) {block.text}"),)


def _with_blocks(section: Section, blocks: Sequence[Block]) -> Section:
    return replace(section, body=RichText(tuple(blocks)))
