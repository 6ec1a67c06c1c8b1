"""Kill ``avenant record`` with SIGKILL at random points; nothing confirmed may be lost.

    python benchmarks/kill_record.py [--kills 200] [--seed 2019]

Each run records another invented fact with a pièce of its own, in a copy of the Loire's
workspace. After every kill: what was confirmed is in the journal, the chain holds, every event
has its pièce whole, and every pièce without an event is named by the next command.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
ENTRY = [sys.executable, "-m", "avenant_builder"]
SEATS = ("CAF-1", "CAF-2", "CD42", "ETAT", "MSA", "CARSAT", "ROANNE", "SEM")
WARM_UP = 5
WRITING = 0.12
"""Seconds from the first byte written to the answer, about."""
CONFIRMED = "Enregistré sous le n°"


def workspace(folder: Path) -> Path:
    root = folder / "espace"
    root.mkdir()
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("evidence"))
    shutil.copy(ROOT / "signatories.csv", root)
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


def started(root: Path, number: int) -> "subprocess.Popen[str]":
    """A run that records fact `number`, with a pièce of a megabyte or so."""
    piece = root.parent / f"piece-{number}.bin"
    piece.write_bytes(random.Random(number).randbytes(1_000_000 + number))
    facts = ["record", SEATS[number % len(SEATS)], "page-recue", "--on", "01/02/2019"]
    return subprocess.Popen(
        [*ENTRY, *facts, "--file", str(piece), "--note", f"essai {number}", "--year", "2019"],
        cwd=root,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill « record » at random points.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2019)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    with TemporaryDirectory(prefix="avenant-kill-") as folder:
        root = workspace(Path(folder))
        confirmed, length = warmed_up(root)
        seen = {"killed": 0, "ended first": 0, "torn lines": 0, "orphans named": 0}
        number = WARM_UP
        while seen["killed"] < wanted.kills:
            run = started(root, number)
            wait(root, run, number, length, chance)
            run.kill()
            answer, _ = run.communicate()
            if answer.startswith(CONFIRMED) and answer.count("\n"):
                confirmed.add(number)
            seen["killed" if run.returncode < 0 else "ended first"] += 1
            check(root, confirmed, seen)
            (root.parent / f"piece-{number}.bin").unlink()
            number += 1
        seen["torn lines"] = len(list((root / "data/2019").glob("journal.reste-*")))
        print(f"{length * 1000:.0f} ms a run; {len(confirmed)} events confirmed, none lost")
        print(", ".join(f"{key}: {count}" for key, count in seen.items()))


def warmed_up(root: Path) -> tuple[set[int], float]:
    """Let some runs end: the facts they confirmed, and how long one takes."""
    lengths = []
    for number in range(WARM_UP):
        began = time.monotonic()
        assert started(root, number).communicate()[0].startswith(CONFIRMED)
        lengths.append(time.monotonic() - began)
    return set(range(WARM_UP)), statistics.median(lengths)


def wait(
    root: Path, run: "subprocess.Popen[str]", number: int, length: float, chance: random.Random
) -> None:
    """Let a run go on to a random point: anywhere in it, or every other time where it writes."""
    if number % 2:
        time.sleep(length * chance.uniform(0, 1.1))
        return
    evidence = root / "data/evidence"
    before = set(evidence.iterdir())
    while set(evidence.iterdir()) == before and run.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, WRITING))


def check(root: Path, confirmed: set[int], seen: dict[str, int]) -> None:
    """The next command repairs; what was confirmed is there, and all that is left is named."""
    verified = subprocess.run(
        [*ENTRY, "journal", "--verify", "--json", "--year", "2019"],
        cwd=root,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = (root / "data/2019/journal.jsonl").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    notes = [event["note"] for event in events]
    assert {f"essai {number}" for number in confirmed} <= set(notes), "a confirmed event is lost"
    assert len(notes) == len(set(notes)), "an event is there twice"
    named = set(json.loads(verified.stdout)["orphelines"])
    known = {event["piece"] for event in events}
    there = {path.name for path in (root / "data/evidence").iterdir() if path.name[0] != "."}
    assert {name for name in there if name[:64] not in known} == named, "an orphan is not named"
    for name in named:
        # As the person who reads it may: else the same one would be counted at every kill.
        (root / "data/evidence" / name).unlink()
        seen["orphans named"] += 1


if __name__ == "__main__":
    main()
