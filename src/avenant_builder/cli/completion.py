"""``avenant completion``."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="|".join(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Donne le script qui complète les commandes.

    Pour bash, ajoutez cette ligne à ~/.bashrc :

    \b
      eval "$(avenant completion bash)"
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"« {shell} » n’est pas pris en charge.")
    root = ctx.find_root()
    click.echo(script(root.command, {}, "avenant", "_AVENANT_COMPLETE").source())
