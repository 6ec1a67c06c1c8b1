"""How people tell a fact: its type, its date, what it is about; and how it is shown to them."""

from typing import TYPE_CHECKING, Any

import click

from avenant_builder.cli.session import Session
from avenant_builder.errors import AvenantError
from avenant_builder.files.dates import DateFault
from avenant_builder.files.effect_dates import parse_effect_date
from avenant_builder.files.registers import read_registers
from avenant_builder.french import MONTHS, did_you_mean, fold, short_date
from avenant_builder.model.event import EffectDate, Event, EventType

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class TypeOfEvent(click.ParamType[EventType]):
    """A type of event, by its slug or its label."""

    name = "événement"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> EventType:
        said = fold(str(value))
        for type in EventType:
            if said in (type.value, fold(type.label)):
                return type
        advice = did_you_mean(said, [type.value for type in EventType])
        self.fail(
            f"« {value} » n’est pas un type d’événement. "
            f"{advice or 'Il y a : ' + ', '.join(EventType) + '.'}",
            param,
            ctx,
        )

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(type.value, help=type.label)
            for type in EventType
            if type.value.startswith(fold(incomplete))
        ]


class DayOfEffect(click.ParamType[EffectDate]):
    """A date that may be known to the month only, or not at all."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> EffectDate:
        try:
            return parse_effect_date(str(value))
        except DateFault as fault:
            self.fail(f"{fault}.", param, ctx)


class Who(click.ParamType[str]):
    """A siège or an organisme; checked against the registers by the command itself."""

    name = "qui"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        # To complete is not to run: nobody has made the session yet.
        session = Session(ctx.find_root().params.get("workspace"))
        try:
            root, year = session.workspace_and_year(ctx.params.get("year"))
            dossier, _ = read_registers(root, year)
        except AvenantError:
            return []
        if dossier is None:
            return []
        names = {
            key: dossier.body(seat.body).name
            for seat in dossier.seats
            for key in (seat.id, seat.body)
        }
        start = fold(incomplete)
        return [
            CompletionItem(key, help=name)
            for key, name in names.items()
            if fold(key).startswith(start)
        ]


def shown_date(on: EffectDate) -> str:
    """« 31/01/2019 », « mars 2019 », « date inconnue »."""
    if on.exact is not None:
        return short_date(on.exact)
    if on.month is not None:
        return f"{MONTHS[on.month - 1]} {on.year}"
    return "date inconnue"


def proof(event: Event) -> str:
    """The pièce of an event, or why it has none."""
    if event.evidence:
        return f"pièce {event.evidence_name or event.evidence[:12]}"
    return f"sans pièce : {event.no_evidence}" if event.no_evidence else ""


def account() -> str:
    """The account that records; some machines have none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
