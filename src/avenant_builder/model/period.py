"""A span of days."""

from datetime import date

from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date
