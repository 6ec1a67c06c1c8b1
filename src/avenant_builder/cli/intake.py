"""``avenant intake``."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import DayOfEffect, account
from avenant_builder.cli.session import Day, Session, json_option, moment, pass_session, year_option
from avenant_builder.errors import ExitCode
from avenant_builder.french import enumeration, plural
from avenant_builder.intake.confirm import Confirmed, ToCheck, confirm, to_check
from avenant_builder.intake.seen import Kind, PageSeen
from avenant_builder.intake.take import FileTaken, Taken, take_in
from avenant_builder.model.event import EffectDate


@click.command("intake")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FICHIER OU DOSSIER]…")
@click.option(
    "--confirm",
    "seats",
    multiple=True,
    metavar="SIÈGE",
    help="Noter que la page d’un siège a été regardée et qu’elle est signée.",
)
@click.option(
    "--signed-on",
    type=DayOfEffect(),
    metavar="DATE",
    help="Avec « --confirm » : la date écrite à la main sur la page, ou « inconnue ».",
)
@click.option(
    "--signer",
    default="",
    metavar="NOM",
    help="Avec « --confirm » : qui a signé, si ce n’est le titulaire.",
)
@click.option(
    "--on", type=Day(), metavar="DATE", help="Jour de la réception. Par défaut : aujourd’hui."
)
@year_option
@json_option
@pass_session
def command(
    session: Session,
    files: tuple[Path, ...],
    seats: tuple[str, ...],
    signed_on: EffectDate | None,
    signer: str,
    on: date | None,
    year: int | None,
    as_json: bool,
) -> None:
    """Range ce qui revient : numérisations, courriels, archives.

    Chaque page est dite : siège, version, sens, doublon, blanche, étrangère… Celles qui portent
    un code vont à leur siège ; les autres restent dans data/a-classer, avec une planche. L’encre
    dans le cadre n’est que proposée : « --confirm SIÈGE » note que quelqu’un a regardé. Sans
    fichier, la commande donne les pages qui attendent ce regard.
    """
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    if seats:
        _refuse(bool(files or on), "« --confirm » se donne sans fichier ni « --on ».")
        done = [
            confirm(root, chosen, seat, signed_on=signed_on, signer=signer, by=account(), now=now)
            for seat in seats
        ]
        _show_confirmed(done, chosen, as_json)
        return
    _refuse(bool(signed_on or signer), "« --signed-on » et « --signer » vont avec « --confirm ».")
    if not files:
        _refuse(on is not None, "« --on » se donne avec des fichiers.")
        _show_waiting(to_check(root, chosen, now=now), chosen, as_json)
        return
    if on is not None and on > now.date():
        raise click.UsageError("« --on » : ce jour est dans le futur.")
    with show.Progress() as progress:
        taken = take_in(
            root,
            chosen,
            files,
            on=on or now.date(),
            by=account(),
            now=now,
            progress=progress,
        )
    _show(taken, chosen, as_json)
    if taken.has_unreadable:
        click.get_current_context().exit(ExitCode.PROBLEMS)


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise click.UsageError(why)


def _show(taken: Taken, year: int, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "annee": year,
                "fichiers": [_file_facts(file) for file in taken.files],
                "complets": list(taken.complete),
                "incomplets": {body: list(seats) for body, seats in taken.missing},
                "attendus": list(taken.awaited),
                "journal": taken.head,
            }
        )
        return
    for file in taken.files:
        _show_file(file)
    for body in taken.complete:
        show.say(f"{body} : toutes les pages sont revenues.")
    for body, seats in taken.missing:
        show.say(f"{body} : page manquante, {enumeration(seats)}.")
    if taken.awaited:
        show.say(f"Encore attendus : {enumeration(taken.awaited)}.")
    show.say(f"Journal : {taken.head}")
    if any(page.ink for file in taken.files for page in file.pages):
        show.say(
            "L’encre n’est que proposée : un tampon seul en est. Regardez chaque cadre, puis : "
            "avenant intake --confirm SIÈGE --signed-on DATE"
        )
    for remark in taken.remarks:
        show.tell(remark)


def _show_file(file: FileTaken) -> None:
    show.say(file.name)
    for line in file.signatures:
        show.say(f"  {line}")
    for page in file.pages:
        show.say(f"  page {page.sight.number} : {_told(page)}")
    if file.fault:
        show.say(f"  ce fichier {file.fault}")
    if file.carries:
        show.say(f"  contient {enumeration(file.carries)} : rien n’en a été lancé")
    if file.aside:
        show.say("  gardé à part dans")
        click.echo(f"    {file.aside}")


def _told(page: PageSeen) -> str:
    joined = ", " if page.kind is Kind.UNREADABLE else " "
    said = [joined.join(filter(None, (page.kind.label, page.detail)))]
    if page.seat:
        said.insert(0, page.seat)
        if page.turned:
            said.append(f"tournée de {page.turned}°")
        if page.ink:
            said.append(page.ink.label)
        if page.event:
            said.append(f"événement n° {page.event}")
    return ", ".join(said)


def _file_facts(file: FileTaken) -> dict[str, Any]:
    return {
        "nom": file.name,
        "defaut": file.fault,
        "contient": list(file.carries),
        "a_part": str(file.aside) if file.aside else None,
        "signatures": list(file.signatures),
        "pages": [
            {
                "page": page.sight.number,
                "vue": page.kind.value,
                "detail": page.detail,
                "siege": page.seat,
                "code": page.code,
                "page_du_siege": page.page,
                "version": page.version,
                "tournee": page.turned,
                "encre": page.ink.value if page.ink else "",
                "evenement": page.event,
            }
            for page in file.pages
        ],
    }


def _show_waiting(waiting: tuple[ToCheck, ...], year: int, as_json: bool) -> None:
    if as_json:
        pages = [
            {
                "siege": one.seat,
                "encre": one.ink.value,
                "evenement": one.page.sequence,
                "cadre": str(one.frame) if one.frame else None,
            }
            for one in waiting
        ]
        show.as_json({"annee": year, "a_controler": pages})
        return
    for one in waiting:
        show.say(f"{one.seat} ({one.body}) : {one.ink.label}, {one.page.note}")
        if one.frame:
            click.echo(f"  {one.frame}")
    if not waiting:
        show.say("Aucune page n’attend d’être regardée.")
        return
    show.say(f"{plural(len(waiting), 'page')} à regarder. Pour chacune qui est signée :")
    show.say("  avenant intake --confirm SIÈGE --signed-on DATE")


def _show_confirmed(done: list[Confirmed], year: int, as_json: bool) -> None:
    if as_json:
        seats = [
            {"siege": one.seat, "evenements": [event.sequence for event in one.events]}
            for one in done
        ]
        show.as_json({"annee": year, "controles": seats, "journal": done[-1].head})
        return
    for one in done:
        if one.events:
            numbers = enumeration([f"n° {event.sequence}" for event in one.events])
            show.say(f"{one.seat} : {one.page.note}, contrôlée ({numbers}).")
        else:
            show.say(f"{one.seat} : cette page était déjà contrôlée. Rien n’a changé.")
    show.say(f"Journal : {done[-1].head}")
    for remark in dict.fromkeys(remark for one in done for remark in one.remarks):
        show.tell(remark)
