"""The files that a deposit takes: the text as it was frozen, the acte as it was received."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from avenant_builder.errors import WorkspaceMissing
from avenant_builder.files.manifest import MANIFEST, fingerprint, read_manifest
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import find, is_intact
from avenant_builder.model.avenant import Annex, AnnexKind, Avenant
from avenant_builder.model.deposit import Document
from avenant_builder.model.event import Event
from avenant_builder.pdf.deposited import PdfFacts, look_into
from avenant_builder.snapshot import RESULT, frozen_events

AVENANT, ANNEXES = "avenant.pdf", "annexes.pdf"
FRONT = "annexes-sommaire"
FICHE = "fiche-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The avenant and its annexes, as the files of a deposit."""

    avenant: Document | None
    annexes: Document | None
    frozen: bool
    version: str
    """SHA-256 of the words; empty: not frozen."""
    missing: tuple[str, ...] = ()
    """Titles of annexes that are announced and not there."""
    unannounced: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that there are."""
        return tuple(one for one in (self.avenant, self.annexes) if one is not None)


def text_of(root: Path, avenant: Avenant, events: Sequence[Event]) -> Text:
    """The text of a year: as it was frozen, else as it was last built.

    Raises ``Tampered`` where a frozen file is not what was recorded.
    """
    titles = {AVENANT: f"Avenant n° {avenant.number}", ANNEXES: "Annexes de l’avenant"}
    frozen = frozen_events(events)
    if frozen:
        event = frozen[-1]
        facts = json.loads(kept(root, event.facts[RESULT + MANIFEST], MANIFEST).read_bytes())
        paths = {
            name: kept(root, event.facts[RESULT + name], name)
            for name in titles
            if RESULT + name in event.facts
        }
    else:
        folder = root / "output" / str(avenant.year)
        facts = read_manifest(folder) or {}
        built = {entry["nom"] for entry in facts.get("fichiers", ())}
        paths = {name: folder / name for name in titles if name in built}
        paths = {name: path for name, path in paths.items() if path.is_file()}
    known = frozen[-1].facts if frozen else {}
    documents = {
        name: document(path, titles[name], name=name, sha256=known.get(RESULT + name, ""))
        for name, path in paths.items()
    }
    missing, unannounced = _differences(avenant.annexes, _bound(facts))
    return Text(
        avenant=documents.get(AVENANT),
        annexes=documents.get(ANNEXES),
        frozen=bool(frozen),
        version=frozen[-1].version if frozen else "",
        missing=missing,
        unannounced=unannounced,
    )


def acte_of_event(root: Path, event: Event | None, title: str) -> Document | None:
    """The pièce of a fact as a document; None where it has none. Raises ``Tampered``."""
    if event is None or not event.evidence:
        return None
    path = kept(root, event.evidence, event.evidence_name)
    name = event.evidence_name or path.name
    return document(path, title, name=name, sha256=event.evidence)


def given(path: Path, title: str) -> Document:
    """A file that the user names. Raises ``WorkspaceMissing`` where it cannot be read."""
    try:
        return document(path, title, name=path.name)
    except OSError as fault:
        raise WorkspaceMissing(
            f"« {path} » ne peut pas être lu",
            remedy="Vérifiez ce chemin : un fichier PDF, que vous pouvez ouvrir.",
        ) from fault


def document(path: Path, title: str, *, name: str, sha256: str = "") -> Document:
    """A file as a document, not looked into yet; `sha256` where it is known and was checked."""
    return Document(
        title=title,
        typology="",
        name=name,
        path=path,
        sha256=sha256 or fingerprint(path),
        size=path.stat().st_size,
    )


def kept(root: Path, sha256: str, name: str) -> Path:
    """A pièce, intact. Raises ``Tampered``."""
    path = find(root, sha256)
    if path is None or not is_intact(path):
        lost = "manque dans" if path is None else "n’est plus la même dans"
        raise Tampered(
            f"la pièce « {name} » {lost} data/evidence",
            remedy=f"Remettez-la d’après votre sauvegarde : son nom commence par {sha256[:12]}.",
        )
    return path


def looked_into(documents: Iterable[Document]) -> Mapping[str, PdfFacts]:
    """What is in each file, by its hash: the text of all deposits is looked into once."""
    by_hash = {one.sha256: one.path for one in documents}
    facts = look_into(list(by_hash.values()))
    return {sha256: facts[path] for sha256, path in by_hash.items()}


def with_facts(document: Document, facts: Mapping[str, PdfFacts], *, typology: str) -> Document:
    """A document with what was found in it, under its typology."""
    found = facts[document.sha256]
    return replace(document, typology=typology, pages=found.pages, faults=found.faults)


def _bound(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the parts of the annexes, as the manifest of a build tells them."""
    bundles = facts.get("recueils", ())
    parts: Mapping[str, int] = next(
        (one["premieres_pages"] for one in bundles if one["nom"] == ANNEXES), {}
    )
    return tuple(key for key in parts if key != FRONT)


def _differences(
    annexes: Sequence[Annex], bound: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles announced and not bound, keys bound and not announced."""
    missing, announced = [], set()
    for annex in annexes:
        is_fiches = annex.kind is AnnexKind.FICHES
        own = [
            key
            for key in bound
            if (key.startswith(FICHE) if is_fiches else key == f"annexe-{annex.number}")
        ]
        announced.update(own)
        if not own:
            missing.append(annex.title)
    return tuple(missing), tuple(key for key in bound if key not in announced)
