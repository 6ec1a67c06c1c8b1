"""``avenant next``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from avenant_builder.check import check
from avenant_builder.cli import show
from avenant_builder.cli.session import Session, Year, json_option, pass_session
from avenant_builder.french import plural
from avenant_builder.problems import Problem, Severity
from avenant_builder.rollover.chain import told
from avenant_builder.rollover.prepare import Rollover, next_year

ENDED_BODY, GAP = "R-ORG-08", "R-TXT-04"
SHOWN_SEATS = 5


@click.command("next")
@click.option(
    "--year",
    "year",
    type=Year(),
    metavar="ANNÉE",
    help="Année à préparer. Par défaut : celle qui suit le dernier avenant arrêté.",
)
@json_option
@pass_session
def command(session: Session, year: int | None, as_json: bool) -> None:
    """Prépare le brouillon de l’avenant suivant.

    Tout part du dernier avenant arrêté, qui n’est pas touché. Ce que seules des personnes savent
    devient « [… à compléter] ». Un fichier déjà là n’est jamais réécrit.
    """
    root = session.workspace()
    done = next_year(root, year, today=datetime.now(UTC).astimezone().date())
    problems = check(root, done.year).problems
    if as_json:
        show.as_json(_facts(done, problems))
    else:
        _show(root, done, problems)


def _show(root: Path, done: Rollover, problems: tuple[Problem, ...]) -> None:
    if done.written:
        show.say(
            f"Brouillon de l’avenant n° {done.number}, d’après l’avenant de {done.source_year}, "
            f"dans data/{done.year} :"
        )
        for path in done.written:
            show.say(f"  {path}")
    _show_left(done)
    _show_decisions(done, problems)
    _show_chain(done)
    gaps = sum(problem.rule == GAP for problem in problems)
    if gaps:
        show.say(f"{plural(gaps, 'mention')} « à compléter ».")
    show.say(f"Ensuite : « avenant check --year {done.year} » dit tout ce qui est à relire ou à")
    show.say(
        f"compléter, « avenant build --draft --year {done.year} » prépare un projet à envoyer."
    )


def _show_left(done: Rollover) -> None:
    edited = [left.path for left in done.left if left.edited]
    same = len(done.left) - len(edited)
    if not done.written:
        show.say(f"data/{done.year} est déjà là : rien n’y est changé.")
    elif done.left:
        show.say("Déjà là, laissés tels quels :")
    for path in edited:
        show.say(f"  {path} : rempli ou corrigé à la main, gardé")
    if same:
        show.say(f"  {plural(same, 'fichier')} sans changement depuis le brouillon")
    for path in done.absent:
        show.say(f"  {path} : retiré à la main, pas remis")
    for path in done.supplied:
        show.say(f"Annexe de {done.source_year} reprise : vérifiez qu’elle vaut encore : {path}")


def _show_decisions(done: Rollover, problems: tuple[Problem, ...]) -> None:
    ended = [problem for problem in problems if problem.rule == ENDED_BODY]
    if ended:
        show.say("À décider : qui signe à la place de…")
        for problem in ended:
            show.say(f"  {problem}")


def _show_chain(done: Rollover) -> None:
    broken = [link for link in done.chain if link.unsigned]
    if not broken:
        return
    show.tell("Attention : l’avenant à prolonger n’est pas signé par tous.", color="yellow")
    show.tell(f"  {told(done.chain, done.initial_years, done.number)}")
    for link in broken:
        more = len(link.unsigned) - SHOWN_SEATS
        rest = f" et {more} autres" if more > 0 else ""
        show.tell(f"  {link.year} : {', '.join(link.unsigned[:SHOWN_SEATS])}{rest}")
        show.tell(f"→ « avenant missing --year {link.year} » dit ce qui manque, et pourquoi.")


def _facts(done: Rollover, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "annee": done.year,
        "depuis": done.source_year,
        "numero": done.number,
        "ecrits": list(done.written),
        "laisses": [{"fichier": left.path, "modifie": left.edited} for left in done.left],
        "absents": list(done.absent),
        "annexes_reprises": list(done.supplied),
        "chaine": [
            {
                "annee": link.year,
                "numero": link.number,
                "sieges": link.seats,
                "signes": link.signed,
                "manquent": list(link.unsigned),
            }
            for link in done.chain
        ],
        "a_decider": [show.problem_facts(one) for one in problems if one.rule == ENDED_BODY],
        "a_completer": [show.problem_facts(one) for one in problems if one.rule == GAP],
        "erreurs": sum(problem.severity is Severity.ERROR for problem in problems),
    }
