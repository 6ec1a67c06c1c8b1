"""Records answer as standard dataclasses do, whatever the field."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A made-up record with every kind of field that the house uses."""

    who: str
    on: date | None = None
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def short(self) -> str:
        return self.who[:3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Fact):
    """A record of a record."""

    number: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One whose fields have places."""

    left: str
    right: int = 3

    def __str__(self) -> str:
        return f"{self.left}{self.right}"


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """What `Pair` is to be like."""

    left: str
    right: int = 3


@given(st.text(), st.integers(), st.text(), st.integers())
def test_equality_and_hash_are_those_of_the_fields(a: str, b: int, c: str, d: int) -> None:
    one, other = Pair(a, b), Pair(c, d)
    assert (one == other) == (Standard(a, b) == Standard(c, d))
    assert hash(one) == hash(Pair(a, b)) == hash(Standard(a, b))
    assert repr(one) == repr(Standard(a, b)).replace("Standard", "Pair")


def test_a_record_of_another_class_is_another() -> None:
    assert Fact(who="Roanne") != Recorded(who="Roanne", number=1)
    other: object = Standard("a")
    assert Pair("a") != other


def test_defaults_are_made_for_each() -> None:
    one, other = Fact(who="Roanne"), Fact(who="Feurs")
    assert one.facts == {} and one.facts is not other.facts
    assert Pair("a").right == 3


@pytest.mark.parametrize("wrong", [{}, {"who": "a", "what": "b"}])
def test_arguments_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Fact(**wrong)


def test_fields_are_named_or_have_places() -> None:
    assert list(inspect.signature(Recorded).parameters) == ["who", "on", "facts", "number"]
    with pytest.raises(TypeError):
        Fact("Roanne")  # type: ignore[call-arg]
    assert str(Pair("a", 1)) == "a1"


def test_nothing_can_be_changed() -> None:
    one: Any = Recorded(who="Roanne", number=1)
    for name in ("who", "number", "unknown"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, "x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.who
    assert not hasattr(one, "__dict__")


def test_copies_are_equal() -> None:
    one = Recorded(who="Roanne", on=date(2019, 1, 31), facts={"a": "b"}, number=2)
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert dataclasses.replace(one, number=3) == Recorded(
        who="Roanne", on=one.on, facts=one.facts, number=3
    )
    assert dataclasses.asdict(one)["number"] == 2
    assert one.short == "Roa"
