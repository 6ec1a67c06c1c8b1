"""What ``status``, ``missing`` and ``why`` share: the day, the formats, the line of a seat."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Day, Session, moment
from avenant_builder.files.csv_text import csv_text
from avenant_builder.follow import FollowUp, follow
from avenant_builder.french import long_date, plural, short_date
from avenant_builder.tracking.campaign import SeatStatus
from avenant_builder.tracking.state import State
from avenant_builder.tracking.table import COLUMNS, rules_of, table, title_of

BY_PERSON = "person"
Command = TypeVar("Command", bound=Callable[..., Any])


def day_options(command: Command) -> Command:
    """The options that say which day is looked at, and what was known of it."""
    command = click.option(
        "--known-on",
        type=Day(),
        metavar="DATE",
        help="Ne compter que ce qui était enregistré à cette date. Par défaut : tout.",
    )(command)
    return click.option(
        "--as-of", type=Day(), metavar="DATE", help="Jour du suivi. Par défaut : aujourd’hui."
    )(command)


csv_option = click.option(
    "--csv", "as_csv", is_flag=True, help="Répondre par un tableau CSV, pour Excel."
)
by_option = click.option(
    "--by",
    "grouped_by",
    type=click.Choice([BY_PERSON]),
    help="Grouper par personne : une visite, toutes ses signatures.",
)


def followed_on(
    session: Session, year: int | None, as_of: date | None, known_on: date | None
) -> FollowUp:
    """The follow-up of a day; today's if none is given."""
    root, chosen = session.workspace_and_year(year)
    day = as_of or moment(root, chosen).date()
    followed = follow(root, chosen, as_of=day, known_on=known_on)
    for remark in followed.remarks:
        show.tell(remark)
    return followed


def show_seats(
    followed: FollowUp, seats: Sequence[SeatStatus], *, by: str | None, as_json: bool, as_csv: bool
) -> None:
    """Some seats of a follow-up, and the totals of all, in the format asked for."""
    if as_json and as_csv:
        raise click.UsageError("« --json » et « --csv » s’excluent.")
    if as_csv:
        click.echo(csv_text(COLUMNS, table(seats)), nl=False)
    elif as_json:
        show.as_json(_whole_facts(followed, seats))
    else:
        _show_header(followed)
        # Said at once: a line at a time, thousands of seats take longer to show than to count.
        lines = _people(seats) if by == BY_PERSON else _bodies(seats)
        if seats:
            show.say("\n".join(lines))
        show.say()
        for problem in followed.campaign.problems:
            label = problem.severity.label.capitalize()
            show.say(f"{label} : {problem.message} [{problem.rule}]")
        show.say(f"{followed.campaign.totals}.")


def heading(followed: FollowUp) -> str:
    """« Avenant n° 1 (2019), au 15 mars 2019, tel que connu le … »."""
    avenant, campaign = followed.dossier.avenant, followed.campaign
    text = f"Avenant n° {avenant.number} ({avenant.year}), au {long_date(campaign.as_of)}"
    if campaign.known_on is not None:
        text += f", tel que connu le {long_date(campaign.known_on)}"
    return text


def seat_facts(one: SeatStatus) -> dict[str, Any]:
    """A seat as JSON."""
    holder = one.holder
    return {
        "siege": one.seat.id,
        "ordre": one.seat.order,
        "organisme": one.body.id,
        "nom_organisme": one.body.name,
        "obligatoire": one.seat.mandatory,
        "qualite": holder.title if holder else "",
        "titulaire": holder.full_name if holder else "",
        "etat": one.state.value,
        "libelle": one.state.label,
        "depuis": one.since.isoformat() if one.since else None,
        "motif": one.reason,
        "manque": one.missing,
        "action": one.action,
        "par": one.actor,
        "echeance": one.deadline.isoformat() if one.deadline else None,
        "problemes": [show.problem_facts(problem) for problem in one.problems],
    }


def _whole_facts(followed: FollowUp, seats: Iterable[SeatStatus]) -> dict[str, Any]:
    avenant, campaign = followed.dossier.avenant, followed.campaign
    count = campaign.totals
    return {
        "annee": avenant.year,
        "avenant": avenant.number,
        "jour": campaign.as_of.isoformat(),
        "connu_le": campaign.known_on.isoformat() if campaign.known_on else None,
        "journal": {"numero": followed.head.sequence, "empreinte": followed.head.digest},
        "organismes": count.bodies,
        "organismes_complets": count.complete_bodies,
        "nombre_sieges": count.seats,
        "sieges_signes": count.signed_seats,
        "sieges_manquants": count.missing_seats,
        "problemes": [show.problem_facts(problem) for problem in campaign.problems],
        "sieges": [seat_facts(one) for one in seats],
    }


def _show_header(followed: FollowUp) -> None:
    show.say(f"{heading(followed)} (journal {followed.head.short})")


def _bodies(seats: Iterable[SeatStatus]) -> Iterator[str]:
    for _, group in groupby(seats, key=lambda one: one.body.id):
        own = list(group)
        yield ""
        yield own[0].body.name
        for one in own:
            yield _seat_line(one, _who(one))


def _people(seats: Iterable[SeatStatus]) -> Iterator[str]:
    people: dict[tuple[str, ...], list[SeatStatus]] = {}
    for one in seats:
        holder = one.holder
        names = (holder.civility, holder.first_name, holder.last_name) if holder else ()
        people.setdefault(names, []).append(one)
    for own in people.values():
        holder = own[0].holder
        wanted = sum(one.state is not State.SIGNED for one in own)
        count = f" — {plural(wanted, 'signature')} à obtenir" if wanted else ""
        yield ""
        yield f"{holder.full_name if holder else '(vacant)'}{count}"
        for one in own:
            yield _seat_line(one, one.body.name)


def _who(one: SeatStatus) -> str:
    return f"{one.holder.full_name} ({title_of(one.holder)})" if one.holder else "(vacant)"


def _seat_line(one: SeatStatus, who: str) -> str:
    since = f", depuis le {short_date(one.since)}" if one.since else ""
    reason = f" : {one.reason}" if one.reason else ""
    optional = "" if one.seat.mandatory else " (facultatif)"
    parts = [f"{who} — {one.state.label}{since}{optional}{reason}"]
    if one.missing:
        actor = "l’organisme" if one.actor == one.body.name else one.actor
        parts.append(f"manque {one.missing}")
        parts.append(f"→ {one.action} ({actor})")
    if one.deadline:
        parts[-1] += f" avant le {short_date(one.deadline)}"
    marks = [mark for mark in rules_of(one) if mark not in one.reason]
    if marks:
        parts.append(f"[{', '.join(marks)}]")
    return f"  {one.seat.order:>3}  {one.seat.id:<18} {' ; '.join(parts)}"
