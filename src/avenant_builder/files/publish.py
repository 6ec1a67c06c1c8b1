"""Put results in place in one move at the end, or leave what was there as it was."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from avenant_builder.disk import held, output_fault

LOCK = ".avenant-verrou"
FORMER = "avant"
MOVING = "en-cours.json"
"""Names of the files that change, there as long as a move is under way."""


def workspace_lock(root: Path) -> AbstractContextManager[None]:
    """Keep the workspace `root` for this run.

    Raises ``Busy``, naming who holds it and since when, or ``OutputFault`` where the folder
    cannot be written in.
    """
    return held(root / LOCK)


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target`, for what will be published there; always removed.

    To be used under ``workspace_lock``: what a dead run left beside the target is removed
    too, and a move that it had not ended is undone. Raises ``OutputFault``.
    """
    prefix = f".travail-{target.name}-"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        for left in target.parent.glob(f"{prefix}*"):
            _undo(left, target)
            shutil.rmtree(left, ignore_errors=True)
        # Not mkdtemp: on Windows what is made in its folder is for one person alone, and stays
        # so once moved, be the workspace on a drive that colleagues share.
        folder = target.parent / f"{prefix}{token_hex(4)}"
        folder.mkdir()
    except OSError as fault:
        raise output_fault(fault, target) from fault
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(work: Path, target: Path, names: Sequence[str], former: Sequence[str]) -> None:
    """Move the files `names` from `work` into `target`; remove those of `former` not remade.

    Each file changes in one move, so that a reader sees the old one or the new one. If any
    cannot be moved, all is put back as it was: by this run or, if it is killed, by the next one
    that takes a ``work_folder``. Raises ``OutputFault``.
    """
    kept = work / FORMER
    outdated = [name for name in former if name not in names]
    new_folder = not target.exists()
    changed: list[Path] = []
    path = target
    try:
        target.mkdir(exist_ok=True)
        kept.mkdir()
        for name in (*names, *outdated):
            path = target / name
            if path.exists():
                _keep(path, kept / name)
        (work / MOVING).write_text(json.dumps([*names, *outdated]), "utf-8")
        for name in (*names, *outdated):
            path = target / name
            changed.append(path)
            if name in names:
                (work / name).replace(path)
            else:
                path.unlink(missing_ok=True)
        (work / MOVING).unlink()
    except BaseException as stop:
        _put_back(changed, kept)
        if new_folder:
            with suppress(OSError):
                target.rmdir()
        if isinstance(stop, OSError):
            raise output_fault(stop, path) from stop
        raise


def _keep(path: Path, copy: Path) -> None:
    """Keep a second name of a file, or a copy where the disk has no second names."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)


def _undo(left: Path, target: Path) -> None:
    """Undo the move that a dead run had begun, as its work folder `left` tells."""
    try:
        names = json.loads((left / MOVING).read_bytes())
    except (FileNotFoundError, ValueError):  # it had not begun to move, or had ended
        return
    _put_back([target / name for name in names], left / FORMER)


def _put_back(paths: Sequence[Path], kept: Path) -> None:
    for path in reversed(paths):
        # What could not be moved in is still as it was: nothing to put back, and no use saying.
        with suppress(OSError):
            if (kept / path.name).exists():
                (kept / path.name).replace(path)
            else:
                path.unlink(missing_ok=True)
