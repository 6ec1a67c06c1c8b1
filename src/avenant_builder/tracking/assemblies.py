"""The assemblies that give the right to sign: their names, their law, and when a text must be ready
for their next session."""

from datetime import date, timedelta

from avenant_builder.french import fold, with_de
from avenant_builder.model.body import Body, Category
from avenant_builder.records import dataclass
from avenant_builder.tracking.calendar import last_working_day
from avenant_builder.tracking.paths import SMALL_COMMUNE

CGCT = "le code général des collectivités territoriales"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How long before a session its members are called, or sent the reports, by law."""

    days: int
    clear: bool
    """Clear days: neither the day of sending nor that of the session counts."""
    source: str

    @property
    def label(self) -> str:
        """« 5 jours francs », « 12 jours »."""
        return f"{self.days} jours francs" if self.clear else f"{self.days} jours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What decides for a body, as its acte and its convocation name it."""

    name: str
    acte: str = "la délibération"
    notice: Notice | None = None
    """None: its own rules say how early it is called."""
    powers: str = ""
    """The law by which it decides and its executive signs: the visas of its acte."""


SMALL_COUNCIL = Notice(days=3, clear=True, source="CGCT, art. L. 2121-11")
LARGE_COUNCIL = Notice(days=5, clear=True, source="CGCT, art. L. 2121-12")
GROUP_COUNCIL = Notice(days=5, clear=True, source="CGCT, art. L. 5211-1 et L. 2121-12")
BOARD = Assembly(name="conseil d’administration", acte="la décision")
NONE_NEEDED = Assembly(name="", acte="")
BY_STATUTES = Assembly(name="instance compétente", acte="la décision")

ASSEMBLIES = {
    Category.COMMUNE: Assembly(
        name="conseil municipal",
        notice=LARGE_COUNCIL,
        powers=f"{CGCT}, notamment ses articles L. 2121-29 et L. 2122-21",
    ),
    Category.EPCI: Assembly(
        name="conseil",
        notice=GROUP_COUNCIL,
        powers=f"{CGCT}, notamment ses articles L. 5211-1 et L. 5211-9",
    ),
    Category.SYNDICAT: Assembly(
        name="comité syndical",
        notice=GROUP_COUNCIL,
        powers=f"{CGCT}, notamment ses articles L. 5211-1 et L. 5211-9",
    ),
    Category.DEPARTEMENT: Assembly(
        name="conseil départemental",
        notice=Notice(days=12, clear=False, source="CGCT, art. L. 3121-19"),
        powers=f"{CGCT}, notamment ses articles L. 3211-1 et L. 3221-1",
    ),
    Category.REGION: Assembly(
        name="conseil régional",
        notice=Notice(days=12, clear=False, source="CGCT, art. L. 4132-18"),
        powers=f"{CGCT}, notamment ses articles L. 4221-1 et L. 4231-1",
    ),
    Category.ETABLISSEMENT_PUBLIC: Assembly(
        name="conseil d’administration", powers="les statuts de l’établissement"
    ),
    Category.ETAT: NONE_NEEDED,
    Category.CAF: BOARD,
    Category.MSA: BOARD,
    Category.CARSAT: BOARD,
    Category.ASSOCIATION: BY_STATUTES,
    Category.AUTRE: BY_STATUTES,
}


def assembly_name(body: Body) -> str:
    """« conseil municipal », « conseil communautaire » where the name of the body says so."""
    if body.category is Category.EPCI and fold(body.name).startswith("communaute"):
        return "conseil communautaire"
    return ASSEMBLIES[body.category].name


def acte_name(body: Body) -> str:
    """What is asked of a body: « la délibération du conseil municipal »; of the State, nothing."""
    assembly = ASSEMBLIES[body.category]
    name = assembly_name(body)
    if not name:
        return ""
    if name == "conseil":
        return f"{assembly.acte} du conseil {with_de(body.name)}"
    return f"{assembly.acte} {'de votre' if assembly is BY_STATUTES else 'du'} {name}"


def notice(body: Body) -> Notice | None:
    """The notice that the law gives to the assembly of a body; None: its own rules say it.

    Sources: CGCT L2121-11 (3 clear days in communes under 3 500 inhabitants), L2121-12 (5 from
    there on), L5211-1 (intercommunalités follow the latter; CE 22 July 2015, n° 383072), L3121-19
    and L4132-18 (12 days). A commune of unknown population is taken for a large one, which only
    makes the date safer.
    """
    small = body.population is not None and body.population < SMALL_COMMUNE
    if body.category is Category.COMMUNE and small:
        return SMALL_COUNCIL
    return ASSEMBLIES[body.category].notice


def ready_by(body: Body) -> date | None:
    """The last working day on which the text may leave with the convocation to the next session.

    None where the session or its notice is not known.
    """
    found = notice(body)
    if found is None or body.next_session is None:
        return None
    return last_working_day(body.next_session - timedelta(days=found.days + found.clear))
