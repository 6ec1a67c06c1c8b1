"""``avenant transmit``."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.cli.facts import account
from avenant_builder.cli.handed import After, after_deposits
from avenant_builder.cli.session import Session, moment, pass_session, year_option
from avenant_builder.deposits.assess import Standing, Wanted
from avenant_builder.errors import ExitCode
from avenant_builder.french import enumeration, plural
from avenant_builder.model.deposit import Profile
from avenant_builder.problems import Problem
from avenant_builder.transmit import Result, transmit

PDF_OR_XML = click.Path(path_type=Path, dir_okay=False)
TITLES = {
    Standing.NOT_READY: "Pas prêt",
    Standing.SENT: "Déjà transmis",
    Standing.STATE: "Préfecture, elle-même signataire",
    Standing.NOT_CONCERNED: "Non concerné",
}


@click.command("transmit")
@click.option(
    "--body",
    "bodies",
    multiple=True,
    metavar="ORGANISME",
    help="Cet organisme seul ; se répète. Par défaut : tous.",
)
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    default=Profile.DELIBERATION.value,
    show_default=True,
    help="L’acte déposé : la délibération (l’avenant est son annexe), ou l’avenant signé.",
)
@click.option("--signed", type=PDF_OR_XML, metavar="FICHIER", help="L’avenant signé (« contrat »).")
@click.option("--paper", is_flag=True, help="Sur papier : un dossier, un bordereau, une lettre.")
@click.option("--draft", is_flag=True, help="Un projet, même incomplet, marqué comme tel.")
@click.option(
    "--classification",
    type=PDF_OR_XML,
    metavar="FICHIER",
    help="Le RetourClassification de la préfecture. Par défaut : celui de avenant.toml.",
)
@click.option(
    "--schema",
    type=PDF_OR_XML,
    metavar="FICHIER",
    help="Le schéma officiel actesv1_1.xsd : les fichiers XML sont contrôlés d’après lui aussi.",
)
@click.option(
    "--stamp", is_flag=True, help="Tamponner des copies de ce qui est transmis ; rien d’autre."
)
@click.option(
    "--set", "whole", is_flag=True, help="Réunir tout pour la préfecture en un .zip ; rien d’autre."
)
@click.option(
    "--verify",
    "verified",
    type=click.Path(path_type=Path),
    metavar="ZIP|DOSSIER",
    help="Contrôler un ensemble fait par --set : un octet changé rend le code 19.",
)
@click.option("--by", default="", metavar="NOM", help="Qui prépare. Par défaut : votre compte.")
@year_option
@click.pass_context
@pass_session
def command(
    session: Session,
    ctx: click.Context,
    /,
    bodies: tuple[str, ...],
    profile: str,
    signed: Path | None,
    paper: bool,
    draft: bool,
    stamp: bool,
    whole: bool,
    verified: Path | None,
    by: str,
    year: int | None,
    **models: Path | None,
) -> None:
    """Prépare les dépôts à la préfecture, un par collectivité. N’envoie rien.

    Les dépôts vont dans output/ANNÉE/transmission/ORGANISME : l’archive ACTES, ses fichiers, un
    bordereau. Rend le code 16 si l’un n’est pas prêt, et dit tout ce qui manque.
    """
    asked = After(stamp=stamp, whole=whole, verified=verified)
    if after_deposits(session, year, bodies, asked):
        return
    if signed and profile != Profile.CONTRACT:
        raise click.UsageError("« --signed » ne va qu’avec « --profile contrat ».")
    root, chosen = session.workspace_and_year(year)
    now = moment(root, chosen)
    wanted = Wanted(profile=Profile(profile), draft=draft, paper=paper, signed=signed, **models)
    with show.Progress() as progress:
        done = transmit(
            root, chosen, bodies, wanted, now=now, by=by or account(), progress=progress
        )
    _show(done.results)
    for remark in done.remarks:
        show.tell(remark)
    if not done.is_ready and not draft:
        ctx.exit(ExitCode.NOT_READY)


def _show(results: Sequence[Result]) -> None:
    for one in results:
        if one.packed is not None:
            _show_made(one)
    rest = [one for one in results if one.packed is None]
    order = list(TITLES)
    rest.sort(key=lambda one: order.index(one.assessed.standing))
    for standing, same in groupby(rest, key=lambda one: one.assessed.standing):
        group = list(same)
        show.say(f"{TITLES[standing]} ({len(group)})")
        for one in group:
            name, faults = one.assessed.body.name, one.assessed.problems
            show.say(f"  {name} – {one.assessed.reason or plural(len(faults), 'point')}")
    show.problems(list(_told(results)), err=True)


def _told(results: Sequence[Result]) -> Iterator[Problem]:
    """Every fault once, with the bodies whose deposit it is a fault of."""
    whose: dict[Problem, list[str]] = {}
    for one in results:
        for problem in one.assessed.problems:
            whose.setdefault(problem, []).append(one.assessed.body.name)
    count = sum(one.assessed.deposit is not None for one in results)
    for problem, names in sorted(whose.items(), key=lambda item: item[0].rule):
        who = "tous les dépôts" if len(names) == count > 1 else enumeration(names)
        yield replace(problem, message=f"{who} : {problem.message}")


def _show_made(one: Result) -> None:
    packed = one.packed
    assert packed is not None
    kind = "Projet, à ne pas déposer" if packed.draft else "Prêt"
    show.say(f"{kind} : {one.assessed.body.name} ({plural(len(packed.names), 'pièce')})")
    click.echo(f"  {one.folder}")
    show.say(f"    {packed.archive or 'sans archive'}")
    if packed.deposit.id:
        show.say(f"    identifiant attendu : {packed.deposit.id}")
    if one.event is not None:
        said = "noté au journal" if one.is_new else "rien n’a changé depuis l’événement"
        show.say(f"    {said} n° {one.event.sequence}")
