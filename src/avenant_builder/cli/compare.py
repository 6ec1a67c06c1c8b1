"""``avenant compare``."""

from datetime import UTC, datetime

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, Year, json_option, pass_session
from avenant_builder.comparison import Comparison, compare_years
from avenant_builder.files.workspace import chosen_year
from avenant_builder.french import plural


@click.command("compare")
@click.argument("before", type=Year(), metavar="ANNÉE")
@click.argument("after", type=Year(), metavar="ANNÉE")
@json_option
@pass_session
def command(session: Session, before: int, after: int, as_json: bool) -> None:
    """Montre ce qui change d’un avenant à l’autre, en suivi des modifications.

    Pour « avenant compare 2019 2020 », les résultats vont dans
    output/2020/comparaison-2019-2020 : l’avenant et chaque fiche en Word, et une page de synthèse.
    Tout accepter donne le texte de 2020, tout refuser celui de 2019.
    """
    if before == after:
        raise click.UsageError("Donnez deux années différentes, la plus ancienne d’abord.")
    root = session.workspace()
    for year in (before, after):
        chosen_year(root, year)
    with show.Progress() as progress:
        made = compare_years(root, before, after, now=datetime.now(UTC), progress=progress)
    if as_json:
        _answer(made, before, after)
    else:
        _show(made)


def _show(made: Comparison) -> None:
    for remark in made.remarks:
        show.tell(remark)
    show.say(made.headline)
    for topic in made.topics:
        show.say(f"{topic.title} :")
        for line in topic.lines:
            show.say(f"  - {line}")
    show.say("Résultats dans")
    click.echo(f"  {made.target}")
    for one in made.documents:
        passages = plural(one.passages, "passage ajouté ou retiré", "passages ajoutés ou retirés")
        show.say(f"    {one.name} ({one.title} : {passages})")
    show.say("    synthese.docx, synthese.pdf")


def _answer(made: Comparison, before: int, after: int) -> None:
    show.as_json(
        {
            "avant": before,
            "apres": after,
            "titre": made.headline,
            "changements": {topic.title: list(topic.lines) for topic in made.topics},
            "dossier": str(made.target),
            "documents": [
                {"nom": one.name, "titre": one.title, "passages": one.passages}
                for one in made.documents
            ],
            "remarques": list(made.remarks),
        }
    )
