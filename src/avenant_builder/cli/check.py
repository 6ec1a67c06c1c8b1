"""``avenant check``."""

from pathlib import Path

import click

from avenant_builder.check import check
from avenant_builder.cli import show
from avenant_builder.cli.elected import check_elected
from avenant_builder.cli.session import Session, json_option, pass_session, year_option
from avenant_builder.errors import ExitCode, ProblemsFound
from avenant_builder.problems import Problem, Severity


@click.command("check")
@year_option
@click.option("--strict", is_flag=True, help="Tenir aussi les avertissements pour bloquants.")
@click.option(
    "--elus",
    "elected",
    is_flag=True,
    help="Comparer les titulaires aux FICHIERS du Répertoire national des élus.",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FICHIER]...")
@json_option
@pass_session
def command(
    session: Session,
    year: int | None,
    strict: bool,
    elected: bool,
    files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Montre tous les défauts des données et des modèles.

    Chaque défaut nomme sa règle, son fichier, sa ligne et sa colonne. Rien n’est modifié.
    Les avertissements n’empêchent pas de préparer l’avenant. Avec « --elus », les titulaires des
    sièges de collectivités sont comparés à des fichiers du Répertoire national des élus.
    """
    if bool(files) is not elected:
        missing = (
            "Donnez un FICHIER après « --elus »." if elected else "FICHIER va avec « --elus »."
        )
        raise click.UsageError(missing)
    root, chosen = session.workspace_and_year(year)
    if elected:
        code = check_elected(root, chosen, files, strict=strict, as_json=as_json)
        raise click.exceptions.Exit(code)
    problems = check(root, chosen).problems
    worst = max((problem.severity for problem in problems), default=Severity.INFORMATION)
    code = ExitCode.OK
    if worst is Severity.ERROR:
        code = ProblemsFound(problems).exit_code
    elif worst is Severity.WARNING and strict:
        code = ExitCode.PROBLEMS
    blocks = strict and worst is Severity.WARNING
    _show(chosen, problems, code, as_json=as_json, warnings_block=blocks)
    raise click.exceptions.Exit(code)


def _show(
    year: int, problems: tuple[Problem, ...], code: ExitCode, *, as_json: bool, warnings_block: bool
) -> None:
    if as_json:
        show.as_json(
            {
                "annee": year,
                "code": int(code),
                "problemes": [show.problem_facts(problem) for problem in problems],
            }
        )
    else:
        show.problems(problems, err=False)
        blocked = " « --strict » : les avertissements bloquent." if warnings_block else ""
        show.say(f"Avenant {year} : {show.counted(problems)}.{blocked}")
