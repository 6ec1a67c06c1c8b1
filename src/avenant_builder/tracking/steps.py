"""The chain of conditions of a seat, each with the fact that meets it and the law it comes from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from avenant_builder.model.event import Event
from avenant_builder.problems import Problem
from avenant_builder.records import dataclass
from avenant_builder.tracking.checks import BREAKING, NOT_THIS_VERSION, Case
from avenant_builder.tracking.facts import day_of, told
from avenant_builder.tracking.paths import PATHS, must_publish_online
from avenant_builder.tracking.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One condition on the way to a signature."""

    state: State
    """The state of a seat that does not meet it."""
    met: bool
    event: Event | None
    rule: str
    """The law or practice that asks for it."""
    said: str = ""
    """What is told instead of the fact, where there is none or more to tell."""

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def text(self) -> str:
        """The fact and its pièce, or what is missing."""
        if self.said or self.event is None:
            return self.said
        return f"{self.event.type.label}, {told(self.event)}"


LABELS: Mapping[State, str] = {
    State.OUT: "Organisme et titulaire en place",
    State.REFUSED: "Pas de refus de signer",
    State.TO_EMPOWER: "Acte adopté",
    State.ACTE_TO_SEND: "Acte reçu par la préfecture",
    State.ACTE_TO_PUBLISH: "Acte publié",
    State.TO_SEND: "Texte envoyé pour signature",
    State.SENT: "Signé",
    State.NOT_RETURNED: "Page signée en main",
    State.TO_CHECK: "Page contrôlée",
    State.TO_REGULARISE: "Dates, mandat et délégation en règle",
    State.OLD_VERSION: "Texte signé conforme au texte figé",
}

# Signed, or a page in hand: it was sent, whether or not someone noted it.
FACTS: Mapping[State, Callable[[Case], Event | None]] = {
    State.TO_EMPOWER: lambda case: case.acte.adopted,
    State.ACTE_TO_SEND: lambda case: case.acte.received,
    State.ACTE_TO_PUBLISH: lambda case: case.acte.published,
    State.TO_SEND: lambda case: case.signing.sent or case.signing.signature or case.signing.page,
    State.SENT: lambda case: case.signing.signature or case.signing.page,
    State.NOT_RETURNED: lambda case: case.signing.page,
    State.TO_CHECK: lambda case: case.signing.checked if case.signing.signature else None,
}
BROKEN_BY: Mapping[State, frozenset[str]] = {
    State.TO_REGULARISE: BREAKING,
    State.OLD_VERSION: frozenset({NOT_THIS_VERSION}),
}


def state_and_steps(
    case: Case, problems: Sequence[Problem]
) -> tuple[State, tuple[Step, ...], date | None]:
    """The state of a seat that is in the game, its whole path, and since when it stands there."""
    steps = [_refusal(case)]
    steps += [_step(case, state, problems) for state in PATHS[case.body.category].conditions]
    unmet = next((step for step in steps if not step.met), None)
    if unmet is None:
        return State.SIGNED, tuple(steps), _latest(steps)
    if unmet.event is not None:
        return unmet.state, tuple(steps), day_of(unmet.event)
    before = steps[: steps.index(unmet)]
    if case.acte.setback and unmet.state is State.TO_EMPOWER:
        return unmet.state, tuple(steps), day_of(case.acte.setback)
    return unmet.state, tuple(steps), _latest(before)


def out_of_the_game(reason: str) -> Step:
    """The condition that a body which ended, or a vacant seat, does not meet."""
    return Step(
        state=State.OUT,
        met=False,
        event=None,
        rule="R-BODY-01, signatories.csv",
        said=reason,
    )


def _refusal(case: Case) -> Step:
    refused = case.signing.refused
    return Step(
        state=State.REFUSED,
        met=refused is None,
        event=refused,
        rule="Liberté de contracter",
        said=f"{told(refused)} : {refused.note}" if refused else "aucun refus enregistré",
    )


def _step(case: Case, state: State, problems: Sequence[Problem]) -> Step:
    if state in BROKEN_BY:
        broken = [problem for problem in problems if problem.rule in BROKEN_BY[state]]
        return Step(
            state=state,
            met=case.signing.signature is not None and not broken,
            event=None,
            rule=", ".join(dict.fromkeys(problem.rule for problem in broken)) or "Règles du suivi",
            said=" ; ".join(problem.message for problem in broken) or _sound(case),
        )
    event = FACTS[state](case)
    return Step(
        state=state,
        met=event is not None,
        event=event,
        rule=_law(case, state),
        said="" if event else "rien n’est enregistré",
    )


def _sound(case: Case) -> str:
    return "rien à redire" if case.signing.signature else "rien à contrôler encore"


def _law(case: Case, state: State) -> str:
    path = PATHS[case.body.category]
    if state is State.TO_EMPOWER:
        return path.empowered_by
    if state is State.ACTE_TO_SEND:
        return path.controlled_by
    if state is State.ACTE_TO_PUBLISH:
        adopted = case.acte.adopted.on.exact if case.acte.adopted else None
        online = adopted is not None and must_publish_online(case.body, adopted)
        means = "publication électronique" if online else "affichage ou publication"
        return f"{path.controlled_by} ({means})"
    return "Suivi des signatures"


def _latest(steps: Sequence[Step]) -> date | None:
    return max((day_of(step.event) for step in steps if step.met and step.event), default=None)
