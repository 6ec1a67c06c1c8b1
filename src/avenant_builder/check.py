"""Find every fault of a workspace at once: data, annexes and Word models."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from avenant_builder.errors import ProblemsFound
from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.pictures import picture_problems
from avenant_builder.model.documents import SUPPLIED_ENDINGS, Plan
from avenant_builder.model.dossier import Dossier
from avenant_builder.pdf.fonts import unprintable
from avenant_builder.pdf.supplied import inspect_supplied
from avenant_builder.plan import front_job, plan_build
from avenant_builder.problems import Problem, Severity
from avenant_builder.rules.checks import ALL_CHECKS
from avenant_builder.rules.placeholders import LEFT_TO_FILL
from avenant_builder.rules.places import at
from avenant_builder.rules.texts import unprintable_characters
from avenant_builder.word.glyphs import unprintable_texts
from avenant_builder.word.models import check_models


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A dossier with its plan, and every fault found; both are None if senseless."""

    dossier: Dossier | None
    plan: Plan | None
    problems: tuple[Problem, ...]

    def for_draft(self) -> "Checked":
        """The same for a draft, in which what is still to be filled in is no more than told."""
        told = (
            replace(problem, severity=Severity.WARNING) if problem.rule == LEFT_TO_FILL else problem
            for problem in self.problems
        )
        return replace(self, problems=tuple(sorted(told, key=lambda problem: -problem.severity)))

    def ready(self) -> tuple[Dossier, Plan]:
        """The dossier and its plan, if nothing blocks. Raises ``ProblemsFound`` otherwise."""
        blocked = any(problem.severity is Severity.ERROR for problem in self.problems)
        if blocked or self.dossier is None or self.plan is None:
            raise ProblemsFound(self.problems)
        return self.dossier, self.plan


def check(root: Path, year: int) -> Checked:
    """Read the workspace `root` for a year and make every check that needs no conversion.

    Faults of the data are no exception here: they are in the result, in order of place.
    """
    dossier, faults = read_dossier(root, year)
    problems = list(faults)
    plan = None
    if dossier is not None:
        for rule in ALL_CHECKS:
            problems += rule(dossier)
        problems += unprintable_characters(dossier, unprintable)
        plan = plan_build(dossier, root=root)
        fronts = [front_job(plan, bundle, {}) for bundle in plan.bundles]
        jobs, models = [*plan.jobs, *fronts], root / "templates"
        problems += check_models(jobs, folder=models)
        problems += unprintable_texts(jobs, folder=models, unprintable=unprintable)
        problems += _annex_problems(dossier, plan, root)
        problems += picture_problems(dossier, root)
    ordered = sorted(
        # A tag that opens and one that closes are one fault to the person who reads.
        dict.fromkeys(problems),
        key=lambda problem: (-problem.severity, problem.place.file, problem.place.line or 0),
    )
    return Checked(dossier=dossier, plan=plan, problems=tuple(ordered))


def _annex_problems(dossier: Dossier, plan: Plan, root: Path) -> Iterator[Problem]:
    """What keeps a supplied PDF or TIFF from being bound; rules tell one that is missing."""
    annexes = {f"annexe-{annex.number}": annex for annex in dossier.avenant.annexes}
    for part in plan.supplied:
        path = root / part.path
        if path.is_file() and path.suffix.lower() in SUPPLIED_ENDINGS:
            _, faults = inspect_supplied(path, at(annexes[part.key].place, "fichier"))
            yield from faults
