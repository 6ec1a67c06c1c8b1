"""``avenant status``."""

from datetime import date

import click

from avenant_builder.cli.follow_up import (
    by_option,
    csv_option,
    day_options,
    followed_on,
    show_seats,
)
from avenant_builder.cli.session import Session, json_option, pass_session, year_option


@click.command("status")
@year_option
@day_options
@by_option
@csv_option
@json_option
@pass_session
def command(
    session: Session,
    year: int | None,
    as_of: date | None,
    known_on: date | None,
    grouped_by: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Montre où en est chaque siège de signature.

    Une ligne par siège, dans l’ordre de l’avenant, par organisme : son état, depuis quand, ce qui
    manque, qui fait quoi ensuite et avant quel jour. « --as-of » montre un autre jour ;
    « --known-on » ne compte que ce qui était alors enregistré.
    """
    followed = followed_on(session, year, as_of, known_on)
    seats = followed.campaign.seats
    show_seats(followed, seats, by=grouped_by, as_json=as_json, as_csv=as_csv)
