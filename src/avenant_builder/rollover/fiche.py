"""A fiche for the year after: each section does what ``avenant.toml`` says of it.

The text is cut at its ``##`` lines and otherwise left as it was typed.
"""

import re
from collections.abc import Iterator, Mapping

from avenant_builder.french import fold
from avenant_builder.model.avenant import SectionPolicy
from avenant_builder.rollover.titles import moved, report_title

SECTION = re.compile(r" {0,3}##(?!#)[ \t]*(?P<title>.*?)[ \t]*#*[ \t]*")
REPORT, TEXT = "bilan", "texte"
OBJECTIVES_TO_WRITE = "[objectifs à compléter]"


def next_fiche(
    text: str, policies: Mapping[str, SectionPolicy], *, year: int, new_year: int
) -> str:
    """The fiche of `new_year`, from that of `year`. A section without a policy is kept."""
    head, sections = _cut(text)
    pieces = [head.rstrip("\n")]
    done = superseded(policies, year)
    for title, body in sections:
        if title not in done:
            policy = policies.get(title, SectionPolicy.KEEP)
            pieces += _next_sections(title, body, policy, year, new_year)
    return "\n\n".join(pieces) + "\n"


def _next_sections(
    title: str, body: str, policy: SectionPolicy, year: int, new_year: int
) -> Iterator[str]:
    new_title = moved(title, year, new_year)
    if policy is SectionPolicy.KEEP:
        yield f"## {new_title}\n\n{body}".rstrip("\n")
    elif policy is SectionPolicy.EMPTY:
        what = REPORT if REPORT in fold(title) else TEXT
        yield f"## {new_title}\n\n[{what} à compléter]"
    else:
        if body:
            yield f"## {report_title(title, year)}\n\n{body}\n\n[{REPORT} à compléter]"
        yield f"## {new_title}\n\n{OBJECTIVES_TO_WRITE}"


def _cut(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What precedes the first section, then title and text of each."""
    head: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        found = SECTION.fullmatch(line)
        if found:
            sections.append((found["title"], []))
        else:
            (sections[-1][1] if sections else head).append(line)
    return "\n".join(head), [(title, "\n".join(lines).strip("\n")) for title, lines in sections]


def superseded(policies: Mapping[str, SectionPolicy], year: int) -> set[str]:
    """The sections that report on the objectives of the year before: done, and not repeated."""
    return {
        report_title(moved(title, year, year - 1), year - 1)
        for title, policy in policies.items()
        if policy is SectionPolicy.REPORT
    }


def next_policies(
    policies: Mapping[str, SectionPolicy], *, year: int, new_year: int
) -> dict[str, SectionPolicy]:
    """What the year after `new_year` will do with each section of its fiches."""
    following: dict[str, SectionPolicy] = {}
    for title, policy in policies.items():
        if policy is SectionPolicy.REPORT:
            following[report_title(title, year)] = SectionPolicy.EMPTY
        following[moved(title, year, new_year)] = policy
    return following
