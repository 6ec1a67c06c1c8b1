"""``avenant export``."""

from datetime import date
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Day, Session, moment, pass_session, year_option
from avenant_builder.french import plural
from avenant_builder.workbook import export


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path), metavar="FICHIER.xlsx")
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="État à cette date. Par défaut : ce jour."
)
@year_option
@pass_session
def command(session: Session, target: Path, as_of: date | None, year: int | None) -> None:
    """Écrit le tableau de suivi pour Excel.

    Une ligne par siège ; LibreOffice l’ouvre aussi. Les colonnes à en-tête bleu se remplissent ;
    « avenant import » reprend ensuite les dates que vous y avez mises.
    """
    root, chosen = session.workspace_and_year(year)
    day = as_of or moment(root, chosen).date()
    followed = export(root, chosen, target, as_of=day)
    for remark in followed.remarks:
        show.tell(remark)
    show.say(f"{target} : {plural(len(followed.campaign.seats), 'siège')}.")
    show.tell(f"Remplissez les colonnes bleues, puis « avenant import {target} ».")
