"""The command ``avenant``."""

import gc
import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from avenant_builder.cli.boundary import Boundary
from avenant_builder.cli.session import Session, tool_version
from avenant_builder.machine import ENDING_SIGNALS

COMMANDS = {
    "init": "Crée un espace de travail neuf.",
    "check": "Montre tous les défauts des données et des modèles.",
    "build": "Prépare l’avenant, ses annexes et ses recueils.",
    "next": "Prépare le brouillon de l’avenant suivant.",
    "status": "Montre où en est chaque siège de signature.",
    "missing": "Montre les seuls sièges dont la signature manque, et pourquoi.",
    "why": "Explique l’état d’un SIÈGE : chaque condition, sa source, le fait et la pièce.",
    "record": "Enregistre un événement dans le journal, avec sa pièce.",
    "receipt": "Prend en compte ce que la préfecture a répondu.",
    "journal": "Montre le journal des événements, ou vérifie qu’il est intact.",
    "freeze": "Fige le texte qui part à la signature.",
    "packets": "Prépare ce qui part à la signature, sur papier ou en PDF.",
    "intake": "Range ce qui revient : numérisations, courriels, archives.",
    "executed": "Réunit l’exemplaire signé, et l’archive de ses originaux.",
    "remind": "Prépare les relances : lettres, courriels, agenda.",
    "compare": "Montre ce qui change d’un avenant à l’autre, en suivi des modifications.",
    "transmit": "Prépare les dépôts à la préfecture, un par collectivité.",
    "export": "Écrit le tableau de suivi pour Excel.",
    "import": "Reprend le tableau de suivi, une fiche modifiée dans Word, ou un ancien avenant.",
    "page": "Écrit la page du suivi.",
    "explain": "Explique une règle : ce qu’elle contrôle, d’où elle vient.",
    "doctor": "Contrôle que cette machine est prête.",
    "completion": "Donne le script qui complète les commandes.",
}


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"avenant {tool_version()}")
        ctx.exit()


@click.group(
    cls=Boundary,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog="« avenant COMMANDE --help » explique chaque commande.",
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Espace de travail. Par défaut : le dossier courant, ou le premier au-dessus qui "
    "contient signatories.csv.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Afficher la version et quitter.",
)
@click.pass_context
def avenant(ctx: click.Context, workspace: Path | None) -> None:
    """Prépare, suit et transmet les avenants d’un schéma de partenariat."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    ctx.obj = Session(workspace)


def main() -> None:
    """Entry of the command, whatever the locale: accents never stop it.

    To be told to end, or to lose the terminal, is to be interrupted: nothing is left behind.
    """
    for number in ENDING_SIGNALS:
        # Under « nohup » the loss of the terminal is ignored, and stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        avenant(prog_name="avenant")
    finally:
        # All memory goes at once: to look through it for rings takes 50 ms after a build.
        gc.freeze()
