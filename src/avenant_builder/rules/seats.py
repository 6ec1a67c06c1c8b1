"""The rules of the sièges and of those who hold them."""

from collections.abc import Iterator
from datetime import date

from avenant_builder.french import did_you_mean, enumeration, fold, short_date
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.naming import file_name
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.delegations import delegations_can_be_printed
from avenant_builder.rules.places import at, key_of, repeated, taken_id


def there_are_seats(dossier: Dossier) -> Iterator[Problem]:
    if not dossier.seats:
        named = key_of(dossier.avenant, "sieges")
        place = named if dossier.avenant.seats else Place("signatories.csv")
        yield RULES["R-SIEGE-10"].problem(place, "aucun siège ne prend part à l’avenant")


def seat_ids_are_unique(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(dossier.seats, key=lambda seat: file_name(seat.id)):
        yield RULES["R-SIEGE-01"].problem(at(again.place, "siege"), taken_id(first, again))


def ranks_are_unique(dossier: Dossier) -> Iterator[Problem]:
    for first, again in repeated(dossier.seats, key=lambda seat: (seat.order,)):
        yield RULES["R-SIEGE-02"].problem(
            at(again.place, "ordre"),
            f"le siège {again.id} a le même rang, {again.order}, que le siège {first.id}",
        )


def nobody_signs_twice_for_a_body(dossier: Dossier) -> Iterator[Problem]:
    day = dossier.avenant.reference_day
    held = [(seat, tenure) for seat in dossier.seats if (tenure := _holder(seat, day)) is not None]
    for first, again in repeated(
        held, key=lambda pair: (pair[0].body, fold(pair[1].title), fold(pair[1].full_name))
    ):
        yield RULES["R-SIEGE-03"].problem(
            at(again[1].place, "nom"),
            f"{again[1].full_name} tient au même titre les sièges {first[0].id} et {again[0].id}",
        )


def seats_belong_to_known_bodies(dossier: Dossier) -> Iterator[Problem]:
    known = {body.id for body in dossier.bodies}
    for seat in dossier.seats:
        if seat.body not in known:
            yield RULES["R-SIEGE-04"].problem(
                at(seat.place, "organisme"),
                f"l’organisme « {seat.body} » du siège {seat.id} n’est pas dans data/bodies.csv",
                remedy=did_you_mean(seat.body, sorted(known)),
            )


def named_seats_exist(dossier: Dossier) -> Iterator[Problem]:
    known = {seat.id for seat in dossier.seats}
    for key in dossier.avenant.seats:
        if key not in known:
            yield RULES["R-SIEGE-05"].problem(
                key_of(dossier.avenant, "sieges"),
                f"le siège « {key} » n’est pas dans signatories.csv",
                remedy=did_you_mean(key, sorted(known)),
            )


def seats_are_held(dossier: Dossier) -> Iterator[Problem]:
    day = dossier.avenant.reference_day
    for seat in dossier.seats:
        if seat.is_vacant_on(day):
            yield RULES["R-SIEGE-06"].problem(
                at(seat.place, "nom"), f"siège vacant le {short_date(day)} : {seat.id}"
            )


def tenures_do_not_overlap(dossier: Dossier) -> Iterator[Problem]:
    for seat in dossier.seats:
        longest: Tenure | None = None
        for tenure in sorted(seat.tenures, key=lambda tenure: tenure.since or date.min):
            if longest and (tenure.since or date.min) <= (longest.until or date.max):
                yield RULES["R-SIEGE-07"].problem(
                    at(tenure.place, "mandat_du"),
                    f"deux mandats du siège {seat.id} se chevauchent : {_shown(longest)} "
                    f"et {_shown(tenure)}",
                )
            if longest is None or (tenure.until or date.max) > (longest.until or date.max):
                longest = tenure


def tenures_start_before_they_end(dossier: Dossier) -> Iterator[Problem]:
    for seat in dossier.seats:
        for tenure in seat.tenures:
            if tenure.since and tenure.until and tenure.until < tenure.since:
                yield RULES["R-SIEGE-09"].problem(
                    at(tenure.place, "mandat_au"),
                    f"le mandat finirait le {short_date(tenure.until)}, avant de commencer le "
                    f"{short_date(tenure.since)}",
                )


def people_with_several_seats(dossier: Dossier) -> Iterator[Problem]:
    day = dossier.avenant.reference_day
    seats_of: dict[str, list[tuple[Seat, Tenure]]] = {}
    for seat in dossier.seats:
        tenure = _holder(seat, day)
        if tenure is not None:
            seats_of.setdefault(fold(tenure.full_name), []).append((seat, tenure))
    for held in seats_of.values():
        if len(held) > 1:
            last = held[-1][1]
            yield RULES["R-SIEGE-08"].problem(
                at(last.place, "nom"),
                f"{last.full_name} tient {len(held)} sièges : "
                f"{enumeration(seat.id for seat, _ in held)}",
            )


def _holder(seat: Seat, day: date) -> Tenure | None:
    tenure = seat.tenure_on(day)
    return tenure if tenure is not None and tenure.last_name else None


def _shown(tenure: Tenure) -> str:
    who = tenure.full_name or "siège vacant"
    since = f" du {short_date(tenure.since)}" if tenure.since else ""
    until = f" au {short_date(tenure.until)}" if tenure.until else ""
    return f"{who}{since}{until}"


SEAT_CHECKS = (
    there_are_seats,
    seat_ids_are_unique,
    ranks_are_unique,
    nobody_signs_twice_for_a_body,
    seats_belong_to_known_bodies,
    named_seats_exist,
    seats_are_held,
    tenures_do_not_overlap,
    people_with_several_seats,
    tenures_start_before_they_end,
    delegations_can_be_printed,
)
