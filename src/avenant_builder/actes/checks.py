"""What a deposit must hold before it is written: the schema's demands, and those it forgets.

Each check is a function from a case to problems; all of them are asked, so that all faults are
shown at once, each with the field to mend.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from avenant_builder.actes.archive import LARGEST
from avenant_builder.actes.classification import Classification, shown
from avenant_builder.actes.names import MOST_A_DAY
from avenant_builder.french import short_date
from avenant_builder.model.acte_id import NUMBER, ActeId
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.deposit import Deposit, Document, Profile
from avenant_builder.model.event import Event
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of
from avenant_builder.rules.siren import is_siren

FIRST_DAY = date(1982, 3, 2)
"""Law n° 82-213: before it, no acte was transmitted to be executory."""
SUBJECT_LENGTH = 499
DEPARTMENT = re.compile(r"[09]\d[\dAB]", re.ASCII)
DISTRICT = re.compile(r"\d", re.ASCII)
AUTHORITY = re.compile(r"\d\d", re.ASCII)
OPERATOR = re.compile(r"[A-Z0-9]{3}", re.ASCII)
WORD = r"[_a-zA-Z0-9\-]+"
HOST = r"[a-zA-Z0-9\-]+"
EMAIL = re.compile(rf"{WORD}(\.{WORD})*@{HOST}(\.{HOST})*\.[a-zA-Z]{{2,6}}", re.ASCII)
PDF_FAULTS = {
    "broken": ("R-DEP-12", "n’est pas un PDF entier et lisible"),
    "empty": ("R-DEP-12", "n’a aucune page"),
    "heavy": ("R-DEP-12", "est trop lourd à lire : abandonné"),
    "pages": ("R-DEP-12", "a trop de pages pour être contrôlé"),
    "encrypted": ("R-DEP-13", "est protégé par un mot de passe"),
    "restricted": ("R-DEP-13", "porte des restrictions de son auteur"),
    "active": ("R-DEP-14", "contient"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A deposit, and what it is held against."""

    deposit: Deposit
    avenant: Avenant
    adopted: Event | None
    """The fact of the acte's adoption; None: there is none in the journal."""
    matiere: str
    """As ``avenant.toml`` writes it."""
    classification: Classification
    today: date
    frozen: bool
    """Whether the text that goes along is the frozen one."""
    missing: tuple[str, ...] = ()
    """Titles of annexes that the avenant announces and the text has not."""
    unannounced: tuple[str, ...] = ()
    """Parts of the text's annexes that the avenant does not announce."""
    same_number: Event | None = None
    """A fact of the same body, with this number, for another acte."""

    def setting(self, key: str) -> Place:
        """A key of ``[actes]``: the body's own where it has one."""
        own = f"actes.organismes.{self.deposit.body.id}.{key}"
        is_common = key in COMMON and own not in self.avenant.lines
        return key_of(self.avenant, f"actes.{key}" if is_common else own)

    def fact(self, column: str) -> Place:
        """The line of the journal that says the acte is adopted."""
        line = self.adopted.sequence if self.adopted else None
        return Place(f"data/{self.avenant.year}/journal.jsonl", line, column)

    def of_the_acte(self, column: str) -> Place:
        """Where number and date are said: in the journal, or in ``[actes]`` for a contract."""
        if self.deposit.profile is Profile.DELIBERATION:
            return self.fact(column)
        return self.setting({"le": "date_contrat", "numero": "numero_contrat"}[column])

    def problem(self, rule: str, place: Place, message: str) -> Problem:
        """A fault of this deposit; whose it is, its reader says."""
        return RULES[rule].problem(place, message)


COMMON = frozenset({"trigramme", "matiere", "objet", "compteur"})
"""Keys of ``[actes]`` that hold for all bodies unless one has its own."""


def the_acte_is_adopted(case: Case) -> Iterator[Problem]:
    on = case.deposit.acte_on
    if case.adopted is None:
        yield case.problem("R-DEP-01", case.fact("acte-adopte"), "aucun acte adopté au journal")
        if case.deposit.profile is Profile.DELIBERATION:
            return
    place = case.of_the_acte("le")
    if on is None:
        yield case.problem("R-DEP-01", place, "la date de l’acte n’est pas connue au jour près")
    elif on > case.today:
        yield case.problem("R-DEP-01", place, f"l’acte est daté du {short_date(on)}, à venir")
    elif on < FIRST_DAY:
        yield case.problem(
            "R-DEP-01", place, f"la date de l’acte, {short_date(on)}, est impossible"
        )


def the_number_is_sound(case: Case) -> Iterator[Problem]:
    number = case.deposit.number
    if case.adopted is None and case.deposit.profile is Profile.DELIBERATION:
        return
    if not number:
        yield case.problem(
            "R-DEP-02", case.of_the_acte("numero"), "le numéro de l’acte n’est pas connu"
        )
    elif not NUMBER.fullmatch(number):
        yield case.problem(
            "R-DEP-02",
            case.of_the_acte("numero"),
            f"le numéro « {number} » n’est pas admis{_mended(number)}",
        )


def _mended(number: str) -> str:
    """What an operator would take of a number, where it can be told."""
    meant = re.sub(r"[^A-Z0-9]+", "_", number.upper()).strip("_")
    return f" ; « {meant} » le serait" if NUMBER.fullmatch(meant) else ""


def the_siren_is_sure(case: Case) -> Iterator[Problem]:
    body = case.deposit.body
    place = at(body.place, "siren")
    if not body.siren:
        yield case.problem("R-DEP-03", place, "le SIREN n’est pas connu")
    elif not is_siren(body.siren):
        yield case.problem("R-DEP-03", place, f"« {body.siren} » n’est pas un SIREN")
    elif "siren" in body.to_confirm:
        yield case.problem("R-DEP-03", place, f"le SIREN {body.siren} est à confirmer")
    said = case.adopted.identifier if case.adopted else ""
    if said and case.deposit.id and ActeId.parse(said) != case.deposit.id:
        yield case.problem(
            "R-DEP-03",
            case.fact("identifiant"),
            f"l’identifiant enregistré « {said} » n’est pas celui que donnent les données, "
            f"« {case.deposit.id} »",
        )


def the_body_exists(case: Case) -> Iterator[Problem]:
    body = case.deposit.body
    days = {"de l’acte": case.deposit.acte_on, "du dépôt": case.today}
    gone = body.exists_to
    for what, day in days.items():
        if day and gone and day > gone:
            heir = f" ; successeur indiqué : {body.successor}" if body.successor else ""
            message = f"cet organisme a pris fin le {short_date(gone)}, avant le jour {what}{heir}"
            yield case.problem("R-DEP-04", at(body.place, "existe_au"), message)
            break
    since, on = body.exists_from, case.deposit.acte_on
    if on and since and on < since:
        message = f"cet organisme n’existe que depuis le {short_date(since)}, après l’acte"
        yield case.problem("R-DEP-04", at(body.place, "existe_du"), message)


def the_authority_is_known(case: Case) -> Iterator[Problem]:
    body = case.deposit.body
    if not DEPARTMENT.fullmatch(case.deposit.department):
        place = key_of(case.avenant, "schema.departement")
        yield case.problem("R-DEP-05", place, "le code du département manque ou n’en est pas un")
    for column, value, form, label in (
        ("arrondissement", body.district, DISTRICT, "un chiffre"),
        ("nature_actes", body.acte_kind, AUTHORITY, "deux chiffres"),
    ):
        place = at(body.place, column)
        if not value:
            yield case.problem("R-DEP-05", place, f"{column} n’est pas rempli ({label})")
        elif not form.fullmatch(value):
            yield case.problem("R-DEP-05", place, f"« {value} » n’est pas {label}")
        elif column in body.to_confirm:
            yield case.problem("R-DEP-05", place, f"« {value} » est à confirmer")


def answers_have_an_address(case: Case) -> Iterator[Problem]:
    body = case.deposit.body
    place = at(body.place, "courriels_retour")
    if not body.return_emails:
        yield case.problem("R-DEP-06", place, "aucune adresse pour les réponses de la préfecture")
    for address in body.return_emails:
        if not EMAIL.fullmatch(address):
            yield case.problem("R-DEP-06", place, f"« {address} » n’est pas une adresse admise")
    if body.return_emails and "courriels_retour" in body.to_confirm:
        yield case.problem("R-DEP-06", place, "les adresses sont à confirmer")


def the_operator_is_known(case: Case) -> Iterator[Problem]:
    operator = case.deposit.operator
    if not OPERATOR.fullmatch(operator):
        said = f"« {operator} » n’est pas un trigramme" if operator else "trigramme non rempli"
        yield case.problem("R-DEP-07", case.setting("trigramme"), said)


def the_subject_fits(case: Case) -> Iterator[Problem]:
    subject = case.deposit.subject
    if not subject.strip():
        yield case.problem("R-DEP-08", case.setting("objet"), "l’objet est vide")
    if len(subject) > SUBJECT_LENGTH:
        message = f"l’objet a {len(subject)} caractères, {SUBJECT_LENGTH} au plus"
        yield case.problem("R-DEP-08", case.setting("objet"), message)
    if len(subject.splitlines()) > 1:
        yield case.problem("R-DEP-08", case.setting("objet"), "l’objet est sur plusieurs lignes")


def the_classification_has_it(case: Case) -> Iterator[Problem]:
    place = case.setting("matiere")
    if not case.matiere:
        yield case.problem("R-DEP-09", place, "la matière n’est pas choisie")
    elif not case.deposit.matiere:
        yield case.problem("R-DEP-09", place, f"« {case.matiere} » n’est pas une matière")
    matiere, known = case.deposit.matiere, case.classification
    typologies = [document.typology for document in case.deposit.documents]
    for fault in known.faults(
        matiere=matiere, nature=case.deposit.profile.nature, typologies=typologies
    ):
        # Of a matière that is not known, its absence has just been told.
        if matiere or not fault.startswith("la matière"):
            yield case.problem("R-DEP-09", place, fault)
    depth = len(matiere)
    finer = [code for code in known.matieres if len(code) == depth + 1 and code[:depth] == matiere]
    if finer and not known.is_national:
        choices = ", ".join(f"{shown(code)} {known.name_of(code)}" for code in finer)
        message = f"la matière {shown(matiere)} se divise dans {known.title} : {choices}"
        yield case.problem("R-DEP-23", place, message)


def the_classification_is_dated(case: Case) -> Iterator[Problem]:
    on, said = case.deposit.classification_on, case.avenant.deposits.classification_on
    place = key_of(case.avenant, "actes.classification_du")
    if on is None:
        yield case.problem("R-DEP-10", place, "la date de la classification n’est pas connue")
    elif on > case.today:
        message = f"la classification est datée du {short_date(on)}, à venir"
        yield case.problem("R-DEP-10", place, message)
    if said and case.classification.on and said != case.classification.on:
        message = (
            f"classification_du dit {short_date(said)}, et le fichier "
            f"{short_date(case.classification.on)}"
        )
        yield case.problem("R-DEP-10", place, message)


def the_files_can_be_read(case: Case) -> Iterator[Problem]:
    deposit = case.deposit
    if deposit.acte is None and case.adopted is not None:
        what = "le PDF de l’acte n’est pas en main"
        if deposit.profile is Profile.CONTRACT:
            what = "l’avenant signé n’est pas donné"
        yield case.problem("R-DEP-11", case.fact("piece"), what)
    for document in deposit.documents:
        yield from _file_faults(case, document)


def _file_faults(case: Case, document: Document) -> Iterator[Problem]:
    place = Place(document.name)
    if any(kind == "not-pdf" for kind, _ in document.faults):
        rule = "R-DEP-11" if document is case.deposit.acte else "R-DEP-12"
        yield case.problem(rule, place, f"« {document.title} » n’est pas un PDF")
        return
    for kind in dict.fromkeys(kind for kind, _ in document.faults):
        if kind in PDF_FAULTS:
            rule, said = PDF_FAULTS[kind]
            details = [detail for found, detail in document.faults if found == kind]
            more = f" {', '.join(details)}" if kind == "active" else ""
            yield case.problem(rule, place, f"« {document.title} » {said}{more}")


def the_text_is_the_frozen_one(case: Case) -> Iterator[Problem]:
    place = Place(case.avenant.place.file)
    if not case.frozen:
        yield case.problem("R-DEP-15", place, "le texte de l’avenant n’est pas figé")
        return
    for title in case.missing:
        message = f"l’annexe « {title} » est annoncée, et n’est pas dans le texte figé"
        yield case.problem("R-DEP-16", key_of(case.avenant, "annexes"), message)
    for key in case.unannounced:
        message = f"« {key} » est dans les annexes, et n’est pas annoncée"
        yield case.problem("R-DEP-16", key_of(case.avenant, "annexes"), message)


def it_is_not_too_large(case: Case) -> Iterator[Problem]:
    documents = case.deposit.documents
    total = sum(document.size for document in documents)
    if total > LARGEST:
        heaviest = max(documents, key=lambda document: document.size)
        message = (
            f"les fichiers font {total} octets, {LARGEST} au plus ; le plus lourd est "
            f"« {heaviest.title} », {heaviest.size} octets"
        )
        yield case.problem("R-DEP-17", Place(heaviest.name), message)


def the_number_is_new(case: Case) -> Iterator[Problem]:
    other = case.same_number
    if other is not None:
        day = other.on.exact
        when = f" du {short_date(day)}" if day else ""
        yield case.problem(
            "R-DEP-18",
            case.of_the_acte("numero"),
            f"le numéro « {case.deposit.number} » est déjà celui d’un autre acte : "
            f"{other.type.label}{when}, événement n° {other.sequence}",
        )
    elif (
        case.deposit.profile is Profile.CONTRACT
        and case.adopted
        and case.deposit.number
        and case.deposit.number == case.adopted.number
    ):
        yield case.problem(
            "R-DEP-18",
            case.of_the_acte("numero"),
            f"le numéro « {case.deposit.number} » est celui de la délibération",
        )


def the_previous_acte_is_named(case: Case) -> Iterator[Problem]:
    previous = case.deposit.previous
    if not previous:
        return
    found = ActeId.parse(previous)
    place = case.setting("precedent")
    if found is None or not found.has_sound_number:
        yield case.problem("R-DEP-19", place, f"« {previous} » n’est pas un identifiant ACTES")
    elif found.siren != case.deposit.body.siren:
        message = f"« {previous} » est l’acte d’un autre organisme (SIREN {found.siren})"
        yield case.problem("R-DEP-19", place, message)
    elif found == case.deposit.id:
        yield case.problem("R-DEP-19", place, f"« {previous} » est l’acte déposé lui-même")


def the_counter_fits(case: Case) -> Iterator[Problem]:
    if not 1 <= case.deposit.counter <= MOST_A_DAY:
        message = f"le compteur du jour serait {case.deposit.counter}"
        yield case.problem("R-DEP-21", case.setting("compteur"), message)


Check = Callable[[Case], Iterator[Problem]]
ON_PAPER: tuple[Check, ...] = (
    the_acte_is_adopted,
    the_body_exists,
    the_files_can_be_read,
    the_text_is_the_frozen_one,
    the_number_is_new,
)
BY_ACTES: tuple[Check, ...] = (
    the_acte_is_adopted,
    the_number_is_sound,
    the_siren_is_sure,
    the_body_exists,
    the_authority_is_known,
    answers_have_an_address,
    the_operator_is_known,
    the_subject_fits,
    the_classification_has_it,
    the_classification_is_dated,
    the_files_can_be_read,
    the_text_is_the_frozen_one,
    it_is_not_too_large,
    the_number_is_new,
    the_previous_acte_is_named,
    the_counter_fits,
)


def check_deposit(case: Case, *, paper: bool = False) -> tuple[Problem, ...]:
    """Every fault of a deposit, in the order of the checks."""
    checks = ON_PAPER if paper else BY_ACTES
    return tuple(problem for check in checks for problem in check(case))
