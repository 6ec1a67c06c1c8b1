"""Invented documents, converted once a session by the real engine."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from avenant_builder.pdf.assemble import assemble
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.finish import finish
from avenant_builder.pdf.office import convert
from avenant_builder.pdf.parts import Bundle, Part
from pdf_samples import (
    CONTENTS,
    DAY,
    ENTRIES,
    SIGNATURES,
    TITLE,
    front_document,
    sample_document,
    signature_document,
)


@pytest.fixture(scope="session")
def sample_pdfs(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Finished PDFs by name."""
    folder = tmp_path_factory.mktemp("parts")
    documents = {
        "sommaire": front_document("Dossier inventé", CONTENTS),
        "avenant": sample_document("Avenant n° 1", pages=2, align="right"),
        "fiche-1": sample_document("Fiche 1", pages=1),
        "fiche-2": sample_document(
            "Fiche 2", pages=10, align="left", before="Suite inventée – page "
        ),
        "sans-pied": sample_document("Sans pied", pages=1, align=""),
        "tabulations": sample_document(
            "Tabulations", pages=2, align="left", before="Vu page 2\t\tpage "
        ),
        "signatures": signature_document(SIGNATURES),
        "signatures-coupees": signature_document(SIGNATURES, gap=40),
    }
    for name, document in documents.items():
        document.save(str(folder / f"{name}.docx"))
    paths = [folder / f"{name}.docx" for name in documents]
    pdfs = convert(paths, engine=engine, target=folder / "pdf", work=folder / "work")
    for name, pdf in zip(documents, pdfs, strict=True):
        finish(pdf, title=name, dated=DAY)
    return dict(zip(documents, pdfs, strict=True))


@pytest.fixture(scope="session")
def sample_parts(sample_pdfs: Mapping[str, Path]) -> tuple[Part, ...]:
    """A front page, the avenant and two fiches."""
    titles = {"sommaire": "Sommaire", "avenant": "Avenant n° 1"}
    return tuple(
        Part(key=key, path=sample_pdfs[key], title=titles.get(key, key))
        for key in ("sommaire", "avenant", "fiche-1", "fiche-2")
    )


@pytest.fixture(scope="session")
def sample_bundle(
    sample_parts: tuple[Part, ...], tmp_path_factory: pytest.TempPathFactory
) -> Bundle:
    """Those parts, assembled."""
    target = tmp_path_factory.mktemp("bundle") / "dossier.pdf"
    return assemble(sample_parts, ENTRIES, target=target, title=TITLE, dated=DAY)
