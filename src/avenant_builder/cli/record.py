"""``avenant record``."""

from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import (
    DayOfEffect,
    TypeOfEvent,
    Who,
    account,
    proof,
    shown_date,
)
from avenant_builder.cli.session import Session, moment, pass_session, year_option
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.record import Recorded, Request, record, undo


@click.command("record")
@click.argument("who", type=Who(), required=False, metavar="[QUI]")
@click.argument("type", type=TypeOfEvent(), required=False, metavar="[ÉVÉNEMENT]")
@click.option(
    "--on",
    type=DayOfEffect(),
    metavar="DATE",
    help="Date de l’événement : 31/01/2019, « mars 2019 » ou 03/2019, « inconnue ».",
)
@click.option("--number", default="", metavar="NUMÉRO", help="Numéro de l’acte.")
@click.option("--id", "identifier", default="", metavar="ID", help="Identifiant donné par ACTES.")
@click.option("--signer", default="", metavar="NOM", help="Qui a signé, si ce n’est le titulaire.")
@click.option(
    "--file", type=click.Path(path_type=Path), metavar="FICHIER", help="La pièce qui le prouve."
)
@click.option("--no-file", default="", metavar="RAISON", help="Pourquoi il n’y a pas de pièce.")
@click.option("--by", default="", metavar="NOM", help="Qui enregistre. Par défaut : votre compte.")
@click.option("--note", default="", metavar="TEXTE", help="Remarque, ou motif d’un refus.")
@click.option("--undo", "undone", type=int, metavar="NUMÉRO", help="Annuler un événement.")
@year_option
@pass_session
def command(
    session: Session,
    /,
    who: str | None,
    type: EventType | None,
    on: EffectDate | None,
    undone: int | None,
    year: int | None,
    by: str,
    note: str,
    **facts: Any,
) -> None:
    """Enregistre un événement dans le journal, avec sa pièce.

    QUI est un siège ou un organisme (« avenant » pour l’avenant entier), ÉVÉNEMENT un type :
    acte-adopte, acte-recu, envoye, signe-papier… Rien ne s’efface : « --undo NUMÉRO » annule un
    événement par un autre.
    """
    root, chosen = session.workspace_and_year(year)
    now, by = moment(root, chosen), by or account()
    if undone is not None:
        if who or type or on or any(facts.values()):
            raise click.UsageError("« --undo » se donne seul, avec « --by » et « --note ».")
        _show(undo(root, chosen, undone, by=by, note=note, now=now))
        return
    if who is None or type is None or on is None:
        raise click.UsageError("Il faut dire QUI, quel ÉVÉNEMENT, et quand : « --on DATE ».")
    request = Request(who=who, type=type, on=on, by=by, note=note, **facts)
    _show(record(root, chosen, request, now=now))


def _show(done: Recorded) -> None:
    event = done.event
    what = event.type.label
    if event.type is EventType.CANCELLED:
        what = f"annulation de l’événement n° {event.corrects}"
    facts = (f"{done.target} : {what}", shown_date(event.on), event.number, proof(event))
    said = ", ".join(fact for fact in facts if fact)
    if done.is_new:
        show.say(f"Enregistré sous le n° {event.sequence} : {said}.")
    else:
        show.say(f"Déjà enregistré sous le n° {event.sequence} : {said}. Rien n’a changé.")
    show.say(f"Journal : {done.head.short}")
    for remark in done.remarks:
        show.tell(remark)
