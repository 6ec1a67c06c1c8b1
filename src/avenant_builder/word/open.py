"""Open a Word document that somebody else made: in a process with limits, looked at before."""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from lxml import etree

from avenant_builder.beside import CAN_FORK, Forked
from avenant_builder.model.story import Story
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.word.container import read_container
from avenant_builder.word.story import read_story

MEMORY = 2**30
PROCESSOR, CLOCK = 20, 60.0
"""Seconds; a document of ten pages takes a tenth of one."""
LARGEST = 50 * 2**20
TRACKED, ATTACHED = "R-MOD-04", "est attaché à un autre modèle"
KINDS = {"R-MOD-01": "R-WORD-01", "R-MOD-02": "R-WORD-01", "R-MOD-03": "R-WORD-02"}


def open_story(path: Path, *, accept: bool) -> tuple[Story | None, tuple[Problem, ...]]:
    """What a document says, its tracked changes accepted or refused; or why it is refused.

    Faults: R-WORD-01 (not a whole Word document), R-WORD-02 (it would fetch or run something).
    """
    place = Place(path.name)
    with suppress(OSError, ValueError):
        if path.stat().st_size > LARGEST:
            return None, (RULES["R-WORD-01"].problem(place, "ce fichier dépasse 50 Mo"),)
    said = _forked(path, accept=accept) if CAN_FORK else _started(path, accept=accept)
    if not said:
        message = "ce fichier demande trop de temps ou de mémoire : sa lecture est arrêtée"
        return None, (RULES["R-WORD-01"].problem(place, message),)
    answer: tuple[Story | None, tuple[Problem, ...]] = pickle.loads(said)
    return answer


def _read(path: Path, *, accept: bool) -> tuple[Story | None, tuple[Problem, ...]]:
    place = Place(path.name)
    parts, faults = read_container(path, place)
    problems = tuple(
        RULES[KINDS[fault.rule]].problem(place, fault.message.replace("ce modèle", "ce document"))
        for fault in faults
        if fault.rule != TRACKED and ATTACHED not in fault.message
    )
    if problems or not parts:
        return None, problems
    try:
        return read_story(parts, accept=accept), ()
    except (etree.LxmlError, LookupError, ValueError, RecursionError):
        message = "l’intérieur de ce document Word est abîmé"
        return None, (RULES["R-WORD-01"].problem(place, message),)


def _limited(path: Path, *, accept: bool) -> bytes:
    if sys.platform != "win32":
        import resource
        import time

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            spent = int(time.process_time()) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (spent + PROCESSOR, spent + PROCESSOR))
    with suppress(MemoryError):
        return pickle.dumps(_read(path, accept=accept))
    return b""


def _forked(path: Path, *, accept: bool) -> bytes:
    def work(writer: int) -> None:
        with os.fdopen(writer, "wb") as stream:
            stream.write(_limited(path, accept=accept))

    with Forked(work) as process:
        answer = process.answer(CLOCK)
    return b"" if answer.late or answer.code else answer.said


def _started(path: Path, *, accept: bool) -> bytes:
    order = "accepter" if accept else "refuser"
    command = [sys.executable, "-P", "-m", "avenant_builder.word.open", str(path), order]
    home = str(Path(__file__).parents[2])
    paths = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=CLOCK,
            env={**os.environ, "PYTHONPATH": paths},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return b""
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(_limited(Path(sys.argv[1]), accept=sys.argv[2] == "accepter"))
