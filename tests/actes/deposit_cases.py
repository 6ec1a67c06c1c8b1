"""Deposits that nothing is wrong with, made up: a test names only what it spoils."""

from datetime import UTC, date, datetime
from typing import Any

from avenant_builder.actes.checks import Case
from avenant_builder.actes.classification import NATIONAL
from avenant_builder.model.body import Body, Category
from avenant_builder.model.event import EffectDate, Event, EventType, TargetKind
from builders import a_body, an_avenant
from deposit_jobs import SHA, a_deposit

TODAY = date(2019, 2, 4)


def a_town(**facts: Any) -> Body:
    defaults: dict[str, Any] = {
        "id": "essai",
        "name": "Essai",
        "category": Category.COMMUNE,
        "siren": "214201865",
        "insee": "42186",
        "acte_kind": "31",
        "district": "3",
        "return_emails": ("actes@essai.test",),
    }
    return a_body(**defaults | facts)


def an_adoption(**facts: Any) -> Event:
    defaults: dict[str, Any] = {
        "type": EventType.ACTE_ADOPTED,
        "target_kind": TargetKind.BODY,
        "target": "essai",
        "on": EffectDate(2019, 1, 31),
        "number": "DEL_2019_006",
        "evidence": SHA,
        "sequence": 1,
        "recorded_at": datetime(2019, 2, 1, tzinfo=UTC),
    }
    return Event(**defaults | facts)


def a_case(body: dict[str, Any] | None = None, **facts: Any) -> Case:
    """A deposit that nothing is wrong with; `facts` are of the deposit, or of the case."""
    of_the_case = {key: facts.pop(key) for key in list(facts) if key in Case.__slots__}
    defaults: dict[str, Any] = {
        "deposit": a_deposit(a_town(**body or {}), **facts),
        "avenant": an_avenant(),
        "adopted": an_adoption(),
        "matiere": "8.2",
        "classification": NATIONAL,
        "today": TODAY,
        "frozen": True,
    }
    return Case(**defaults | of_the_case)
