"""Judge one signature: what was signed, and who vouches for the signer."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.registry import TrustManager

from avenant_builder.french import short_date
from avenant_builder.model.signing import Integrity, Signature, Signer, Trust
from avenant_builder.signatures.identity import signer_of
from avenant_builder.signatures.opening import MISFORMED
from avenant_builder.signatures.trust import Anchors, TrustList

WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
OUTDATED = (
    *(AdESIndeterminate.EXPIRED, AdESIndeterminate.NOT_YET_VALID),
    *(AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED),
)
REVOKED = (
    *(AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE),
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vouched:
    """What one source of trust says."""

    status: PdfSignatureStatus
    trust: Trust
    says: str = ""


def verdict_on(aliases: list[EmbeddedPdfSignature], anchors: Anchors, *, day: date) -> Signature:
    """The verdicts on a signature, which may show in several fields; `day` ages the lists.

    What cannot be read is ``UNREADABLE``, never broken.
    """
    embedded, *others = aliases
    also = tuple(str(alias.field_name) for alias in others)
    known: dict[str, Any] = {"field": str(embedded.field_name), "others": also}
    known["seal"] = sha256(embedded.pkcs7_content).hexdigest()
    try:
        signer = signer_of(embedded.signer_cert)
    except (*MISFORMED, SignatureValidationError):
        signer = Signer()
    try:
        found = _vouched(embedded, anchors, day)
        integrity, says = _integrity(found.status, also)
        claimed, stamped, believed = _times(found.status)
    except (*MISFORMED, SignatureValidationError):
        return Signature(
            **known,
            signer=signer,
            integrity=Integrity.UNREADABLE,
            integrity_says="cette signature n’a pas pu être lue : cela ne dit pas qu’elle est "
            "fausse, ouvrez le fichier dans votre lecteur de PDF",
            trust=Trust.UNREADABLE,
        )
    return Signature(
        **known,
        signer=signer,
        integrity=integrity,
        integrity_says=says,
        trust=found.trust,
        trust_says=found.says,
        claimed=claimed,
        stamped=stamped,
        stamp_is_trusted=believed,
    )


def _vouched(embedded: EmbeddedPdfSignature, anchors: Anchors, day: date) -> _Vouched:
    """The best that the lists, then the roots, have to say."""
    for found in (one for one in anchors.lists if one.registry is not None):
        from pyhanko.sign.validation.qualified.tsp import TSPTrustManager

        status = _validated(embedded, anchors, TSPTrustManager(found.registry))
        if status.trusted:
            return _by_list(status, found, day)
    status = _validated(embedded, anchors, anchors.by_roots)
    if status.trusted:
        return _Vouched(status=status, trust=Trust.KNOWN, says=f"racine : {_root(status)}")
    trust, says = _doubt(status, anchors)
    return _Vouched(status=status, trust=trust, says=says)


def _validated(
    embedded: EmbeddedPdfSignature, anchors: Anchors, manager: TrustManager
) -> PdfSignatureStatus:
    """The status now; at the time of its stamp, if that is trusted and now is too late."""
    status = validate_pdf_signature(embedded, anchors.context(manager, None))
    if status.trusted:
        return status
    _, stamped, believed = _times(status)
    if stamped and believed:
        now = anchors.context(manager, None)
        then = anchors.context(manager, stamped)
        return validate_pdf_signature(embedded, then, ts_validation_context=now)
    return status


def _by_list(status: PdfSignatureStatus, found: TrustList, day: date) -> _Vouched:
    from pyhanko.sign.validation.qualified.assess import QualificationAssessor

    issued = f" du {short_date(found.issued)}" if found.issued else ""
    named = f"liste « {found.name} »{issued}"
    if found.is_old(day):
        until = f", à renouveler depuis le {short_date(found.until)}" if found.until else ""
        return _Vouched(status=status, trust=Trust.OLD_LIST, says=f"{named}{until}")
    try:
        assessor = QualificationAssessor(found.registry)
        assert status.validation_path is not None
        answer = assessor.check_entity_cert_qualified(status.validation_path)
        is_qualified = answer.status.qualified
    except MISFORMED:
        is_qualified = False
    return _Vouched(
        status=status, trust=Trust.QUALIFIED if is_qualified else Trust.KNOWN, says=named
    )


def _root(status: PdfSignatureStatus) -> str:
    assert status.validation_path is not None
    authority = status.validation_path.trust_anchor.authority
    return str(authority.name.native.get("common_name", authority.name.human_friendly))


def _doubt(status: PdfSignatureStatus, anchors: Anchors) -> tuple[Trust, str]:
    certificate = status.signing_cert
    if anchors.is_empty:
        return Trust.UNCHECKED, "ni racine ni liste de confiance n’est fournie"
    if certificate.self_issued:
        return Trust.UNKNOWN, "ce certificat a été fait par son titulaire lui-même"
    if status.revocation_details is not None or status.trust_problem_indic in REVOKED:
        return Trust.REVOKED, ""
    if status.trust_problem_indic in OUTDATED:
        until = short_date(certificate.not_valid_after.date())
        return Trust.EXPIRED, f"valable jusqu’au {until}, et l’heure n’est pas attestée"
    return Trust.UNKNOWN, f"émis par « {signer_of(certificate).issuer} »"


def _integrity(status: PdfSignatureStatus, others: tuple[str, ...]) -> tuple[Integrity, str]:
    if not status.intact or not status.valid:
        return Integrity.BROKEN, "ce qui a été signé a été changé depuis"
    if status.coverage not in WHOLE:
        return Integrity.BROKEN, "elle ne porte pas sur tout le document"
    if status.docmdp_ok is False and status.modification_level is None:
        return Integrity.DOUBTFUL, "ce qui a été ajouté ensuite n’a pas pu être compris"
    if status.modification_level is ModificationLevel.OTHER:
        if others:
            return Integrity.DOUBTFUL, "la même signature a été montrée dans un autre champ"
        return Integrity.DOUBTFUL, "le document a été changé après cette signature"
    return Integrity.INTACT, ""


def _times(status: Any) -> tuple[datetime | None, datetime | None, bool]:
    """What the signer's computer claims, what an authority stamped, and if that one is known."""
    stamp = status.timestamp_validity
    if stamp is None or not stamp.valid:
        return status.signer_reported_dt, None, False
    return status.signer_reported_dt, stamp.timestamp, bool(stamp.trusted)
