"""What the name given to a fact means: a siège, an organisme, or the avenant itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from avenant_builder.errors import AvenantError, ExitCode
from avenant_builder.french import did_you_mean, enumeration, fold
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EventType, TargetKind

AVENANT = "avenant"
NAMES = {TargetKind.SEAT: "siège", TargetKind.BODY: "organisme"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a fact is about, by kind and id."""

    kind: TargetKind
    id: str
    label: str
    """As people name it."""


class UnknownTarget(AvenantError):
    """A name that means nothing here, or several things."""

    exit_code = ExitCode.PROBLEMS


def find_target(dossier: Dossier, name: str, type: EventType) -> Target:
    """What `name` means for a fact of that type. Raises ``UnknownTarget``.

    Where the type is about an organisme, its siège says as much; where it is about a siège, an
    organisme that has one does. Capitals and accents do not count. Nothing is guessed.
    """
    wanted = type.target
    if fold(name) in (AVENANT, str(dossier.avenant.year)):
        if wanted in NAMES:
            raise UnknownTarget(
                f"« {type} » concerne un {NAMES[wanted]}, pas l’avenant entier",
                remedy="Nommez le siège ou l’organisme.",
            )
        return _avenant(dossier)
    if wanted is TargetKind.AVENANT:
        raise UnknownTarget(
            f"« {type} » concerne l’avenant entier, pas « {name} »",
            remedy=f"Écrivez « {AVENANT} » à la place.",
        )
    seats = [seat.id for seat in dossier.seats]
    bodies = list(dict.fromkeys(seat.body for seat in dossier.seats))
    if wanted is TargetKind.BODY:
        return _body_of(dossier, name, seats, bodies)
    if seat := _match(name, seats, exactly=wanted is None and name in bodies):
        return _seat(dossier, seat)
    body = _match(name, bodies)
    if body is None:
        raise _unknown(name, [*bodies, *seats])
    if wanted is None:
        return _body(dossier, body)
    held = [seat.id for seat in dossier.seats if seat.body == body]
    if len(held) > 1:
        raise UnknownTarget(
            f"« {name} » a {len(held)} sièges : une signature ne vaut que pour un",
            remedy=f"Nommez le siège : {enumeration(held)}.",
        )
    return _seat(dossier, held[0])


def _body_of(dossier: Dossier, name: str, seats: Sequence[str], bodies: Sequence[str]) -> Target:
    if body := _match(name, bodies):
        return _body(dossier, body)
    if found := _match(name, seats):
        return _body(dossier, next(seat.body for seat in dossier.seats if seat.id == found))
    raise _unknown(name, [*seats, *bodies])


def _match(name: str, ids: Sequence[str], *, exactly: bool = False) -> str | None:
    if name in ids or exactly:
        return name if name in ids else None
    alike = [known for known in ids if fold(known) == fold(name)]
    return alike[0] if len(alike) == 1 else None


def _unknown(name: str, ids: Sequence[str]) -> UnknownTarget:
    """What to say of a name; of two ids that differ by their capitals, the later is offered."""
    return UnknownTarget(
        f"« {name} » n’est ni un siège ni un organisme de cet avenant",
        remedy=did_you_mean(name, ids) or "« avenant status » les donne tous.",
    )


def _seat(dossier: Dossier, key: str) -> Target:
    seat = next(seat for seat in dossier.seats if seat.id == key)
    return Target(TargetKind.SEAT, key, f"{key} ({dossier.body(seat.body).name})")


def _body(dossier: Dossier, key: str) -> Target:
    return Target(TargetKind.BODY, key, dossier.body(key).name)


def _avenant(dossier: Dossier) -> Target:
    avenant = dossier.avenant
    label = f"avenant n° {avenant.number} ({avenant.year})"
    return Target(TargetKind.AVENANT, str(avenant.year), label)
