"""How deposits for the préfecture are made: the table ``[actes]`` of ``avenant.toml``."""

from collections.abc import Mapping
from dataclasses import field, fields, replace
from datetime import date

from avenant_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySettings:
    """What ``[actes]`` says for all, or ``[actes.organismes.ID]`` for one. Empty: not said."""

    operator: str = ""
    """Trigramme of the télétransmission operator (« SLO »)."""
    matiere: str = ""
    subject: str = ""
    department: str = ""
    """Code of the département of its préfecture (« 42 »)."""
    previous: str = ""
    """Identifier of the acte by which this body approved the scheme."""
    counter: int | None = None
    """The first number of the day that is free for the deposits of this tool."""
    contract_number: str = ""
    contract_on: date | None = None
    """Number and date that this body gives to the avenant as a contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositSettings:
    """The table ``[actes]`` of ``avenant.toml``."""

    usual: BodySettings = BodySettings()
    by_body: Mapping[str, BodySettings] = field(default_factory=dict)
    test: bool = False
    """Deposits go to the test platform (TACT), and count for nothing."""
    classification: str = ""
    """The préfecture's classification: a path in the workspace; empty: none."""
    classification_on: date | None = None
    """Its day, where the file is not at hand."""

    def of(self, body: str) -> BodySettings:
        """What holds for a body: its own, else what is said for all."""
        own = self.by_body.get(body, BodySettings())
        named = [one.name for one in fields(BodySettings)]
        return replace(
            self.usual, **{name: getattr(own, name) for name in named if getattr(own, name)}
        )
