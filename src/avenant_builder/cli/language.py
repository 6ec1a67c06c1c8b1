"""Make click speak French, on any machine.

click's sentences go through gettext, which looks at the environment: LANGUAGE is set for this
process, so that a server in LANG=C answers in French too.
"""

import gettext
import os
from importlib.resources import files

import click

from avenant_builder.french import typeset

DOMAIN = "click"


class FrenchHelp(click.HelpFormatter):
    """Help whose spaces do not break where French wants them not to."""

    def getvalue(self) -> str:
        return typeset(super().getvalue())


def speak_french() -> None:
    """Bind click's sentences to the catalogue that the package brings, and space its help."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, str(files("avenant_builder") / "locale"))
    gettext.textdomain(DOMAIN)
    click.Context.formatter_class = FrenchHelp
