"""The process that fills models: they are strangers' files, so it has limits and may be killed.

It writes JSON lines: the job it is at, then how it went. Forked where that can be done; else run
as ``python -m avenant_builder.word.child``, with a pickled ``Task`` on stdin and lines on stdout.
"""

import json
import pickle
import sys
import traceback
from pathlib import Path
from typing import IO

from avenant_builder.errors import ModelFault
from avenant_builder.machine import bound_memory, bound_time
from avenant_builder.model.documents import FillJob
from avenant_builder.problems import Place
from avenant_builder.word.container import read_container
from avenant_builder.word.finish import finish_document
from avenant_builder.word.render import Renderer
from avenant_builder.word.reread import verify
from avenant_builder.word.task import Task
from avenant_builder.word.values import refuse_unprintable

MEMORY = 2**30
# Of processor; a document of ours takes a twentieth of a second.
SECONDS_A_JOB = 3


def run(task: Task, stream: IO[bytes]) -> None:
    """Fill the jobs in turn. Raises ``ModelFault`` at the first that cannot be."""
    renderer = Renderer(task.target, draft=task.draft)
    models: dict[str, bytes] = {}
    for job in task.jobs:
        _say(stream, {"job": job.key, "model": job.model})
        bound_time(SECONDS_A_JOB)
        if job.model not in models:
            models[job.model] = _read_model(task.folder / job.model)
        _fill(renderer, job, models[job.model], task)
        _say(stream, {"filled": job.key})


def _read_model(path: Path) -> bytes:
    _, problems = read_container(path, Place(path.name))
    if problems:
        raise ModelFault(
            f"le modèle {path.name} est refusé : {problems[0].message}",
            remedy=problems[0].remedy,
        )
    return path.read_bytes()


def _fill(renderer: Renderer, job: FillJob, model: bytes, task: Task) -> None:
    refuse_unprintable(job.title)
    rendered = renderer.render(job.model, model, job.context)
    result = task.target / f"{job.key}.docx"
    result.write_bytes(
        finish_document(rendered.data, title=job.title, dated=task.dated, origin=job.origin)
    )
    verify(result, rendered.printed, model=job.model)


def answer(task: Task, stream: IO[bytes], *, memory: int = MEMORY) -> None:
    """Do a task within the limits, and tell the stream how it went."""
    bound_memory(memory)
    try:
        run(task, stream)
    except ModelFault as fault:
        _say(stream, {"fault": fault.message, "remedy": fault.remedy})
    except OSError as fault:
        _say(stream, {"unwritten": fault.strerror or ""})
    except Exception:  # noqa: BLE001 -- the end of a process: whoever asked is told all
        _say(stream, {"errors": traceback.format_exc()})
    else:
        _say(stream, {"done": "oui"})


def _say(stream: IO[bytes], message: dict[str, str]) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def main() -> None:
    """Entry of the process."""
    answer(pickle.load(sys.stdin.buffer), sys.stdout.buffer)


if __name__ == "__main__":
    main()
