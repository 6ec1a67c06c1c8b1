"""Who a certificate says its holder is; to be called in a guarded child only."""

import re
from typing import Any

from avenant_builder.model.signing import Signer
from avenant_builder.rules.siren import is_siren

SIREN = re.compile(r"(?<!\d)(\d{9})(?:\d{5})?(?!\d)", re.ASCII)
"""Alone or at the head of a SIRET: « NTRFR-214201873 » (ETSI EN 319 412-1, 5.1.4), « 0002
21420187300015 » (RGS, annexe A4)."""


def signer_of(certificate: Any) -> Signer:
    """The holder, as far as the subject tells."""
    subject = certificate.subject.native
    name = _text(subject, "common_name")
    if not name:
        name = f"{_text(subject, 'given_name')} {_text(subject, 'surname')}".strip()
    ids = [_text(subject, key) for key in ("organization_identifier", "organizational_unit_name")]
    found = [siren for text in ids for siren in SIREN.findall(text) if is_siren(siren)]
    issuer = certificate.issuer.native
    return Signer(
        name=name,
        organisation=_text(subject, "organization_name"),
        sirens=tuple(dict.fromkeys(found)),
        issuer=_text(issuer, "common_name") or _text(issuer, "organization_name"),
    )


def _text(subject: Any, key: str) -> str:
    value = subject.get(key, "")
    return " ; ".join(map(str, value)) if isinstance(value, list) else str(value)
