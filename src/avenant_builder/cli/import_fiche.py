"""The part of ``avenant import`` that takes an edited fiche back."""

from datetime import UTC, datetime
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.fiche_import import FichePreview, preview_fiche, take_fiche
from avenant_builder.french import plural

ACCEPT, REFUSE = "accepter", "refuser"


def import_fiche(root: Path, year: int | None, source: Path, *, yes: bool, changes: str) -> None:
    """Show what a fiche edited in Word changes in the data; write it with `yes`."""
    found = preview_fiche(root, year, source, accept=changes == ACCEPT)
    show.problems(found.problems, err=True)
    _show(found, changes)
    if not found.changes:
        show.say("Rien ne change dans les données.")
        if not found.unplaced:
            return
    if found.frozen:
        show.tell(
            f"Le texte de {found.year} est figé : ces changements n’y entrent qu’après un nouveau "
            "« avenant freeze », et tous devront signer la version nouvelle."
        )
    if not yes:
        show.say("Rien n’est encore écrit. Pour écrire : la même commande avec « --yes ».")
        return
    taken = take_fiche(root, found, source, now=datetime.now(UTC).astimezone())
    show.say("Écrit dans")
    click.echo(f"  {taken.path}")
    show.say("L’ancien fichier est gardé :")
    click.echo(f"  {taken.former}")
    if taken.left is not None:
        show.say("À trier à la main :")
        click.echo(f"  {taken.left}")


def _show(found: FichePreview, changes: str) -> None:
    show.say(f"Fiche {found.known.number} de {found.year}, « {found.known.group} »")
    show.say(f"  {found.known.place.file}")
    verb = "acceptées" if changes == ACCEPT else "refusées"
    for author, count in found.story.authors.items():
        tracked = plural(count, "modification suivie", "modifications suivies")
        show.say(f"  {tracked} de {author} : {verb}")
    show.say(f"{plural(len(found.changes), 'changement')} :")
    where = ""
    for change in found.changes:
        if change.where != where:
            where = change.where
            show.say(f"  {where}")
        if change.before:
            show.say(f"    - {change.before}")
        if change.after:
            show.say(f"    + {change.after}")
