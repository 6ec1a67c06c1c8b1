"""Fill Word models, all in one child process that time and memory limits hold."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import avenant_builder
from avenant_builder.errors import ModelFault, OutputFault
from avenant_builder.model.documents import FillJob
from avenant_builder.word.task import Task

# Wall-clock seconds: four times what the child may burn, for a machine that does other things.
SECONDS_TO_START = 15
SECONDS_A_JOB = 12
CHECK_MODEL = "Ouvrez-le dans Word et cherchez une boucle {% for … %} sans fin ou démesurée."


def fill(jobs: Sequence[FillJob], *, folder: Path, target: Path, dated: date) -> tuple[Path, ...]:
    """Write ``target/KEY.docx`` for each job, from the models of `folder`.

    The documents bear the date `dated`. Raises ``ModelFault`` for a model that cannot be filled,
    that would run something, or that loses a value, and ``OutputFault`` if `target` cannot be
    written to; other documents may be there by then.
    """
    if jobs:
        _run(Task(jobs=tuple(jobs), folder=folder, target=target, dated=dated)).check()
    return tuple(target / f"{job.key}.docx" for job in jobs)


def _run(task: Task) -> "_Outcome":
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "avenant_builder.word.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    ) as child:
        late = False
        try:
            seconds = SECONDS_TO_START + SECONDS_A_JOB * len(task.jobs)
            said, errors = child.communicate(pickle.dumps(task), timeout=seconds)
        except subprocess.TimeoutExpired:
            late = True
            child.kill()
            said, errors = child.communicate()
        except BaseException:
            child.kill()
            raise
    return _Outcome(
        messages=tuple(json.loads(line) for line in said.splitlines()),
        killed=late or child.returncode < 0,
        errors=errors.decode(errors="replace"),
    )


def _environment() -> dict[str, str]:
    """The child finds this very package, and no module that lies about in a folder."""
    home = str(Path(avenant_builder.__file__).parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """How the child went."""

    messages: tuple[dict[str, str], ...]
    killed: bool
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
        if "MemoryError" in self.errors:
            why = "il demande trop de mémoire"
        else:
            why = "il n’en finissait pas" if self.killed else "il a fait échouer le remplissage"
        fault = ModelFault(
            f"le modèle {last.get('model', 'Word')} a dû être arrêté : {why}", remedy=CHECK_MODEL
        )
        # For the log: a fault of ours would show here, never on the screen.
        fault.add_note(self.errors)
        raise fault
