"""The set for the préfet with 150 MB of pièces, beside ``tar`` and ``sha256sum`` on the same files.

Written, then checked as ``avenant transmit --verify`` does, each in a process of its own whose peak
memory is read; then with a tenth of the bytes, so that the memory of both can be compared.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TOTAL = 150_000_000
FILES = 30
ROUNDS = 3
CHILD = """
import json, re, sys, time
from pathlib import Path
from avenant_builder.files.manifest import fingerprint
from avenant_builder.files.sealed import Entry, check_sealed, write_sealed
way, target, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
start = time.perf_counter()
if way == "write":
    paths = sorted(folder.iterdir())
    write_sealed(target, [Entry(name=p.name, about="", path=p) for p in paths], {"annee": 2019})
else:
    assert not check_sealed(target).faults
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "peak": int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024,
}))
"""


def run(way: str, target: Path, folder: Path) -> dict[str, float]:
    """What a process of its own prints of its time and its peak memory, in MB."""
    command = [sys.executable, "-c", CHILD, way, str(target), str(folder)]
    said = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, float] = json.loads(said.stdout)
    return found


def peer(target: Path, folder: Path) -> float:
    """Seconds that ``tar`` and ``sha256sum`` take."""
    start = time.perf_counter()
    subprocess.run(["tar", "-cf", target, "-C", folder, "."], check=True)
    names = map(str, sorted(folder.iterdir()))
    subprocess.run(["sha256sum", *names], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def filled(folder: Path, total: int) -> Path:
    """A folder of files of noise."""
    folder.mkdir()
    source = random.Random(2019)
    for number in range(FILES):
        (folder / f"{number:02d}.pdf").write_bytes(source.randbytes(total // FILES))
    return folder


def main() -> None:
    with TemporaryDirectory(prefix="avenant-bench-") as name:
        work = Path(name)
        heavy, light = filled(work / "lourd", TOTAL), filled(work / "leger", TOTAL // 10)
        peers, writes, checks = [], [], []
        for _ in range(ROUNDS):
            peers.append(peer(work / "pair.tar", heavy))
            writes.append(run("write", work / "lourd.zip", heavy))
            checks.append(run("check", work / "lourd.zip", heavy))
        small = run("write", work / "leger.zip", light), run("check", work / "leger.zip", light)
        beside = statistics.median(peers)
        print(f"tar + sha256sum: {beside:.2f} s for {TOTAL // 10**6} MB")
        for what, rounds, less in (("write", writes, small[0]), ("verify", checks, small[1])):
            seconds = statistics.median(one["seconds"] for one in rounds)
            peak = max(one["peak"] for one in rounds)
            print(
                f"{what}: {seconds:.2f} s, {seconds / beside:.2f} times the peer; "
                f"peak {peak} MB, {less['peak']} MB with a tenth of the bytes"
            )


if __name__ == "__main__":
    main()
