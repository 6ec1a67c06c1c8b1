"""A first workspace proposed from an agreement in Word or in plain text."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from avenant_builder.disk import output_fault, write_whole
from avenant_builder.errors import ProblemsFound, WorkspaceMissing
from avenant_builder.files import bodies, seats
from avenant_builder.files.csv_text import csv_text
from avenant_builder.files.fiche_text import blocks_text
from avenant_builder.files.source import LARGEST_FICHE, Reader
from avenant_builder.french import fold
from avenant_builder.model.fiche import Fiche
from avenant_builder.proposal.found import Proposal
from avenant_builder.proposal.lines import story_lines, text_lines
from avenant_builder.proposal.propose import propose
from avenant_builder.starter import MARK, create_workspace
from avenant_builder.word.open import open_story

WORD, TEXT = ".docx", ".txt"
TO_SORT, TABLE, STAMPS = "a-trier.md", "proposition.csv", "tampons.md"
COLUMNS = ("champ", "valeur", "confiance", "ligne", "lu_dans")
UNKNOWN_FILE = 'fichier = ""'
TO_CONFIRM = "nom|categorie"


def read_proposal(source: Path) -> Proposal:
    """What an agreement proposes. Raises ``ProblemsFound`` for a file that is refused,
    ``WorkspaceMissing`` for one that is neither Word nor text."""
    ending = source.suffix.lower()
    if ending == WORD:
        story, faults = open_story(source, accept=True)
        if story is None:
            raise ProblemsFound(faults)
        return propose(story_lines(story))
    if ending != TEXT:
        raise WorkspaceMissing(
            f"« {source.name} » n’est ni un .docx ni un .txt",
            remedy="Dans Word, « Enregistrer sous », « Document Word (.docx) », puis relancez.",
        )
    reader = Reader(source.parent)
    text = reader.read(source.name, largest=LARGEST_FICHE)
    if text is None:
        raise ProblemsFound(reader.problems)
    return propose(text_lines(text.text))


def proposed_year(found: Proposal, default: int) -> int:
    """The year in which the period ends, where it was found."""
    said = re.findall(r"\b[12]\d{3}\b", found.value("au"))
    return int(said[-1]) if said else default


def write_proposal(found: Proposal, target: Path, *, year: int) -> tuple[str, ...]:
    """Write a workspace that holds what was recognised, to be read again by a person.

    Its avenant is a draft. Raises ``OutputFault`` where `target` holds anything, or cannot be
    written.
    """
    created = set(create_workspace(target, year=year))
    blank = f"data/{year}/fiches/01-fiche.md"
    try:
        template = (target / f"data/{year}/avenant.toml").read_text("utf-8")
        content = _content(found, template, year)
        for name, text in content.items():
            write_whole(target / name, text.encode("utf-8"))
        if found.fiches:
            (target / blank).unlink()
            created.remove(blank)
    except OSError as fault:
        raise output_fault(fault, target) from fault
    return tuple(sorted(created | {*content}))


def _content(found: Proposal, template: str, year: int) -> Mapping[str, str]:
    content = {
        MARK: csv_text(seats.COLUMNS, _seat_rows(found)),
        "data/bodies.csv": csv_text(bodies.COLUMNS, _body_rows(found)),
        f"data/{year}/avenant.toml": _facts(found, template),
        TABLE: csv_text(COLUMNS, table(found)),
        TO_SORT: "\n".join(_to_sort(found)),
    }
    for one in found.fiches:
        content[f"data/{year}/fiches/{one.fiche.place.file}"] = "\n".join(_fiche(one.fiche))
    if found.stamps:
        content[STAMPS] = "\n".join(["# Tampons lus sur le document", "", *found.stamps, ""])
    return content


def _seat_rows(found: Proposal) -> Iterator[list[str]]:
    for order, seat in enumerate(found.seats, start=1):
        cells = {
            "siege": seat.id,
            "ordre": str(order),
            "organisme": seat.body,
            "intitule": seat.heading,
            "qualite": seat.title,
            "prenom": seat.first_name,
            "nom": seat.last_name,
            "obligatoire": "oui",
        }
        yield [cells.get(column, "") for column in seats.COLUMNS]


def _body_rows(found: Proposal) -> Iterator[list[str]]:
    for body in found.bodies:
        cells = {
            "organisme": body.id,
            "nom": body.name,
            "categorie": body.category.value,
            "a_confirmer": TO_CONFIRM,
        }
        yield [cells.get(column, "") for column in bodies.COLUMNS]


def table(found: Proposal) -> Iterator[tuple[str, str, str, str, str]]:
    """Every proposal with how sure it is, the line it comes from and the words it was read in."""
    for field in found.fields:
        yield field.name, field.value, field.trust.value, str(field.line), field.seen
    for body in found.bodies:
        name = f"organisme {body.id}"
        yield name, f"{body.name} ({body.category.label})", body.trust.value, str(body.line), ""
    for seat in found.seats:
        holder = f"{seat.title} {seat.first_name} {seat.last_name}"
        yield f"siège {seat.id}", holder, seat.trust.value, str(seat.line), seat.heading
    for number, title in enumerate(found.annexes, start=1):
        yield f"annexe {number}", title, "sûr", "", ""
    for one in found.fiches:
        name = f"fiche {one.fiche.number}"
        yield name, one.fiche.group, one.trust.value, str(one.line), one.fiche.axis_title


def _to_sort(found: Proposal) -> Iterator[str]:
    yield "# Ce qui n’a pas trouvé sa place"
    yield ""
    yield "Le numéro est celui de la ligne dans le document. Le texte de l’avenant va dans"
    yield "templates/avenant.docx ; le reste, où il convient."
    yield ""
    for number, text in found.unplaced:
        yield f"{number}. {text}"
    yield ""


def _fiche(fiche: Fiche) -> Iterator[str]:
    yield f"Axe : {fiche.axis}"
    yield f"Titre de l'axe : {fiche.axis_title}"
    yield f"Groupe de travail : {fiche.group}"
    for row in fiche.rows:
        yield f"{row.label} : {row.value}".rstrip()
    for section in fiche.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        yield blocks_text(section.body.blocks)
    yield ""


def _facts(found: Proposal, template: str) -> str:
    """The facts of the avenant, in the file that explains each."""
    years = re.findall(r"\d{4}", found.value("annees"))
    counts = found.value("nombres").split(";")
    text = template.replace("brouillon = false", "brouillon = true")
    for key, value in (
        ("numero", found.value("numero")),
        ("annees", f"[{', '.join(years)}]" if years else ""),
        ("comite_de_pilotage", _quoted(found.value("comite_de_pilotage"))),
        ("lieu", _quoted(found.value("lieu"))),
        ("titre", _quoted(found.value("titre"))),
        ("sigle", _quoted(found.value("sigle"))),
        ("du", _quoted(found.value("du"))),
        ("au", _quoted(found.value("au"))),
        ("agreees_au", _quoted(found.value("agreees_au"))),
        ("titre_des_fiches", _quoted(found.value("titre_des_fiches"))),
    ):
        if value:
            text = _with_key(text, key, value)
    if len(counts) == len(("nombre", "type") * 2):
        values = iter(counts)
        text = re.sub(
            r"(?m)^libelle = .*\nnombre = .*$",
            lambda _: _count(next(values), next(values)),
            text,
            count=2,
        )
    return _with_annexes(_with_sections(text, found), found)


def _with_key(text: str, key: str, value: str) -> str:
    return re.sub(rf"(?m)^{key} = .*$", lambda _: f"{key} = {value}", text, count=1)


def _count(number: str, label: str) -> str:
    return f"libelle = {_quoted(label)}\nnombre = {number}"


def _quoted(value: str) -> str:
    """A text as TOML: JSON writes it the same way."""
    return json.dumps(value, ensure_ascii=False) if value else ""


def _with_sections(text: str, found: Proposal) -> str:
    titles = dict.fromkeys(s.title for one in found.fiches for s in one.fiche.sections)
    if not titles:
        return text
    lines = "".join(f"{_quoted(title)} = {_quoted(_policy(title))}\n" for title in titles)
    head, _, rest = text.partition("[fiches.sections]\n")
    _, _, after = rest.partition("\n\n")
    return f"{head}[fiches.sections]\n{lines}\n{after}"


def _policy(title: str) -> str:
    if "bilan" in fold(title):
        return "vider"
    return "reporter" if re.search(r"\d{4}", title) else "garder"


def _with_annexes(text: str, found: Proposal) -> str:
    if not found.annexes:
        return text
    blocks = []
    for title in found.annexes:
        kind = _annex_kind(title)
        lines = ["[[annexes]]", f"titre = {_quoted(title)}", kind or UNKNOWN_FILE]
        blocks.append("".join(f"{'' if kind else '# '}{line}\n" for line in lines))
    start = text.index("[[annexes]]")
    end = text.index("# La carte,")
    return text[:start] + "\n".join(blocks) + "\n" + text[end:]


def _annex_kind(title: str) -> str:
    folded = fold(title)
    if "fiche" in folded:
        return "fiches = true"
    return 'modele = "carte.docx"' if "carte" in folded else ""
