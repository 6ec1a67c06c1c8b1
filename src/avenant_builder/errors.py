"""The stops that a user can meet, each with its exit code and what to do next."""

from collections.abc import Sequence
from enum import IntEnum

from avenant_builder.problems import Problem, Severity


class ExitCode(IntEnum):
    """What the process answers to its caller. 1 and 2 belong to click."""

    OK = 0
    PROBLEMS = 10
    UNREADABLE = 11
    TEMPLATE = 12
    TOOL_MISSING = 13
    CONVERSION = 14
    MISSING_SIGNATURES = 15
    NOT_READY = 16
    OUTPUT = 17
    BUSY = 18
    TAMPERED = 19
    BUG = 70
    INTERRUPTED = 130


class AvenantError(Exception):
    """A foreseen stop: one French sentence, what to do next, and an exit code.

    The constructor stores; it never prints.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WorkspaceMissing(AvenantError):
    """No workspace, no such year, or a file of it cannot be read at all."""

    exit_code = ExitCode.UNREADABLE


class WrongFile(AvenantError):
    """A file from outside is not what was asked for, or cannot be read."""

    exit_code = ExitCode.UNREADABLE


class UnfitYear(AvenantError):
    """The draft of a year cannot be made from the avenant before it."""

    exit_code = ExitCode.PROBLEMS


class ModelFault(AvenantError):
    """A Word model is wrong in a way that only filling it could show."""

    exit_code = ExitCode.TEMPLATE


class ToolMissing(AvenantError):
    """The PDF converter is not on this machine."""

    exit_code = ExitCode.TOOL_MISSING


class ConversionFailed(AvenantError):
    """The converter or a PDF library failed on a file, or its result is not what was asked."""

    exit_code = ExitCode.CONVERSION


class OutputFault(AvenantError):
    """A result cannot be put in place: open elsewhere, disk full, not ours to replace."""

    exit_code = ExitCode.OUTPUT


class Busy(AvenantError):
    """Another run is at work on this workspace."""

    exit_code = ExitCode.BUSY


class ProblemsFound(AvenantError):
    """Blocking faults in the data or the models, all of them together.

    The exit code is that of the gravest family: unreadable file, then model, then data.
    """

    PRECEDENCE = (ExitCode.UNREADABLE, ExitCode.TEMPLATE, ExitCode.PROBLEMS)

    def __init__(self, problems: Sequence[Problem]) -> None:
        blocking = [problem for problem in problems if problem.severity is Severity.ERROR]
        count = len(blocking)
        super().__init__(
            f"{count} défaut{'s' * (count > 1)} à corriger avant de continuer",
            remedy="Corrigez les lignes indiquées ci-dessus, puis relancez la commande.",
        )
        self.problems = tuple(problems)
        codes = {ExitCode(problem.exit_code) for problem in blocking}
        self.exit_code = next((c for c in self.PRECEDENCE if c in codes), ExitCode.PROBLEMS)
