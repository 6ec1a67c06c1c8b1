"""The whole build of the Loire 2019, beside one bare LibreOffice launch, in the same run.

The peer: one ``soffice`` process that converts the same Word files to PDF with the same
PDF/A-2b + UA filter, in a profile that has been used before. Run it with ``make bench``.
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.pdf.engine import find_engine
from avenant_builder.pdf.launch import WRITER_PDF

ROOT = Path(__file__).resolve().parents[1]
YEAR = "2019"
ROUNDS = 7


def seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    engine = find_engine()
    with TemporaryDirectory(prefix="mesure-") as folder:
        work = Path(folder)
        workspace = work / "loire"
        workspace.mkdir()
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, workspace / name)
        shutil.copy(ROOT / "signatories.csv", workspace)

        def whole() -> None:
            command = [sys.executable, "-m", "avenant_builder", "--workspace", str(workspace)]
            subprocess.run([*command, "build", "--year", YEAR], check=True, capture_output=True)

        whole()
        documents = sorted((workspace / "output" / YEAR).glob("*.docx"))

        def bare() -> None:
            profile = (work / "profil").as_uri()
            options = ["--headless", f"-env:UserInstallation={profile}"]
            filters = ["--infilter=MS Word 2007 XML", "--convert-to", WRITER_PDF]
            command = [str(engine.path), *options, *filters, "--outdir", str(work / "pdf")]
            subprocess.run([*command, *map(str, documents)], check=True, capture_output=True)

        bare()
        wholes, bares = [], []
        for _ in range(ROUNDS):  # in turn, so that a busy moment weighs on both
            bares.append(seconds(bare))
            wholes.append(seconds(whole))

    print(f"{engine.label}, {len(documents)} documents, {ROUNDS} rounds, seconds (min / median)")
    for label, times in (("bare soffice launch", bares), ("whole build", wholes)):
        print(f"{label:20} {min(times):6.2f} / {statistics.median(times):.2f}")
    best, middle = min(wholes) / min(bares), statistics.median(wholes) / statistics.median(bares)
    print(f"{'ratio':20} {best:6.2f} / {middle:.2f}")


if __name__ == "__main__":
    main()
