"""When an acte may be carried out, and until when it may be brought to court: by its own law.

Before 1 July 2022 affichage counts as publication; since then electronic publication, save for
communes under 3 500 inhabitants. The delays are francs: neither their first day nor their last
counts, and one that ends on a closed day ends on the next working one.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from avenant_builder.model.body import Body, Category
from avenant_builder.model.event import Event
from avenant_builder.tracking.calendar import ONE_DAY, next_working_day
from avenant_builder.tracking.checks import is_posted_only
from avenant_builder.tracking.facts import Acte
from avenant_builder.tracking.paths import ELECTRONIC_SINCE, PATHS, must_publish_online

MONTHS_TO_APPEAL = 2
OWN_REFERRAL = frozenset({Category.DEPARTEMENT, Category.REGION})
"""Whose déféré has articles of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDates:
    """What the law makes of the facts of one acte; None: not yet known."""

    received: date | None
    published: date | None
    executory_on: date | None
    prefect_until: date | None
    """Last day on which the préfet may bring it to court."""
    appeal_until: date | None
    """Last day for everybody else."""
    waits: tuple[str, ...]
    """What the acte waits for before it may be carried out, in French."""
    incomplete: bool
    """The préfet has asked for pièces: his two months wait for them."""
    regime: str
    """The law of its day, in French."""
    sources: str


def legal_dates(body: Body, acte: Acte) -> LegalDates | None:
    """The dates of the acte of a body; None for an acte that no préfecture controls.

    The préfet has two months from the day on which he has the whole text: pièces that he asked
    for start them anew. Others have two months from its publication.
    """
    adopted = acte.adopted.on.exact if acte.adopted else None
    if adopted is None or not PATHS[body.category].is_controlled:
        return None
    received, posted = _day(acte.received), acte.published
    lacking = posted is not None and must_publish_online(body, adopted) and is_posted_only(posted)
    published = None if lacking else _day(posted)
    whole = (
        None if acte.asked else max(filter(None, (received, _day(acte.completed))), default=None)
    )
    return LegalDates(
        received=received,
        published=published,
        executory_on=max(received, published) if received and published else None,
        prefect_until=last_day(whole) if received and whole else None,
        appeal_until=last_day(published) if published else None,
        waits=tuple(_waits(received, published, lacking)),
        incomplete=acte.asked is not None,
        regime=_regime(body, adopted),
        sources=_sources(body),
    )


def last_day(start: date, months: int = MONTHS_TO_APPEAL) -> date:
    """The last day of a délai franc of some months that a fact of the day `start` opens.

    Source: CJA, art. R. 421-1 ; code de procédure civile, art. 641 et 642, as the Conseil
    d'État applies them. Received on 4 February, an acte may be attacked until 5 April.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    end = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return next_working_day(end + ONE_DAY)


def _waits(received: date | None, published: date | None, lacking: bool) -> list[str]:
    found = []
    if received is None:
        found.append("la réception par la préfecture")
    if published is None:
        found.append("la publication électronique" if lacking else "la publication")
    return found


def _regime(body: Body, adopted: date) -> str:
    if adopted < ELECTRONIC_SINCE:
        return "droit d’avant le 1er juillet 2022 : affichage ou publication"
    if must_publish_online(body, adopted):
        return "droit depuis le 1er juillet 2022 : publication électronique"
    return (
        "droit depuis le 1er juillet 2022 : publication électronique, ou celle que l’assemblée "
        "a choisie là où la loi le permet"
    )


def _sources(body: Body) -> str:
    own = body.category in OWN_REFERRAL
    referral = "article propre à confirmer" if own else "CGCT, art. L. 2131-6"
    control = PATHS[body.category].controlled_by
    return f"{control} ; déféré : {referral} ; recours : CJA, art. R. 421-1 ; délais francs"


def _day(event: Event | None) -> date | None:
    return event.on.exact if event else None
