"""``avenant remind``."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import account
from avenant_builder.cli.session import Day, Session, json_option, moment, pass_session, year_option
from avenant_builder.files.dossier import read_dossier
from avenant_builder.follow import followed
from avenant_builder.french import enumeration, long_date, plural
from avenant_builder.reminders.letters import Letter
from avenant_builder.reminders.note import Noted, note_sent
from avenant_builder.reminders.plan import Plan, plan_reminders
from avenant_builder.reminders.prepare import remind


@click.command("remind")
@year_option
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="Jour des relances. Par défaut : aujourd’hui."
)
@click.option("--dry-run", is_flag=True, help="Dire qui serait relancé, sans rien écrire.")
@click.option(
    "--record",
    is_flag=True,
    help="Noter au journal que les relances déjà préparées ont été envoyées.",
)
@click.option(
    "--by", default="", metavar="NOM", help="Qui les a envoyées. Par défaut : votre compte."
)
@json_option
@pass_session
def command(
    session: Session,
    year: int | None,
    as_of: date | None,
    dry_run: bool,
    record: bool,
    by: str,
    as_json: bool,
) -> None:
    """Prépare les relances : lettres, courriels, agenda.

    Pour chaque personne à relancer, une lettre Word et un brouillon de courriel vont dans
    output/ANNÉE/relances, avec un projet de délibération pour la première lettre à une assemblée.
    Rien n’est envoyé. Une fois les lettres parties, « avenant remind --record » le note.
    Supprimez d’abord celles que vous n’envoyez pas.
    """
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    if record:
        if as_of or dry_run:
            raise click.UsageError("« --record » se donne sans « --as-of » ni « --dry-run ».")
        _show_noted(note_sent(root, chosen, by=by or account(), now=now), chosen, as_json)
        return
    day = as_of or now.date()
    target: Path | None = None
    if dry_run:
        seen = followed(root, chosen, read_dossier(root, chosen), as_of=day)
        plan, remarks = plan_reminders(seen, root=root), seen.remarks
    else:
        with show.Progress() as progress:
            progress("rédaction des relances")
            prepared = remind(root, chosen, as_of=day)
        plan, target, remarks = prepared.plan, prepared.target, prepared.remarks
    for remark in remarks:
        show.tell(remark)
    if as_json:
        show.as_json({"annee": chosen, **_facts(plan), "dossier": str(target) if target else None})
    else:
        _show(plan, target)


def _show(plan: Plan, target: Path | None) -> None:
    show.say(f"Relances du {long_date(plan.day)} (journal {plan.head})")
    for letter in plan.letters:
        show.say()
        show.say(f"{letter.holder.full_name} — relance n° {letter.rank}")
        for one in letter.reminders:
            state = one.awaited.state.label
            show.say(f"  {one.awaited.body.name} : {state}, depuis le {long_date(one.since)}")
        show.say(f"    {enumeration(plan.files_of(letter))}")
    show.say()
    _show_next(plan)
    if target is not None:
        show.say("Écrit dans")
        click.echo(f"  {target}")
    if plan.letters and target is not None:
        show.say("Rien n’est envoyé. Une fois les lettres parties : avenant remind --record")


def _show_next(plan: Plan) -> None:
    if not plan.letters:
        show.say("Personne n’est à relancer ce jour-là.")
    if later := [one for one in plan.schedule if one.due_on > plan.day]:
        first = min(one.due_on for one in later)
        names = dict.fromkeys(one.awaited.holder.full_name for one in later if one.due_on == first)
        show.say(f"Prochaine relance : le {long_date(first)}, {enumeration(names)}.")
    if plan.untouched:
        seats = plural(plan.untouched, "siège attendu n’a", "sièges attendus n’ont")
        show.say(
            f"{seats} encore rien reçu : les jours se comptent dès que le texte est figé "
            "(avenant freeze) ou diffusé (avenant record avenant diffuse --on DATE)."
        )


def _show_noted(noted: Noted, year: int, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "annee": year,
                "notees": [event.target for event in noted.events],
                "deja_notees": list(noted.known),
                "non_envoyees": list(noted.withdrawn),
                "journal": noted.head,
            }
        )
        return
    for event in noted.events:
        show.say(f"{event.target} : {event.note} notée (événement n° {event.sequence}).")
    for seat in noted.known:
        show.say(f"{seat} : cette relance était déjà notée.")
    for name in noted.withdrawn:
        show.say(f"{name} n’est plus là : relance tenue pour non envoyée.")
    show.say(f"Journal : {noted.head}")
    for remark in noted.remarks:
        show.tell(remark)


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "jour": plan.day.isoformat(),
        "journal": plan.head,
        "lettres": [_letter_facts(plan, letter) for letter in plan.letters],
        "prochaines": [
            {"siege": one.awaited.seat.id, "le": one.due_on.isoformat(), "rang": one.rank}
            for one in plan.schedule
            if one.due_on > plan.day
        ],
        "sans_envoi": plan.untouched,
        "fichiers": list(plan.names),
    }


def _letter_facts(plan: Plan, letter: Letter) -> dict[str, Any]:
    return {
        "destinataire": letter.holder.full_name,
        "rang": letter.rank,
        "reponse_avant": letter.answer_by.isoformat(),
        "sieges": [
            {
                "siege": one.awaited.seat.id,
                "organisme": one.awaited.body.id,
                "etat": one.awaited.state.value,
                "depuis": one.since.isoformat(),
                "a_relancer_le": one.due_on.isoformat(),
            }
            for one in letter.reminders
        ],
        "fichiers": plan.files_of(letter),
    }
