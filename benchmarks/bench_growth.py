"""Time and memory of a build as an agreement grows, and with a scanned annex of 300 pages.

``python benchmarks/bench_growth.py fiches|seats|annex [N …]``: every build is the real command,
with an empty cache, in a process of its own. Peer: the smaller dossier of the same run; what must
stay flat is the time for one document (fiches) or one seat more. Seconds are of
processor, children included, beside those of the clock. What is added to the Loire is invented.
"""

import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pikepdf
from bench_build import COMPILED, YEAR, copy_workspace
from PIL import Image

DEFAULTS = {"fiches": (5, 50, 500), "seats": (20, 200, 2000), "annex": (300,)}


def more_fiches(workspace: Path, count: int) -> None:
    folder = workspace / "data" / YEAR / "fiches"
    own = sorted(folder.glob("*.md"))
    texts = [path.read_text("utf-8") for path in own]
    for path in own:
        path.unlink()
    for number in range(count):
        title = f"Groupe de travail : Invention n° {number + 1}"
        text = re.sub(r"(?m)^Groupe de travail : .*$", title, texts[number % 5], count=1)
        (folder / f"{number + 1:04}-inventee.md").write_text(text, "utf-8")


def more_seats(workspace: Path, count: int) -> None:
    path = workspace / "signatories.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    seats = [
        {
            **row,
            "siege": row["siege"] + (f"-{turn}" if turn else ""),
            "ordre": str(turn * len(rows) + rank),
            "nom": row["nom"] + (f" {turn}" if turn else ""),
        }
        for turn in range(count // len(rows))
        for rank, row in enumerate(rows, start=1)
    ]
    stream = io.StringIO()
    table = csv.DictWriter(stream, list(rows[0]), delimiter=";")
    table.writeheader()
    table.writerows(seats)
    path.write_text(stream.getvalue(), "utf-8-sig")


def scanned_annex(workspace: Path, count: int) -> None:
    """A grey scan of A4 at 150 dots an inch for each page: noise, the worst to pack."""
    folder = workspace / "data" / YEAR / "annexes"
    folder.mkdir(exist_ok=True)
    source = numpy.random.default_rng(1)
    with pikepdf.new() as pdf:
        for _ in range(count):
            dots = source.integers(200, 256, (1754, 1240), dtype=numpy.uint8)
            stream = io.BytesIO()
            Image.fromarray(dots).save(stream, "JPEG", quality=20)
            page = pdf.add_blank_page(page_size=(595, 842))
            image = pdf.make_stream(
                stream.getvalue(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=1240,
                Height=1754,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
        pdf.save(folder / "scan.pdf")
    settings = workspace / "data" / YEAR / "avenant.toml"
    text = settings.read_text("utf-8")
    annex = '[[annexes]]\ntitre = "Plans numérisés"\nfichier = "scan.pdf"\n\n[fiches]\n'
    settings.write_text(text.replace("[fiches]\n", annex, 1), "utf-8")
    print(f"annex of {(folder / 'scan.pdf').stat().st_size / 1e6:.0f} MB")


GROWN = {"fiches": more_fiches, "seats": more_seats, "annex": scanned_annex}


def measured(workspace: Path, cache: Path) -> tuple[float, float, float]:
    """Seconds of processor and of the clock, and the megabytes of the largest process."""
    command = [sys.executable, "-m", "avenant_builder", "--workspace", str(workspace)]
    reader, writer = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        environment = {**os.environ, "AVENANT_CACHE": str(cache), **COMPILED}
        answer = subprocess.run(
            [*command, "build", "--year", YEAR], capture_output=True, env=environment, text=True
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        problem = answer.stderr[-600:] if answer.returncode else ""
        line = f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024} {problem}"
        os.write(writer, line.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        cpu, memory, problem = stream.read().split(" ", 2)
    os.waitpid(child, 0)
    if problem:
        sys.exit(problem)
    return float(cpu), time.perf_counter() - started, float(memory)


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "fiches"
    counts = [int(text) for text in sys.argv[2:]] or DEFAULTS[kind]
    before = None
    for count in counts:
        with TemporaryDirectory(prefix="croissance-") as folder:
            work = Path(folder)
            workspace = copy_workspace(work / "loire")
            GROWN[kind](workspace, count)
            cpu, wall, memory = measured(workspace, work / "cache")
            more = (cpu - before[1]) / (count - before[0]) if before else None
            made = json.loads((workspace / "output" / YEAR / "manifeste.json").read_text("utf-8"))
            pages = made["pages"]["dossier.pdf"]
            each = f", {more:.3f} s for each one more" if more else ""
            told = f"{count} {kind}, {pages} pages: {cpu:.1f} s, clock {wall:.1f} s"
            print(f"{told}, {memory:.0f} MB{each}", flush=True)
            before = (count, cpu)


if __name__ == "__main__":
    main()
