"""The readings of a draft, on the 2019 text as it was signed, against slips listed by hand."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.rules.passages import Part, Passage, part_of_label, part_of_section
from avenant_builder.rules.stale import read_again

ROOT = Path(__file__).parents[2]
TEXT = ROOT / "tests/reference/avenant-2019.txt"
SLIPS = ROOT / "tests/reference/slips-2019.txt"
LOOK = re.compile(r"</?i>|\^\{|\}")
LIST_SIGN = re.compile(r"^(?P<space> *)-(?: [*o](?= ))? ")
ENOUGH, TOO_MANY = 8, 2


def slips() -> dict[int, list[str]]:
    """The slips listed by hand, by line of the text."""
    found: dict[int, list[str]] = {}
    for line in SLIPS.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            number, text, _ = line.split(" | ")
            found.setdefault(int(number), []).append(text)
    return found


def passages_of_the_text(dossier: Dossier) -> list[Passage]:
    """The lines of the text, each with the part that the headings above it give it."""
    titles = list(dossier.avenant.section_policies)
    part, found = Part.SIGNATURE, []
    for number, line in enumerate(TEXT.read_text("utf-8").splitlines(), start=1):
        place = Place(TEXT.name, number)
        sign = LIST_SIGN.match(line)
        level = 1 + len(sign["space"]) if sign else 0
        # Bold that the recognition glued together is several lines.
        for piece in LIST_SIGN.sub("", line).split("**"):
            bare = LOOK.sub("", piece).strip()
            label, tab, value = bare.partition("\t")
            if tab:
                found.append(Passage(place=place, text=value, part=part_of_label(label)))
            elif bare:
                part = _part(bare, part, titles, dossier)
                found.append(Passage(place=place, text=bare, part=part, level=level))
    return found


def _part(text: str, before: Part, titles: list[str], dossier: Dossier) -> Part:
    heading = next((title for title in titles if text.startswith(title)), None)
    if heading:
        return part_of_section(heading, dossier)
    if text.startswith("CENTRES SOCIAUX"):  # the title page of the map
        return Part.SIGNATURE
    starts = text.startswith(("SCHEMA DIRECTEUR DE L'ANIMATION", "AXE "))
    return Part.LABEL if starts else before


def is_listed(problem: Problem, listed: dict[int, list[str]]) -> bool:
    """Whether a finding tells a slip of the list: the same line, and a word of it."""
    told = words(problem.message)
    return any(words(text) & told for text in listed.get(problem.place.line or 0, ()))


def words(text: str) -> set[str]:
    return {
        word.lower() for word in re.findall(r"[\w°€]+|,,", text.replace(".", "")) if len(word) > 1
    }


@pytest.fixture(scope="module")
def loire_2019() -> Dossier:
    dossier, _ = read_dossier(ROOT, 2019)
    assert dossier is not None
    return replace(dossier, avenant=replace(dossier.avenant, draft=True))


@pytest.fixture(scope="module")
def findings(loire_2019: Dossier) -> list[Problem]:
    return list(read_again(passages_of_the_text(loire_2019), loire_2019))


def test_the_list_quotes_the_text() -> None:
    lines = TEXT.read_text("utf-8").splitlines()
    for number, texts in slips().items():
        for text in texts:
            for piece in text.split("[…]"):
                assert piece.strip() in lines[number - 1], (number, text)


def test_real_slips_are_found_and_hardly_anything_else(findings: list[Problem]) -> None:
    listed = slips()
    told = [problem for problem in findings if problem.severity is not Severity.INFORMATION]
    real = [problem for problem in told if is_listed(problem, listed)]
    false = [str(problem) for problem in told if not is_listed(problem, listed)]
    assert len({problem.place.line for problem in real}) >= ENOUGH
    assert len(false) <= TOO_MANY, false


def test_look_alikes_that_are_both_right_are_information_only(findings: list[Problem]) -> None:
    [alike] = [one for one in findings if "SERACS" in one.message and "SENACS" in one.message]
    assert alike.severity is Severity.INFORMATION


def test_five_calendars_out_of_five_and_every_kind_of_slip(findings: list[Problem]) -> None:
    rules = [problem.rule for problem in findings]
    assert rules.count("R-RELIRE-01") == 5
    for number in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12):
        assert f"R-RELIRE-{number:02d}" in rules
    assert all(problem.remedy and "«" in problem.message for problem in findings)
