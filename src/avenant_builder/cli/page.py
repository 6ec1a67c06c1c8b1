"""``avenant page``."""

from datetime import date

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Day, Session, moment, pass_session, year_option
from avenant_builder.refresh import page_of, write_page


@click.command("page")
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="État à cette date. Par défaut : ce jour."
)
@year_option
@pass_session
def command(session: Session, as_of: date | None, year: int | None) -> None:
    """Écrit la page du suivi.

    Elle s’ouvre dans un navigateur et s’imprime ; elle n’a besoin de rien d’autre.
    """
    root, chosen = session.workspace_and_year(year)
    day = as_of or moment(root, chosen).date()
    for remark in write_page(root, chosen, as_of=day).remarks:
        show.tell(remark)
    show.say(str(page_of(root, chosen)))
