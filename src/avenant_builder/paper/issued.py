"""Where the codes and the frame of a page that went out were printed, as facts of an event."""

from collections.abc import Iterable, Mapping

from avenant_builder.model.event import Event, EventType, in_force
from avenant_builder.paper.look import Printed

CODE, CODES, FRAME, MARK = "code", "codes", "cadre", "cle"
"""Names of the facts: the short code, places in millimetres, and the mark of the secret."""


def issued_facts(code: str, printed: Printed, mark: str) -> dict[str, str]:
    """What an event says of a page that goes out."""
    return {
        CODE: code,
        CODES: " ; ".join(_numbers(place) for place in printed.codes),
        FRAME: _numbers(printed.frame),
        MARK: mark,
    }


def printed_from(facts: Mapping[str, str]) -> Printed | None:
    """The places that facts tell; None where they tell none that can be understood."""
    try:
        places = [_floats(part) for part in facts[CODES].split(";")]
        left, top, right, bottom = _floats(facts[FRAME])
        codes = tuple((x, y, side) for x, y, side in places)
    except (KeyError, ValueError):
        return None
    return Printed(codes=codes, frame=(left, top, right, bottom))


def issued_pages(events: Iterable[Event]) -> dict[str, Printed]:
    """By short code, every page that events say was sent."""
    sent = [event for event in in_force(events) if event.type is EventType.SENT]
    found = {event.facts.get(CODE, ""): printed_from(event.facts) for event in sent}
    return {code: printed for code, printed in found.items() if code and printed}


def marks(events: Iterable[Event]) -> frozenset[str]:
    """The marks of the secrets that pages were printed with."""
    return frozenset(filter(None, (event.facts.get(MARK) for event in events)))


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def _floats(text: str) -> list[float]:
    return [float(part) for part in text.split()]
