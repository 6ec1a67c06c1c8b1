"""``avenant doctor``."""

from typing import Any

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, json_option, pass_session
from avenant_builder.doctor import Finding, examine
from avenant_builder.errors import ExitCode, WorkspaceMissing


@click.command("doctor")
@json_option
@pass_session
def command(session: Session, as_json: bool) -> None:
    """Contrôle que cette machine est prête.

    Convertisseur, polices, droits, place sur le disque, encodage : une ligne pour chacun, et
    ce qu’il faut faire.
    """
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
