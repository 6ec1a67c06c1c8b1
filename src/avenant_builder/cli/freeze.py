"""``avenant freeze``."""

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import shown_date
from avenant_builder.cli.session import Session, moment, pass_session, year_option
from avenant_builder.freeze import freeze
from avenant_builder.french import enumeration


@click.command("freeze")
@click.option("--by", default="", metavar="NOM", help="Qui fige le texte.")
@year_option
@pass_session
def command(session: Session, by: str, year: int | None) -> None:
    """Fige le texte qui part à la signature.

    Les données, les modèles et les documents préparés vont dans data/evidence ; l’année se
    prépare ensuite d’après eux, quoi que deviennent les registres. Un texte changé fait une
    version nouvelle, que tous doivent signer.
    """
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    with show.Progress() as progress:
        done = freeze(root, chosen, now=now, by=by, progress=progress)
    name = f"version {done.number} ({done.event.version[:12]})"
    if done.is_new:
        show.say(f"Texte figé : {name}, événement n° {done.event.sequence}.")
    else:
        day = shown_date(done.event.on)
        show.say(f"Ce texte est déjà figé : {name}, le {day}. Rien n’a changé.")
    if done.set_back:
        show.say(f"Ont signé un texte antérieur, et sont à refaire : {enumeration(done.set_back)}.")
    show.say(f"Journal : {done.head.short}")
    for remark in done.remarks:
        show.tell(remark)
