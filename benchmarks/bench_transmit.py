"""Nine deposits with 150 MB of files in all, beside ``tar`` and ``gzip`` on the same files.

The votes are invented and weigh what scans weigh: noise, which does not compress. First the
archives alone, in the same run as the peer; then the whole command, with its checks, copies,
bordereaux and evidence, on light and on heavy votes, so that its memory can be compared.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from avenant_builder.files.manifest import fingerprint  # noqa: E402
from deposit_loire import NOW, VOTED, deliberation, ready_loire  # noqa: E402

TOTAL = 150_000_000
ROUNDS = 3
CHILD = """
import json, re, sys, time
from datetime import datetime
from pathlib import Path
from avenant_builder.deposits.assess import Wanted
from avenant_builder.transmit import transmit
start = time.perf_counter()
done = transmit(Path(sys.argv[1]), 2019, sys.argv[3:], Wanted(), by="Ada",
                now=datetime.fromisoformat(sys.argv[2]), progress=lambda _: None)
assert done.is_ready
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "own": int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024,
}))
"""
ARCHIVES = """
import json, re, sys, time
from pathlib import Path
from avenant_builder.actes.archive import Member, write_archive
members = [Member(name=Path(p).name, path=Path(p), size=Path(p).stat().st_size, sha256=s)
           for p, s in zip(sys.argv[2::2], sys.argv[3::2])]
start = time.perf_counter()
for member in members:
    write_archive(Path(sys.argv[1]), [member])
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "own": int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024,
}))
"""


def answer(code: str, *args: object) -> dict[str, float]:
    """What a process of its own prints of its time and its own peak memory, in MB."""
    said = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(said.stdout)
    return found


def peer(files: list[Path], target: Path) -> float:
    """Seconds of ``tar`` piped into ``gzip``, one archive a file."""
    start = time.perf_counter()
    for path in files:
        command = f"tar --format=ustar -cf - -C '{path.parent}' '{path.name}' | gzip -6n"
        with target.open("wb") as stream:
            subprocess.run(command, shell=True, check=True, stdout=stream)
    return time.perf_counter() - start


def archives(folder: Path, size: int) -> tuple[float, float, float]:
    """Seconds of ours and of the peer, and our peak memory, for nine archives of one file."""
    files = [deliberation(folder / f"{body}-{size}.pdf", body, weight=size) for body in VOTED]
    hashes = [fingerprint(path) for path in files]
    pairs = [item for pair in zip(files, hashes, strict=True) for item in pair]
    ours, theirs, memory = [], [], 0.0
    for _ in range(ROUNDS):
        said = answer(ARCHIVES, folder / "ours.tar.gz", *pairs)
        ours.append(said["seconds"])
        memory = max(memory, said["own"])
        theirs.append(peer(files, folder / "peer.tar.gz"))
    return statistics.median(ours), statistics.median(theirs), memory


def whole(folder: Path, size: int) -> dict[str, float]:
    """The command on nine bodies, none of which has ended."""
    root = ready_loire(folder / f"espace-{size}", weight=size)
    register = root / "data" / "bodies.csv"
    register.write_text(register.read_text("utf-8-sig").replace("31/12/2016", ""), "utf-8-sig")
    return answer(CHILD, root, NOW.isoformat(), *VOTED)


def main() -> None:
    each = TOTAL // len(VOTED)
    with TemporaryDirectory(prefix="avenant-bench-") as name:
        folder = Path(name)
        for size in (each // 100, each):
            ours, theirs, memory = archives(folder, size)
            print(
                f"archives, {size * len(VOTED) / 1e6:.1f} MB: {ours:.2f} s; tar + gzip "
                f"{theirs:.2f} s; ratio {ours / theirs:.2f}; peak {memory:.0f} MB",
                flush=True,
            )
        for size in (each // 100, each):
            said = whole(folder, size)
            print(
                f"avenant transmit, {size * len(VOTED) / 1e6:.1f} MB: {said['seconds']:.2f} s; "
                f"peak {said['own']:.0f} MB; {said['seconds'] / theirs:.2f} times tar + gzip "
                "on the heavy files",
                flush=True,
            )


if __name__ == "__main__":
    main()
