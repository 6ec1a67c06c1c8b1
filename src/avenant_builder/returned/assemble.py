"""The fiche that the fields of a document make, each in the place that the data give it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from avenant_builder.alignment import align, overlap
from avenant_builder.french import fold
from avenant_builder.model.fiche import (
    Block,
    Fiche,
    RichText,
    Row,
    Section,
    section_anchor,
)
from avenant_builder.model.story import Passage
from avenant_builder.returned.blocks import blocks_of, shape
from avenant_builder.returned.fields import Found, counted, shortened
from avenant_builder.returned.words import words_of

ALIKE = 0.5
LABELS_ALIKE = 0.6


def assemble(found: Found, known: Fiche) -> Fiche:
    """The fiche as it came back; what is missing, renamed or doubtful joins ``found.problems``."""
    values = found.values
    return replace(
        known,
        axis=values.get("axe", known.axis),
        axis_title=values.get("titre_axe", known.axis_title),
        group=values.get("groupe", known.group),
        rows=tuple(_rows(found, known.rows)),
        sections=tuple(_sections(found, known)),
    )


def _rows(found: Found, known: Sequence[Row]) -> Iterator[Row]:
    """The rows with the labels of the data; a row that nobody knows is one more."""
    if not found.rows:
        yield from known
        return
    pairs = align(
        known,
        found.rows,
        key=lambda row: fold(row.label),
        likeness=lambda one, other: _alike(one.label, other.label),
        least=LABELS_ALIKE,
    )
    for was, now in pairs:
        if now is None and was is not None:
            found.tell("R-WORD-04", "cette ligne du tableau manque", was.label)
            yield was
        elif was is None and now is not None:
            found.tell(
                "R-WORD-05", f"cette ligne du tableau est nouvelle : « {now.value} »", now.label
            )
            yield now
        elif was is not None and now is not None:
            if fold(was.label) != fold(now.label):
                message = f"ce libellé est devenu « {now.label} » : celui des données est gardé"
                found.tell("R-WORD-05", message, was.label)
            same = was.value.split() == now.value.split()
            yield Row(was.label, was.value if same else now.value)


def _alike(one: str, other: str) -> float:
    return overlap(words_of(one), words_of(other))


def _sections(found: Found, known: Fiche) -> Iterator[Section]:
    """The sections of the data in their order, then those that nobody knows where they stand."""
    groups = _groups(known.sections)
    titles = [group[0].title for group in groups if group and group[0].printed]
    places = _placed(found, titles)
    ranks = {id(section): rank for rank, section in enumerate(known.sections, start=1)}
    for group in groups:
        first = group[0] if group and group[0].printed else None
        if first is None:
            yield from _split(found, group, found.front, ranks)
            continue
        passages, extra = places[first.title]
        yield from _split(found, group, passages, ranks)
        for title, inner in extra:
            found.tell("R-WORD-05", f"rubrique nouvelle : « {title} »")
            body = RichText(tuple(blocks_of(inner)))
            yield replace(first, title=title, body=body)
    if not (groups and groups[0] and not groups[0][0].printed):
        for passage in found.front:
            found.leave(passage.text)


def _groups(sections: Sequence[Section]) -> list[list[Section]]:
    """Each section that prints its title, with those after it that print none."""
    groups: list[list[Section]] = []
    for section in sections:
        if section.printed or not groups:
            groups.append([])
        groups[-1].append(section)
    return groups


Placed = dict[str, tuple[list[Passage], list[tuple[str, list[Passage]]]]]


def _placed(found: Found, titles: Sequence[str]) -> Placed:
    """What stands under each known title, and the unknown titles that follow it."""
    places: Placed = {}
    before: str | None = None
    pairs = align(
        titles,
        [title for title, _ in found.sections],
        key=fold,
        likeness=lambda one, other: max(_alike(one, other), ALIKE),
        least=ALIKE,
    )
    waiting = iter(found.sections)
    for was, now in pairs:
        if now is None and was is not None:
            places[was] = ([], [])
            found.tell("R-WORD-04", "ce titre manque : son texte est resté sous un autre", was)
            continue
        title, passages = next(waiting)
        if was is None:
            _unknown(found, places, before, title, passages)
            continue
        if fold(was) != fold(title):
            message = f"ce titre est devenu « {shortened(title)} » : celui des données est gardé"
            found.tell("R-WORD-05", message, was)
        places[was] = (passages, [])
        before = was
    return places


def _unknown(
    found: Found, places: Placed, before: str | None, title: str, passages: list[Passage]
) -> None:
    if any(fold(title) == fold(known) for known in places):
        found.tell("R-WORD-04", "ce titre est là deux fois, ou a été déplacé", title)
    if before is None:
        found.leave("\n".join([title, *(passage.text for passage in passages)]))
    else:
        places[before][1].append((title, passages))


def _split(
    found: Found, group: Sequence[Section], passages: Sequence[Passage], ranks: dict[int, int]
) -> Iterator[Section]:
    """Share out what stands under a title between its section and those that print no title.

    A bookmark says where such a section begins; without it, the paragraphs that are still as they
    were do, and a paragraph in between is told.
    """
    kept = [passage for passage in passages if any(blocks_of([passage]))]
    blocks = list(blocks_of(kept))
    starts = [0]
    for rank, section in enumerate(group[1:], start=1):
        anchor = section_anchor(ranks[id(section)])
        at = next((i for i, passage in enumerate(kept) if anchor in passage.anchors), None)
        if at is None or at < starts[-1]:
            at = _start(found, group, rank, blocks, starts[-1])
        starts.append(at)
    for section, start, end in zip(group, starts, [*starts[1:], len(blocks)], strict=True):
        yield replace(section, body=RichText(tuple(_as_known(section, blocks[start:end]))))


def _start(
    found: Found, group: Sequence[Section], rank: int, blocks: Sequence[Block], least: int
) -> int:
    """Where the section of that rank begins, from the paragraphs that are as they were."""
    former = [block for section in group[:rank] for block in section.body.blocks]
    later = [block for section in group[rank:] for block in section.body.blocks]
    pairs = align([*former, *later], blocks, key=repr_of, likeness=likeness, least=ALIKE)
    own = {id(block) for block in later}
    at, last, position, sure = len(blocks), least, 0, False
    for was, now in pairs:
        if now is None:
            continue
        if was is not None and id(was) in own:
            at, sure = position, shape(was) == shape(now)
            break
        position += 1
        if was is not None:
            last = position
    free = at - last
    title = group[rank].title
    if at == len(blocks) and not later and free > 0:
        message = f"{counted(free)} en plus, avant cette rubrique sans titre imprimé : mis ici"
        found.tell("R-WORD-09", message, title)
        return max(last, least)
    if free > 0 and later:
        message = f"{counted(free)} en plus juste avant cette rubrique sans titre imprimé : "
        found.tell("R-WORD-09", f"{message}laissé dans « {group[rank - 1].title} »", title)
    elif at < len(blocks) and not sure:
        message = "cette rubrique sans titre imprimé semble commencer à « "
        found.tell("R-WORD-09", f"{message}{shortened(blocks[at].text)} »", title)
    return max(at, least)


def _as_known(section: Section, blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks as the data have them, where they print the same."""
    pairs = align(section.body.blocks, blocks, key=repr_of, likeness=likeness, least=ALIKE)
    for was, now in pairs:
        if now is not None:
            yield was if was is not None and shape(was) == shape(now) else now


def repr_of(block: Block) -> str:
    """What a block prints, as a key."""
    return repr(shape(block))


def likeness(one: Block, other: Block) -> float:
    """How many words two blocks share."""
    return overlap(words_of(one.text), words_of(other.text))
