"""Write the reminders of a day: letters, draft actes, e-mails, a calendar. Nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from avenant_builder.disk import output_fault
from avenant_builder.errors import ProblemsFound
from avenant_builder.files.dossier import read_dossier
from avenant_builder.files.manifest import MANIFEST, former_results, write_manifest
from avenant_builder.files.publish import publish, work_folder, workspace_lock
from avenant_builder.follow import FollowUp, followed
from avenant_builder.french import long_date
from avenant_builder.model.event import EffectDate
from avenant_builder.problems import Severity
from avenant_builder.reminders.agenda import agenda
from avenant_builder.reminders.emails import draft_email
from avenant_builder.reminders.letters import Letter
from avenant_builder.reminders.plan import AGENDA, Plan, plan_reminders
from avenant_builder.reminders.written import noted_seats, target_of, written_letters
from avenant_builder.word.fill import fill
from avenant_builder.word.models import check_models
from avenant_builder.word.reading import read_paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What was written, and where."""

    target: Path
    plan: Plan
    remarks: tuple[str, ...]
    """French sentences: on the journal, on letters that nobody noted and are replaced."""


def remind(root: Path, year: int, *, as_of: date) -> Prepared:
    """Write the reminders that are due on a day into ``output/YEAR/relances/``.

    Raises ``ProblemsFound`` for faults of the registers or of the two Word models,
    ``ModelFault``, ``OutputFault``, ``Busy`` or ``Tampered``.
    """
    seen = followed(root, year, read_dossier(root, year), as_of=as_of)
    plan = plan_reminders(seen, root=root)
    models = root / "templates"
    problems = check_models(plan.jobs, folder=models)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
    target = target_of(root, year)
    remarks = (*seen.remarks, *_forgotten(target, plan, seen))
    with workspace_lock(root), work_folder(target) as work:
        fill(plan.jobs, folder=models, target=work, dated=plan.day)
        calendar = agenda(plan.deadlines, year=year, stamped=as_of)
        try:
            for letter in plan.letters:
                (work / f"{letter.key}.eml").write_bytes(_email(letter, work))
            (work / AGENDA).write_bytes(calendar)
            write_manifest(work, _facts(plan, seen), plan.names)
        except OSError as fault:
            raise output_fault(fault, target) from fault
        publish(work, target, (*plan.names, MANIFEST), former_results(target))
    return Prepared(target=target, plan=plan, remarks=remarks)


def _forgotten(target: Path, plan: Plan, followed: FollowUp) -> Iterator[str]:
    """A word on letters of another day that are about to be replaced, and were not noted."""
    noted = noted_seats(followed.events)
    days = {
        letter.day
        for letter in written_letters(target)
        if letter.path.exists()
        and letter.day != plan.day
        and any((seat, EffectDate.of(letter.day)) not in noted for seat in letter.seats)
    }
    for day in sorted(days):
        yield (
            f"Des lettres du {long_date(day)} n’étaient pas notées au journal : elles sont "
            "remplacées. Si elles sont parties, notez-les par « avenant record SIÈGE relance »."
        )


def _email(letter: Letter, work: Path) -> bytes:
    path = work / f"{letter.key}.docx"
    paragraphs = read_paragraphs(path)
    titles = [text for style, text in paragraphs if style == "heading 1"]
    subject = titles[0].removeprefix("Objet").lstrip(" \u00a0:") if titles else ""
    bodies = {found.awaited.body.id: found.awaited.body for found in letter.reminders}
    return draft_email(
        subject=subject[:1].upper() + subject[1:],
        to=dict.fromkeys(body.email for body in bodies.values()),
        paragraphs=paragraphs,
        attachments=[path, *(work / f"{key}.docx" for key in letter.drafts)],
    )


def _facts(plan: Plan, followed: FollowUp) -> dict[str, Any]:
    return {
        "jour": plan.day.isoformat(),
        "journal": {"numero": followed.head.sequence, "empreinte": followed.head.digest},
        "relances": [
            {
                "lettre": f"{letter.key}.docx",
                "sieges": [one.awaited.seat.id for one in letter.reminders],
                "rang": letter.rank,
            }
            for letter in plan.letters
        ],
    }
