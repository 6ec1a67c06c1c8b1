"""``avenant build``."""

from pathlib import Path
from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, json_option, pass_session, year_option
from avenant_builder.files.manifest import MANIFEST
from avenant_builder.french import plural
from avenant_builder.outcome import BuildResult
from avenant_builder.rebuild import rebuild


@click.command("build")
@year_option
@click.option(
    "--draft",
    is_flag=True,
    help="Un projet : « PROJET » sur chaque page, ce qui reste à compléter en jaune.",
)
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait fait, sans rien écrire.")
@json_option
@pass_session
def command(session: Session, year: int | None, draft: bool, dry_run: bool, as_json: bool) -> None:
    """Prépare l’avenant, ses annexes et ses recueils.

    Les résultats vont dans output/ANNÉE, en Word et en PDF. Ils remplacent les précédents
    seulement si tout a réussi. Tant qu’il reste « [… à compléter] » quelque part, seul un projet
    (« --draft ») peut être préparé.
    """
    root, chosen = session.workspace_and_year(year)
    if dry_run:
        _show_plan(root, chosen, draft, as_json)
        return
    with show.Progress() as progress:
        result = rebuild(root, chosen, progress=progress, draft=draft)
    if as_json:
        show.as_json({"annee": chosen, **_facts(result)})
    else:
        _show(result)


def _show_plan(root: Path, year: int, draft: bool, as_json: bool) -> None:
    # Slow to load, and of no use to a build.
    from avenant_builder.check import check
    from avenant_builder.snapshot import source_of

    with source_of(root, year) as source:
        checked = check(source.root, year)
    checked = checked.for_draft() if draft else checked
    _, plan = checked.ready()
    target = root / "output" / str(year)
    names = [*plan.results, MANIFEST]
    if as_json:
        show.as_json({"annee": year, "dossier": str(target), "fichiers": names})
        return
    show.problems(checked.problems, err=True)
    if source.remark:
        show.tell(source.remark)
    show.say("Seraient écrits dans")
    click.echo(f"  {target}")
    for name in names:
        show.say(f"    {name}")


def _show(result: BuildResult) -> None:
    show.problems(result.problems, err=True)
    for remark in result.remarks:
        show.tell(remark)
    if result.unchanged:
        show.say("Rien n’a changé : les résultats sont déjà là, entiers.")
    show.say("Projet, à ne pas signer, dans" if result.draft else "Résultats dans")
    click.echo(f"  {result.target}")
    for name in result.names:
        pages = result.pages.get(name)
        show.say(f"    {name}" + (f" ({plural(pages, 'page')})" if pages else ""))


def _facts(result: BuildResult) -> dict[str, Any]:
    return {
        "dossier": str(result.target),
        "convertisseur": result.engine,
        "projet": result.draft,
        "inchange": result.unchanged,
        "fichiers": [{"nom": name, "pages": result.pages.get(name)} for name in result.names],
        "remarques": list(result.remarks),
        "problemes": [show.problem_facts(problem) for problem in result.problems],
    }
