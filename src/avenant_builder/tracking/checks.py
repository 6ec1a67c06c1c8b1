"""The rules that a signature and its acte keep: dates, mandates, delegations, versions."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from avenant_builder.french import fold, short_date
from avenant_builder.model.acte_id import NUMBER, ActeId
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body
from avenant_builder.model.delegation import Delegation
from avenant_builder.model.event import EffectDate, Event
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Place, Problem
from avenant_builder.records import dataclass
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.delegations import covers_an_avenant
from avenant_builder.tracking.facts import Acte, Signing, told, told_on
from avenant_builder.tracking.paths import PATHS, must_publish_online

ONLINE = ("electroni", "site", "internet", "ligne", "web")

# Those that keep a signature from counting until somebody has looked.
BREAKING = frozenset(
    {
        *("R-DATE-01", "R-DATE-02", "R-DATE-03", "R-DATE-04", "R-DATE-05"),
        *("R-DATE-08", "R-BODY-01", "R-MAND-01", "R-DEL-01", "R-DEL-02", "R-DEL-03", "R-DEL-04"),
    }
)
NOT_THIS_VERSION = "R-VERS-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules look at: one seat, its body's acte and its own signature."""

    avenant: Avenant
    seat: Seat
    body: Body
    acte: Acte
    signing: Signing
    delegations: tuple[Delegation, ...]
    """Those of this seat."""
    frozen: Event | None
    """The freeze that counts."""
    as_of: date

    def problem(self, rule: str, event: Event, message: str) -> Problem:
        """A fault of a rule, at the line of an event in the journal."""
        place = Place(f"data/{self.avenant.year}/journal.jsonl", event.sequence)
        return RULES[rule].problem(place, f"{self.body.name} : {message}")


def dates_of_the_acte(case: Case) -> Iterator[Problem]:
    """R-DATE-04 and 05: session, sending, reception."""
    acte = case.acte
    if acte.sent and acte.received and precedes(acte.received, acte.sent):
        message = f"acte reçu {told_on(acte.received)}, avant d’être transmis {told_on(acte.sent)}"
        yield case.problem("R-DATE-04", acte.received, message)
    if acte.sent and acte.adopted and precedes(acte.sent, acte.adopted):
        message = f"acte transmis {told_on(acte.sent)}, avant son adoption {told_on(acte.adopted)}"
        yield case.problem("R-DATE-05", acte.sent, message)


def dates_of_the_signature(case: Case) -> Iterator[Problem]:
    """R-DATE-01, 02, 03: adopted, received and published before it is signed; 07 and 09."""
    signature, acte = case.signing.signature, case.acte
    if signature is None:
        return
    controlled = PATHS[case.body.category].is_controlled
    for rule, fact, what, counts in (
        ("R-DATE-01", acte.adopted, "l’adoption de l’acte", True),
        ("R-DATE-02", acte.received, "la réception de l’acte par la préfecture", controlled),
        ("R-DATE-03", acte.published, "la publication de l’acte", controlled),
    ):
        if counts and fact and precedes(signature, fact):
            message = f"{case.seat.id} signé {told_on(signature)}, avant {what} {told_on(fact)}"
            yield case.problem(rule, signature, message)
    if signature.on.exact is None:
        message = f"{case.seat.id} signé, {told(signature)} : le jour n’est pas connu"
        yield case.problem("R-DATE-07", signature, message)
    end = case.avenant.period.end
    if (earliest := first_day(signature.on)) and earliest > end:
        message = f"{case.seat.id} signé {told_on(signature)}, après la fin le {short_date(end)}"
        yield case.problem("R-DATE-09", signature, message)


def publication(case: Case) -> Iterator[Problem]:
    """R-ACT-04: a date; R-DATE-08: by electronic means, since 1 July 2022."""
    acte = case.acte
    if not PATHS[case.body.category].is_controlled or acte.adopted is None:
        return
    if acte.published is None:
        if acte.received:
            message = f"acte reçu {told_on(acte.received)}, sans date d’affichage ou de publication"
            yield case.problem("R-ACT-04", acte.received, message)
        return
    adopted = acte.adopted.on.exact
    if adopted and is_posted_only(acte.published) and must_publish_online(case.body, adopted):
        message = (
            f"acte adopté {told_on(acte.adopted)}, affiché {told_on(acte.published)} : "
            "la publication électronique manque"
        )
        yield case.problem("R-DATE-08", acte.published, message)


def is_posted_only(published: Event) -> bool:
    """Whether a publication is told as an affichage, and by no electronic means."""
    note = fold(published.note)
    return "affich" in note and not any(word in note for word in ONLINE)


def numbers(case: Case) -> Iterator[Problem]:
    """R-ACT-01, 02, 03, 05, 06: the number of the acte and its ACTES identifier."""
    for event in case.acte.numbered:
        if event.number and not NUMBER.fullmatch(event.number):
            message = f"numéro d’acte « {event.number} », {told(event)}"
            yield case.problem("R-ACT-01", event, message)
        if event.identifier:
            yield from _identifier(case, event)


def _identifier(case: Case, event: Event) -> Iterator[Problem]:
    parts = ActeId.parse(event.identifier)
    said = f"identifiant « {event.identifier} », {told(event)}"
    if parts is None:
        yield case.problem("R-ACT-06", event, said)
        return
    if not event.number and not parts.has_sound_number:
        yield case.problem("R-ACT-01", event, f"numéro d’acte « {parts.number} » dans l’{said}")
    adopted = case.acte.adopted
    if adopted and adopted.on.exact and parts.on != adopted.on.exact:
        yield case.problem("R-ACT-02", event, f"{said}, mais séance du {told(adopted)}")
    if case.body.siren and parts.siren != case.body.siren:
        yield case.problem("R-ACT-03", event, f"{said}, mais SIREN {case.body.siren} au registre")
    number = event.number or (adopted.number if adopted else "")
    if number and parts.number != number:
        yield case.problem("R-ACT-05", event, f"{said}, mais numéro d’acte « {number} »")


def prefect(case: Case) -> Iterator[Problem]:
    """R-ACT-07 and 08: what the préfet asked for, or has brought to court."""
    if asked := case.acte.asked:
        yield case.problem("R-ACT-07", asked, f"pièces demandées {told_on(asked)}")
    if referred := case.acte.referred:
        yield case.problem("R-ACT-08", referred, f"acte déféré {told_on(referred)}")


def existence(case: Case) -> Iterator[Problem]:
    """R-BODY-01: on the day of its signature, or of the follow-up before that."""
    body, signature = case.body, case.signing.signature
    day = (signature.on.exact if signature else None) or case.as_of
    if body.exists_to and body.exists_to < day:
        limits = f"que jusqu’au {short_date(body.exists_to)}"
    elif body.exists_from and body.exists_from > day:
        limits = f"qu’à partir du {short_date(body.exists_from)}"
    else:
        return
    place = Place(body.place.file, body.place.line, "existe_au")
    when = f"signé {told_on(signature)}" if signature else f"au {short_date(day)}"
    yield RULES["R-BODY-01"].problem(place, f"{body.name} : n’existe {limits}, {when}")


def mandate(case: Case) -> Iterator[Problem]:
    """R-MAND-01 and R-DEL-01 to 03: who signed had the seat that day, or a delegation."""
    signature = case.signing.signature
    if signature is None:
        return
    day, signer = signature.on.exact, fold(signature.signer)
    if not signer:
        if day and case.seat.is_vacant_on(day):
            message = f"{case.seat.id} signé {told_on(signature)}, siège sans titulaire ce jour-là"
            yield case.problem("R-MAND-01", signature, message)
        return
    held = [tenure for tenure in case.seat.tenures if fold(tenure.full_name) == signer]
    if any(day is None or tenure.covers(day) for tenure in held):
        return
    rows = [row for row in case.delegations if fold(row.delegate) == signer]
    if rows:
        faults = [list(_delegation(case, signature, row)) for row in rows]
        yield from min(faults, key=len)
        return
    spans = [f"du {_or_open(tenure.since)} au {_or_open(tenure.until)}" for tenure in held] or [
        "sans mandat ni délégation connus"
    ]
    message = (
        f"{case.seat.id} signé {told_on(signature)} par {signature.signer}, {', '.join(spans)}"
    )
    yield case.problem("R-MAND-01", signature, message)


def _delegation(case: Case, signature: Event, row: Delegation) -> Iterator[Problem]:
    day = signature.on.exact
    if day is None:
        return
    said = f"{case.seat.id} signé {told_on(signature)} par {row.delegate}"
    starts = [found for found in (row.since, row.deed_on) if found]
    since = max(starts, default=None)
    if (since and day < since) or (row.until and day > row.until):
        span = f"délégation « {row.deed} » du {_or_open(since)} au {_or_open(row.until)}"
        yield case.problem("R-DEL-01", signature, f"{said}, {span}")
    unpublished = row.published_on is None or row.published_on > day
    if PATHS[case.body.category].is_controlled and unpublished:
        when = f"publiée le {short_date(row.published_on)}" if row.published_on else "non publiée"
        yield case.problem("R-DEL-02", signature, f"{said}, délégation « {row.deed} » {when}")
    if not covers_an_avenant(row):
        scope = f"délégation « {row.deed} » de portée « {row.scope} »"
        yield case.problem("R-DEL-04", signature, f"{said}, {scope}")
    if row.deed_on is not None:
        giver, holder = case.seat.tenure_on(row.deed_on), case.seat.tenure_on(day)
        if giver and holder and giver.full_name != holder.full_name:
            given = f"délégation « {row.deed} » du {short_date(row.deed_on)} par {giver.full_name}"
            yield case.problem("R-DEL-03", signature, f"{said}, {given}, remplacé depuis")


def version(case: Case) -> Iterator[Problem]:
    """R-VERS-01 and 02: the text signed is the last that was frozen."""
    signature, frozen = case.signing.signature, case.frozen
    if signature is None or frozen is None:
        return
    said = f"{case.seat.id} signé {told_on(signature)}"
    if not signature.version:
        yield case.problem("R-VERS-02", signature, f"{said}, version du texte inconnue")
    elif signature.version != frozen.version:
        message = (
            f"{said} sur la version {signature.version[:12]} ; texte figé {told_on(frozen)}, "
            f"version {frozen.version[:12]}"
        )
        yield case.problem(NOT_THIS_VERSION, signature, message)


CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    existence,
    dates_of_the_acte,
    dates_of_the_signature,
    publication,
    numbers,
    prefect,
    mandate,
    version,
)


def precedes(earlier: Event, later: Event) -> bool:
    """Whether a fact surely came before another: on what is known of both days."""
    end, start = last_day(earlier.on), first_day(later.on)
    return end is not None and start is not None and end < start


def first_day(on: EffectDate) -> date | None:
    """The first day that a date may mean."""
    return date(on.year, on.month or 1, on.day or 1) if on.year else None


def last_day(on: EffectDate) -> date | None:
    """The last day that a date may mean."""
    if on.year is None:
        return None
    if on.exact is not None:
        return on.exact
    year, month = divmod(on.year * 12 + (on.month or 12), 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _or_open(day: date | None) -> str:
    return short_date(day) if day else "…"
