"""Nine deposits with 150 MB of files in all, beside ``tar`` and ``gzip`` on the same files.

The votes are invented and weigh what scans weigh: noise, which does not compress. First the
archives alone, in the same run as the peer; then the whole command, with its checks, copies,
bordereaux and evidence. All in processor time, children counted; memory is the peak of the process
that writes, with a tenth of the files and with all of them.
"""

import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from avenant_builder.files.manifest import fingerprint  # noqa: E402
from deposit_loire import NOW, VOTED, deliberation, ready_loire  # noqa: E402

TOTAL = 150_000_000
ROUNDS = 3
FIGURES = """
import json, re, resource, sys
from pathlib import Path
def figures():
    whole = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    spent = sum(one.ru_utime + one.ru_stime for one in whole)
    print(json.dumps({"seconds": spent, "own": int(peak) // 1024}))
"""
CHILD = """
from datetime import datetime
from avenant_builder.deposits.assess import Wanted
from avenant_builder.transmit import transmit
done = transmit(Path(sys.argv[1]), 2019, sys.argv[3:], Wanted(), by="Ada",
                now=datetime.fromisoformat(sys.argv[2]), progress=lambda _: None)
assert done.is_ready
figures()
"""
ARCHIVES = """
from avenant_builder.actes.archive import Member, write_archive
for path, sha256 in zip(sys.argv[2::2], sys.argv[3::2]):
    found = Path(path)
    member = Member(name=found.name, path=found, size=found.stat().st_size, sha256=sha256)
    write_archive(Path(sys.argv[1]), [member])
figures()
"""


def answer(code: str, *args: object) -> dict[str, float]:
    """What a process of its own prints of its time and its own peak memory, in MB."""
    said = subprocess.run(
        [sys.executable, "-c", FIGURES + code, *map(str, args)], capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(said.stdout)
    return found


def peer(files: list[Path], target: Path) -> float:
    """Processor seconds of ``tar`` piped into ``gzip``, one archive a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for path in files:
        command = f"tar --format=ustar -cf - -C '{path.parent}' '{path.name}' | gzip -6n"
        with target.open("wb") as stream:
            subprocess.run(command, shell=True, check=True, stdout=stream)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
        for size in (each // 10, each):
            ours, theirs, memory = archives(folder, size)
            print(
                f"archives, {size * len(VOTED) / 1e6:.1f} MB: {ours:.2f} s; tar + gzip "
                f"{theirs:.2f} s; ratio {ours / theirs:.2f}; peak {memory:.0f} MB",
                flush=True,
            )
        for size in (each // 10, each):
            said = whole(folder, size)
            print(
                f"avenant transmit, {size * len(VOTED) / 1e6:.1f} MB: {said['seconds']:.2f} s; "
                f"peak {said['own']:.0f} MB; {said['seconds'] / theirs:.2f} times tar + gzip "
                "on the heavy files",
                flush=True,
            )


if __name__ == "__main__":
    main()
