"""``avenant init``."""

from datetime import date
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.starter import EXAMPLES, create_workspace


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.option(
    "--example",
    type=click.Choice(EXAMPLES),
    metavar="|".join(EXAMPLES),
    help="Partir d’un exemple complet, au lieu de registres vides.",
)
def command(folder: Path, example: str | None) -> None:
    """Crée un espace de travail neuf.

    DOSSIER ne doit pas exister, ou être vide. Il reçoit les modèles Word, les registres, une
    fiche à remplir et un mode d’emploi.
    """
    today = date.today()  # noqa: DTZ011 -- the year of the person at the keyboard
    created = create_workspace(folder, year=today.year, example=example)
    show.say(f"Espace de travail créé : {len(created)} fichiers dans")
    click.echo(f"  {folder.absolute()}")
    show.say("Prochaine étape : placez-vous dans ce dossier et lancez « avenant check ».")
