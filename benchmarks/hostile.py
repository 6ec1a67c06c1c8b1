"""Give hostile files to what reads them: each is accepted, told or refused, in French, in time.

``python benchmarks/hostile.py`` takes our own cases; with folders or archives of sources as
arguments (``pip download --no-deps --no-binary :all: pypdf python-docx``), also every PDF, Word
document and picture in them. Each file is read in a process of its own, as the commands read it.
"""

import os
import pickle
import resource
import sys
import tarfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hostile_cases import write_all

from avenant_builder.files.pictures import picture_fault
from avenant_builder.model.documents import FillJob
from avenant_builder.pdf.supplied import inspect_supplied
from avenant_builder.problems import Place, Severity
from avenant_builder.word.models import check_models

MOST_SECONDS, MOST_MEGABYTES = 10.0, 1_000
KINDS = {
    ".docx": "modèle Word",
    ".pdf": "PDF fourni",
    ".tif": "TIFF fourni",
    ".tiff": "TIFF fourni",
    **dict.fromkeys((".png", ".jpg", ".jpeg"), "image"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the reading of one file went."""

    verdict: str
    reasons: tuple[str, ...]
    seconds: float
    """Of processor: others use this machine too."""
    megabytes: float

    @property
    def bad(self) -> bool:
        broken = self.verdict == "TRACE" or (self.verdict == "refusé" and not self.reasons)
        return broken or self.seconds > MOST_SECONDS or self.megabytes > MOST_MEGABYTES


def read(kind: str, path: Path) -> tuple[str, tuple[str, ...]]:
    if kind == "image":
        fault = picture_fault(path)
        return ("refusé", (fault,)) if fault else ("accepté", ())
    if kind in ("PDF fourni", "TIFF fourni"):
        _, problems = inspect_supplied(path, Place("avenant.toml"))
    else:
        job = FillJob(key="cas", model=path.name, title="Cas", context={})
        problems = check_models([job], folder=path.parent)
    reasons = tuple(f"{problem.message} [{problem.rule}]" for problem in problems)
    refused = any(problem.severity is Severity.ERROR for problem in problems)
    return ("refusé" if refused else "averti" if problems else "accepté"), reasons


def outcome(kind: str, path: Path) -> Outcome:
    """Read a file in a process of its own, and measure it with its children."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            answer = read(kind, path)
        except BaseException:  # noqa: BLE001 -- what this looks for
            answer = ("TRACE", (traceback.format_exc(),))
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        with os.fdopen(writer, "wb") as stream:
            pickle.dump((answer, largest), stream)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read()
    _, status, used = os.wait4(child, 0)
    if not said:
        answer, largest = ("TRACE", (f"mort : {status}",)), 0
    else:
        answer, largest = pickle.loads(said)
    return Outcome(
        verdict=answer[0],
        reasons=answer[1],
        seconds=used.ru_utime + used.ru_stime,
        megabytes=max(used.ru_maxrss, largest) / 1024,
    )


def of_corpora(places: list[Path], folder: Path) -> Iterator[tuple[str, str, Path]]:
    for place in places:
        root = place
        if place.is_file():
            root = folder / place.name
            with tarfile.open(place) as archive:
                archive.extractall(root, filter="data")
        for path in sorted(root.rglob("*")):
            kind = KINDS.get(path.suffix.lower())
            if kind and path.is_file():
                yield kind, f"{place.name.split('-')[0]} : {path.name}", path


def main() -> None:
    os.environ["AVENANT_CACHE"] = ""
    shown = "-v" in sys.argv
    places = [Path(name) for name in sys.argv[1:] if name != "-v"]
    started, bad = time.monotonic(), 0
    counts: Counter[tuple[str, str]] = Counter()
    worst = Outcome(verdict="", reasons=(), seconds=0, megabytes=0)
    slowest = heaviest = ("", worst)
    with TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        cases = [*write_all(folder / "cas"), *of_corpora(places, folder)]
        for kind, title, path in cases:
            seen = outcome(kind, path)
            counts[kind, seen.verdict] += 1
            bad += seen.bad
            slowest = max(slowest, (title, seen), key=lambda pair: pair[1].seconds)
            heaviest = max(heaviest, (title, seen), key=lambda pair: pair[1].megabytes)
            if seen.bad or shown:
                reason = " ; ".join(seen.reasons)[: 2_000 if seen.verdict == "TRACE" else 150]
                used = f"{seen.seconds:.1f} s, {seen.megabytes:.0f} Mo"
                print(f"{kind} | {title} | {seen.verdict} | {used} | {reason}", flush=True)
    for (kind, verdict), count in sorted(counts.items()):
        print(f"{kind:12} {verdict:8} {count}")
    print(f"{len(cases)} files in {time.monotonic() - started:.0f} s; {bad} outside the bounds")
    print(f"slowest {slowest[1].seconds:.1f} s of processor: {slowest[0]}")
    print(f"heaviest {heaviest[1].megabytes:.0f} MB: {heaviest[0]}")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
