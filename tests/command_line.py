"""Run the real command in a process of its own, as a person or a script would."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import warm

ROOT = Path(__file__).parents[1]
ENTRY = "from avenant_builder.cli.main import main; main()"


def environment(**wanted: str) -> dict[str, str]:
    """That of this process with a locale that knows no accent, then what is wanted."""
    # FORCE_COLOR and the like would change what is tested.
    kept = {name: value for name, value in os.environ.items() if "COLOR" not in name}
    return {**kept, "LANG": "C", "LC_ALL": "C", "PYTHONPATH": str(ROOT / "src"), **wanted}


def python(
    code: str, *args: str | Path, cwd: Path = ROOT, **wanted: str
) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own. Its answer is read as UTF-8, strictly."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        cwd=cwd,
        env=environment(**wanted),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def avenant(*args: str | Path, cwd: Path = ROOT, **wanted: str) -> subprocess.CompletedProcess[str]:
    """Run ``avenant``: it answers in UTF-8 whatever the locale.

    It is forked from a process that has loaded it, where a new one would do the same: not where
    something else of its environment than the folder of temporary files is wanted.
    """
    if warm.CAN_FORK and wanted.keys() <= {"TMPDIR"}:
        return _warm().run([*map(str, args)], cwd=cwd, environment=environment(**wanted))
    return started(*args, cwd=cwd, **wanted)


def started(*args: str | Path, cwd: Path = ROOT, **wanted: str) -> subprocess.CompletedProcess[str]:
    """Run ``avenant`` as `avenant` does, in a process that starts anew."""
    return python(ENTRY, *args, cwd=cwd, **wanted)


@cache
def _warm() -> warm.Warm:
    return warm.Warm(environment())


def end() -> None:
    """Let go the process that commands were forked from."""
    if _warm.cache_info().currsize:
        _warm().end()


def plain(text: str) -> str:
    """A text with ordinary spaces only, to compare what is said and not how it is spaced."""
    return text.replace("\u00a0", " ")
