"""What ``avenant transmit`` does after the deposits: stamped copies, the set, its check."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.cli.session import Session, moment
from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.french import plural
from avenant_builder.handover.check import check_set
from avenant_builder.handover.make import hand_over
from avenant_builder.stamping import Stamped, stamp_copies


class NothingToStamp(AvenantError):
    """No body that was asked for has a deposit that left."""

    exit_code = ExitCode.NOT_READY


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Which of the three was asked for, if any."""

    stamp: bool
    whole: bool
    verified: Path | None


def after_deposits(session: Session, year: int | None, bodies: Sequence[str], asked: After) -> bool:
    """Do what was asked for; False: none of the three was, and nothing is done."""
    if asked.stamp + asked.whole + (asked.verified is not None) > 1:
        raise click.UsageError("« --stamp », « --set » et « --verify » s’excluent.")
    if asked.whole and bodies:
        raise click.UsageError("« --set » réunit tout : il ne va pas avec « --body ».")
    if asked.verified is not None:
        _show_checked(asked.verified)
        return True
    if asked.stamp:
        _show_stamped(*session.workspace_and_year(year), bodies)
    elif asked.whole:
        _show_set(*session.workspace_and_year(year))
    return asked.stamp or asked.whole


def _show_stamped(root: Path, year: int, names: Sequence[str]) -> None:
    """Stamp the deposits of some bodies, or of all. Raises ``NothingToStamp``."""
    done = stamp_copies(root, year, names, as_of=moment(root, year).date())
    for one in done:
        _show(one)
    if not any(one.folder for one in done):
        raise NothingToStamp(
            "aucun dépôt n’est à tamponner",
            remedy="Préparez-le par « avenant transmit », déposez-le, puis enregistrez "
            "« acte-transmis » ou donnez l’accusé à « avenant receipt ».",
        )


def _show_set(root: Path, year: int) -> None:
    """Make the set for the préfet, and say what it does not hold yet."""
    with show.Progress() as progress:
        made = hand_over(root, year, now=moment(root, year), progress=progress)
    show.say(f"Ensemble pour la préfecture : {plural(made.files, 'fichier')}, {made.size} octets")
    click.echo(f"  {made.path}")
    show.say(f"  SHA-256 : {made.sha256}")
    show.say(f"  Journal : {made.head}")
    for line in made.lacking:
        show.say(f"  il y manque {line}")
    show.say("Rien n’est envoyé. Une fois remis : « avenant record avenant transmis --on DATE ».")


def _show_checked(path: Path) -> None:
    """Check a set that was handed over."""
    found = check_set(path)
    show.say(f"« {path.name} » est intact : {plural(found.files, 'fichier')} relus.")
    show.say(f"  Journal : {found.head}. Comparez avec la tête imprimée sur les lettres.")


def _show(one: Stamped) -> None:
    if one.folder is None:
        show.say(f"{one.body.name} : rien à tamponner, {one.reason}")
        return
    show.say(f"{one.body.name} : {plural(len(one.names), 'copie tamponnée', 'copies tamponnées')}")
    click.echo(f"  {one.folder}")
    for line in one.lines:
        show.say(f"    {line}")
