"""Run the real command in a process of its own, as a person or a script would."""

import os
import subprocess
import sys
from pathlib import Path

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
    """Run ``avenant``: it answers in UTF-8 whatever the locale."""
    return python(ENTRY, *args, cwd=cwd, **wanted)


def plain(text: str) -> str:
    """A text with ordinary spaces only, to compare what is said and not how it is spaced."""
    return text.replace("\u00a0", " ")
