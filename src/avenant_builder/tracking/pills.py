"""How a state looks wherever it is shown: ink on paper, and a shape for who sees no colour.

Each pair has a contrast of 7:1 at least (WCAG 2.1, 1.4.6); tests/web/test_page.py measures it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from avenant_builder.tracking.state import State


@dataclass(frozen=True, slots=True)
class Pill:
    """Colours as « RRGGBB », and a sign that says the same."""

    ink: str
    paper: str
    shape: str


_BLOCKED = ("8a1020", "fde3e5")
_ASSEMBLY = ("5a3b00", "fff0cc")
_OUT_THERE = ("0b3d91", "e3ecfb")
_TO_CHECK = ("6b3400", "ffe5d0")

PILLS: Mapping[State, Pill] = {
    State.OUT: Pill(*_BLOCKED, "⊘"),
    State.REFUSED: Pill(*_BLOCKED, "✕"),
    State.TO_EMPOWER: Pill(*_ASSEMBLY, "◇"),
    State.ACTE_TO_SEND: Pill(*_ASSEMBLY, "◈"),
    State.ACTE_TO_PUBLISH: Pill(*_ASSEMBLY, "◆"),
    State.TO_SEND: Pill("3a3a3a", "eeeeee", "○"),
    State.SENT: Pill(*_OUT_THERE, "→"),
    State.NOT_RETURNED: Pill(*_OUT_THERE, "◐"),
    State.TO_CHECK: Pill("134e4a", "d2f1ee", "◑"),
    State.TO_REGULARISE: Pill(*_TO_CHECK, "▲"),
    State.OLD_VERSION: Pill(*_TO_CHECK, "△"),
    State.SIGNED: Pill("0f5132", "d6f0df", "✔"),
}
