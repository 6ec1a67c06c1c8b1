"""What every command shares: the workspace, the year, the format of the answer."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.errors import WorkspaceMissing
from avenant_builder.files.dates import DateFault, parse_day
from avenant_builder.files.workspace import chosen_year, find_workspace
from avenant_builder.french import short_date
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """What was said before the command."""

    named_workspace: Path | None

    def workspace(self) -> Path:
        """Root of the workspace. Raises ``WorkspaceMissing``."""
        try:
            here = Path.cwd()
        except FileNotFoundError:
            raise WorkspaceMissing(
                "le dossier courant n’existe plus",
                remedy="Placez-vous dans le dossier du projet, puis relancez.",
            ) from None
        return find_workspace(here, self.named_workspace)

    def workspace_and_year(self, wanted: int | None) -> tuple[Path, int]:
        """Root of the workspace and year of the avenant. Raises ``WorkspaceMissing``."""
        root = self.workspace()
        return root, chosen_year(root, wanted)


def moment(root: Path, year: int) -> datetime:
    """This moment by the clock of the machine, with its zone.

    Said on stderr: that an event was recorded on a later day, since what bears a date beyond
    today's counts for nothing yet.
    """
    now = datetime.now(UTC).astimezone()
    number, recorded = journal_of(root, year).latest()
    if recorded is not None and (day := recorded.astimezone().date()) > now.date():
        show.tell(
            f"Attention : pour cet ordinateur, nous sommes le {short_date(now.date())}, mais "
            f"l’événement n° {number} a été enregistré le {short_date(day)}. Vérifiez la date de "
            "l’ordinateur : ce qui est daté d’un jour à venir ne compte pas encore."
        )
    return now


class Year(click.ParamType[int]):
    """A year on four digits."""

    name = "année"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if len(text) == 4 and text.isascii() and text.isdigit():
            return int(text)
        self.fail(f"« {text} » n’est pas une année sur quatre chiffres.", param, ctx)


class Day(click.ParamType[date]):
    """A day."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return parse_day(str(value))
        except DateFault as fault:
            self.fail(f"{fault}.", param, ctx)


year_option = click.option(
    "--year",
    "year",
    type=Year(),
    metavar="ANNÉE",
    help="Année de l’avenant. Par défaut : la plus récente qui n’est pas un brouillon.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Répondre par un objet JSON, pour un programme."
)

pass_session = click.make_pass_decorator(Session)


def tool_version() -> str:
    """Version of the installed tool."""
    # Slow to load, and asked for by « --version » and a log only.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("avenant-builder")
    except PackageNotFoundError:
        return "non installée"
