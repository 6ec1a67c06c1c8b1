"""Events made up, in a few words each."""

from datetime import UTC, date, datetime
from typing import Any

from avenant_builder.model.event import EVENT_TARGETS, EffectDate, Event, EventType, TargetKind

RECORDED = datetime(2019, 12, 1, 9, tzinfo=UTC)


def a_fact(kind: EventType, on: date | EffectDate | None, line: int, **facts: Any) -> Event:
    """A fact of the body « amis », of its seat « AMIS », or of the avenant."""
    target = EVENT_TARGETS.get(kind, TargetKind.SEAT)
    names = {TargetKind.SEAT: "AMIS", TargetKind.BODY: "amis", TargetKind.AVENANT: "2019"}
    defaults: dict[str, Any] = {
        "type": kind,
        "target_kind": target,
        "target": names[target],
        "on": EffectDate.of(on) if isinstance(on, date) else on or EffectDate(),
        "sequence": line,
        "recorded_at": RECORDED,
        "no_evidence": "inventé",
    }
    return Event(**defaults | facts)


WHOLE_STORY = (
    (EventType.ACTE_ADOPTED, date(2018, 12, 1)),
    (EventType.ACTE_SENT, date(2018, 12, 4)),
    (EventType.ACTE_RECEIVED, date(2018, 12, 4)),
    (EventType.ACTE_PUBLISHED, date(2018, 12, 5)),
    (EventType.FROZEN, date(2018, 12, 6)),
    (EventType.SENT, date(2018, 12, 7)),
    (EventType.SIGNED_ON_PAPER, date(2018, 12, 10)),
    (EventType.PAGE_RECEIVED, date(2018, 12, 12)),
    (EventType.CHECKED, date(2018, 12, 13)),
)
VERSION = "a" * 64


def a_story(**changes: date | EffectDate | dict[str, Any] | None) -> tuple[Event, ...]:
    """A whole signature without a fault, one event a type, told from the acte to the check.

    A change names a type by its slug with « _ »: another date, further facts, or None to
    leave the event out.
    """
    events = []
    for number, (kind, day) in enumerate(WHOLE_STORY, start=1):
        versioned = kind in (EventType.FROZEN, EventType.SIGNED_ON_PAPER)
        facts: dict[str, Any] = {"version": VERSION} if versioned else {}
        on: date | EffectDate = day
        key = kind.value.replace("-", "_")
        if key in changes:
            change = changes[key]
            if change is None:
                continue
            if isinstance(change, dict):
                facts |= change
            else:
                on = change
        events.append(a_fact(kind, facts.pop("on", on), number, **facts))
    return tuple(events)
