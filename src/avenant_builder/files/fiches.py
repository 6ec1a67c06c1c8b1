"""Read ``data/YEAR/fiches/*.md``: label lines, then sections of Markdown."""

import re
from collections.abc import Collection, Sequence

from avenant_builder.files.encoding import described, plain, quoted, refused_characters
from avenant_builder.files.markdown import Part, read_parts
from avenant_builder.files.source import Source
from avenant_builder.french import fold, near
from avenant_builder.model.fiche import Fiche, RichText, Row, Section
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

AXIS, AXIS_TITLE, GROUP = "Axe", "Titre de l'axe", "Groupe de travail"
PINNED = (AXIS, AXIS_TITLE, GROUP)
LABEL_LINE = re.compile(r"(?P<label>[^:#][^:]{0,119}?)\s*:(?P<value>.*)")
SECTION_LINE = re.compile(r" {0,3}##(?!#)")
DIGITS = re.compile(r"(\d+)")


def in_order(names: Collection[str]) -> list[str]:
    """File names as an explorer lists them: « 2-… » before « 10-… », case left aside."""
    return sorted(names, key=lambda name: ([_rank(part) for part in DIGITS.split(name)], name))


def _rank(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (0, fold(part))


def read_fiche(
    source: Source, *, number: int, untitled: Collection[str]
) -> tuple[Fiche, tuple[Problem, ...]]:
    """A fiche and every fault of its file (R-LIRE-07, 16 to 18).

    `untitled` are the titles of sections that are printed without them. A missing label reads
    as empty, and its problem blocks.
    """
    problems: list[Problem] = []
    lines = source.text.split("\n")
    start = next((rank for rank, line in enumerate(lines) if SECTION_LINE.match(line)), len(lines))
    rows, numbers = _rows(source.path, lines[:start], problems)
    pinned = {fold(name): rows.pop(fold(name), Row(name, "")) for name in PINNED}
    labels = (*PINNED, *(row.label for row in rows.values()))
    body = read_parts(source, first_line=start + 1, problems=problems)
    fiche = Fiche(
        number=number,
        axis=pinned[fold(AXIS)].value,
        axis_title=pinned[fold(AXIS_TITLE)].value,
        group=pinned[fold(GROUP)].value,
        rows=tuple(rows.values()),
        sections=tuple(_section(source.path, part, untitled) for part in body),
        lines={name: numbers[fold(name)] for name in labels if fold(name) in numbers},
        place=Place(source.path, 1),
    )
    return fiche, tuple(problems)


def _rows(
    path: str, lines: Sequence[str], problems: list[Problem]
) -> tuple[dict[str, Row], dict[str, int]]:
    """The label lines in order, and their line numbers, by label without case or accents."""
    rows: dict[str, Row] = {}
    numbers: dict[str, int] = {}

    def fault(rule: str, line: int | None, label: str, message: str, remedy: str = "") -> None:
        problems.append(
            RULES[rule].problem(Place(path, line, plain(label)), message, remedy=remedy)
        )

    for number, line in enumerate(lines, start=1):
        if refused := refused_characters(line):
            fault("R-LIRE-07", number, "", described(refused))
            continue
        found = LABEL_LINE.fullmatch(line.strip())
        if found is None:
            if line.strip():
                fault("R-LIRE-16", number, "", f"{quoted(line)} n’est pas « Libellé : valeur »")
            continue
        label, value = found["label"], found["value"].strip()
        if fold(label) in rows:
            fault("R-LIRE-16", number, label, f"le libellé « {label} » est déjà donné plus haut")
            continue
        rows[fold(label)] = Row(label, value)
        numbers[fold(label)] = number
    for name in PINNED:
        if fold(name) not in rows:
            typed = near(name, [row.label for row in rows.values() if row.label not in PINNED])
            remedy = f"Si c’est la ligne « {typed} », écrivez « {name} »." if typed else ""
            fault("R-LIRE-16", None, name, f"la ligne « {name} : » manque", remedy)
    return rows, numbers


def _section(path: str, part: Part, untitled: Collection[str]) -> Section:
    return Section(
        title=part.title,
        printed=part.title not in untitled,
        body=RichText(tuple(part.blocks)),
        place=Place(path, part.line, plain(part.title)),
    )
