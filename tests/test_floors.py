"""The house holds: imports go down or sideways, outside libraries stay at home, parts stay small.

The floors are those of docs/flow.md, from the design of the project.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "avenant_builder"
MODULES = sorted(SOURCE.rglob("*.py"))

FLOORS = (
    ("records", "errors", "problems", "model"),
    (
        *("alignment", "differences", "returned", "proposal"),
        *("french", "naming", "rules", "geography", "charting", "context", "plan", "tracking"),
    ),
    ("machine", "disk", "scratch", "cache", "beside", "started", "guard", "raster"),
    ("files", "journal", "word", "sheets", "web", "pdf", "maps", "actes", "signatures", "paper"),
    (
        "audit",
        "check",
        "comparison",
        "digital",
        "executed",
        "deposits",
        "doctor",
        "fiche_import",
        "first_import",
        "follow",
        "judging",
        "returns",
        "freeze",
        "handover",
        "incoming",
        "listing",
        "record",
        "refresh",
        "snapshot",
        "stamped",
        "stamping",
        "starter",
        "workshop",
        "build",
        "outcome",
        "rebuild",
        "receipt",
        "rollover",
        "packets",
        "intake",
        "transmit",
        "reminders",
        "workbook",
    ),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
NEIGHBOURS_APART = 3
"""The floor whose parts own one outside thing each, and do not import one another."""

AT_HOME = {
    "click": "cli",
    "docx": "word",
    "docxtpl": "word",
    "jinja2": ("word", "web"),
    "openpyxl": "sheets",
    "lxml": ("word", "actes"),
    "pypdf": "pdf",
    "pypdfium2": ("pdf", "raster"),
    "pikepdf": "pdf",
    "uharfbuzz": "pdf",
    "markdown_it": "files",
    "pyhanko": "signatures",
    "pyhanko_certvalidator": "signatures",
    "PIL": ("files", "maps", "raster", "paper", "pdf"),
    "segno": "paper",
    "zxingcpp": "paper",
    "numpy": ("paper", "pdf"),
    "tomlkit": "rollover",
}

OF_ONE_SYSTEM = frozenset(
    {"fcntl", "grp", "msvcrt", "nt", "posix", "pwd", "resource", "termios", "winreg"}
)
"""Modules that not every system has."""
ASKS_FOR_THE_SYSTEM = frozenset(
    {
        *("os.name", "os.uname", "platform.system", "platform.uname", "sys.platform"),
        *("os.fork", "os.geteuid", "os.getuid", "os.kill", "os.killpg", "os.sysconf"),
        *("signal.SIGHUP", "signal.SIGKILL", "signal.SIGXCPU", "socket.AF_UNIX"),
    }
)

MODULE_LINES = 400
FUNCTION_LINES = 40


def part(module: Path) -> str:
    """First name under the package: « pdf » for pdf/office.py, « build » for build.py."""
    return module.relative_to(SOURCE).with_suffix("").parts[0]


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


@cache
def imports(module: Path) -> tuple[str, ...]:
    """Every name that a module imports, wherever the import stands in it."""
    return tuple(_imports(module))


def _imports(module: Path) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield node.module or ""
            if node.module == "avenant_builder":
                yield from (f"avenant_builder.{alias.name}" for alias in node.names)


def inner_imports(module: Path) -> Iterator[str]:
    """The parts of the package that a module imports."""
    for name in imports(module):
        first, _, rest = name.partition(".")
        if first == "avenant_builder" and rest:
            yield rest.split(".")[0]


def test_every_module_has_its_floor() -> None:
    unknown = {part(module) for module in MODULES} - set(LEVEL) - {"__init__", "__main__"}
    assert not unknown


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_from_its_own_floor_or_below(module: Path) -> None:
    own = part(module)
    if own not in LEVEL:  # the package itself
        return
    for other in inner_imports(module):
        assert LEVEL[other] <= LEVEL[own], f"{own} imports {other} from above"
        if other != own and LEVEL[own] == NEIGHBOURS_APART:
            assert LEVEL[other] != LEVEL[own], f"{own} imports its neighbour {other}"


@pytest.mark.parametrize("library", sorted(AT_HOME))
def test_an_outside_thing_has_one_home(library: str) -> None:
    homes = {
        part(module)
        for module in MODULES
        for name in imports(module)
        if name.split(".")[0] == library
    }
    known = AT_HOME[library]
    assert homes <= {known} if isinstance(known, str) else homes <= set(known)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_differs_between_systems_is_in_one_module(module: Path) -> None:
    if part(module) == "machine":
        return
    assert not OF_ONE_SYSTEM & set(imports(module))
    assert not ASKS_FOR_THE_SYSTEM & {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def test_the_lowest_floor_needs_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {"avenant_builder"}
    for module in MODULES:
        if LEVEL.get(part(module)) == 0:
            strangers = {name.split(".")[0] for name in imports(module)} - allowed
            assert not strangers, module


def test_modules_are_small() -> None:
    sizes = {module: len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert not {str(module): size for module, size in sizes.items() if size > MODULE_LINES}


def test_functions_are_small() -> None:
    long = {
        f"{module.name}:{node.lineno} {node.name}": lines
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := body_lines(node)) > FUNCTION_LINES
    }
    assert not long


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is not None:
        docstring = node.body[0]
        lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return lines
