"""Builds of the Loire 2019, beside one bare LibreOffice launch, in the same run.

The peer: one ``soffice`` process that converts the same Word files to PDF with the same
PDF/A-2b + UA filter, in a profile that has been used before. Run it with ``make bench``.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.launch import WRITER_PDF

ROOT = Path(__file__).resolve().parents[1]
YEAR = "2019"
ROUNDS = 7
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""An installed tool has its modules compiled: no run here compiles them anew."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds of the clock, and of processor, children included."""

    wall: float
    cpu: float


def measured(action: Callable[[], None]) -> Measure:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    action()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measure(wall, cpu)


def copy_workspace(to: Path) -> Path:
    to.mkdir()
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy(ROOT / "signatories.csv", to)
    return to


def build(workspace: Path, cache: Path, year: str = YEAR) -> None:
    command = [sys.executable, "-m", "avenant_builder", "--workspace", str(workspace)]
    environment = {**os.environ, "AVENANT_CACHE": str(cache), **COMPILED}
    subprocess.run(
        [*command, "build", "--year", year], check=True, capture_output=True, env=environment
    )


def bare(documents: list[Path], work: Path) -> None:
    options = ["--headless", f"-env:UserInstallation={(work / 'profil').as_uri()}"]
    filters = ["--infilter=MS Word 2007 XML", "--convert-to", WRITER_PDF]
    command = [str(find_engine().path), *options, *filters, "--outdir", str(work / "pdf")]
    subprocess.run([*command, *map(str, documents)], check=True, capture_output=True)


def main() -> None:
    with TemporaryDirectory(prefix="mesure-") as folder:
        work = Path(folder)
        workspace, cache = copy_workspace(work / "loire"), work / "cache"
        target = workspace / "output" / YEAR
        fiche = sorted((workspace / "data" / YEAR / "fiches").glob("*.md"))[0]
        build(workspace, cache)
        (work / "docx").mkdir()
        made = sorted(target.glob("*.docx"))
        documents = [Path(shutil.copy(path, work / "docx")) for path in made]
        bare(documents, work)
        times: dict[str, list[Measure]] = {}
        for number in range(ROUNDS):  # in turn, so that a busy moment weighs on all
            shutil.rmtree(cache)
            shutil.rmtree(target)
            steps = {
                "bare soffice launch": lambda: bare(documents, work),
                "whole build, cold": lambda: build(workspace, cache),
                "one document changed": lambda: build(workspace, cache),
                "nothing changed": lambda: build(workspace, cache),
            }
            for name, step in steps.items():
                if name == "one document changed":
                    fiche.write_text(
                        f"{fiche.read_text('utf-8')}\nMot inventé {number}.\n", "utf-8"
                    )
                times.setdefault(name, []).append(measured(step))
    print(f"{find_engine().label}, {len(documents)} documents, {ROUNDS} rounds")
    print(f"{'':22}{'wall min / median':>20}{'ratio':>7}{'cpu min':>9}{'ratio':>7}")
    peer = times["bare soffice launch"]
    for name, all_times in times.items():
        walls, cpus = [m.wall for m in all_times], [m.cpu for m in all_times]
        shown = f"{min(walls):.2f} / {statistics.median(walls):.2f} s"
        ratio = min(walls) / min(m.wall for m in peer)
        work_ratio = min(cpus) / min(m.cpu for m in peer)
        print(f"{name:22}{shown:>20}{ratio:7.2f}{min(cpus):7.2f} s{work_ratio:7.2f}")


if __name__ == "__main__":
    main()
