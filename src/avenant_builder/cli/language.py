"""Make click speak French, on any machine.

click's sentences go through gettext, which looks at the environment: LANGUAGE is set for this
process, so that a server in LANG=C answers in French too.
"""

import gettext
import os
import re
from pathlib import Path

import click

from avenant_builder.french import typeset

DOMAIN = "click"

# What click puts between straight quotes: a command, an option, « [RÈGLE] » as in the help.
STRAIGHT_QUOTES = r"(?<!\w)'\[?([^'\n]+?)\]?'(?!\w)"


class FrenchHelp(click.HelpFormatter):
    """Help whose spaces do not break where French wants them not to."""

    def getvalue(self) -> str:
        return typeset(super().getvalue())


def in_french(fault: click.UsageError) -> click.UsageError:
    """The same wrong use, its quotes as French wants them."""
    message = re.sub(STRAIGHT_QUOTES, r"« \1 »", fault.format_message())
    return click.UsageError(typeset(message), ctx=fault.ctx)


def speak_french() -> None:
    """Bind click's sentences to the catalogue that the package brings, and space its help."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parents[1] / "locale"))
    gettext.textdomain(DOMAIN)
    click.Context.formatter_class = FrenchHelp
