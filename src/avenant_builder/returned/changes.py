"""What a fiche that came back changes in the data, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from avenant_builder.alignment import align
from avenant_builder.french import fold
from avenant_builder.model.fiche import Block, BlockKind, Fiche, Section, Span
from avenant_builder.returned.assemble import ALIKE, likeness, repr_of
from avenant_builder.returned.blocks import shape
from avenant_builder.returned.layout import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value or a paragraph that is no more what it was; one side may be empty."""

    where: str
    before: str
    after: str


def changes(known: Fiche, now: Fiche) -> tuple[Change, ...]:
    """Every difference between two readings of a fiche."""
    return tuple(_all(known, now))


def _all(known: Fiche, now: Fiche) -> Iterator[Change]:
    heads = ((known.axis, now.axis), (known.axis_title, now.axis_title), (known.group, now.group))
    for where, (before, after) in zip(NAMES.values(), heads, strict=True):
        if before != after:
            yield Change(where=where, before=before, after=after)
    rows = {fold(row.label): row.value for row in known.rows}
    for row in now.rows:
        before = rows.get(fold(row.label), "")
        if before != row.value:
            yield Change(where=row.label, before=before, after=row.value)
    sections = {fold(section.title): section for section in known.sections}
    for section in now.sections:
        yield from _section(sections.get(fold(section.title)), section)


def _section(known: Section | None, now: Section) -> Iterator[Change]:
    former = known.body.blocks if known else ()
    pairs = align(former, now.body.blocks, key=repr_of, likeness=likeness, least=ALIKE)
    for was, block in pairs:
        if was is None or block is None or shape(was) != shape(block):
            yield Change(where=now.title, before=shown(was), after=shown(block))


SIGNS = {BlockKind.BULLET: "• ", BlockKind.ARROW: "→ ", BlockKind.QUOTE: "> "}


def shown(block: Block | None) -> str:
    """A paragraph on one line: its sign, its level, its looks between asterisks."""
    if block is None:
        return ""
    sign = f"{block.number}. " if block.kind is BlockKind.NUMBER else SIGNS.get(block.kind, "")
    words = " ".join("".join(map(_marked, block.spans)).split())
    return f"{'  ' * max(block.level - 1, 0)}{sign}{words}"


def _marked(span: Span) -> str:
    marks = "**" * span.bold + "*" * span.italic
    return f"{marks}{span.text}{marks}"
