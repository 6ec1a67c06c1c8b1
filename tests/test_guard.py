"""A child with limits: what it said is kept, however it ends."""

import mmap
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from avenant_builder import guard
from avenant_builder.guard import Fall, guarded

needs_limits = pytest.mark.skipif(
    sys.platform != "linux", reason="Ce système ne borne pas la mémoire d’un processus."
)


def count(until: int) -> Iterator[Any]:
    yield from range(until)


def eat() -> Iterator[Any]:
    yield "avant"
    yield len(bytearray(2**33))


def spin() -> Iterator[Any]:
    yield "avant"
    while True:
        pass


def sleep() -> Iterator[Any]:
    yield "avant"
    time.sleep(600)


def fall() -> Iterator[Any]:
    yield "avant"
    os.abort()


def trip() -> Iterator[Any]:
    yield "avant"
    raise KeyError("/Root")


def test_what_a_child_gives_is_heard_in_order() -> None:
    heard = guarded(count, 3)
    assert heard.values == (0, 1, 2)
    assert heard.fall is None


def test_a_process_that_is_started_anew_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "CAN_FORK", False)
    assert guarded(sorted, [2, 1]).values == (1, 2)


def test_a_process_that_is_started_anew_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "CAN_FORK", False)
    monkeypatch.setattr(guard, "SECONDS_TO_START", 1)
    assert guarded(map, time.sleep, [600], step=0).fall is Fall.TIME


@needs_limits
def test_too_much_memory_ends_the_child_alone() -> None:
    heard = guarded(eat)
    assert (heard.values, heard.fall) == (("avant",), Fall.MEMORY)


@needs_limits
def test_a_large_parent_leaves_room_to_its_child() -> None:
    """More is mapped here than a child may take, as in a process that does many things."""
    with mmap.mmap(-1, 2 * guard.MEMORY):
        assert guarded(count, 2).values == (0, 1)
        heard = guarded(eat)
    assert (heard.values, heard.fall) == (("avant",), Fall.MEMORY)


@needs_limits
def test_an_endless_step_ends_the_child_alone() -> None:
    heard = guarded(spin, step=1)
    assert (heard.values, heard.fall) == (("avant",), Fall.TIME)


def test_a_child_that_only_waits_is_ended_too() -> None:
    heard = guarded(sleep, patience=0.5)
    assert (heard.values, heard.fall) == (("avant",), Fall.TIME)


@needs_limits
def test_a_library_that_aborts_takes_nothing_else_down() -> None:
    heard = guarded(fall)
    assert (heard.values, heard.fall) == (("avant",), Fall.CRASH)


def test_what_a_library_raises_is_kept_for_the_log() -> None:
    heard = guarded(trip)
    assert (heard.values, heard.fall, heard.detail) == (("avant",), Fall.CRASH, "KeyError('/Root')")
