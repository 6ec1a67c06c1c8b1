"""How things are shown: results on stdout, all else on stderr, French spaces everywhere."""

import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from threading import Lock, Timer
from types import TracebackType
from typing import Any

import click

from avenant_builder.errors import AvenantError, ProblemsFound
from avenant_builder.french import plural, typeset
from avenant_builder.problems import Problem, Severity

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFORMATION: "blue"}
PATIENCE = 1.0
"""Seconds before a command says what it is doing."""

# What a terminal would obey: escape sequences hidden in a cell of a register.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def say(text: str = "") -> None:
    """A line of the result."""
    click.echo(_shown(text))


def tell(text: str, *, color: str | None = None) -> None:
    """A line about the run: what is done, what went wrong."""
    click.secho(_shown(text), fg=color, err=True)


def as_json(content: Mapping[str, Any]) -> None:
    """The result as one JSON object."""
    click.echo(json.dumps({"schema": 1, **content}, ensure_ascii=False, indent=2))


def stop(stop: AvenantError) -> None:
    """A foreseen stop, with the problems that it carries."""
    if isinstance(stop, ProblemsFound):
        problems(stop.problems, err=True)
    tell(f"Erreur : {stop.message}", color="red")
    if stop.remedy:
        tell(f"→ {stop.remedy}")


def problems(found: Sequence[Problem], *, err: bool) -> None:
    """Problems by severity, the gravest first; a remedy that serves several is said once."""
    for severity in sorted(Severity, reverse=True):
        of_severity = [problem for problem in found if problem.severity is severity]
        if not of_severity:
            continue
        title = plural(len(of_severity), severity.label)
        click.secho(_shown(title), fg=COLORS[severity], bold=True, err=err)
        for (rule, remedy), same in groupby(
            of_severity, key=lambda problem: (problem.rule, problem.remedy)
        ):
            for problem in same:
                click.echo(_shown(f"  {problem} [{rule}]"), err=err)
            click.echo(_shown(f"    → {remedy}"), err=err)


def _shown(text: str) -> str:
    return typeset(CONTROLS.sub("\ufffd", text))


def counted(found: Iterable[Problem]) -> str:
    """« 1 erreur, 2 avertissements », or « aucun défaut »."""
    severities = [problem.severity for problem in found]
    counts = [
        plural(severities.count(severity), severity.label)
        for severity in sorted(Severity, reverse=True)
        if severity in severities
    ]
    return ", ".join(counts) or "aucun défaut"


def problem_facts(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {
        "regle": problem.rule,
        "gravite": problem.severity.label,
        "fichier": problem.place.file,
        "ligne": problem.place.line,
        "colonne": problem.place.column,
        "message": problem.message,
        "remede": problem.remedy,
    }


class Progress:
    """Say each step on stderr, once the patience of the reader is over.

    Used as a context; called with the step that begins.
    """

    def __init__(self) -> None:
        self._step = ""
        self._said = ""
        self._saying = Lock()
        self._started = time.monotonic()
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "Progress":
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def __call__(self, step: str) -> None:
        self._step = step
        if time.monotonic() - self._started > PATIENCE:
            self._show()

    def _show(self) -> None:
        # The timer may ring while a step begins: it is said once.
        with self._saying:
            if self._step != self._said:
                self._said = self._step
                tell(f"… {self._said}")
