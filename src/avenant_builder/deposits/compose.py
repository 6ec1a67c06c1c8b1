"""Put a deposit together: what the registers, the journal and ``[actes]`` say of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from avenant_builder.actes.classification import Classification, parse_matiere
from avenant_builder.deposits.keep import CONTENT, COUNTER, DAY
from avenant_builder.french import short_date, with_de
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body
from avenant_builder.model.deposit import Deposit, Document, Profile
from avenant_builder.model.deposit_settings import BodySettings
from avenant_builder.model.event import Event, EventType

DELIBERATION, CONTRACT = "99_DE", "99_DC"
AMENDMENT, AUTHORISATION = "10_AV", "10_DE"
"""Typologies of an avenant under nature 4, and of the délibération that allows it."""
NUMBERED = frozenset(
    {EventType.ACTE_ADOPTED, EventType.DEPOSIT_READY, EventType.ACTE_SENT, EventType.ACTE_RECEIVED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typologies:
    """The codes of the files of a deposit."""

    acte: str
    text: str
    """Of the avenant and its annexes where they are annexes."""
    deliberation: str


def typologies(profile: Profile, classification: Classification) -> Typologies:
    """The codes that a préfecture's classification offers, else the national ones.

    Annexes bear the code of their acte, as operators do where nothing else is said.
    """
    if profile is Profile.DELIBERATION:
        return Typologies(acte=DELIBERATION, text=DELIBERATION, deliberation=DELIBERATION)
    offered = classification.typologies.get(profile.nature, {})
    both = AMENDMENT in offered and AUTHORISATION in offered
    acte = AMENDMENT if both else CONTRACT
    return Typologies(acte=acte, text=acte, deliberation=AUTHORISATION if both else CONTRACT)


def compose(
    avenant: Avenant,
    body: Body,
    *,
    profile: Profile,
    adopted: Event | None,
    acte: Document | None,
    annexes: Sequence[Document],
    classification: Classification,
    day: date,
) -> Deposit:
    """The deposit of a body; what is not known of it stays empty. Its counter is still 1."""
    settings = avenant.deposits.of(body.id)
    if profile is Profile.CONTRACT:
        acte_on, number = settings.contract_on or avenant.signed_on, settings.contract_number
    else:
        acte_on = adopted.on.exact if adopted else None
        number = adopted.number if adopted else ""
    return Deposit(
        body=body,
        profile=profile,
        department=department_of(avenant, body, settings),
        acte_on=acte_on,
        number=number,
        subject=settings.subject or _subject(avenant, profile),
        matiere=parse_matiere(settings.matiere) or (),
        previous=settings.previous,
        classification_on=classification.on or avenant.deposits.classification_on,
        operator=settings.operator.upper(),
        test=avenant.deposits.test,
        day=day,
        counter=settings.counter or 1,
        acte=acte,
        annexes=tuple(annexes),
    )


def department_of(avenant: Avenant, body: Body, settings: BodySettings) -> str:
    """The département of a body in three characters: « 042 », « 02A », « 971 »; or nothing."""
    insee = body.insee[:3] if body.insee.startswith("97") else body.insee[:2]
    code = settings.department or insee or avenant.scheme.department
    return code.upper().rjust(3, "0") if code else ""


def counted(
    deposit: Deposit, content: str, *, last: Event | None, events: Iterable[Event]
) -> Deposit:
    """The deposit with its day and its number of that day.

    Where the `last` deposit of the body held the very same, these are its own: the archive is
    then the same file. Else the number is the next that this tool has not given that day, from
    the deposit's own on.
    """
    if last is not None and last.facts.get(CONTENT) == content:
        day = date.fromisoformat(last.facts[DAY])
        return replace(deposit, day=day, counter=int(last.facts[COUNTER]))
    numbers = [
        int(event.facts[COUNTER])
        for event in events
        if event.type is EventType.DEPOSIT_READY
        and event.target == deposit.body.id
        and event.facts.get(DAY) == deposit.day.isoformat()
    ]
    return replace(deposit, counter=max([deposit.counter - 1, *numbers]) + 1)


def same_number(
    deposit: Deposit, own: Iterable[Event], others: Mapping[int, Sequence[Event]]
) -> Event | None:
    """A fact of the body that gives the deposit's number to another acte, of any year.

    `own` are the facts in force of the year, `others` those of the other years.
    """
    number, body = deposit.number, deposit.body.id
    if not number:
        return None
    elsewhere = [event for events in others.values() for event in events]
    for event in (*own, *elsewhere):
        if event.type not in NUMBERED or event.target != body or event.number != number:
            continue
        if event in elsewhere or _is_other(event, deposit):
            return event
    return None


def _is_other(event: Event, deposit: Deposit) -> bool:
    if event.identifier and deposit.id and event.identifier != str(deposit.id):
        return True
    of_the_decision = event.type is EventType.ACTE_ADOPTED
    return (
        of_the_decision
        and deposit.profile is Profile.DELIBERATION
        and (event.on.exact != deposit.acte_on)
    )


def _subject(avenant: Avenant, profile: Profile) -> str:
    scheme = avenant.scheme
    acronym = f" ({scheme.acronym})" if scheme.acronym else ""
    territory = f" {with_de(scheme.territory)}" if scheme.territory else ""
    span = f"du {short_date(avenant.period.start)} au {short_date(avenant.period.end)}"
    what = "approbation et autorisation de signer"
    end = what if profile is Profile.DELIBERATION else "avenant signé"
    return f"Avenant n° {avenant.number} au {scheme.title}{acronym}{territory}, {span} : {end}"
