"""Fuzz the readers of CSV registers, of fiches and of messages from the préfecture, with atheris.

    python benchmarks/fuzz_readers.py [--seconds 600] [--only csv|fiche|receipt] [--corpus FOLDER]

Guided by coverage: whatever bytes a file holds, a reader gives a record or a fault in French, and
never another error. Each target runs in a process of its own for its share of the seconds, from the
real files of the Loire. What breaks one is kept in the corpus folder and becomes a case in the
tests. Linux on x86-64 only, as atheris is.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["avenant_builder"]):
    from avenant_builder.actes.receipt import receipt_of
    from avenant_builder.actes.xml import read_xml
    from avenant_builder.errors import AvenantError
    from avenant_builder.files.bodies import read_bodies
    from avenant_builder.files.encoding import decode
    from avenant_builder.files.fiches import read_fiche
    from avenant_builder.files.seats import read_seats
    from avenant_builder.files.source import Source
    from avenant_builder.files.structures import read_structures
    from avenant_builder.problems import Problem

ROOT = Path(__file__).parents[1]
RECEIPTS = ROOT / "tests" / "actes"
LONGEST = 4096


def _told(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        assert problem.message and problem.rule, problem


def _text(data: bytes) -> str | None:
    """As ``Reader`` hands it on: decoded, without NUL."""
    with suppress(UnicodeDecodeError):
        text = decode(data).text
        return None if "\0" in text else text
    return None


def csv(data: bytes) -> None:
    """The three registers, from the same bytes."""
    text = _text(data)
    if text is None:
        return
    for reader in (read_bodies, read_seats, read_structures):
        _, problems = reader(Source("registre.csv", text))
        _told(problems)


def fiche(data: bytes) -> None:
    """A fiche: label lines, then Markdown."""
    text = _text(data)
    if text is None:
        return
    found, problems = read_fiche(Source("fiche.md", text), number=1, untitled=("Bilan",))
    assert found.rows is not None
    _told(problems)


def receipt(data: bytes) -> None:
    """A message from the préfecture."""
    with suppress(AvenantError):
        receipt_of(read_xml(data, "retour.xml"), "retour.xml", data)


TARGETS: Mapping[str, Callable[[bytes], None]] = {"csv": csv, "fiche": fiche, "receipt": receipt}


def seeds(name: str) -> Iterator[bytes]:
    """Real files to start from, cut to what a run can turn over quickly."""
    if name == "csv":
        files = [ROOT / "signatories.csv", ROOT / "data/bodies.csv"]
    elif name == "fiche":
        files = sorted((ROOT / "data/2019/fiches").glob("*.md"))
    else:
        files = sorted((ROOT.parent / "shared/reference/actes").rglob("*.xml"))
        yield from (path.read_bytes() for path in sorted(RECEIPTS.rglob("*.xml")))
    yield from (path.read_bytes()[:LONGEST] for path in files)


def fuzz(name: str, seconds: int, corpus: Path) -> None:
    """Run one target in this process, which atheris ends."""
    known = corpus / name
    known.mkdir(parents=True, exist_ok=True)
    for rank, data in enumerate(seeds(name)):
        (known / f"départ-{rank}").write_bytes(data)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-artifact_prefix={corpus}/"]
    atheris.Setup([sys.argv[0], *options, str(known)], TARGETS[name])
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the readers.")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--only", choices=list(TARGETS))
    parser.add_argument("--corpus", type=Path)
    wanted = parser.parse_args()
    if wanted.only:
        if wanted.corpus is None:
            parser.error("--only goes with --corpus")
        fuzz(wanted.only, wanted.seconds, wanted.corpus)
        return
    with TemporaryDirectory(prefix="avenant-fuzz-") as folder:
        corpus = wanted.corpus or Path(folder)
        share = max(1, wanted.seconds // len(TARGETS))
        for name in TARGETS:
            args = ["--only", name, "--seconds", str(share), "--corpus", str(corpus)]
            done = subprocess.run(
                [sys.executable, __file__, *args], stderr=subprocess.PIPE, check=False
            )
            last = done.stderr.decode("utf-8", "replace").rstrip().splitlines()
            print(f"{name}: {last[-1] if last else done.returncode}", flush=True)
            if done.returncode:
                sys.exit("\n".join(last[-30:]))


if __name__ == "__main__":
    main()
