"""Write the text of a fiche as a person would type it, so that it reads back as it was."""

import re
from collections.abc import Iterator, Sequence

from avenant_builder.french import fold
from avenant_builder.model.fiche import Block, BlockKind, Fiche, Row, Section, Span

ITEMS = (BlockKind.BULLET, BlockKind.NUMBER)
ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\n|$)|[`*]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\[(?=[^\n]*\]\()"
)
LINE_START = re.compile(
    r"(?m)^(?:(?P<sign>#{1,6}(?=\s|$)|>|[-+](?=\s|$|[- ]{2}))|(?P<number>\d+)(?=[.)](?:\s|$)))"
)
PIPES = re.compile(r"\|")
PUNCTUATION = re.compile(r"[^\w\s]|_")


def blocks_text(blocks: Sequence[Block]) -> str:
    """Paragraphs and lists as Markdown, without a line end after the last."""
    return "".join(_lines(blocks)).strip("\n")


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    open_items: list[int] = []
    """Columns where the text of each item that is open begins."""
    before: Block | None = None
    for block in blocks:
        depth = _depth(block)
        del open_items[depth:]
        indent = " " * (open_items[-1] if open_items else 0)
        is_item = block.kind in ITEMS
        sign = _sign(block)
        if not is_item or before is None or _opens(block, before):
            yield "\n"
        text = inline(block.spans).replace("\n", f"\\\n{indent}{' ' * len(sign)}")
        yield f"{indent}{sign}{text}\n"
        if is_item:
            open_items.append(len(indent) + len(sign))
        before = block


def _opens(block: Block, before: Block) -> bool:
    """Whether an item needs an empty line: after what is none, and where numbers begin."""
    numbers = block.kind is BlockKind.NUMBER and before.kind is not BlockKind.NUMBER
    deeper = block.kind is BlockKind.NUMBER and block.level > before.level
    return before.kind not in ITEMS or numbers or deeper


def _depth(block: Block) -> int:
    """How many items hold a block."""
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
        return block.level
    return max(block.level - 1, 0)


def _sign(block: Block) -> str:
    if block.kind is BlockKind.NUMBER:
        return f"{block.number}. "
    return {BlockKind.BULLET: "- ", BlockKind.ARROW: "→ ", BlockKind.QUOTE: "> "}.get(
        block.kind, ""
    )


def inline(spans: Sequence[Span]) -> str:
    """Words with their looks as Markdown: marks never touch a letter outside them."""
    pieces: list[str] = []
    for span in spans:
        marks = "**" * span.bold + "*" * span.italic
        text = _escaped(span.text)
        if marks:
            text = f"{marks}{text}{marks[::-1]}"
            if pieces and pieces[-1][-1:].isalnum():
                pieces[-1] = f"{pieces[-1][:-1]}&#{ord(pieces[-1][-1])};"
        elif pieces and pieces[-1].endswith("*") and text[:1].isalnum():
            text = f"&#{ord(text[0])};{text[1:]}"
        pieces.append(text)
    whole = "".join(pieces)
    return LINE_START.sub(_guarded, whole)


def _escaped(text: str) -> str:
    found = ESCAPED.sub(lambda match: f"\\{match[0]}", text)
    return PIPES.sub(r"\\|", found) if "\n" in text else found


def _guarded(match: re.Match[str]) -> str:
    if match["number"] is not None:
        return f"{match['number']}\\"
    return f"\\{match['sign']}"


def revised(text: str, known: Fiche, now: Fiche) -> str:
    """The text of a fiche with what changed in it, all other lines left as they were typed.

    `known` is what the text reads as, with its lines; rows and sections may have been added.
    """
    lines = text.split("\n")
    sections = _revised_sections(lines, known, now)
    first = min((s.place.line or 1 for s in known.sections), default=len(lines) + 1)
    heads = _revised_heads(lines[: first - 1], known, now)
    return "\n".join([*heads, *sections])


def _revised_heads(lines: list[str], known: Fiche, now: Fiche) -> list[str]:
    found = list(lines)
    pinned = (("Axe", known.axis, now.axis), ("Titre de l'axe", known.axis_title, now.axis_title))
    group = ("Groupe de travail", known.group, now.group)
    for label, before, after in (*pinned, group):
        if before != after:
            found = _with_line(found, Row(label, after), known.lines.get(label))
    rows = {fold(row.label): row.value for row in known.rows}
    for row in now.rows:
        if rows.get(fold(row.label)) != row.value:
            found = _with_line(found, row, known.lines.get(row.label))
    return found


def _with_line(lines: list[str], row: Row, number: int | None) -> list[str]:
    line = f"{row.label} : {row.value}".rstrip()
    if number is not None:
        return [*lines[: number - 1], line, *lines[number:]]
    last = max((rank for rank, old in enumerate(lines) if old.strip()), default=-1)
    return [*lines[: last + 1], line, *lines[last + 1 :]]


def _revised_sections(lines: list[str], known: Fiche, now: Fiche) -> Iterator[str]:
    starts = [(section.place.line or 1) - 1 for section in known.sections]
    ends = [*starts[1:], len(lines)]
    own = {
        fold(section.title): (section, lines[start:end])
        for section, start, end in zip(known.sections, starts, ends, strict=True)
    }
    for section in now.sections:
        former, typed = own.get(fold(section.title), (None, []))
        if former is not None and former.body == section.body:
            yield from typed
            continue
        if not typed:
            yield f"## {section.title}"
        yield from typed[:1]
        yield from _body(section)


def _body(section: Section) -> Iterator[str]:
    yield ""
    if section.body:
        yield from blocks_text(section.body.blocks).split("\n")
        yield ""
