"""The rules of mandates in time: gaps, ends and general elections while an avenant is signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from avenant_builder.french import enumeration, long_date, short_date, with_de
from avenant_builder.model.body import Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of


@dataclass(frozen=True, slots=True)
class Election:
    """A general election: its name, its rounds, and the bodies whose holders it may change."""

    name: str
    rounds: tuple[date, ...]
    categories: frozenset[Category]


MUNICIPAL = frozenset({Category.COMMUNE, Category.EPCI, Category.SYNDICAT})
TERRITORIAL = frozenset({Category.DEPARTEMENT, Category.REGION})
# Code électoral, art. L. 227 (communes and intercommunalités), L. 192 (départements), L. 336
# (régions), and the decrees that call them; the second round of 2020 was put off to 28 June.
ELECTIONS = (
    Election("municipales", (date(2014, 3, 23), date(2014, 3, 30)), MUNICIPAL),
    Election("départementales", (date(2015, 3, 22), date(2015, 3, 29)), TERRITORIAL),
    Election("municipales", (date(2020, 3, 15), date(2020, 6, 28)), MUNICIPAL),
    Election("départementales et régionales", (date(2021, 6, 20), date(2021, 6, 27)), TERRITORIAL),
    Election("municipales", (date(2026, 3, 15), date(2026, 3, 22)), MUNICIPAL),
)


def tenures_follow_without_gap(dossier: Dossier) -> Iterator[Problem]:
    for seat in dossier.seats:
        before: Tenure | None = None
        for tenure in sorted(seat.tenures, key=lambda tenure: tenure.since or date.min):
            if before and before.until and tenure.since:
                first = before.until + timedelta(days=1)
                if first < tenure.since:
                    last = tenure.since - timedelta(days=1)
                    yield RULES["R-SIEGE-11"].problem(
                        at(tenure.place, "mandat_du"),
                        f"le siège {seat.id} n’a personne du {short_date(first)} au "
                        f"{short_date(last)}",
                    )
            before = tenure


def mandates_last_while_it_is_signed(dossier: Dossier) -> Iterator[Problem]:
    day, end = dossier.avenant.reference_day, dossier.avenant.period.end
    for seat in dossier.seats:
        tenure = seat.tenure_on(day)
        if tenure and tenure.last_name and tenure.until and tenure.until < end:
            yield RULES["R-SIEGE-12"].problem(
                at(tenure.place, "mandat_au"),
                f"le mandat {with_de(tenure.full_name)} ({seat.id}) finit le "
                f"{short_date(tenure.until)}, pendant que l’avenant peut être signé",
            )


def no_election_while_it_is_signed(dossier: Dossier) -> Iterator[Problem]:
    """One finding an election, with the seats whose holder after it is not known."""
    day, end = dossier.avenant.reference_day, dossier.avenant.period.end
    categories = {body.id: body.category for body in dossier.bodies}
    for election in ELECTIONS:
        if not any(day <= one <= end for one in election.rounds):
            continue
        open_seats = [
            seat.id
            for seat in dossier.seats
            if categories.get(seat.body) in election.categories and not _is_renewed(seat, election)
        ]
        if open_seats:
            rounds = enumeration(long_date(one) for one in election.rounds)
            yield RULES["R-SIEGE-13"].problem(
                key_of(dossier.avenant, "periode.au"),
                f"élections {election.name} des {rounds} : peuvent changer de titulaire "
                f"{enumeration(open_seats)}",
            )


def _is_renewed(seat: Seat, election: Election) -> bool:
    return any(tenure.since and tenure.since >= election.rounds[0] for tenure in seat.tenures)


MANDATE_CHECKS = (
    tenures_follow_without_gap,
    mandates_last_while_it_is_signed,
    no_election_while_it_is_signed,
)
