"""``avenant executed``."""

from datetime import date
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Day, Session, json_option, moment, pass_session, year_option
from avenant_builder.executed.compile import Executed, NotExecuted, compile_copy
from avenant_builder.french import plural


@click.command("executed")
@click.option("--partial", is_flag=True, help="Réunir ce qui est signé, en le marquant partiel.")
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="Jour de l’exemplaire. Par défaut : aujourd’hui."
)
@json_option
@year_option
@pass_session
def command(
    session: Session, /, partial: bool, as_of: date | None, as_json: bool, year: int | None
) -> None:
    """Réunit l’exemplaire signé, et l’archive de ses originaux.

    Dans output/ANNÉE/exemplaire-signe : le texte, les pages signées dans l’ordre imprimé, les
    annexes, le tableau de qui a signé quand et comment, le certificat, le registre des originaux,
    une lettre par organisme, et une archive .zip du tout. Rien n’est envoyé.
    """
    root, chosen = session.workspace_and_year(year)
    day = as_of or moment(root, chosen).date()
    try:
        with show.Progress() as progress:
            done = compile_copy(root, chosen, as_of=day, partial=partial, progress=progress)
    except NotExecuted as stop:
        for line in stop.missing:
            show.tell(f"  il manque {line}")
        raise
    if as_json:
        show.as_json(_facts(done))
        return
    show.say(f"Exemplaire {'partiel' if done.missing else 'signé'} dans\n  {done.target}")
    for name in done.names:
        show.say(f"    {name}")
    seats = plural(done.signed, "siège")
    show.say(f"{plural(done.pages, 'page')}, {seats} {'signés' if done.signed > 1 else 'signé'}.")
    for line in done.missing:
        show.say(f"  il manque {line}")
    show.say(f"Journal : {done.head}")
    for remark in done.remarks:
        show.tell(remark)


def _facts(done: Executed) -> dict[str, Any]:
    return {
        "dossier": str(done.target),
        "fichiers": list(done.names),
        "pages": done.pages,
        "sieges_signes": done.signed,
        "partiel": bool(done.missing),
        "manquent": list(done.missing),
        "journal": done.head,
        "remarques": list(done.remarks),
    }
