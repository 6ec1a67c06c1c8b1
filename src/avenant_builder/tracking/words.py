"""What each state asks for, in the words of an agent: what is missing, the next action, by whom."""

from collections.abc import Mapping
from datetime import date

from avenant_builder.model.body import Body
from avenant_builder.records import dataclass
from avenant_builder.tracking.assemblies import ASSEMBLIES, acte_name
from avenant_builder.tracking.facts import Acte, Signing
from avenant_builder.tracking.state import State

US = "vous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What is missing and who does what next, by which day."""

    missing: str
    action: str
    actor: str
    deadline: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    missing: str
    action: str
    theirs: bool = False
    """Whether the body moves next, and not we."""


WORDS: Mapping[State, _Words] = {
    State.OUT: _Words(missing="une décision", action="décider de la suite dans les registres"),
    State.REFUSED: _Words(missing="l’accord du signataire", action="reprendre contact"),
    State.TO_EMPOWER: _Words(missing="{acte}", action="adopter {acte}", theirs=True),
    State.ACTE_TO_SEND: _Words(
        missing="la réception de l’acte par la préfecture",
        action="transmettre l’acte à la préfecture",
        theirs=True,
    ),
    State.ACTE_TO_PUBLISH: _Words(
        missing="la publication de l’acte",
        action="publier l’acte et en donner la date",
        theirs=True,
    ),
    State.TO_SEND: _Words(missing="l’envoi pour signature", action="envoyer le texte à signer"),
    State.SENT: _Words(missing="la signature", action="signer et renvoyer la page", theirs=True),
    State.NOT_RETURNED: _Words(
        missing="la page signée", action="renvoyer la page signée", theirs=True
    ),
    State.TO_CHECK: _Words(missing="le contrôle de la page", action="contrôler la page signée"),
    State.TO_REGULARISE: _Words(
        missing="une signature en règle", action="vérifier les pièces, puis régulariser"
    ),
    State.OLD_VERSION: _Words(
        missing="la signature du texte figé", action="envoyer le nouveau texte à signer"
    ),
    State.SIGNED: _Words(missing="", action=""),
}


def next_move(state: State, body: Body, acte: Acte, signing: Signing, end: date) -> Move:
    """What a seat lacks. The deadline is the next session for a vote, else the period's end."""
    words = WORDS[state]
    missing, action = words.missing, words.action
    if state is State.TO_EMPOWER:
        missing = missing.format(acte=acte_wanted(body))
        action = action.format(acte=ASSEMBLIES[body.category].acte)
    if state is State.ACTE_TO_SEND and acte.anomaly:
        action = "corriger le dépôt, que la préfecture a renvoyé, et le refaire"
    elif state is State.ACTE_TO_SEND and acte.sent:
        action = "donner l’accusé de réception de la préfecture"
    if state is State.TO_CHECK and signing.signature is None:
        missing = "la signature à enregistrer, et le contrôle de la page"
        action = "enregistrer la signature, puis contrôler la page"
    if state is State.SIGNED:
        return Move(missing="", action="", actor="", deadline=None)
    deadline = (body.next_session if state is State.TO_EMPOWER else None) or end
    return Move(
        missing=missing,
        action=action,
        actor=body.name if words.theirs else US,
        deadline=deadline,
    )


def acte_wanted(body: Body) -> str:
    """« la délibération du conseil municipal », as said of a body rather than to it."""
    return acte_name(body).replace("de votre instance", "de l’instance")
