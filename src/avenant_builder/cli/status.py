"""``avenant status``."""

from itertools import groupby
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, json_option, pass_session, year_option
from avenant_builder.follow import follow
from avenant_builder.french import long_date
from avenant_builder.tracking.state import SeatState, totals


@click.command("status")
@year_option
@json_option
@pass_session
def command(session: Session, year: int | None, as_json: bool) -> None:
    """Montre où en est chaque siège de signature.

    Les sièges sont dans l’ordre de l’avenant, par organisme, avec leur titulaire le jour de
    référence : la date de l’avenant, ou à défaut le début de sa période.
    """
    root, chosen = session.workspace_and_year(year)
    followed = follow(root, chosen)
    avenant, states = followed.dossier.avenant, followed.states
    day = avenant.reference_day
    if as_json:
        count = totals(states)
        show.as_json(
            {
                "annee": chosen,
                "avenant": avenant.number,
                "jour": day.isoformat(),
                "organismes": count.bodies,
                "organismes_complets": count.complete_bodies,
                "sieges_signes": count.signed_seats,
                "sieges": [_facts(found) for found in states],
            }
        )
        return
    show.say(f"Avenant n° {avenant.number} ({chosen}), au {long_date(day)}")
    for _, seats in groupby(states, key=lambda found: found.body.id):
        _show_body(list(seats))
    show.say()
    show.say(f"{totals(states)}.")


def _show_body(seats: list[SeatState]) -> None:
    show.say()
    show.say(seats[0].body.name)
    for found in seats:
        title = found.holder.title.strip(" ,") if found.holder else ""
        who = f"{found.holder.full_name} ({title})" if found.holder else "(vacant)"
        reason = f" : {found.reason}" if found.reason else ""
        show.say(
            f"  {found.seat.order:>3}  {found.seat.id:<18} {who} — {found.state.label}{reason}"
        )


def _facts(found: SeatState) -> dict[str, Any]:
    holder = found.holder
    return {
        "siege": found.seat.id,
        "ordre": found.seat.order,
        "organisme": found.body.id,
        "nom_organisme": found.body.name,
        "obligatoire": found.seat.mandatory,
        "qualite": holder.title if holder else "",
        "titulaire": holder.full_name if holder else "",
        "etat": found.state.value,
        "libelle": found.state.label,
        "motif": found.reason,
    }
