"""Fixtures that make and fill small models."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document

from avenant_builder.model.documents import FillJob
from word_samples import FillOne, MakeJob, MakeModel, add_fiche_styles, finished, light_document


@pytest.fixture
def make_model(tmp_path: Path) -> MakeModel:
    """Write ``models/NAME`` with one paragraph for each text given, changed by `edit`."""

    def make(
        *texts: str,
        name: str = "lettre.docx",
        styles: bool = False,
        edit: Callable[[Document], object] = lambda document: None,
    ) -> Path:
        document = light_document()
        if styles:
            add_fiche_styles(document)
        for text in texts:
            document.add_paragraph(text)
        edit(document)
        folder = tmp_path / "models"
        folder.mkdir(exist_ok=True)
        document.save(str(folder / name))
        return folder / name

    return make


@pytest.fixture
def fill_one(make_model: MakeModel, tmp_path: Path) -> FillOne:
    """Fill a model made of the texts given."""

    def fill_it(context: Mapping[str, Any], *texts: str, **model: Any) -> Document:
        return finished(make_model(*texts, **model), context, tmp_path)

    return fill_it


@pytest.fixture
def make_job() -> MakeJob:
    """A document to make from ``lettre.docx``; its context is given by name."""

    def make(model: str = "lettre.docx", key: str = "lettre", **context: Any) -> FillJob:
        return FillJob(key=key, model=model, title="Lettre", context=context)

    return make
