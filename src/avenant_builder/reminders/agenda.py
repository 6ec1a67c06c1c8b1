"""A calendar file (iCalendar, RFC 5545) of all that has a date: any agenda program takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_LINE = 75
"""Octets (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One whole-day entry."""

    key: str
    """Stable from one file to the next, so that an agenda replaces and does not double."""
    day: date
    title: str
    details: str = ""


def agenda(deadlines: Iterable[Deadline], *, year: int, stamped: date) -> bytes:
    """The bytes of an .ics with these deadlines, in the order of their days.

    `stamped` is the day on which they were computed.
    """
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//avenant_builder//FR"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:Avenant {year}"),
    ]
    for found in sorted(deadlines, key=lambda deadline: (deadline.day, deadline.key)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{year}-{found.key}@avenant-builder.invalid",
            f"DTSTAMP:{stamped:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{found.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{found.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(found.title)}",
            *([f"DESCRIPTION:{_escaped(found.details)}"] if found.details else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line cut so that none is too long; a letter of several octets is never cut."""
    pieces, piece = [], b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    pieces.append(piece)
    return b"\r\n".join(pieces) + b"\r\n"
