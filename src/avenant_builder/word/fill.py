"""Fill Word models, all in one child process that time and memory limits hold."""

import json
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.beside import Answer, Forked, with_room
from avenant_builder.errors import ModelFault, OutputFault
from avenant_builder.machine import CAN_FORK
from avenant_builder.model.documents import FillJob
from avenant_builder.started import answer_of
from avenant_builder.word.task import Task

# Wall-clock seconds: four times what the child may burn, for a machine that does other things.
SECONDS_TO_START = 15
SECONDS_A_JOB = 12
CHECK_MODEL = "Ouvrez-le dans Word et cherchez une boucle {% for … %} sans fin ou démesurée."


def fill(
    jobs: Sequence[FillJob],
    *,
    folder: Path,
    target: Path,
    dated: date,
    draft: bool = False,
    filled: Callable[[Path], None] | None = None,
    meanwhile: Iterator[None] | None = None,
) -> tuple[Path, ...]:
    """Write ``target/KEY.docx`` for each job, from the models of `folder`.

    The documents bear the date `dated`, and « PROJET » on every page where they are a `draft`;
    `filled` is told of each in order, as early as can be; once the first is there, steps of
    `meanwhile` are made where there would be nothing to do but wait.
    Raises ``ModelFault`` for a model that cannot be filled, that would run something, or that
    loses a value, and ``OutputFault`` if `target` cannot be written to; other documents may be
    there by then.
    """
    paths = {job.key: target / f"{job.key}.docx" for job in jobs}
    if jobs:
        task = Task(jobs=tuple(jobs), folder=folder, target=target, dated=dated, draft=draft)
        _run(task, _Listener(paths, filled, meanwhile)).check()
    return tuple(paths.values())


@dataclass(slots=True)
class _Listener:
    """Hears the lines of the child, as they come."""

    paths: Mapping[str, Path]
    filled: Callable[[Path], None] | None
    meanwhile: Iterator[None] | None
    rest: bytes = b""
    begun: bool = False

    def hear(self, piece: bytes) -> None:
        *lines, self.rest = (self.rest + piece).split(b"\n")
        for line in lines:
            key = json.loads(line).get("filled")
            if key is not None and self.filled:
                self.filled(self.paths[key])
                self.begun = True

    def idle(self) -> bool:
        """Make a step of what may be done meanwhile; whether there was one."""
        return self.begun and self.meanwhile is not None and next(self.meanwhile, self) is None


def _run(task: Task, listener: _Listener) -> "_Outcome":
    seconds = SECONDS_TO_START + SECONDS_A_JOB * len(task.jobs)
    answer = (_forked if CAN_FORK else _started)(task, seconds, listener)
    return _Outcome(
        messages=tuple(json.loads(line) for line in answer.said.splitlines()),
        killed=answer.late or answer.code < 0,
        heavy=answer.heavy,
        errors=answer.errors,
    )


def _forked(task: Task, seconds: float, listener: _Listener) -> Answer:
    """By a fork of this process, which has the libraries loaded: check needed them."""
    from avenant_builder.word import child

    room = with_room(child.MEMORY)

    def work(writer: int) -> None:
        with os.fdopen(writer, "wb") as stream:
            child.answer(task, stream, memory=room)

    with Forked(work) as process:
        return process.answer(seconds, listener.hear, listener.idle)


def _started(task: Task, seconds: float, listener: _Listener) -> Answer:
    from avenant_builder.word import child

    return answer_of(
        "avenant_builder.word.child",
        given=pickle.dumps(task),
        seconds=seconds,
        silence=SECONDS_TO_START + SECONDS_A_JOB,
        memory=child.MEMORY,
        heard=listener.hear,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """How the child went."""

    messages: tuple[dict[str, str], ...]
    killed: bool
    heavy: bool
    errors: str

    def check(self) -> None:
        """Raise ``ModelFault`` unless the child said that all is done."""
        last = self.messages[-1] if self.messages else {}
        if "done" in last:
            return
        if "fault" in last:
            raise ModelFault(last["fault"], remedy=last["remedy"])
        if "unwritten" in last:
            raise OutputFault(
                f"les documents Word ne peuvent pas être écrits : {last['unwritten']}",
                remedy="Vérifiez la place et les droits sur le dossier « output », puis relancez.",
            )
        errors = last.get("errors", self.errors)
        named = [message["model"] for message in self.messages if "model" in message]
        model = named[-1] if named else "Word"
        if self.heavy or "MemoryError" in errors:
            why = "il demande trop de mémoire"
        else:
            why = "il n’en finissait pas" if self.killed else "il a fait échouer le remplissage"
        fault = ModelFault(
            f"le modèle {model} a dû être arrêté : {why}",
            remedy=CHECK_MODEL,
        )
        # For the log: a fault of ours would show here, never on the screen.
        fault.add_note(errors)
        raise fault
