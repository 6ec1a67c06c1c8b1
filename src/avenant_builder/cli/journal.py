"""``avenant journal``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from avenant_builder.audit import known_pieces, orphan_remarks, verify
from avenant_builder.cli import show
from avenant_builder.cli.facts import TypeOfEvent, Who, proof, shown_date
from avenant_builder.cli.session import Day, Session, json_option, pass_session, year_option
from avenant_builder.files.csv_text import csv_text
from avenant_builder.french import plural
from avenant_builder.journal.contract import Head
from avenant_builder.journal.evidence import orphans
from avenant_builder.journal.jsonl import journal_of, torn_remark
from avenant_builder.listing import COLUMNS, Filter, event_cells, event_facts, select
from avenant_builder.model.event import Event, EventType, in_force


class NotedHead(click.ParamType[Head]):
    """A head as it was printed."""

    name = "tête"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        head = Head.parse(str(value))
        if head is None:
            self.fail(f"« {value} » n’a pas la forme « n° 12 · 3fa9c01b22de ».", param, ctx)
        return head


@click.command("journal")
@click.option("--seat", type=Who(), metavar="SIÈGE", help="Seulement ce siège.")
@click.option("--body", type=Who(), metavar="ORGANISME", help="Cet organisme et ses sièges.")
@click.option("--type", type=TypeOfEvent(), metavar="ÉVÉNEMENT", help="Seulement ce type.")
@click.option("--since", type=Day(), metavar="DATE", help="Depuis ce jour d’effet compris.")
@click.option("--until", type=Day(), metavar="DATE", help="Jusqu’à ce jour d’effet compris.")
@click.option("--verify", "verified", is_flag=True, help="Recalculer la chaîne et les pièces.")
@click.option(
    "--head", type=NotedHead(), metavar="TÊTE", help="Avec --verify : « n° 12 · 3fa9c01b22de »."
)
@year_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Répondre par un tableau CSV, pour Excel.")
@pass_session
def command(
    session: Session,
    /,
    year: int | None,
    verified: bool,
    head: Head | None,
    as_json: bool,
    as_csv: bool,
    **wanted: Any,
) -> None:
    """Montre le journal des événements, ou vérifie qu’il est intact.

    Avec --verify, chaque ligne et chaque pièce est relue ; avec --head, on y retrouve la tête
    imprimée un jour sur une relance, ce qui montre aussi une fin coupée ou un journal réécrit.
    """
    root, chosen = session.workspace_and_year(year)
    if head is not None and not verified:
        raise click.UsageError("« --head » demande « --verify ».")
    if verified:
        _verify(root, chosen, head, as_json)
        return
    journal = journal_of(root, chosen)
    events = journal.read()
    chosen_events = select(root, chosen, events, Filter(**wanted))
    standing = {event.sequence for event in in_force(events)}
    last = journal.head(len(events))
    if as_json:
        rows = [event_facts(event, standing) for event in chosen_events]
        facts = {"numero": last.sequence, "empreinte": last.digest}
        show.as_json({"annee": chosen, "tete": facts, "evenements": rows})
    elif as_csv:
        click.echo(
            csv_text(COLUMNS, [event_cells(event, standing) for event in chosen_events]), nl=False
        )
    else:
        _list(chosen_events, standing)
        show.say(f"Journal {chosen} : {plural(len(chosen_events), 'événement')}. {last.short}")
    if journal.set_aside:
        show.tell(torn_remark(journal.set_aside))
    for remark in orphan_remarks(orphans(root, known_pieces(root))):
        show.tell(remark)


def _verify(root: Path, year: int, head: Head | None, as_json: bool) -> None:
    found = verify(root, year, noted=head)
    for remark in found.remarks:
        show.tell(remark)
    if as_json:
        facts = {"numero": found.head.sequence, "empreinte": found.head.digest}
        left = [path.name for path in found.orphans]
        show.as_json({"annee": year, "tete": facts, "pieces": found.pieces, "orphelines": left})
        return
    show.say(
        f"Journal {year} intact : {plural(found.head.sequence, 'événement')}, "
        f"{plural(found.pieces, 'pièce')} relue{'s' * (found.pieces > 1)}. {found.head.short}"
    )


def _list(events: Sequence[Event], standing: set[int]) -> None:
    for event in events:
        what = event.type.label
        if event.corrects is not None:
            what += f" du n° {event.corrects}"
        elif event.sequence not in standing:
            what += " (annulé)"
        text = f"version {event.version[:12]}" if event.type is EventType.FROZEN else ""
        details = (text, event.number, event.signer, proof(event), event.note)
        said = " ; ".join(detail for detail in details if detail)
        show.say(
            f"{event.sequence:>5}  {shown_date(event.on):<14}  {event.target:<24}  {what}"
            + (f" — {said}" if said else "")
        )
