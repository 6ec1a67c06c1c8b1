"""``avenant receipt``."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.delays import delay_facts, show_delays
from avenant_builder.cli.facts import account
from avenant_builder.cli.session import Session, json_option, moment, pass_session, year_option
from avenant_builder.french import enumeration, plural, short_date
from avenant_builder.receipt import Taken, TakenIn, take_in
from avenant_builder.tracking.stamps import Proposal


@click.command("receipt")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FICHIER…"
)
@click.option("--by", default="", metavar="NOM", help="Qui enregistre. Par défaut : votre compte.")
@year_option
@json_option
@pass_session
def command(
    session: Session,
    files: tuple[Path, ...],
    by: str,
    year: int | None,
    as_json: bool,
) -> None:
    """Prend en compte ce que la préfecture a répondu.

    FICHIER est un message (XML), une archive (.tar.gz), un courriel (.eml), un PDF tamponné ou un
    dossier qui en contient, dans n’importe quel ordre. Chaque retour doit être celui d’un acte du
    journal : même SIREN, même numéro, même date, même nature. Sinon rien n’est enregistré.
    """
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    done = take_in(root, chosen, files, by=by or account(), now=now)
    if as_json:
        show.as_json(_facts(chosen, done))
        return
    for one in done.messages:
        _show(one)
    for who, legal in {one.body.name: one.legal for one in done.messages if one.body}.items():
        if legal:
            show_delays(who, legal)
    for proposal in done.proposals:
        _propose(proposal)
    if done.messages:
        show.say(f"Journal : {done.head.short}")
    show.problems(done.problems, err=True)
    for remark in _remarks(done):
        show.tell(remark)


def _show(one: Taken) -> None:
    event, receipt = one.event, one.receipt
    who = one.body.name if one.body else "Avenant"
    number = f", acte {event.number}" if event.number else ""
    day = short_date(receipt.on) if receipt.on else ""
    show.say(f"{who} : {receipt.message.label} du {day}{number}")
    if one.is_new:
        show.say(f"  Enregistré sous le n° {event.sequence} : {event.type.label}.")
    else:
        show.say(f"  Déjà enregistré sous le n° {event.sequence}. Rien n’a changé.")
    for line in _details(one):
        show.say(f"  {line}")


def _details(one: Taken) -> Iterator[str]:
    if one.event.identifier:
        yield f"Identifiant : {one.event.identifier}"
    if one.undone:
        numbers = enumeration([f"n° {number}" for number in one.undone])
        yield f"La transmission est annulée, avec {numbers} : l’acte est à transmettre à nouveau."
    if one.mend:
        yield f"À corriger : {one.mend[0]} ; {one.mend[1]}."
    if one.receipt.words:
        yield f"La préfecture écrit : « {one.receipt.words} »"
    current, used = one.receipt.classification_on, one.receipt.acte
    if current and used and used.classification_on and used.classification_on < current:
        yield (
            f"La classification en vigueur est celle du {short_date(current)} : demandez-la "
            "avant le prochain dépôt."
        )


def _propose(proposal: Proposal) -> None:
    stamp, who = proposal.stamp, proposal.body
    show.say(f"Tampon lu dans « {proposal.file} » : {stamp.id}")
    show.say(f"  {who.name if who else 'Aucun organisme de cet avenant'}")
    days = (("envoyé", stamp.sent), ("reçu", stamp.received), ("publié", stamp.published))
    told = [f"{what} {f'le {short_date(day)}' if day else '(date en blanc)'}" for what, day in days]
    show.say(f"  {' ; '.join(told)}")
    if proposal.commands:
        show.say("  Rien n’est enregistré. Si ce tampon est juste :")
    for line in proposal.commands:
        show.say(f"    {line}")


def _remarks(done: TakenIn) -> Iterator[str]:
    if done.unstamped:
        yield f"Sans tampon lisible : {', '.join(done.unstamped)}."
    if done.incoming.aside:
        count = plural(len(done.incoming.aside), "fichier laissé", "fichiers laissés")
        yield f"{count} de côté : {', '.join(done.incoming.aside)}."
    yield from done.remarks


def _facts(year: int, done: TakenIn) -> dict[str, Any]:
    return {
        "annee": year,
        "journal": {"numero": done.head.sequence, "empreinte": done.head.digest},
        "messages": [_message(one) for one in done.messages],
        "tampons": [_stamp(one) for one in done.proposals],
        "problemes": [show.problem_facts(problem) for problem in done.problems],
        "de_cote": [*done.unstamped, *done.incoming.aside],
    }


def _message(one: Taken) -> dict[str, Any]:
    return {
        "fichier": one.receipt.shown,
        "message": one.receipt.message.value,
        "organisme": one.body.id if one.body else None,
        "date": _iso(one.receipt.on),
        "identifiant": one.event.identifier,
        "evenement": one.event.sequence,
        "nouveau": one.is_new,
        "annules": list(one.undone),
        "champ": one.mend[0] if one.mend else None,
        "correction": one.mend[1] if one.mend else None,
        **delay_facts(one.legal),
    }


def _stamp(one: Proposal) -> dict[str, Any]:
    return {
        "fichier": one.file,
        "organisme": one.body.id if one.body else None,
        "identifiant": str(one.stamp.id),
        "envoye_le": _iso(one.stamp.sent),
        "recu_le": _iso(one.stamp.received),
        "publie_le": _iso(one.stamp.published),
        "commandes": list(one.commands),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
