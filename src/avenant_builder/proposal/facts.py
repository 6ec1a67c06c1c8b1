"""Facts of the text itself: number, title, dates, counts, annexes, stamps."""

import re
from collections.abc import Iterator, Sequence

from avenant_builder.french import MONTHS
from avenant_builder.model.acte_id import FORM
from avenant_builder.proposal.found import Field, Trust
from avenant_builder.proposal.lines import Line

DAY = rf"(\d{{1,2}}(?:er)?\s+(?:{'|'.join(MONTHS)})\s+\d{{4}})"
STAMP = re.compile(
    rf"(?:Envoyé en préfecture|Reçu en préfecture|Reçu par le préfet|Affiché|Publié) le\b.*"
    rf"|(?:ID|Accusé de réception)\s*:.*|{FORM.pattern}",
    re.IGNORECASE,
)
NUMBER = re.compile(r"AVENANT\s+N\s*[°ºo]\s*(\d+)", re.IGNORECASE)
ACRONYM = re.compile(r"\(([A-Z]{3,10})\)")
SHAPES: tuple[tuple[str, re.Pattern[str], Trust], ...] = (
    ("comite_de_pilotage", re.compile(rf"comité de pilotage.*?en date du {DAY}", re.I), Trust.SURE),
    ("du", re.compile(rf"(?:soit )?du {DAY} au {DAY}", re.I), Trust.SURE),
    ("agreees_au", re.compile(rf"agréé\w* au {DAY}", re.I), Trust.SURE),
    (
        "annees",
        re.compile(r"pour (?:les|l['’])\s*années? (\d{4}(?:(?:, | et )\d{4})*)", re.I),
        Trust.SURE,
    ),
    ("lieu", re.compile(r"(?:Fait )?[AÀ] ([A-ZÉÈ][\w' ’-]{2,40}), le\b.*"), Trust.SURE),
    (
        "nombres",
        re.compile(r"(\d+) ([a-zéèê ]{5,40}) et (\d+) ([a-zéèê ]{5,40}?)(?=[),;.])"),
        Trust.LIKELY,
    ),
)
ANNEXES = re.compile(r"(?:Liste des\s+)?annexes\s*:?", re.IGNORECASE)
ENTRY = re.compile(r"(?:Annexe\s+)?\d+\s*[.):–-]+\s*(.+)", re.IGNORECASE)


def find_stamps(lines: Sequence[Line]) -> tuple[list[str], set[int]]:
    """What an administration printed over the text, and the numbers of its lines."""
    found = [line for line in lines if STAMP.fullmatch(line.text)]
    return [line.text for line in found], {line.number for line in found}


def find_facts(lines: Sequence[Line]) -> tuple[list[Field], set[int]]:
    """The facts of the text, and the numbers of the lines that tell nothing else."""
    fields: list[Field] = []
    taken: set[int] = set()
    said = [line for line in lines if line.text]
    for rank, line in enumerate(said):
        if (match := NUMBER.search(line.text)) and not _has(fields, "numero"):
            fields.append(_field("numero", match[1], Trust.SURE, line))
            following = said[rank + 1] if rank + 1 < len(said) else None
            if following and following.text == following.text.upper():
                fields.append(_field("titre", following.text, Trust.SURE, following))
                taken.add(following.number)
            taken.add(line.number)
    for line in said:
        for field in _in_text(line):
            if not _has(fields, field.name):
                fields.append(field)
    return fields, taken


def _in_text(line: Line) -> Iterator[Field]:
    for name, shape, trust in SHAPES:
        match = shape.search(line.text)
        if match is None:
            continue
        if name == "du":
            yield _field("du", match[1], trust, line)
            yield _field("au", match[2], trust, line)
        else:
            yield _field(name, ";".join(match.groups()), trust, line)
    if match := ACRONYM.search(line.text):
        yield _field("sigle", match[1], Trust.LIKELY, line)


def _field(name: str, value: str, trust: Trust, line: Line) -> Field:
    return Field(name=name, value=value, trust=trust, line=line.number, seen=line.text)


def _has(fields: Sequence[Field], name: str) -> bool:
    return any(field.name == name for field in fields)


def find_annexes(lines: Sequence[Line]) -> tuple[list[str], set[int]]:
    """The titles of the list of annexes, and the numbers of its lines."""
    said = [line for line in lines if line.text]
    start = next((rank for rank, line in enumerate(said) if ANNEXES.fullmatch(line.text)), None)
    if start is None:
        return [], set()
    titles: list[str] = []
    taken = {said[start].number}
    for line in said[start + 1 :]:
        match = ENTRY.fullmatch(line.text)
        if match is None:
            break
        titles.append(match[1].strip())
        taken.add(line.number)
    return titles, taken
