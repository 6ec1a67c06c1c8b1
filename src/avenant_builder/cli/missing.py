"""``avenant missing``."""

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
from avenant_builder.errors import ExitCode
from avenant_builder.tracking.state import State


@click.command("missing")
@year_option
@day_options
@by_option
@csv_option
@json_option
@click.pass_context
@pass_session
def command(
    session: Session,
    ctx: click.Context,
    year: int | None,
    as_of: date | None,
    known_on: date | None,
    grouped_by: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Montre les seuls sièges dont la signature manque, et pourquoi.

    Rend le code 15 s’il en manque, 0 sinon.
    """
    followed = followed_on(session, year, as_of, known_on)
    seats = [one for one in followed.campaign.seats if one.state is not State.SIGNED]
    show_seats(followed, seats, by=grouped_by, as_json=as_json, as_csv=as_csv)
    if seats:
        ctx.exit(ExitCode.MISSING_SIGNATURES)
