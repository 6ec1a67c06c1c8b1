"""``avenant`` in a fork of a process that has loaded it: as if started anew, but for the loading.

Arguments, folder, environment, streams and exit are those of a new process; the interpreter and
the modules are not. Run as a program, this forks a command for each line that it reads, and answers
with the code of its exit.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

CAN_FORK = sys.platform == "linux"
PATIENCE = 120
"""Seconds that a command may take."""
LIBRARIES = ("docx", "docxtpl", "lxml.etree", "numpy", "openpyxl", "pikepdf", "PIL.Image", "pypdf")
"""What commands load on their way: modules of the tool are all loaded."""


class Warm:
    """A process that has loaded the command."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="ascii",
        )
        assert self._server.stdin and self._server.stdout
        self._asked: IO[str] = self._server.stdin
        self._answers: IO[str] = self._server.stdout

    def run(
        self, args: Sequence[str], *, cwd: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command. What it says is read as UTF-8, strictly."""
        with tempfile.TemporaryDirectory(prefix="avenant-essai-") as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            wanted = {
                "args": args,
                "cwd": str(cwd),
                "environment": environment,
                "streams": [os.devnull, str(out), str(err)],
            }
            print(json.dumps(wanted), file=self._asked, flush=True)
            code = int(self._answers.readline())
            return subprocess.CompletedProcess(
                args, code, out.read_text("utf-8"), err.read_text("utf-8")
            )

    def end(self) -> None:
        """Let the process go."""
        self._server.communicate()


def serve() -> None:
    """Fork a child for each command asked for; return in that child, which is to run it."""
    asked, answers = os.fdopen(os.dup(0)), os.dup(1)
    take_streams([os.devnull, os.devnull])
    for name in LIBRARIES:
        importlib.import_module(name)
    import avenant_builder

    for module in pkgutil.walk_packages(avenant_builder.__path__, "avenant_builder."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    gc.freeze()
    for line in asked:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode("ascii"))
    sys.exit()


def become(wanted: Mapping[str, Any]) -> None:
    """Take the arguments, folder, environment and streams of a command, and its time to live."""
    signal.alarm(PATIENCE)
    take_streams(wanted["streams"])
    os.chdir(wanted["cwd"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    tempfile.tempdir = None
    sys.argv = ["avenant", *wanted["args"]]


def take_streams(paths: Sequence[str]) -> None:
    """Put files in place of the standard input and outputs, in this order."""
    for number, path in enumerate(paths):
        flags = os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)


def leave(main: Callable[[], object]) -> NoReturn:
    """Run a command to its end, without what an interpreter then does to all that it has loaded."""
    try:
        main()
        code: object = 0
    except SystemExit as stop:
        code = stop.code or 0
    except BaseException:  # noqa: BLE001 -- said as an interpreter says it
        traceback.print_exc()
        code = 1
    assert isinstance(code, int), "a command ends by a number"
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
    from avenant_builder.cli.main import main

    leave(main)
