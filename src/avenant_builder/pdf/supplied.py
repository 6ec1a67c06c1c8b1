"""Decide whether a PDF made by somebody else can be taken in as an annex, and as what.

What acts has no place in what people sign, and a signature does not survive a merger: a copy
without them is bound, and it is said. What cannot be read, or printed, is refused.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from avenant_builder.cache import Cache, cache_folder, key_of, own_identity
from avenant_builder.errors import ConversionFailed
from avenant_builder.guard import MEMORY
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.rules.catalogue import RULES
from avenant_builder.scratch import scratch
from avenant_builder.started import answer_of

TOO_HEAVY = [("heavy", "")]
TIMEOUT = 90.0
"""Seconds of the clock; ``probe`` itself bounds processor time and memory."""


SENTENCES = {
    "encrypted": ("R-ANX-10", "« {name} » est protégé par un mot de passe"),
    "restricted": (
        "R-ANX-17",
        "« {name} » porte des restrictions de son auteur : le recueil ne les garde pas",
    ),
    "signed": (
        "R-ANX-11",
        "« {name} » porte une signature électronique, ou un champ pour elle : le recueil n’en "
        "garde que l’apparence",
    ),
    "active": ("R-ANX-12", "« {name} » contient {details} : le recueil ne le reprend pas"),
    "pageless": (
        "R-ANX-18",
        "« {name} » est un formulaire XFA, dont les pages ne sont pas dans le fichier",
    ),
    "stubborn": ("R-ANX-18", "« {name} » n’a pas pu être nettoyé"),
    "broken": ("R-ANX-13", "« {name} » n’est pas un PDF entier et lisible"),
    "scan": ("R-ANX-16", "« {name} » {details}"),
    "empty": ("R-ANX-13", "« {name} » n’a aucune page"),
    "heavy": ("R-ANX-14", "« {name} » est trop lourd à lire : abandonné"),
    "pages": ("R-ANX-14", "« {name} » compte {details} pages, plus de 2 000"),
    "size": (
        "R-ANX-15",
        "dans « {name} », {details} : format inutilisable (moins de 2,5 cm, plus de 5 m, ou de "
        "travers)",
    ),
}
"""What is said of each kind of fault that ``probe`` finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedFacts:
    """What is known of a PDF that can be taken in."""

    pages: int
    pdfa: bool
    """It claims PDF/A-1 or PDF/A-2."""
    pdfua: bool
    """It claims PDF/UA-1 and is tagged."""
    cleaned: bool = False
    """A copy without what acts is bound in its stead."""


def inspect_supplied(path: Path, place: Place) -> tuple[SuppliedFacts | None, tuple[Problem, ...]]:
    """Look into a supplied PDF without trusting it; `place` is where the annex is listed.

    Returns its facts with what will be left out of it, or None with every reason why it is
    refused. A file that was looked into before is not looked into again.
    """
    answer = _answer(path)
    problems = tuple(_problems(answer["faults"], path.name, place))
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    known = {field: answer[field] for field in ("pages", "pdfa", "pdfua", "cleaned")}
    return SuppliedFacts(**known), problems


def bindable(path: Path, copy: Path) -> Path:
    """What to bind of a PDF that can be taken in: itself, or `copy`, written without what acts.

    Raises ConversionFailed where the file has changed since it was found fit.
    """
    answer = _answer(path)
    if answer.get("cleaned"):
        answer = _ask(path, copy)
    if "pages" not in answer or bool(answer["cleaned"]) != copy.exists():
        raise ConversionFailed(f"« {path.name} » a changé pendant la lecture", remedy="Relancez.")
    return copy if answer["cleaned"] else path


def _answer(path: Path) -> dict[str, Any]:
    """What ``probe`` says of a file, or said."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    store, key = Cache(cache_folder()), key_of("probe", own_identity(), digest)
    known = store.get(key)
    if known is not None:
        answer: dict[str, Any] = json.loads(known)
        return answer
    with scratch() as folder:
        answer = _ask(path, folder / "copie.pdf")
    if answer["faults"] != TOO_HEAVY:  # perhaps this machine was busy
        store.put(key, json.dumps(answer).encode())
    return answer


def _ask(path: Path, copy: Path) -> dict[str, Any]:
    heard = answer_of(
        "avenant_builder.pdf.probe",
        *(str(path.resolve()), str(copy)),
        seconds=TIMEOUT,
        memory=MEMORY,
    )
    if heard.code:
        return {"faults": TOO_HEAVY}
    answer: dict[str, Any] = json.loads(heard.said)
    return answer


def _problems(found: list[tuple[str, str]], name: str, place: Place) -> Iterator[Problem]:
    details: dict[str, list[str]] = {}
    for kind, detail in found:
        details.setdefault(kind, []).append(detail)
    if sizes := details.get("size", []):
        pages = f"la page {sizes[0]}" if len(sizes) == 1 else f"les pages {', '.join(sizes)}"
        details["size"] = [pages]
    for kind, (rule, sentence) in SENTENCES.items():
        if kind in details:
            told = sentence.format(name=name, details=", ".join(details[kind]))
            yield RULES[rule].problem(place, told)
