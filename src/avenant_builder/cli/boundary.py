"""Turn every stop into a sentence on stderr and an exit code: the only place that does."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from avenant_builder.cli import show
from avenant_builder.cli.language import in_french, speak_french
from avenant_builder.cli.session import tool_version
from avenant_builder.errors import AvenantError, ExitCode, OutputFault

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Boundary(click.Group):
    """A group whose commands are loaded when called, and whose stops are all told in French.

    `lazy` gives each command, in the order of the help, with its line of help: each lives in
    the module of its name beside this one, as ``command``.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.lazy = lazy

    def main(self, *args: Any, **extra: Any) -> Any:
        speak_french()
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as fault:
            raise in_french(fault) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return None
        # « import » is a word of the language: its module is import_.py.
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"avenant_builder.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as fault:
            # click offers the commands that it has loaded: here, none.
            raise click.exceptions.NoSuchCommand(
                fault.command_name, possibilities=self.lazy, ctx=ctx
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes "):
            formatter.write_dl(list(self.lazy.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=help_line)
            for name, help_line in self.lazy.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AvenantError as stop:
            _stop(ctx, stop)
        except KeyboardInterrupt:
            show.tell("Interrompu : rien n’a été changé dans les résultats.")
            ctx.exit(ExitCode.INTERRUPTED)
        except click.UsageError as fault:
            raise in_french(fault) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as fault:  # noqa: BLE001 -- the one boundary: a fault of ours is logged
            # Read by no command that goes well.
            from avenant_builder.disk import DISK_FULL

            if isinstance(fault, OSError) and fault.errno in DISK_FULL:
                _stop(ctx, _disk_full())
            show.tell(f"Erreur imprévue : {type(fault).__name__}.", color="red")
            show.tell("→ Envoyez ce fichier aux auteurs de l’outil :")
            click.echo(f"  {_log(fault)}", err=True)
            ctx.exit(ExitCode.BUG)


def _stop(ctx: click.Context, stop: AvenantError) -> NoReturn:
    show.stop(stop)
    ctx.exit(stop.exit_code)


def _disk_full() -> OutputFault:
    return OutputFault("le disque est plein", remedy="Libérez de la place, puis relancez.")


def _log(fault: Exception) -> Path:
    """Write what is needed to understand a fault into a file of its own; give its path."""
    # Slow to load, and a fault of ours is rare.
    import platform
    import traceback
    from tempfile import mkstemp

    handle, name = mkstemp(prefix="avenant-", suffix=".log", text=True)
    lines = [
        f"avenant {tool_version()}, Python {platform.python_version()}, {platform.platform()}",
        f"commande : {sys.argv[1:]}",
        "".join(traceback.format_exception(fault)),
    ]
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write("\n".join(lines))
    return Path(name)
