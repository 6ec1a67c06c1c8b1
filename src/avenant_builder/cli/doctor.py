"""``avenant doctor``."""

from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, json_option, pass_session
from avenant_builder.doctor import Finding, examine
from avenant_builder.errors import ExitCode, WorkspaceMissing
from avenant_builder.french import plural


@click.command("doctor")
@click.option(
    "--install",
    is_flag=True,
    help="Dire ce qu’il faut télécharger pour avoir LibreOffice sans droits sur la machine.",
)
@click.option("--yes", is_flag=True, help="Avec « --install » : le télécharger et le déballer.")
@json_option
@pass_session
def command(session: Session, install: bool, yes: bool, as_json: bool) -> None:
    """Contrôle que cette machine est prête.

    Convertisseur, polices, droits, place sur le disque, encodage : une ligne pour chacun, et
    ce qu’il faut faire.

    « --install » déballe les paquets de LibreOffice de Debian ou d’Ubuntu dans le cache de
    l’utilisateur. Sans « --yes », il ne fait que dire lesquels, leur poids et où.
    """
    if yes and not install:
        raise click.UsageError("« --yes » va avec « --install ».")
    if install:
        _install(yes)
        return
    try:
        root = session.workspace()
    except WorkspaceMissing:
        if session.named_workspace is not None:
            raise
        root = None
    findings = examine(root)
    if as_json:
        show.as_json({"constats": [_facts(finding) for finding in findings]})
    else:
        for finding in findings:
            _show(finding)
    if any(finding.no_converter for finding in findings):
        raise click.exceptions.Exit(ExitCode.TOOL_MISSING)


def _install(yes: bool) -> None:
    from avenant_builder.pdf.unpacked import needed_packages, place, unpack

    packages = needed_packages()
    if not packages.names:
        show.say("LibreOffice est déjà installé sur cette machine : rien à télécharger.")
        return
    count = plural(len(packages.names), "paquet")
    show.say(f"{count} de {packages.release}, {packages.megabytes} Mo, à déballer dans")
    click.echo(f"  {place()}")
    if not yes:
        show.say("Rien n’est encore fait. Pour le faire : « avenant doctor --install --yes ».")
        return
    with show.Progress() as progress:
        progress("téléchargement et déballage de LibreOffice")
        launcher = unpack(packages)
    show.say("LibreOffice est prêt :")
    click.echo(f"  {launcher}")


def _show(finding: Finding) -> None:
    mark = "OK" if finding.ready else "à faire"
    show.say(f"{mark:<8} {finding.subject} : {finding.fact}")
    if finding.remedy:
        show.say(f"{'':<8} → {finding.remedy}")


def _facts(finding: Finding) -> dict[str, Any]:
    return {
        "sujet": finding.subject,
        "pret": finding.ready,
        "fait": finding.fact,
        "remede": finding.remedy,
    }
