"""What every journal owes, whatever keeps it: an implementation is tested by a subclass.

The subclass gives a fixture ``journal`` (empty) and ``reopened``, which opens the same again.
All events here are invented.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from avenant_builder.journal.contract import NOTHING, Head, HeadMoved, Journal
from avenant_builder.model.event import Draft, EffectDate, Event, EventType, TargetKind

NOW = datetime(2019, 3, 15, 9, 30, 12, tzinfo=UTC)
Reopened = Callable[[], Journal]


def a_draft(**facts: Any) -> Draft:
    defaults: dict[str, Any] = {
        "type": EventType.SENT,
        "target_kind": TargetKind.SEAT,
        "target": "AMIS",
        "on": EffectDate(2019, 3, 12),
        "by": "Ada",
        "no_evidence": "remis en main propre",
    }
    return Draft(**defaults | facts)


FULL = a_draft(
    type=EventType.ACTE_ADOPTED,
    target_kind=TargetKind.BODY,
    target="amis",
    on=EffectDate(2019, 2),
    number="DEL_2019_001",
    identifier="042-000000000-20190201-DEL_2019_001-DE",
    signer="Ada INVENTÉE",
    evidence="ab" * 32,
    evidence_name="délibération n° 1.pdf",
    no_evidence="",
    version="cd" * 32,
    note="« Vu »\nà relire ; œuvre\u2028fin\x00",
    corrects=1,
    facts={"donnees/a.csv": "ef" * 32},
)


class JournalContract:
    """The laws of a journal."""

    def test_an_empty_journal_has_no_event(self, journal: Journal) -> None:
        assert journal.read() == ()
        assert journal.head() == Head(0, NOTHING)
        assert journal.head(0) == journal.head(7) == Head(0, NOTHING)

    def test_what_is_recorded_is_read_again_whole(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        drafts = [a_draft(), FULL, a_draft(on=EffectDate())]
        recorded = journal.append(drafts, now=NOW)
        assert [event.sequence for event in recorded] == [1, 2, 3]
        assert reopened().read() == recorded
        for event, draft in zip(recorded, drafts, strict=True):
            assert isinstance(event, Event)
            for name in Draft.__dataclass_fields__:
                assert getattr(event, name) == getattr(draft, name), name

    def test_the_time_is_in_utc_to_the_second(self, journal: Journal) -> None:
        there = NOW.astimezone(timezone(timedelta(hours=13))).replace(microsecond=999)
        [event] = journal.append([a_draft()], now=there)
        assert (event.recorded_at, event.recorded_at.utcoffset()) == (NOW, timedelta(0))

    def test_order_is_that_of_recording_even_if_the_clock_goes_back(self, journal: Journal) -> None:
        journal.append([a_draft(note="un")], now=NOW)
        journal.append([a_draft(note="deux")], now=NOW - timedelta(hours=1))
        assert [(e.sequence, e.note) for e in journal.read()] == [(1, "un"), (2, "deux")]

    def test_text_is_kept_composed(self, journal: Journal) -> None:
        [event] = journal.append([a_draft(note="de\u0301libe\u0301ration")], now=NOW)
        assert event.note == "délibération"
        assert journal.read() == (event,)

    def test_each_event_moves_the_head_and_earlier_heads_stay(self, journal: Journal) -> None:
        heads = [journal.head()]
        for number in range(3):
            journal.append([a_draft(note=str(number))], now=NOW)
            heads.append(journal.head())
        assert len({head.digest for head in heads}) == 4
        assert [journal.head(number) for number in range(4)] == heads

    def test_a_head_depends_on_all_that_came_before(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        journal.append([a_draft(note="un")], now=NOW)
        first = journal.head()
        journal.append([a_draft()], now=NOW)
        journal.append([a_draft()], now=NOW)
        assert reopened().head(1) == first
        assert journal.head(2).digest != journal.head(3).digest

    def test_nothing_is_recorded_once_the_head_has_moved(self, journal: Journal) -> None:
        before = journal.head()
        journal.append([a_draft()], now=NOW, expected=before)
        with pytest.raises(HeadMoved):
            journal.append([a_draft(note="trop tard")], now=NOW, expected=before)
        assert [event.note for event in journal.read()] == [""]

    def test_to_record_nothing_changes_nothing(self, journal: Journal) -> None:
        journal.append([a_draft()], now=NOW)
        head = journal.head()
        assert journal.append([], now=NOW) == ()
        assert journal.head() == head
