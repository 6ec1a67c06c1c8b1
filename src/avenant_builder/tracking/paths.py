"""The path of each category of body to its signature, and the law that each step comes from."""

from collections.abc import Mapping
from datetime import date

from avenant_builder.model.body import Body, Category
from avenant_builder.records import dataclass
from avenant_builder.tracking.state import State

ELECTRONIC_SINCE = date(2022, 7, 1)
"""Ordonnance n° 2021-1310 of 7 October 2021: publication is electronic from that day on."""
SMALL_COMMUNE = 3500
ONLINE_ONLY = frozenset({Category.REGION, Category.DEPARTEMENT, Category.EPCI})
"""CGCT, III of L2131-1 (by L5211-3), L3131-1 and L4141-1."""

SIGNING = (State.TO_SEND, State.SENT, State.NOT_RETURNED, State.TO_CHECK)
SOUND = (State.TO_REGULARISE, State.OLD_VERSION)
CONTROLLED = (State.TO_EMPOWER, State.ACTE_TO_SEND, State.ACTE_TO_PUBLISH, *SIGNING, *SOUND)
DECIDED = (State.TO_EMPOWER, *SIGNING, *SOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The conditions of a category, each named by the state of a seat that does not meet it."""

    conditions: tuple[State, ...]
    empowered_by: str
    """The law or practice by which the body may sign."""
    controlled_by: str = ""
    """The law by which its acte is sent to the préfecture and published."""

    @property
    def is_controlled(self) -> bool:
        """Whether its acte goes to the préfecture."""
        return bool(self.controlled_by)


COUNCIL = "CGCT, art. L. 2121-29"
GROUP = "CGCT, art. L. 5211-1 et L. 2121-29"
GROUP_CONTROL = "CGCT, art. L. 5211-3, qui renvoie aux art. L. 2131-1 et L. 2131-2"
CAISSE = Path(
    conditions=DECIDED, empowered_by="Statuts de la caisse et code de la sécurité sociale"
)

PATHS: Mapping[Category, Path] = {
    Category.ETAT: Path(
        conditions=(*SIGNING, *SOUND), empowered_by="Décret n° 2004-374 du 29 avril 2004"
    ),
    Category.REGION: Path(
        conditions=CONTROLLED,
        empowered_by="CGCT, art. L. 4221-1 (à confirmer)",
        controlled_by="CGCT, art. L. 4141-1 et L. 4141-2",
    ),
    Category.DEPARTEMENT: Path(
        conditions=CONTROLLED,
        empowered_by="CGCT, art. L. 3211-1",
        controlled_by="CGCT, art. L. 3131-1 et L. 3131-2",
    ),
    Category.COMMUNE: Path(
        conditions=CONTROLLED,
        empowered_by=COUNCIL,
        controlled_by="CGCT, art. L. 2131-1 et L. 2131-2",
    ),
    Category.EPCI: Path(conditions=CONTROLLED, empowered_by=GROUP, controlled_by=GROUP_CONTROL),
    Category.SYNDICAT: Path(conditions=CONTROLLED, empowered_by=GROUP, controlled_by=GROUP_CONTROL),
    Category.ETABLISSEMENT_PUBLIC: Path(
        conditions=CONTROLLED,
        empowered_by="Statuts de l’établissement",
        controlled_by="CGCT, art. L. 2131-12 (à confirmer), L. 2131-1 et L. 2131-2",
    ),
    Category.CAF: CAISSE,
    Category.MSA: CAISSE,
    Category.CARSAT: CAISSE,
    Category.ASSOCIATION: Path(conditions=DECIDED, empowered_by="Statuts de l’association"),
    Category.AUTRE: Path(conditions=DECIDED, empowered_by="Statuts de l’organisme"),
}


def must_publish_online(body: Body, adopted_on: date) -> bool:
    """Whether an acte of that day is published by electronic means, and by no other.

    Before 1 July 2022 affichage or publication serves. Since then communes under 3 500
    inhabitants may choose (CGCT L2131-1, IV), and so may syndicats (L5211-3, second paragraph).
    Nothing is presumed of a commune of unknown population, nor of an établissement public, whose
    own article could not be read again.
    """
    if adopted_on < ELECTRONIC_SINCE:
        return False
    if body.category is Category.COMMUNE:
        return body.population is not None and body.population >= SMALL_COMMUNE
    return body.category in ONLINE_ONLY
