"""``avenant import``."""

from collections.abc import Sequence
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import account, shown_date
from avenant_builder.cli.session import Session, moment, pass_session, year_option
from avenant_builder.french import plural
from avenant_builder.record import Recorded
from avenant_builder.workbook import Preview, preview, take_in


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path), metavar="FICHIER")
@click.option("--yes", is_flag=True, help="Enregistrer ce que l’aperçu a montré.")
@click.option("--by", default="", metavar="NOM", help="Qui enregistre. Par défaut : votre compte.")
@click.option(
    "--changes",
    type=click.Choice(["accepter", "refuser"]),
    help="Ce que deviennent les modifications suivies d’une fiche. Par défaut : accepter.",
)
@click.option("--new", is_flag=True, help="Proposer un premier espace, d’après un ancien avenant.")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Avec « --new » : où créer l’espace. Par défaut : « espace-FICHIER », ici.",
)
@year_option
@pass_session
def command(
    session: Session,
    source: Path,
    yes: bool,
    by: str,
    changes: str | None,
    new: bool,
    target: Path | None,
    year: int | None,
) -> None:
    """Reprend le tableau de suivi, une fiche modifiée dans Word, ou un ancien avenant.

    FICHIER est un .xlsx ou un .csv (les dates saisies dans le tableau de suivi), ou un .docx (une
    fiche que des partenaires ont modifiée). Sans « --yes », montre ce qui changera et n’écrit rien.
    Une date qui contredit le journal n’est jamais enregistrée : elle est montrée, avec ce qu’il
    faut faire. Un texte de Word qui n’est dans aucune rubrique est montré, et gardé à part.

    Avec « --new », FICHIER est un avenant fait sans l’outil (.docx ou .txt) : la commande propose
    un espace de travail, en disant pour chaque donnée si elle est sûre.
    """
    if target is not None and not new:
        raise click.UsageError("« --to » va avec « --new ».")
    if new:
        _import_new(source, yes=yes, target=target, year=year, unfit=bool(by or changes))
        return
    if source.suffix.lower() == ".docx":
        if by:
            raise click.UsageError("« --by » sert au tableau de suivi, pas à une fiche.")
        _import_fiche(session.workspace(), year, source, yes=yes, changes=changes or "accepter")
        return
    if changes is not None:
        raise click.UsageError("« --changes » sert à une fiche en .docx.")
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    if yes:
        found, recorded = take_in(root, chosen, source, by=by or account(), now=now)
    else:
        found, recorded = preview(root, chosen, source, today=now.date()), ()
    show.problems(found.problems, err=True)
    for remark in found.remarks:
        show.tell(remark)
    _show(found)
    if not found.requests:
        show.say("Rien à enregistrer.")
    elif not yes:
        show.say("Rien n’est encore écrit. Pour enregistrer : la même commande avec « --yes ».")
    else:
        _show_recorded(recorded)


def _import_new(
    source: Path, *, yes: bool, target: Path | None, year: int | None, unfit: bool
) -> None:
    # Slow to load, and of use once.
    from avenant_builder.cli.import_new import import_new

    if unfit:
        raise click.UsageError("« --by » et « --changes » ne vont pas avec « --new ».")
    import_new(source, yes=yes, target=target, year=year)


def _import_fiche(root: Path, year: int | None, source: Path, *, yes: bool, changes: str) -> None:
    # Slow to load, and of no use to the follow-up.
    from avenant_builder.cli.import_fiche import import_fiche

    import_fiche(root, year, source, yes=yes, changes=changes)


def _show_recorded(recorded: Sequence[Recorded]) -> None:
    numbers = [f"n° {done.event.sequence}" for done in recorded]
    under = numbers[0] if len(numbers) == 1 else f"{numbers[0]} à {numbers[-1]}"
    show.say(
        f"{plural(len(recorded), 'événement enregistré', 'événements enregistrés')} : {under}."
    )
    show.say(f"Journal : {recorded[-1].head.short}")
    for remark in dict.fromkeys(remark for done in recorded for remark in done.remarks):
        show.tell(remark)


def _show(found: Preview) -> None:
    new = plural(len(found.requests), "événement nouveau", "événements nouveaux")
    show.say(f"{new}, {plural(found.known, 'date')} déjà au journal.")
    for request in found.requests:
        facts = (shown_date(request.on), request.number, request.signer, request.note)
        said = ", ".join(fact for fact in facts if fact)
        show.say(f"  + {request.who} : {request.type.label}, {said}")
    if found.conflicts:
        show.tell(f"{plural(len(found.conflicts), 'contradiction')}, laissées de côté :")
    for conflict in found.conflicts:
        show.tell(f"  ! {conflict}")
