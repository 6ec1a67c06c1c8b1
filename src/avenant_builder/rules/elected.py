"""Compare those who hold the seats of collectivités with the elected as they are published."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from avenant_builder.french import fold
from avenant_builder.model.body import Body
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.elected import OFFICE_OF, Comparison, Elected, Office, Outcome
from avenant_builder.model.seat import Tenure

BIRTH_NAME = re.compile(r"\s+(?:nee?|epouse|veuve)\s+")


def compare_holders(
    dossier: Dossier, elected: Iterable[Elected], offices: frozenset[Office]
) -> tuple[Comparison, ...]:
    """What the published files say of each seat of a collectivité, in printed order.

    `offices` are those whose files were given: not to be in one is told apart from having none.
    """
    newest: dict[tuple[Office, str], Elected] = {}
    for one in elected:
        known = newest.get((one.office, one.key))
        if known is None or (one.since or date.min) > (known.since or date.min):
            newest[one.office, one.key] = one
    return tuple(_comparisons(dossier, newest, offices))


def _comparisons(
    dossier: Dossier, newest: dict[tuple[Office, str], Elected], offices: frozenset[Office]
) -> Iterator[Comparison]:
    day = dossier.avenant.reference_day
    for seat in dossier.seats:
        body = dossier.body(seat.body)
        office = OFFICE_OF.get(body.category)
        if office is None:
            continue
        key = _key(body, office, dossier)
        one = newest.get((office, key)) if key else None
        holder = seat.tenure_on(day)
        reason = ""
        if one is None:
            reason = _reason(body, office, key, offices)
            outcome = Outcome.NOT_FOUND
        elif holder is None or not holder.last_name or not same_person(holder, one):
            outcome = Outcome.CHANGED
        else:
            begun = holder.since or day
            renewed = one.mandate_from is not None and one.mandate_from > begun
            outcome = Outcome.RENEWED if renewed else Outcome.SAME
        yield Comparison(
            seat=seat, body=body, holder=holder, elected=one, outcome=outcome, reason=reason
        )


def _key(body: Body, office: Office, dossier: Dossier) -> str:
    if office is Office.MAYOR:
        return body.insee
    if office is Office.INTERCOMMUNAL:
        return body.siren
    # « 224200014 »: 22, the département, four digits, the key.
    return body.siren[2:4] if body.siren.startswith("22") else dossier.avenant.scheme.department


def _reason(body: Body, office: Office, key: str, offices: frozenset[Office]) -> str:
    if office not in offices:
        return f"aucun fichier des {office}"
    if not key:
        return "son code Insee ou son SIREN n’est pas dans data/bodies.csv"
    if body.exists_to is not None:
        return f"absent du fichier ; l’organisme a cessé d’exister le {body.exists_to:%d/%m/%Y}"
    return "absent du fichier : ce n’est pas la preuve d’un changement"


def same_person(holder: Tenure, elected: Elected) -> bool:
    """Whether two names are of one person: family name, then first given name.

    Case, accents and hyphens count for nothing, nor does a name of birth (« NÉE MAUGE »), nor
    the given names that only one of the two says.
    """
    families = [
        {_plain(part) for part in BIRTH_NAME.split(fold(name)) if part}
        for name in (holder.last_name, elected.last_name)
    ]
    if not families[0] & families[1]:
        return False
    given = [_plain(fold(name)).split() for name in (holder.first_name, elected.first_name)]
    shortest = min(len(given[0]), len(given[1]))
    return given[0][:shortest] == given[1][:shortest]


def _plain(folded: str) -> str:
    return " ".join(re.sub(r"[-'.]", " ", folded).split())
