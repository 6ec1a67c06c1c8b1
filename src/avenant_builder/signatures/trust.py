"""Which authorities are believed, from files alone: no network is ever asked.

Roots are certificates in a folder. Lists are those of the EU (ETSI TS 119 612): the list of lists
is checked with the certificates that come with pyHanko, a national list with those that the list
of lists names, or with its operator's own, put beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleTrustManager, TrustManager

from avenant_builder.signatures.opening import MISFORMED

ROOTS, LISTS = "racines", "listes"
CERTIFICATES = (".pem", ".crt", ".cer", ".der")
LARGEST_LIST = 30_000_000
NEXT_UPDATE = re.compile(r"<(?:\w+:)?NextUpdate>\s*<(?:\w+:)?dateTime>(\d{4}-\d\d-\d\d)")
ISSUED = re.compile(r"<(?:\w+:)?ListIssueDateTime>(\d{4}-\d\d-\d\d)")
LIST_OF_LISTS = "EUlistofthelists"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """A list that was given as a file."""

    name: str
    issued: date | None
    until: date | None
    registry: Any = None
    """None: it was not believed, and `fault` says why."""
    fault: str = ""

    def is_old(self, day: date) -> bool:
        return self.until is None or self.until < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """All that may vouch for a signer."""

    roots: tuple[x509.Certificate, ...] = ()
    lists: tuple[TrustList, ...] = ()
    faults: tuple[str, ...] = ()
    """French sentences on the files that could not be used."""

    @property
    def is_empty(self) -> bool:
        return not self.roots and not any(found.registry for found in self.lists)

    def context(self, manager: TrustManager, moment: datetime | None) -> ValidationContext:
        return ValidationContext(trust_manager=manager, allow_fetching=False, moment=moment)

    @property
    def by_roots(self) -> TrustManager:
        return SimpleTrustManager.build(trust_roots=self.roots)


def read_anchors(folder: Path) -> Anchors:
    """The roots under ``racines/`` and the lists under ``listes/`` of a folder, if there."""
    roots, faults = _certificates(folder / ROOTS)
    operators, more = _certificates(folder / LISTS)
    texts = list(_texts(folder / LISTS))
    masters = [(name, text) for name, text in texts if LIST_OF_LISTS in text]
    named: list[x509.Certificate] = []
    for name, text in masters:
        try:
            named += _named_operators(text)
        except (SignatureValidationError, *MISFORMED):
            more.append(f"« {name} » : la signature de cette liste n’a pas pu être vérifiée")
    lists = [_list(*pair, [*operators, *named]) for pair in texts if pair not in masters]
    faults += [f"« {found.name} » : {found.fault}" for found in lists if found.fault]
    return Anchors(roots=tuple(roots), lists=tuple(lists), faults=(*faults, *more))


def _certificates(folder: Path) -> tuple[list[x509.Certificate], list[str]]:
    found, faults = [], []
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in (one for one in paths if one.suffix.lower() in CERTIFICATES):
        try:
            data = path.read_bytes()
            blocks = (
                [der for _, _, der in pem.unarmor(data, multiple=True)]
                if pem.detect(data)
                else [data]
            )
            new = [x509.Certificate.load(der, strict=True) for der in blocks]
            found += [one for one in new if one.subject.native is not None]
        except MISFORMED:
            faults.append(f"« {path.name} » n’est pas un certificat lisible")
    return found, faults


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.xml")) if folder.is_dir() else ():
        if path.stat().st_size <= LARGEST_LIST:
            yield path.name, path.read_text("utf-8-sig", errors="replace")


def _named_operators(text: str) -> list[x509.Certificate]:
    # Slow to load (0.7 s), and needed only where there is a list.
    from pyhanko.sign.validation.qualified.eutl_parse import validate_and_parse_lotl

    return [one for ref in validate_and_parse_lotl(text).references for one in ref.tlso_certs]


def _list(name: str, text: str, operators: Sequence[x509.Certificate]) -> TrustList:
    found = TrustList(name=name, issued=_day(ISSUED, text), until=_day(NEXT_UPDATE, text))
    if not operators:
        fault = "rien ne permet de vérifier cette liste : joignez la liste des listes de l’UE"
        return replace(found, fault=fault)
    from pyhanko.sign.validation.qualified.eutl_parse import trust_list_to_registry

    try:
        registry, _ = trust_list_to_registry(text, list(operators))
    except (SignatureValidationError, *MISFORMED):
        return replace(found, fault="sa signature n’a pas pu être vérifiée")
    return replace(found, registry=registry)


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    found = pattern.search(text)
    return date.fromisoformat(found[1]) if found else None
