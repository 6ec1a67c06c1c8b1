"""An organisme: one of the bodies bound by the avenant."""

import re
from datetime import date
from enum import StrEnum

from avenant_builder.problems import Place
from avenant_builder.records import dataclass


class Category(StrEnum):
    """What a body is in law; it decides the path to its signature."""

    ETAT = "etat"
    REGION = "region"
    DEPARTEMENT = "departement"
    COMMUNE = "commune"
    EPCI = "epci"
    SYNDICAT = "syndicat"
    ETABLISSEMENT_PUBLIC = "etablissement_public"
    CAF = "caf"
    MSA = "msa"
    CARSAT = "carsat"
    ASSOCIATION = "association"
    AUTRE = "autre"

    @property
    def label(self) -> str:
        return CATEGORY_LABELS[self]

    @property
    def is_collectivite(self) -> bool:
        """Its assembly votes, its actes go to the préfecture, and it has a SIREN (CGCT)."""
        return self in COLLECTIVITES


CATEGORY_LABELS = {
    Category.ETAT: "État",
    Category.REGION: "région",
    Category.DEPARTEMENT: "département",
    Category.COMMUNE: "commune",
    Category.EPCI: "intercommunalité",
    Category.SYNDICAT: "syndicat",
    Category.ETABLISSEMENT_PUBLIC: "établissement public",
    Category.CAF: "Caf",
    Category.MSA: "MSA",
    Category.CARSAT: "CARSAT",
    Category.ASSOCIATION: "association",
    Category.AUTRE: "autre organisme",
}

COLLECTIVITES = frozenset(
    {
        Category.REGION,
        Category.DEPARTEMENT,
        Category.COMMUNE,
        Category.EPCI,
        Category.SYNDICAT,
        Category.ETABLISSEMENT_PUBLIC,
    }
)


# « logo.png », where « U.F.C.V. » and « PRÉFET. DE LA LOIRE » are words.
FILE_NAME = r".+\.[A-Za-z]{3,4}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One row of ``data/bodies.csv``. An empty text means: not known."""

    id: str
    name: str
    category: Category
    siren: str = ""
    insee: str = ""
    population: int | None = None
    exists_from: date | None = None
    exists_to: date | None = None
    """Last day of existence."""
    successor: str = ""
    """Id or plain words: a successor need not be a body of this agreement."""
    aliases: tuple[str, ...] = ()
    address: str = ""
    email: str = ""
    contact: str = ""
    next_session: date | None = None
    acte_kind: str = ""
    district: str = ""
    return_emails: tuple[str, ...] = ()
    logo: str = ""
    """File name under ``data/logos/``, or the words to print in its stead; empty: no logo."""
    to_confirm: frozenset[str] = frozenset()
    """Columns whose value is not yet certain."""
    place: Place

    @property
    def logo_is_file(self) -> bool:
        """Whether `logo` names a file, rather than words to print."""
        return bool(re.fullmatch(FILE_NAME, self.logo))
