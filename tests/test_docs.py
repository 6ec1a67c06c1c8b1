"""The documentation says what is true today."""

import re
import tomllib
from pathlib import Path

import pytest

from avenant_builder.cli.main import COMMANDS
from avenant_builder.errors import ExitCode
from avenant_builder.files import bodies, seats, structures
from avenant_builder.rules.catalogue import RULES

ROOT = Path(__file__).parents[1]
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_in_the_table(code: ExitCode) -> None:
    assert f"| {code.value} | {code.name} |" in read("docs/errors.md")


def test_the_table_of_rules_is_the_catalogue() -> None:
    rows = re.findall(r"^\| (R-\S+) \| (\w+) \| (.+) \|$", read("docs/errors.md"), re.MULTILINE)
    assert rows == [(rule.id, rule.severity.label, rule.title) for rule in RULES.values()]


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("signatories.csv", seats.COLUMNS),
        ("data/bodies.csv", bodies.COLUMNS),
        ("data/ANNÉE/structures.csv", structures.COLUMNS),
    ],
)
def test_every_column_is_explained_in_order(heading: str, columns: tuple[str, ...]) -> None:
    section = read("docs/data.md").split(f"## `{heading}`")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(columns)


def test_the_keys_of_the_loire_are_explained() -> None:
    text = read("docs/data.md")
    facts = tomllib.loads(read("data/2019/avenant.toml"))
    for key, value in facts.items():
        inner = value if isinstance(value, dict) and key not in ("fiches", "variables") else {}
        for name in (key, *inner):
            assert re.search(rf"[`.\[]{name}[].`]", text), name


def test_every_command_is_in_the_manual() -> None:
    manual = read("docs/mode-emploi.md")
    for name in COMMANDS:
        assert f"avenant {name}" in manual, name


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_modules_of_the_tour_exist() -> None:
    source = ROOT / "src" / "avenant_builder"
    for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)*\.py)`", read("docs/flow.md")):
        assert (source / name).exists() or (ROOT / name).exists(), name


def test_no_address_and_no_path_of_a_machine() -> None:
    """Nobody's registry, nobody's home: pages and lock are for every machine."""
    for page in (*DOCS, ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "Makefile"):
        text = page.read_text("utf-8")
        assert not re.search(r"index-url|/home/|/root/|/tmp/", text), page.name
