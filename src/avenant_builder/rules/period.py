"""The rules of the dates of an avenant."""

from collections.abc import Iterator

from avenant_builder.french import duration, enumeration, short_date
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.period import Period
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import key_of

SHORTEST_DAYS = 28
LONGEST_YEARS = 6


def period_starts_before_it_ends(dossier: Dossier) -> Iterator[Problem]:
    period = dossier.avenant.period
    if not _is_ordered(period):
        yield RULES["R-PER-01"].problem(
            key_of(dossier.avenant, "periode.au"),
            f"la période finirait le {short_date(period.end)}, avant de commencer le "
            f"{short_date(period.start)}",
        )


def period_has_a_usual_length(dossier: Dossier) -> Iterator[Problem]:
    period = dossier.avenant.period
    days = (period.end - period.start).days + 1
    if _is_ordered(period) and not SHORTEST_DAYS <= days <= LONGEST_YEARS * 366:
        yield RULES["R-PER-02"].problem(
            key_of(dossier.avenant, "periode.au"),
            f"la période, {_shown(period)}, dure {duration(period)}",
        )


def year_is_in_the_period(dossier: Dossier) -> Iterator[Problem]:
    avenant = dossier.avenant
    period = avenant.period
    if _is_ordered(period) and not period.start.year <= avenant.year <= period.end.year:
        yield RULES["R-PER-03"].problem(
            key_of(avenant, "periode.du"),
            f"la période, {_shown(period)}, ne passe pas par l’année {avenant.year} du dossier",
        )


def period_follows_the_initial_years(dossier: Dossier) -> Iterator[Problem]:
    avenant = dossier.avenant
    years = avenant.scheme.initial_years
    start = avenant.period.start.year
    if not years or not (start <= max(years) or (avenant.number == 1 and start > max(years) + 1)):
        return
    yield RULES["R-PER-04"].problem(
        key_of(avenant, "periode.du"),
        f"le schéma est signé pour {enumeration(map(str, sorted(years)))}, et la période de "
        f"l’avenant n° {avenant.number} commence le {short_date(avenant.period.start)}",
    )


def signature_precedes_the_end(dossier: Dossier) -> Iterator[Problem]:
    avenant = dossier.avenant
    signed = avenant.signed_on
    if signed and signed > avenant.period.end:
        yield RULES["R-PER-05"].problem(
            key_of(avenant, "date"),
            f"l’avenant est daté du {short_date(signed)}, et sa période finit le "
            f"{short_date(avenant.period.end)}",
        )


def signature_precedes_the_start(dossier: Dossier) -> Iterator[Problem]:
    avenant = dossier.avenant
    signed = avenant.signed_on
    if signed and avenant.period.start < signed <= avenant.period.end:
        yield RULES["R-PER-07"].problem(
            key_of(avenant, "date"),
            f"l’avenant est daté du {short_date(signed)} et prend effet le "
            f"{short_date(avenant.period.start)}",
        )


def committee_comes_first(dossier: Dossier) -> Iterator[Problem]:
    avenant = dossier.avenant
    met = avenant.steering_committee_on
    if met is None:
        return
    limit, event = avenant.period.end, "la fin de la période"
    if avenant.signed_on and avenant.signed_on < limit:
        limit, event = avenant.signed_on, "la signature"
    if met > limit:
        yield RULES["R-PER-06"].problem(
            key_of(avenant, "comite_de_pilotage"),
            f"le comité de pilotage se réunit le {short_date(met)}, après {event} "
            f"({short_date(limit)})",
        )


def earlier_avenants_are_named(dossier: Dossier) -> Iterator[Problem]:
    """In a draft: what was signed without it is no fault."""
    avenant = dossier.avenant
    named = {earlier.number for earlier in avenant.earlier}
    missing = [number for number in range(1, avenant.number) if number not in named]
    if avenant.draft and missing:
        yield RULES["R-PER-08"].problem(
            key_of(avenant, "avenants_anterieurs"),
            f"l’avenant n° {avenant.number} ne nomme pas {_listed(missing)}",
        )


def _listed(numbers: list[int]) -> str:
    return enumeration(f"l’avenant n° {number}" for number in numbers)


def _is_ordered(period: Period) -> bool:
    return period.start <= period.end


def _shown(period: Period) -> str:
    return f"du {short_date(period.start)} au {short_date(period.end)}"


PERIOD_CHECKS = (
    period_starts_before_it_ends,
    period_has_a_usual_length,
    year_is_in_the_period,
    period_follows_the_initial_years,
    signature_precedes_the_end,
    committee_comes_first,
    signature_precedes_the_start,
    earlier_avenants_are_named,
)
