"""The texts of an avenant as people read them: passage by passage, each with the part it plays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from avenant_builder.french import fold
from avenant_builder.model.avenant import SectionPolicy
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Fiche
from avenant_builder.problems import Place
from avenant_builder.rules.places import key_of

LONGEST_SHOWN = 80
ABBREVIATED = re.compile(r"\bst (?=\w)")


class Part(StrEnum):
    """What a passage is for: it decides which words in it are out of date."""

    CALENDAR = "calendrier"
    LABEL = "libellé"
    OBJECTIVES = "objectifs"
    REPORT = "bilan"
    KEPT = "texte repris"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, a cell or a line that is printed."""

    place: Place
    text: str
    part: Part
    level: int = 0
    """Depth in a list, from 1; 0 outside."""

    @property
    def in_fiche(self) -> bool:
        return self.part is not Part.SIGNATURE


def passages(dossier: Dossier) -> Iterator[Passage]:
    """The passages of a dossier, in the order in which they print."""
    avenant = dossier.avenant
    for key, text in (("schema.titre", avenant.scheme.title), ("lieu", avenant.signing_place)):
        yield Passage(place=key_of(avenant, key), text=text, part=Part.SIGNATURE)
    for seat in dossier.seats:
        place = Place(seat.place.file, seat.place.line, "intitule")
        yield Passage(place=place, text=seat.heading, part=Part.SIGNATURE)
    for annex in avenant.annexes:
        yield Passage(place=annex.place, text=annex.title, part=Part.SIGNATURE)
    for fiche in dossier.fiches:
        yield from _of_fiche(fiche, dossier)


def _of_fiche(fiche: Fiche, dossier: Dossier) -> Iterator[Passage]:
    file = fiche.place.file
    heads = (("Titre de l'axe", fiche.axis_title), ("Groupe de travail", fiche.group))
    rows = ((row.label, row.value) for row in fiche.rows)
    for label, text in (*heads, *rows):
        place = Place(file, fiche.lines.get(label), label)
        yield Passage(place=place, text=text, part=part_of_label(label))
    for section in fiche.sections:
        part = part_of_section(section.title, dossier)
        yield Passage(place=section.place, text=section.title, part=part)
        for block in section.body.blocks:
            place = Place(file, block.line, section.place.column)
            yield Passage(place=place, text=block.text, part=part, level=block.level)


def part_of_label(label: str) -> Part:
    return Part.CALENDAR if fold(label).startswith("calendrier") else Part.LABEL


def part_of_section(title: str, dossier: Dossier) -> Part:
    policy = dossier.avenant.section_policies.get(title)
    if policy is SectionPolicy.EMPTY:
        return Part.REPORT
    if policy is SectionPolicy.REPORT or fold(title).startswith("objectif"):
        return Part.OBJECTIVES
    return Part.KEPT


def excerpt(text: str) -> str:
    """A text between guillemets, cut where it is long."""
    line = " ".join(text.split())
    return f"« {line if len(line) <= LONGEST_SHOWN else f'{line[:LONGEST_SHOWN].rstrip()}…'} »"


def around(text: str, start: int, end: int, margin: int = 30) -> str:
    """A piece of a text with the words around it, between guillemets."""
    left, right = max(0, start - margin), min(len(text), end + margin)
    left = text.rfind(" ", 0, left) + 1 if left else 0
    cut = text.find(" ", right)
    right = len(text) if cut < 0 else cut
    before, after = ("…" if left else ""), ("…" if right < len(text) else "")
    return f"« {before}{' '.join(text[left:right].split())}{after} »"


def loose(text: str) -> str:
    """A name without case, accents, hyphens or points, « st » in full: to find its spellings."""
    words = re.sub(r"[\s\-–]+", " ", fold(text).replace(".", ""))
    return ABBREVIATED.sub("saint ", words).strip()
