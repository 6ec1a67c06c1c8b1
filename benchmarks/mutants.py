"""Change rules, dates and states in small ways, and count the changes that no test sees (mutmut).

    python benchmarks/mutants.py [--only rules|dates|states] [--keep FOLDER]

In a copy of the checkout, with the tests of each group alone. Prints the score of each group and
module, then each change that survived, as a diff; ends with 1 under 85 %. It takes the better part
of an hour. With ``--keep``, the copy stays in FOLDER, where `mutmut show NAME` works.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = (
    *("src", "tests", "templates", "data", "docs", "pyproject.toml", "README.md"),
    *("signatories.csv", "CHANGELOG.md"),
)
WANTED = 0.85
SEEN = frozenset({"killed", "timeout", "caught by type check", "segfault"})
LINE = re.compile(r"^\s*(avenant_builder\.\S+): (.+)$")


@dataclass(frozen=True, slots=True)
class Group:
    """Modules, and the tests that hold them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "rules": Group(("rules/*.py",), ("tests/rules",)),
    "dates": Group(
        ("french.py", "files/dates.py", "files/effect_dates.py"),
        ("tests/test_french.py", "tests/files/test_dates.py", "tests/files/test_effect_dates.py"),
    ),
    "states": Group(("tracking/*.py", "model/event.py"), ("tests/tracking",)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Count the changes that no test sees.")
    parser.add_argument("--only", choices=list(GROUPS))
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args()
    low = False
    for name in [wanted.only] if wanted.only else list(GROUPS):
        with ExitStack() as stack:
            if wanted.keep:
                folder = wanted.keep / name
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
            else:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            low |= run(name, GROUPS[name], folder) < WANTED
    return 1 if low else 0


def run(name: str, group: Group, folder: Path) -> float:
    """Make and try the changes of a group; the share that a test sees."""
    for wanted in COPIED:
        source = ROOT / wanted
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "evidence", "node_modules")
            shutil.copytree(source, folder / wanted, ignore=ignored)
        else:
            shutil.copy(source, folder / wanted)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as stream:
        stream.write(settings(group))
    with (folder / "mutmut.log").open("wb") as log:
        mutmut = [sys.executable, "-m", "mutmut"]
        subprocess.run([*mutmut, "run", "--max-children", "1"], cwd=folder, stdout=log, check=False)
    said = asked(folder, "results", "--all", "true")
    found = {m[1]: m[2] for line in said.splitlines() if (m := LINE.match(line))}
    assert found, f"mutmut made nothing: {folder / 'mutmut.log'}"
    report(name, found)
    for mutant in sorted(mutant for mutant, fate in found.items() if fate not in SEEN):
        print(f"\n{mutant} ({found[mutant]})", *changed(asked(folder, "show", mutant)), sep="\n  ")
    return sum(fate in SEEN for fate in found.values()) / len(found)


def settings(group: Group) -> str:
    modules = [f"src/avenant_builder/{module}" for module in group.modules]
    return (
        '\n[tool.mutmut]\nsource_paths = ["src/"]\n'
        f"only_mutate = {modules}\n"
        f"pytest_add_cli_args_test_selection = {list(group.tests)}\n"
        "timeout_constant = 60.0\n"  # else a busy machine passes for a test that sees the change
        f"also_copy = {[name for name in COPIED if name != 'src']}\n"
    )


def asked(folder: Path, *args: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "mutmut", *args],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return answer.stdout


def report(name: str, found: Mapping[str, str]) -> None:
    made = Counter(module_of(mutant) for mutant in found)
    seen = Counter(module_of(mutant) for mutant, fate in found.items() if fate in SEEN)
    for module in sorted(made):
        print(f"  {module:30} {seen[module]:5} of {made[module]:5}")
    total = sum(seen.values())
    print(f"{name}: {total} of {len(found)} seen, {total / len(found):.1%}", flush=True)


def module_of(mutant: str) -> str:
    return mutant.removeprefix("avenant_builder.").rpartition(".")[0]


def changed(diff: str) -> Iterator[str]:
    """The lines of a diff that differ."""
    for line in diff.splitlines():
        if line.startswith(("-", "+")) and not line.startswith(("---", "+++")):
            yield line


if __name__ == "__main__":
    sys.exit(main())
