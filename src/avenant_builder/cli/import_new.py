"""The part of ``avenant import`` that proposes a first workspace."""

from datetime import date
from pathlib import Path

import click

from avenant_builder.cli import show
from avenant_builder.first_import import (
    STAMPS,
    TABLE,
    TO_SORT,
    proposed_year,
    read_proposal,
    table,
    write_proposal,
)
from avenant_builder.french import plural
from avenant_builder.proposal.found import Proposal, Trust


def import_new(source: Path, *, yes: bool, target: Path | None, year: int | None) -> None:
    """Show what an agreement made without the tool proposes; write a workspace with `yes`."""
    found = read_proposal(source)
    today = date.today()  # noqa: DTZ011 -- the year of the person at the keyboard
    chosen = year or proposed_year(found, today.year)
    folder = target or Path.cwd() / f"espace-{source.stem}"
    _show(found, chosen)
    if not yes:
        show.say("Rien n’est encore écrit. Pour créer l’espace : la même commande avec « --yes ».")
        click.echo(f"  {folder}")
        return
    names = write_proposal(found, folder, year=chosen)
    show.say(f"Espace de travail proposé : {len(names)} fichiers dans")
    click.echo(f"  {folder}")
    show.say(f"  {TABLE} : chaque proposition, sa confiance, la ligne où elle a été lue")
    show.say(f"  {TO_SORT} : ce qui n’a pas trouvé sa place")
    if found.stamps:
        show.say(f"  {STAMPS} : les tampons, à garder comme preuve et non comme texte")
    show.say("Relisez tout, puis lancez « avenant check » dans ce dossier : c’est un brouillon.")


def _show(found: Proposal, year: int) -> None:
    counts = (
        plural(len(found.bodies), "organisme"),
        plural(len(found.seats), "siège"),
        plural(len(found.fiches), "fiche"),
        plural(len(found.annexes), "annexe"),
        plural(len(found.stamps), "ligne de tampon", "lignes de tampon"),
        plural(len(found.unplaced), "ligne à trier", "lignes à trier"),
    )
    show.say(f"Avenant {year} : {', '.join(counts)}.")
    for trust in Trust:
        rows = [row for row in table(found) if row[2] == trust.value]
        if rows:
            show.say(f"{trust.value[:1].upper()}{trust.value[1:]} :")
        for name, value, _, line, _ in rows:
            where = f" (ligne {line})" if line not in ("", "0") else ""
            show.say(f"  {name} : {value}{where}")
