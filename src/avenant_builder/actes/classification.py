"""The classification of a préfecture, as its ``RetourClassification`` gives it.

A deposit names the day of the classification that it was made with: a stale one comes back as an
anomaly (002). Without the file only what is national is known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from avenant_builder.actes.national import MATIERES, NATURES
from avenant_builder.actes.xml import (
    MAX_BYTES,
    attribute,
    child,
    children,
    local,
    read_xml,
    refused,
    text_of,
)
from avenant_builder.french import short_date

ROOT = "RetourClassification"
DEEPEST = 5
MATIERE = re.compile(r"[1-9]\d?(\.[1-9]\d?){1,4}", re.ASCII)
CODE = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a préfecture takes: matières, natures, typologies of their files."""

    on: date | None
    """Day of the classification, as a deposit repeats it; None: only what is national."""
    matieres: Mapping[tuple[int, ...], str]
    """Codes of a matière, with its name."""
    typologies: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """By nature: codes of the files that may come with it, with their names."""

    @property
    def is_national(self) -> bool:
        """Whether it is the shared part only, and says nothing of typologies or of a date."""
        return self.on is None

    def name_of(self, matiere: Sequence[int]) -> str:
        """« Aide sociale »: the name of a matière; empty if it is not there."""
        return self.matieres.get(tuple(matiere), "")

    def path_of(self, matiere: Sequence[int]) -> str:
        """« Domaines de compétences par thèmes – Aide sociale »; empty if a part is missing."""
        names = [self.name_of(matiere[:depth]) for depth in range(1, len(matiere) + 1)]
        return " – ".join(names) if all(names) else ""

    def faults(
        self, *, matiere: Sequence[int], nature: int, typologies: Sequence[str]
    ) -> Iterator[str]:
        """What a deposit asks for and this classification lacks: French sentences.

        The shared part answers for two levels and for natures alone.
        """
        known = matiere[:2] if self.is_national else matiere
        if len(matiere) < 2 or not self.path_of(known):
            yield f"la matière {shown(matiere)} n’est pas dans {self.title}"
        if nature not in (self.typologies or NATURES):
            yield f"la nature d’acte {nature} n’est pas dans {self.title}"
        elif not self.is_national:
            lacking = [code for code in typologies if code not in self.typologies[nature]]
            for code in dict.fromkeys(lacking):
                yield f"la typologie {code} n’est pas dans {self.title} pour la nature {nature}"

    @property
    def title(self) -> str:
        """« la classification du 18/04/2019 »; the shared part has no day."""
        return (
            f"la classification du {short_date(self.on)}"
            if self.on
            else "la classification nationale"
        )


NATIONAL = Classification(on=None, matieres=MATIERES)


def read_classification(path: Path) -> Classification:
    """The classification of a file that the user gives. Raises ``MessageRefused``."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise refused(
            str(path), "ne peut pas être lu", remedy="Vérifiez le chemin de ce fichier."
        ) from fault
    return classification_of(read_xml(content, path.name), path.name)


def classification_of(root: etree._Element, name: str) -> Classification:
    """The classification of a message. Raises ``MessageRefused`` for any other, or no date."""
    if local(root) != ROOT:
        raise refused(
            name,
            f"n’est pas une classification, mais un message « {local(root)} »",
            remedy="Demandez à votre opérateur le dernier « RetourClassification » reçu.",
        )
    said = text_of(root, "DateClassification")
    try:
        on = date.fromisoformat(said)
    except ValueError as fault:
        raise refused(
            name,
            f"donne à la classification une date impossible, « {said[:40]} »",
            remedy="Redemandez la classification à la préfecture ou à l’opérateur.",
        ) from fault
    matieres = child(root, "Matieres")
    return Classification(
        on=on,
        matieres=dict(_matieres(matieres, (), 1)) if matieres is not None else {},
        typologies=dict(_typologies(root)),
    )


def parse_matiere(text: str) -> tuple[int, ...] | None:
    """« 8.2 » or « 8.2.4 » as codes; None for anything else, or fewer than two levels."""
    found = MATIERE.fullmatch(text.strip())
    return tuple(int(code) for code in found[0].split(".")) if found else None


def shown(matiere: Sequence[int]) -> str:
    """« 8.2.4 »."""
    return ".".join(str(code) for code in matiere)


def _matieres(
    parent: etree._Element, above: tuple[int, ...], depth: int
) -> Iterator[tuple[tuple[int, ...], str]]:
    if depth > DEEPEST:
        return
    for node in children(parent, f"Matiere{depth}"):
        code = attribute(node, "CodeMatiere")
        if not CODE.fullmatch(code):
            continue
        codes = (*above, int(code))
        yield codes, _name(node)
        yield from _matieres(node, codes, depth + 1)


def _typologies(root: etree._Element) -> Iterator[tuple[int, dict[str, str]]]:
    natures = child(root, "NaturesActes")
    for nature in children(natures, "NatureActe") if natures is not None else ():
        code = attribute(nature, "CodeNatureActe")
        if CODE.fullmatch(code):
            files = children(nature, "TypePJNatureActe")
            yield int(code), {attribute(one, "CodeTypePJ"): _name(one) for one in files}


def _name(node: etree._Element) -> str:
    return " ".join(attribute(node, "Libelle").split()) or "(sans libellé)"
