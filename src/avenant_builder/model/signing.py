"""Digital signatures: the fields that we put, and what is found in a file that came back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """An empty signature field to put at the block of a seat."""

    name: str
    tooltip: str
    """What is said of it to who points at it, or cannot see it."""


def field_name(seat: str) -> str:
    """Name of the field of a seat: a dot would part it in two (ISO 32000-1, 12.7.3.2)."""
    return seat.replace(".", "·")
