"""The fonts that decide page breaks: shipped with the package, the same on every machine.

Carlito has the metrics of Calibri, Liberation Sans those of Arial. Carlito prints the
bullets and marks of the models itself (• – ▪ → œ « » ’ €); ☐, ✓ and ⇒ are in neither.
"""

import html
from functools import cache
from pathlib import Path
from string import Template

FONTS = Path(__file__).resolve().parents[1] / "fonts"
"""Folder of the shipped fonts and of their licences."""
STAMP_FONT = FONTS / "Carlito-Regular.ttf"
"""What page numbers and marks are written with."""

REGULAR = ("Carlito-Regular.ttf", "LiberationSans-Regular.ttf")

LAID_OUT = frozenset("\t\n\u00a0\u00ad\u2011\u202f")
"""Characters that the engine lays out itself, with or without a glyph."""


def font_environment(work: Path) -> dict[str, str]:
    """Make the shipped fonts the only ones that fontconfig knows.

    Takes a private folder, existing; writes `fonts.conf` and the font cache there. Returns
    the variables to give to the engine. They have no effect on macOS and Windows, where
    LibreOffice asks the system; there the fonts must be installed.
    """
    configuration = work / "fonts.conf"
    template = Template((FONTS / "fonts.conf").read_text("utf-8"))
    places = {"fonts": FONTS, "cache": work.resolve() / "fontconfig"}
    spelt = {name: html.escape(str(path), quote=False) for name, path in places.items()}
    text = template.substitute(spelt)
    configuration.write_text(text, "utf-8")
    return {"FONTCONFIG_FILE": str(configuration.resolve())}


def unprintable(text: str) -> tuple[str, ...]:
    """List the characters of a text, each once, that no shipped font can print."""
    known = _glyphs()
    return tuple(dict.fromkeys(char for char in text if char not in known))


@cache
def _glyphs() -> frozenset[str]:
    # Slow to load, and of no use to the start of the engine.
    from uharfbuzz import Blob, Face

    printable = set(LAID_OUT)
    for name in REGULAR:
        printable.update(map(chr, Face(Blob((FONTS / name).read_bytes())).unicodes))
    return frozenset(printable - {chr(code) for code in range(32)} | {"\t", "\n"})
