"""Read a message that comes back from the préfecture: tolerant of how it is written.

What it says is taken as it stands; whether it is for us is decided elsewhere, strictly
(``tracking/receipts.py``).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from avenant_builder.actes.xml import attribute, child, children, local, refused, text_of
from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.receipt import ActeFields, Message, Receipt

RETURN_ENVELOPE = "EnveloppeMISILLCL"
ACTE = "Acte"
ENVELOPE = re.compile(r"((?:EACT|TACT)--\d{9}--\d{8}-\d{1,4})", re.ASCII)
SIREN_OF_FILE = re.compile(r"[09]\d[\dAB]-(\d{9})-", re.ASCII)
ID_OF_FILE = re.compile(r"(?:[A-Z0-9_]{5}-)?(.+-[A-Z]{2})-\d-\d_\d{1,6}\.[A-Za-z]{2,4}", re.ASCII)
LEVELS = 5
Facts = dict[str, Any]
WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def receipt_of(root: etree._Element, name: str, content: bytes, *, parcel: str = "") -> Receipt:
    """The message of a root, of the file `name` that came in `parcel`.

    Raises ``MessageRefused`` for one that is none of `Message`.
    """
    kind = next((known for known in Message if known == local(root)), None)
    if kind is None:
        raise refused(
            name,
            f"n’est pas un retour de la préfecture, mais un « {local(root)[:40]} »",
            remedy="Donnez l’accusé de réception, l’anomalie ou le courrier reçu en retour.",
        )
    facts = READERS[kind](root)
    envelope, of_name = ENVELOPE.search(name), SIREN_OF_FILE.match(base_name(name))
    receipt = Receipt(
        message=kind,
        name=name,
        parcel=parcel,
        content=content,
        envelope=envelope[1] if envelope else "",
        **facts,
    )
    siren = receipt.siren or (of_name[1] if of_name else "")
    return replace(receipt, siren=siren)


def return_siren(root: etree._Element) -> str:
    """The collectivité that an envelope of the préfecture is for; empty for any other root."""
    if local(root) != RETURN_ENVELOPE:
        return ""
    return attribute(child(root, "Destinataire"), "SIREN")


def fields_of(acte: etree._Element | None) -> ActeFields | None:
    """What an ``Acte`` or an ``ActeRecu`` says; None where there is none."""
    if acte is None:
        return None
    annexes = child(acte, "Annexes")
    return ActeFields(
        number=attribute(acte, "NumeroInterne"),
        on=day(attribute(acte, "Date")),
        nature=_whole(attribute(acte, "CodeNatureActe")),
        matiere=tuple(_matiere(acte)),
        subject=text_of(acte, "Objet"),
        classification_on=day(text_of(acte, "ClassificationDateVersion")),
        document=_file(child(acte, "Document")),
        annexes=tuple(_file(one) for one in children(annexes, "Annexe"))
        if annexes is not None
        else (),
        announced=_whole(attribute(annexes, "Nombre")),
        previous=attribute(child(acte, "PrecedentIdentifiantActe"), "IDActe"),
    )


def base_name(path: str) -> str:
    """A file's own name: some servers write the folder where they keep it."""
    return PurePosixPath(path.strip().replace("\\", "/")).name


def day(text: str) -> date | None:
    """A date of XML, with or without an hour; None for anything else."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def id_of_file(name: str) -> ActeId | None:
    """The identifier that the name of a file repeats, whatever its counter."""
    found = ID_OF_FILE.fullmatch(base_name(name))
    return ActeId.parse(found[1]) if found else None


def _acknowledged(root: etree._Element) -> Facts:
    return {
        **_with_id(attribute(root, "IDActe")),
        "acte": fields_of(child(root, "ActeRecu")),
        "on": day(attribute(root, "DateReception")),
        "classification_on": day(text_of(root, "ClassificationDateVersionEnCours")),
    }


def _acte_anomaly(root: etree._Element) -> Facts:
    acte = fields_of(child(root, "ActeRecu"))
    ids = {found for file in (acte.files if acte else ()) if (found := id_of_file(file))}
    sirens = {found.siren for found in ids}
    return {
        **_anomaly(root),
        "acte": acte,
        "siren": sirens.pop() if len(sirens) == 1 else "",
        "classification_on": day(text_of(root, "ClassificationDateVersionEnCours")),
    }


def _envelope_anomaly(root: etree._Element) -> Facts:
    sent = child(root, "EnveloppeRecue")
    sender = child(sent, "Emetteur") if sent is not None else None
    forms = child(sent, "FormulairesEnvoyes") if sent is not None else None
    files = [_file(one) for one in children(forms, "Formulaire")] if forms is not None else []
    ids = [id_of_file(file) for file in files]
    return {
        **_anomaly(root),
        "siren": attribute(child(sender, "IDCL") if sender is not None else None, "SIREN"),
        "id": ids[0] if len(ids) == 1 else None,
    }


def _letter(root: etree._Element) -> Facts:
    return {
        **_with_id(attribute(root, "IDActe")),
        "on": day(attribute(root, "DateCourrierPref")),
        "words": text_of(root, "DescriptionPieces") or text_of(root, "Motif"),
        "documents": _documents(root, "Document"),
    }


def _pieces_received(root: etree._Element) -> Facts:
    letter = child(root, "InfosCourrierPref")
    on = day(attribute(root, "DateReception"))
    return {**_with_id(attribute(letter, "IDActe")), "on": on}


def _referred(root: etree._Element) -> Facts:
    joined = child(root, "PiecesJointes")
    return {
        **_with_id(attribute(root, "IDActe")),
        "on": day(text_of(root, "DateDepot")),
        "words": text_of(root, "NatureIllegalite"),
        "documents": _documents(joined, "PieceJointe") if joined is not None else (),
    }


def _cancelled(root: etree._Element) -> Facts:
    on = day(attribute(root, "DateReception"))
    return {**_with_id(attribute(root, "IDActe")), "on": on}


def _classification(root: etree._Element) -> Facts:
    on = day(text_of(root, "DateClassification"))
    return {"on": on, "classification_on": on}


READERS: Mapping[Message, Callable[[etree._Element], Facts]] = {
    Message.ACKNOWLEDGED: _acknowledged,
    Message.ACTE_ANOMALY: _acte_anomaly,
    Message.ENVELOPE_ANOMALY: _envelope_anomaly,
    Message.LETTER: _letter,
    Message.PIECES_ASKED: _letter,
    Message.PIECES_RECEIVED: _pieces_received,
    Message.REMARKS: _letter,
    Message.REFERRED: _referred,
    Message.CANCELLED: _cancelled,
    Message.CLASSIFICATION: _classification,
}


def _with_id(said: str) -> Facts:
    found = ActeId.parse(said)
    return {"said_id": said, "id": found, "siren": found.siren if found else ""}


def _anomaly(root: etree._Element) -> Facts:
    return {
        "on": day(text_of(root, "Date")),
        "code": text_of(root, "Nature"),
        "words": text_of(root, "Detail"),
    }


def _file(node: etree._Element | None) -> str:
    return base_name(text_of(node, "NomFichier")) if node is not None else ""


def _documents(root: etree._Element, name: str) -> tuple[str, ...]:
    files = (_file(one) for one in children(root, name))
    return tuple(file for file in files if file)


def _matiere(acte: etree._Element) -> Iterator[int]:
    """The codes of a matière; one that lacks a level in its middle stops there."""
    for depth in range(1, LEVELS + 1):
        code = _whole(attribute(child(acte, f"CodeMatiere{depth}"), "CodeMatiere"))
        if code is None:
            return
        yield code


def _whole(text: str) -> int | None:
    return int(text) if WHOLE.fullmatch(text) else None
