"""Fill the disk under every command that writes: nothing earlier is lost, and it is said.

    python benchmarks/disk_full.py [--tries 20] [--seed 2019] [--only COMMAND…]

As root on Linux: each try works on a small tmpfs, with a random number of bytes left, up to what
the command writes. It ends well, or says that the disk is full (exit 17) and leaves what was there
as it was; with room made, the same command ends well. The commands and their invented facts are
those of ``kill_commands.py``.
"""

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kill_commands import COMMANDS, Command, Space, copied, half_done, started

OUTPUT = 17
SPARE = 1 << 16
ROOM = 1 << 28
"""What is made once a command was tried."""
FILLER = "plein"


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` bytes, in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def used(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*"))


def tried(start: Space, room: int, most: int, command: Command, place: Path) -> int:
    """Run a command with `room` bytes left on its disk; its exit code."""
    size = used(start.root) + 4 * most + SPARE
    with small_disk(place, size) as disk:
        shutil.copytree(start.root, disk / "espace")
        space = Space(disk / "espace", outside=start.root.parent)
        before = space.tree()
        left = shutil.disk_usage(disk).free
        with (disk / FILLER).open("wb") as filler:
            filler.write(b"\1" * max(0, left - room))
        code = space.run(*command.args)
        now = {name: found for name, found in space.tree().items() if not half_done(name)}
        if code:
            assert code == OUTPUT, f"exit {code} with {room} bytes left"
            grown = {name for name in before if now.get(name) != before[name]}
            assert not grown, f"changed on a full disk: {grown}"
        (disk / FILLER).unlink()
        subprocess.run(["mount", "-o", f"remount,size={size + ROOM}", disk], check=True)
        again = space.run(*command.args)
        assert again == 0 or (code == 0 and again in command.once_done), f"then {again}"
    return code


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill the disk under the commands that write.")
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--only", nargs="*", default=list(COMMANDS), choices=list(COMMANDS))
    wanted = parser.parse_args()
    if sys.platform != "linux" or os.geteuid() != 0:
        sys.exit("Ce banc demande Linux et root : il monte un petit disque en mémoire.")
    chance = random.Random(wanted.seed)
    for name in wanted.only:
        command = COMMANDS[name]
        with TemporaryDirectory(prefix="avenant-plein-") as folder:
            start = started(Path(folder) / "départ" / "espace")
            command.prepare(start)
            end = copied(start, Path(folder) / "fin")
            end.done(*command.args)
            most = max(SPARE, used(end.root) - used(start.root), used(end.root / "output"))
            codes = [
                tried(start, chance.randrange(most), most, command, Path(folder) / "disque")
                for _ in range(wanted.tries)
            ]
        full = sum(code == OUTPUT for code in codes)
        print(f"{name:18} {full:3} full, {len(codes) - full:3} with room enough", flush=True)


if __name__ == "__main__":
    main()
