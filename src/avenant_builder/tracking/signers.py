"""Whose signature it is: by its field, then the SIREN of its certificate, then its name.

Where these disagree nothing is decided: it is said, for a person to look at. One person may sign
for two bodies with one certificate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from avenant_builder.french import enumeration, fold
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat
from avenant_builder.model.signing import Signature, Signer, field_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The seat of a signature, and what speaks against it."""

    seat: Seat | None
    """None: nothing tells, or several seats are as likely."""
    by: str = ""
    """« case », « SIREN » or « nom »."""
    person: str = ""
    """The holder or delegate of that name; empty: the name is of neither."""
    doubts: tuple[str, ...] = ()
    """French sentences."""


def match(
    signature: Signature, dossier: Dossier, delegations: Iterable[Delegation], *, day: date
) -> Matched:
    """The seat that a signature is for; `day` says who holds which seat."""
    delegates = tuple(delegations)
    by_field = [seat for seat in dossier.seats if field_name(seat.id) == signature.field]
    by_siren = _of_sirens(signature.signer, dossier)
    named = [seat for seat in dossier.seats if _person(signature.signer, seat, delegates, day)]
    for found, by in (
        (by_field, "case"),
        ([seat for seat in by_siren if seat in named] or by_siren, "SIREN"),
        (named, "nom"),
    ):
        if len(found) == 1:
            return _weighed(found[0], by, signature.signer, dossier, delegates, day)
    doubt = "rien ne dit de quel siège elle est : ni la case, ni le SIREN, ni le nom"
    if likely := by_siren or named:
        doubt = f"elle peut être de plusieurs sièges : {enumeration([s.id for s in likely])}"
    return Matched(seat=None, doubts=(doubt,))


def _weighed(
    seat: Seat,
    by: str,
    signer: Signer,
    dossier: Dossier,
    delegates: Sequence[Delegation],
    day: date,
) -> Matched:
    person = _person(signer, seat, delegates, day)
    doubts = list(_siren_doubts(seat, signer, dossier, person))
    if not person:
        holder = seat.tenure_on(day)
        named = (
            holder.full_name if holder and holder.last_name else "personne : le siège est vacant"
        )
        doubts.append(f"le certificat est au nom de « {signer.name} », le titulaire est {named}")
    if by != "case":
        doubts.append(f"elle n’est pas dans la case de {seat.id} : le siège est déduit du {by}")
    return Matched(seat=seat, by=by, person=person, doubts=tuple(doubts))


def _siren_doubts(seat: Seat, signer: Signer, dossier: Dossier, person: str) -> Iterable[str]:
    body = dossier.body(seat.body)
    if not signer.sirens or body.siren in signer.sirens:
        return
    others = [found.name for found in dossier.bodies if found.siren in signer.sirens]
    whose = enumeration(others) if others else signer.organisation or enumeration(signer.sirens)
    if not others and not body.siren:
        digits = enumeration(signer.sirens)
        yield f"le SIREN du certificat ({digits}, {whose}) n’est pas au registre"
    elif others and person:
        yield (
            f"dans la case de {seat.id}, le certificat est celui de « {whose} » : la même personne "
            "signe-t-elle pour les deux ?"
        )
    else:
        yield f"dans la case de {seat.id}, le certificat est celui de « {whose} »"


def _of_sirens(signer: Signer, dossier: Dossier) -> list[Seat]:
    bodies = {body.id for body in dossier.bodies if body.siren and body.siren in signer.sirens}
    return [seat for seat in dossier.seats if seat.body in bodies]


def _person(signer: Signer, seat: Seat, delegates: Sequence[Delegation], day: date) -> str:
    """The holder or a delegate of the seat that bears the name, as the register writes it."""
    holder = seat.tenure_on(day)
    known = [holder.full_name] if holder and holder.last_name else []
    known += [row.delegate for row in delegates if row.seat == seat.id]
    return next((name for name in known if _words(name) == _words(signer.name)), "")


def _words(name: str) -> list[str]:
    """A name without capitals, accents, hyphens or order: « NICOLIN Yves »."""
    return sorted(fold(name).replace("-", " ").replace("'", " ").replace("’", " ").split())
