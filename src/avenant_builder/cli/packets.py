"""``avenant packets``."""

from datetime import date
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import account
from avenant_builder.cli.session import Day, Session, json_option, moment, pass_session, year_option
from avenant_builder.digital import Packet, digital_packet
from avenant_builder.french import plural
from avenant_builder.packets.make import Made, make_packets
from avenant_builder.packets.plan import BEFORE, Grouping
from avenant_builder.packets.sent import Noted, note_sent


@click.command("packets")
@click.option(
    "--by",
    "grouping",
    type=click.Choice([group.value for group in Grouping]),
    help="Un paquet par personne (« person », par défaut) ou par organisme (« body »).",
)
@click.option(
    "--record",
    is_flag=True,
    help="Noter au journal que les paquets déjà préparés ont été envoyés.",
)
@click.option(
    "--on", type=Day(), metavar="DATE", help="Jour de l’envoi, avec « --record ». Aujourd’hui."
)
@click.option(
    "--digital", is_flag=True, help="Faire le PDF à signer électroniquement, un champ par siège."
)
@year_option
@json_option
@pass_session
def command(
    session: Session,
    grouping: str | None,
    record: bool,
    on: date | None,
    digital: bool,
    year: int | None,
    as_json: bool,
) -> None:
    """Prépare ce qui part à la signature, sur papier ou en PDF.

    Pour chaque personne ou chaque organisme, output/ANNÉE/paquets reçoit une lettre avec ce qui
    doit précéder la signature, l’avenant figé, et une page de signature par siège, qui porte deux
    codes. Rien n’est envoyé. Une fois les paquets partis, « avenant packets --record » le note.
    Supprimez d’abord les pages que vous n’envoyez pas. « --digital » fait à la place un seul PDF à
    faire passer ou à envoyer à chacun.
    """
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    if digital:
        if record or on or grouping:
            raise click.UsageError(
                "« --digital » se donne sans « --by », « --record » ni « --on »."
            )
        _show_digital(digital_packet(root, chosen, now=now, by=account()), chosen, as_json)
        return
    if record:
        if grouping:
            raise click.UsageError("« --record » se donne sans « --by ».")
        noted = note_sent(root, chosen, on=on or now.date(), by=account(), now=now)
        _show_noted(noted, chosen, as_json)
        return
    if on is not None:
        raise click.UsageError("« --on » se donne avec « --record ».")
    with show.Progress() as progress:
        made = make_packets(
            root,
            chosen,
            by=Grouping(grouping or Grouping.PERSON),
            as_of=now.date(),
            progress=progress,
        )
    _show(made, chosen, as_json)


def _show_digital(packet: Packet, year: int, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "annee": year,
                "fichier": str(packet.path),
                "champs": packet.seats,
                "evenement": packet.event.sequence,
                "nouveau": packet.is_new,
            }
        )
        return
    show.say(f"PDF à signer, {plural(packet.seats, 'champ')} :")
    click.echo(f"  {packet.path}")
    noted = "noté sous le" if packet.is_new else "déjà noté sous le"
    show.say(
        f"{noted.capitalize()} n° {packet.event.sequence}. Ne le réenregistrez pas : faites-le"
    )
    show.say("passer tel quel, puis « avenant intake » sur ce qui revient.")
    for remark in packet.remarks:
        show.tell(remark)


def _show(made: Made, year: int, as_json: bool) -> None:
    plan = made.plan
    if as_json:
        show.as_json({"annee": year, "dossier": str(made.target), **_facts(made)})
        return
    for packet in plan.packets:
        show.say(f"{packet.key}")
        for sheet in packet.sheets:
            show.say(f"  {sheet.body.name}, {sheet.block.name} : page {sheet.code}")
            for step in sheet.status.steps:
                if not step.met and step.state in BEFORE:
                    show.say(f"    à faire avant de signer : {step.label.lower()}")
    for seat, reason in plan.left_out.items():
        show.say(f"{seat} : pas de page ({reason}).")
    counted = f"{plural(len(plan.packets), 'paquet')}, {plural(len(plan.sheets), 'page')} à signer"
    show.say(f"{counted}. Écrit dans")
    click.echo(f"  {made.target}")
    if plan.packets:
        show.say("Rien n’est envoyé. Une fois les paquets partis : avenant packets --record")
        show.say("Gardez une sauvegarde de data/secret : lui seul permet de reconnaître les pages.")


def _facts(made: Made) -> dict[str, Any]:
    return {
        "jour": made.plan.day.isoformat(),
        "paquets": [
            {
                "nom": packet.key,
                "fichiers": list(packet.names),
                "pages": [{"siege": sheet.seat.id, "code": sheet.code} for sheet in packet.sheets],
            }
            for packet in made.plan.packets
        ],
        "sans_page": dict(made.plan.left_out),
    }


def _show_noted(noted: Noted, year: int, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "annee": year,
                "notes": [event.target for event in noted.events],
                "deja_notes": list(noted.known),
                "non_envoyes": list(noted.withdrawn),
                "journal": noted.head,
            }
        )
        return
    for event in noted.events:
        show.say(f"{event.target} : envoi noté (événement n° {event.sequence}).")
    for seat in noted.known:
        show.say(f"{seat} : cet envoi était déjà noté.")
    for seat in noted.withdrawn:
        show.say(f"{seat} : la page n’est plus là, elle est tenue pour non envoyée.")
    show.say(f"Journal : {noted.head}")
    for remark in noted.remarks:
        show.tell(remark)
