"""Fiches: « AXE 1 : … », a group, a table of labels, then titles that come back in each."""

import re
from collections import Counter
from collections.abc import Sequence

from avenant_builder.french import fold
from avenant_builder.model.fiche import Fiche, RichText, Row, Section
from avenant_builder.naming import file_name
from avenant_builder.problems import Place
from avenant_builder.proposal.found import FicheFound, Trust
from avenant_builder.proposal.lines import Line
from avenant_builder.returned.blocks import blocks_of

AXIS = re.compile(r"AXE\s+(\w+)\s*[:–-]\s*(.*)", re.IGNORECASE)
GROUP = re.compile(r"GROUPE DE TRAVAIL\s*:?\s*(.*)", re.IGNORECASE)
YEARS = re.compile(r"\b\d{4}\b")
SHORT = 70
MOST = 0.8
"""Share of the fiches in which a line comes back for it to be a title."""


def find_fiches(
    lines: Sequence[Line], *, annexes: Sequence[str]
) -> tuple[list[FicheFound], str, set[int]]:
    """The fiches in order, the line that stands above each, and the numbers of their lines."""
    said = [line for line in lines if line.text or line.row]
    starts = [rank for rank, line in enumerate(said) if AXIS.fullmatch(line.text)]
    if not starts:
        return [], "", set()
    above = Counter(fold(said[rank - 1].text) for rank in starts if rank)
    head, count = above.most_common(1)[0] if above else ("", 0)
    head = head if count > 1 else ""
    end = _end(said, starts[-1], annexes)
    parts = [said[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    parts = [[line for line in part if fold(line.text) != head] for part in parts]
    titles = _titles(parts)
    fiches = [_fiche(number, part, titles) for number, part in enumerate(parts, start=1)]
    shown = next((line.text for line in said if head and fold(line.text) == head), "")
    taken = {line.number for part in parts for line in part}
    taken |= {line.number for line in said if head and fold(line.text) == head}
    return fiches, shown, taken


def _end(said: Sequence[Line], start: int, annexes: Sequence[str]) -> int:
    """Where the last fiche ends: at the title of an annex that follows, or with the document."""
    words = [set(fold(title).split()) for title in annexes]
    for rank in range(start + 1, len(said)):
        own = set(fold(said[rank].text).split())
        capitals = said[rank].text == said[rank].text.upper() and len(own) > 2
        if capitals and any(len(own & title) * 2 >= len(own) for title in words):
            return rank
    return len(said)


def _titles(parts: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The lines that come back from fiche to fiche, and those that Word says are titles."""
    seen = Counter(key for part in parts for key in {_key(line) for line in part if _short(line)})
    least = max(2, MOST * len(parts))
    styled = {_key(line) for part in parts for line in part if line.passage.heading > 1}
    return frozenset({key for key, count in seen.items() if count >= least} | styled)


def _short(line: Line) -> bool:
    text = line.text
    listed = bool(line.passage.level) or line.row is not None or GROUP.fullmatch(text) is not None
    return not listed and len(text) <= SHORT and text[-1:] not in ".,;"


def _key(line: Line) -> str:
    return YEARS.sub("", fold(line.text.rstrip(" :")))


def _fiche(number: int, part: Sequence[Line], titles: frozenset[str]) -> FicheFound:
    match = AXIS.fullmatch(part[0].text)
    assert match is not None
    rows = [Row(line.row[0].rstrip(" :"), line.row[1]) for line in part if line.row]
    first_row = next((rank for rank, line in enumerate(part) if line.row), len(part))
    body = next((r for r, line in enumerate(part) if r and _key(line) in titles), len(part))
    group = _group(part[1 : min(first_row, body)])
    place = Place(f"{number:02d}-{file_name(group or 'fiche')}.md")
    fiche = Fiche(
        number=number,
        axis=match[1],
        axis_title=match[2].strip(),
        group=group,
        rows=tuple(rows),
        sections=tuple(_sections(part[body:], titles, place)),
        place=place,
    )
    whole = bool(group and rows and len(fiche.sections) > 1)
    trust = Trust.LIKELY if whole else Trust.DOUBTFUL
    return FicheFound(fiche=fiche, trust=trust, line=part[0].number)


def _group(lines: Sequence[Line]) -> str:
    texts = []
    for line in lines:
        match = GROUP.fullmatch(line.text)
        texts.append(match[1] if match else line.text)
    return " ".join(filter(None, texts))


def _sections(part: Sequence[Line], titles: frozenset[str], place: Place) -> list[Section]:
    groups: list[tuple[str, list[Line]]] = []
    for line in part:
        if line.row is not None:
            continue
        if _key(line) in titles and not line.passage.level:
            groups.append((line.text.rstrip(" :"), []))
        elif groups:
            groups[-1][1].append(line)
    return [
        Section(
            title=title,
            printed=True,
            body=RichText(tuple(blocks_of([line.passage for line in lines]))),
            place=place,
        )
        for title, lines in groups
    ]
