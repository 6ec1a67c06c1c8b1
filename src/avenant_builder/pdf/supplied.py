"""Decide whether a PDF made by somebody else can be taken in as an annex.

What cannot be carried over whole is refused for now, in words, rather than changed unsaid: a
signature does not survive a merger, and active content has no place in what people sign.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES

TIMEOUT = 90.0
"""Seconds of the clock; ``probe`` itself bounds processor time and memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedFacts:
    """What is known of a PDF that can be taken in."""

    pages: int
    pdfa: bool
    """It claims PDF/A-1 or PDF/A-2."""
    pdfua: bool
    """It claims PDF/UA-1 and is tagged."""


def inspect_supplied(path: Path, place: Place) -> tuple[SuppliedFacts | None, tuple[Problem, ...]]:
    """Look into a supplied PDF without trusting it; `place` is where the annex is listed.

    Returns its facts, or None with every reason why it is refused.
    """
    answer = _ask(path)
    problems = tuple(_problems(answer["faults"], path.name, place))
    if problems:
        return None, problems
    facts = SuppliedFacts(pages=answer["pages"], pdfa=answer["pdfa"], pdfua=answer["pdfua"])
    return facts, ()


def _ask(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "avenant_builder.pdf.probe", str(path.resolve())]
    inherited = filter(None, [os.environ.get("PYTHONPATH")])
    search = os.pathsep.join([str(Path(__file__).parents[2]), *inherited])
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            timeout=TIMEOUT,
            env={**os.environ, "PYTHONPATH": search},
            check=True,
        )
        answer: dict[str, Any] = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, ValueError):
        return {"faults": [("heavy", "")]}
    return answer


def _problems(faults: list[tuple[str, str]], name: str, place: Place) -> Iterator[Problem]:
    def details(kind: str) -> list[str]:
        return [detail for found, detail in faults if found == kind]

    if details("encrypted"):
        yield RULES["R-ANX-10"].problem(
            place, f"« {name} » est protégé par un mot de passe ou des restrictions"
        )
    if details("signed"):
        yield RULES["R-ANX-11"].problem(
            place, f"« {name} » porte une signature électronique, que l’assemblage détruirait"
        )
    if active := details("active"):
        yield RULES["R-ANX-12"].problem(place, f"« {name} » contient {', '.join(active)}")
    if details("broken"):
        yield RULES["R-ANX-13"].problem(place, f"« {name} » n’est pas un PDF entier et lisible")
    if details("empty"):
        yield RULES["R-ANX-13"].problem(place, f"« {name} » n’a aucune page")
    if details("heavy"):
        yield RULES["R-ANX-14"].problem(place, f"« {name} » est trop lourd à lire : abandonné")
    for count in details("pages"):
        yield RULES["R-ANX-14"].problem(place, f"« {name} » compte {count} pages, plus de 2 000")
    if sizes := details("size"):
        pages = f"la page {sizes[0]}" if len(sizes) == 1 else f"les pages {', '.join(sizes)}"
        yield RULES["R-ANX-15"].problem(
            place,
            f"dans « {name} », {pages} : format inutilisable (moins de 2,5 cm, plus de 5 m, "
            "ou de travers)",
        )
