"""``avenant compare`` and ``avenant import fiche.docx`` by page, beside one ``soffice`` conversion.

The peer converts the same fiches of the Loire to PDF, in one launch with a warmed profile. The
years compared are 2019 and an edited copy of it; caches are off. Wall clock, start-up included. Run
with ``python benchmarks/bench_word.py``.
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

from avenant_builder.pdf.parts import page_count

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
FICHES = tuple(f"fiche-{number}" for number in range(1, 6))
ENTRY = "from avenant_builder.cli.main import main; main()"


def avenant(root: Path, *args: str | Path) -> None:
    """Run the command as a person does, without a cache."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "AVENANT_CACHE": ""}
    command = [sys.executable, "-c", ENTRY, "--workspace", str(root), *map(str, args)]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def workspace(folder: Path) -> Path:
    """The Loire with a second year: the calendars are moved on, a sentence is added."""
    root = folder / "espace"
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("evidence"))
    shutil.copy(ROOT / "signatories.csv", root)
    shutil.copytree(root / "data/2019", root / "data/2020")
    for path in (root / "data/2020/fiches").glob("*.md"):
        text = path.read_text("utf-8").replace("œuvre : 201", "œuvre : 202")
        path.write_text(text + "\n- Un objectif inventé de plus.\n", "utf-8")
    return root


def take_all(root: Path, built: Path) -> None:
    """Take every fiche back, one command each."""
    for fiche in FICHES:
        avenant(root, "import", built / f"{fiche}.docx")


def seconds(work: Callable[[], object]) -> float:
    """The median of some rounds, the first left out."""
    work()
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    """Measure and print."""
    office = shutil.which("soffice")
    assert office is not None
    with TemporaryDirectory() as name:
        folder = Path(name)
        root = workspace(folder)
        avenant(root, "build", "--year", "2019")
        built = root / "output/2019"
        pages = sum(page_count(built / f"{fiche}.pdf") for fiche in FICHES)
        whole = pages + page_count(built / "avenant.pdf")
        profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
        files = [str(built / f"{fiche}.docx") for fiche in FICHES]
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", name, *files]
        peer = seconds(lambda: subprocess.run(command, check=True, capture_output=True)) / pages
        compared = seconds(lambda: avenant(root, "compare", "2019", "2020")) / whole
        taken = seconds(lambda: take_all(root, built))
    print(f"peer: soffice, {pages} pages: {peer * 1000:.0f} ms a page")
    for label, found in (("compare", compared), ("import", taken / pages)):
        print(f"{label}: {found * 1000:.0f} ms a page, {found / peer:.2f} times the peer")


if __name__ == "__main__":
    main()
