"""``avenant why``."""

from datetime import date
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.delays import delay_facts, show_delays
from avenant_builder.cli.facts import Who, proof, shown_date
from avenant_builder.cli.follow_up import (
    csv_option,
    day_options,
    followed_on,
    heading,
    seat_facts,
)
from avenant_builder.cli.session import Session, json_option, pass_session, year_option
from avenant_builder.files.csv_text import csv_text
from avenant_builder.follow import FollowUp
from avenant_builder.model.event import EventType
from avenant_builder.rules.catalogue import RULES
from avenant_builder.tracking.campaign import SeatStatus
from avenant_builder.tracking.executory import legal_dates
from avenant_builder.tracking.facts import acte_of
from avenant_builder.tracking.targets import find_target

COLUMNS = ("condition", "remplie", "fait", "source", "evenement")


@click.command("why")
@click.argument("seat", type=Who(), metavar="SIÈGE")
@year_option
@day_options
@csv_option
@json_option
@pass_session
def command(
    session: Session,
    seat: str,
    year: int | None,
    as_of: date | None,
    known_on: date | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Explique l’état d’un SIÈGE : chaque condition, sa source, le fait et la pièce."""
    if as_json and as_csv:
        raise click.UsageError("« --json » et « --csv » s’excluent.")
    followed = followed_on(session, year, as_of, known_on)
    target = find_target(followed.dossier, seat, EventType.SENT)
    [one] = [found for found in followed.campaign.seats if found.seat.id == target.id]
    if as_json:
        show.as_json(_facts(followed, one))
    elif as_csv:
        click.echo(csv_text(COLUMNS, _rows(one)), nl=False)
    else:
        _explain(followed, one)


def _explain(followed: FollowUp, one: SeatStatus) -> None:
    show.say(heading(followed))
    holder = one.holder.full_name if one.holder else "(vacant)"
    show.say(f"{one.seat.id} — {one.body.name} ({one.body.category.label}), {holder}")
    show.say(f"État : {one.state.label}{f' : {one.reason}' if one.reason else ''}")
    show.say()
    for step in one.steps:
        show.say(f"  {'oui' if step.met else 'non'}  {step.label} : {step.text}")
        show.say(f"       Source : {step.rule}")
    for problem in one.problems:
        show.say()
        show.say(f"{problem.message} [{problem.rule}, {problem.severity.label}]")
        show.say(f"  Source : {RULES[problem.rule].source}")
        show.say(f"  → {problem.remedy}")
    if legal := legal_dates(one.body, acte_of(one.events)):
        show.say()
        show_delays("Acte", legal)
    if one.events:
        show.say()
        show.say("Faits")
    for event in one.events:
        show.say(
            f"  n° {event.sequence:<4} {shown_date(event.on):<14} {event.type.label} ; "
            f"{proof(event) or 'sans pièce'}"
        )
    if one.action:
        show.say()
        show.say(f"À faire : {one.action} ({one.actor}).")


def _rows(one: SeatStatus) -> list[list[str]]:
    return [
        [
            step.label,
            "oui" if step.met else "non",
            step.text,
            step.rule,
            str(step.event.sequence) if step.event else "",
        ]
        for step in one.steps
    ]


def _facts(followed: FollowUp, one: SeatStatus) -> dict[str, Any]:
    return {
        "annee": followed.dossier.avenant.year,
        "jour": followed.campaign.as_of.isoformat(),
        **seat_facts(one),
        **delay_facts(legal_dates(one.body, acte_of(one.events))),
        "conditions": [
            {
                "etat": step.state.value,
                "condition": step.label,
                "remplie": step.met,
                "fait": step.text,
                "source": step.rule,
                "evenement": step.event.sequence if step.event else None,
                "piece": step.event.evidence if step.event else None,
            }
            for step in one.steps
        ],
        "evenements": [event.sequence for event in one.events],
    }
