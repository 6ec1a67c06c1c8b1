"""What the bordereau and the letter of a deposit say: the names that their Word models take."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from avenant_builder.actes.classification import NATIONAL, Classification, shown
from avenant_builder.actes.national import NATURES
from avenant_builder.deposits.pack import Packed
from avenant_builder.french import short_date
from avenant_builder.model.body import Body, Category
from avenant_builder.model.deposit import Deposit
from avenant_builder.model.documents import FillJob
from avenant_builder.model.dossier import Dossier
from avenant_builder.plan import titled

SLIP_MODEL, LETTER_MODEL = "bordereau.docx", "lettre-transmission.docx"
UNKNOWN = "à compléter"
NBSP = "\u00a0"


def slip_job(
    packed: Packed,
    common: Mapping[str, Any],
    classification: Classification,
    *,
    key: str,
    version: str,
) -> FillJob:
    """The bordereau of a deposit; `version` is that of the frozen text."""
    title = f"Bordereau – {packed.deposit.body.name}"
    context = titled(common, title)
    facts = {**slip_facts(packed, classification), "version": version[:12]}
    return FillJob(key=key, model=SLIP_MODEL, title=title, context={**context, "depot": facts})


def letter_job(
    packed: Packed,
    common: Mapping[str, Any],
    dossier: Dossier,
    *,
    key: str,
    signer: Mapping[str, str],
) -> FillJob:
    """The letter that goes with a deposit on paper; `signer` signs it."""
    title = f"Transmission au contrôle de légalité – {packed.deposit.body.name}"
    facts = letter_facts(packed, dossier, signer)
    context = {**titled(common, title), "transmission": facts}
    return FillJob(key=key, model=LETTER_MODEL, title=title, context=context)


def slip_facts(packed: Packed, classification: Classification) -> dict[str, Any]:
    """What ``bordereau.docx`` may ask for."""
    deposit, written = packed.deposit, packed.written
    return {
        "organisme": deposit.body.name,
        "projet": packed.draft,
        "papier": packed.paper,
        "essai": deposit.test,
        "jour": deposit.day,
        "archive": packed.archive,
        "archive_taille": _bytes(written.size) if written else "",
        "archive_empreinte": written.sha256 if written else "",
        "champs": [
            {"libelle": label, "valeur": value or UNKNOWN}
            for label, value in _fields(packed, classification)
        ],
        "pieces": list(_pieces(packed)),
        "pages": sum(document.pages or 0 for document in deposit.documents),
        "taille": _bytes(sum(document.size for document in deposit.documents)),
    }


def letter_facts(packed: Packed, dossier: Dossier, signer: Mapping[str, str]) -> dict[str, Any]:
    """What ``lettre-transmission.docx`` may ask for."""
    deposit = packed.deposit
    state = _state(dossier.bodies)
    return {
        "organisme": deposit.body.name,
        "adresse": deposit.body.address,
        "courriel": deposit.body.email,
        "contact": deposit.body.contact,
        "prefecture": state.address if state else "",
        "projet": packed.draft,
        "date": deposit.day,
        "objet": deposit.subject,
        "nature": "la délibération" if deposit.profile.letters == "DE" else "l’avenant signé",
        "numero": deposit.number,
        "acte_le": deposit.acte_on,
        "qualite": signer.get("qualite", ""),
        "signataire": signer.get("nom", ""),
        "joints": [
            {"titre": document.title, "pages": document.pages or UNKNOWN}
            for document in deposit.documents
        ],
    }


def _fields(packed: Packed, classification: Classification) -> Iterator[tuple[str, str]]:
    """What is typed in the operator's form, in its usual order: each value alone in its cell."""
    deposit = packed.deposit
    number = deposit.profile.nature
    # Without its file, a préfecture's own levels have no name.
    name = classification.path_of(deposit.matiere) or NATIONAL.path_of(deposit.matiere[:2])
    matiere = f"{shown(deposit.matiere)} – {name}" if name else shown(deposit.matiere)
    yield "Nature de l’acte", f"{number} – {NATURES[number][1]}"
    yield "Numéro de l’acte", deposit.number
    yield "Date de la décision", _day(deposit.acte_on)
    yield "Objet", deposit.subject
    if not packed.paper or deposit.matiere:
        yield "Matière", matiere
    if not packed.paper:
        yield "Classification du", _day(deposit.classification_on)
        yield "Envoi de documents papier", "non"
    if deposit.previous:
        yield "Acte précédent", deposit.previous
    yield "SIREN de l’organisme", deposit.body.siren
    if not packed.paper:
        yield "Identifiant que donnera ACTES", str(deposit.id or "")
        yield "Réponses de la préfecture à", ", ".join(deposit.body.return_emails)


def _pieces(packed: Packed) -> Iterator[dict[str, Any]]:
    for rank, (document, name) in enumerate(
        zip(packed.deposit.documents, packed.names, strict=True), start=1
    ):
        yield {
            "rang": rank,
            "titre": document.title,
            "signee": document.is_signed,
            "nom": name,
            "typologie": document.typology,
            "pages": document.pages if document.pages is not None else UNKNOWN,
            "taille": _bytes(document.size),
            "empreinte": document.sha256,
        }


def _state(bodies: Sequence[Body]) -> Body | None:
    """The State as a body of the agreement, where there is one."""
    found = [body for body in bodies if body.category is Category.ETAT]
    return found[0] if len(found) == 1 else None


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _bytes(size: int) -> str:
    """« 1 234 567 octets »."""
    return f"{size:,}\u00a0octets".replace(",", NBSP)


def signer_of(dossier: Dossier, deposit: Deposit) -> dict[str, str]:
    """Who signs the letter of a body: the holder of its first seat, on the day; or nobody."""
    seats = [seat for seat in dossier.seats if seat.body == deposit.body.id]
    tenure = seats[0].tenure_on(deposit.day) if seats else None
    if tenure is None or not tenure.last_name:
        return {}
    return {"qualite": tenure.title.strip(" ,\u00a0"), "nom": tenure.full_name}
