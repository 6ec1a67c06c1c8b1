"""The draft of the year after, beside the build of the year it comes from, in the same run.

``avenant next`` then ``avenant build --draft --year 2020`` of the Loire, against ``avenant build
--year 2019``: each from nothing, without cache, the engine started by each build.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7


def avenant(workspace: Path, *words: str) -> None:
    command = [sys.executable, "-m", "avenant_builder", "--workspace", str(workspace), *words]
    # No cache: a draft shares no document with the year before, and neither is helped.
    environment = {**os.environ, "AVENANT_CACHE": "", "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def measured(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    with TemporaryDirectory(prefix="mesure-") as folder:
        space = Path(folder) / "loire"
        space.mkdir()
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, space / name)
        shutil.copy(ROOT / "signatories.csv", space)
        steps: dict[str, Callable[[], None]] = {
            "build 2019": lambda: avenant(space, "build", "--year", "2019"),
            "next": lambda: avenant(space, "next"),
            "build --draft 2020": lambda: avenant(space, "build", "--draft", "--year", "2020"),
        }
        for step in steps.values():  # compiles the modules, warms the disk
            step()
        times: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(ROUNDS):  # in turn, so that a busy moment weighs on all
            shutil.rmtree(space / "output")
            shutil.rmtree(space / "data/2020")
            for name, step in steps.items():
                times[name].append(measured(step))
    both = [a + b for a, b in zip(times["next"], times["build --draft 2020"], strict=True)]
    times["next + build --draft"] = both
    peer = times["build 2019"]
    print(f"{ROUNDS} rounds, without cache")
    print(f"{'':22}{'wall min / median':>20}{'ratio':>8}{'ratio of medians':>18}")
    for name, walls in times.items():
        shown = f"{min(walls):.2f} / {statistics.median(walls):.2f} s"
        ratio, middle = min(walls) / min(peer), statistics.median(walls) / statistics.median(peer)
        print(f"{name:22}{shown:>20}{ratio:8.2f}{middle:18.2f}")


if __name__ == "__main__":
    main()
