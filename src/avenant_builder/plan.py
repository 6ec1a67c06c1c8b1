"""Decide what is made, under which names and in which order. Touches no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avenant_builder.charting import plan_chart
from avenant_builder.context import annex_context, common_context, fiche_context, signature_blocks
from avenant_builder.french import with_de
from avenant_builder.model.avenant import Annex, AnnexKind
from avenant_builder.model.documents import (
    PICTURE_ENDINGS,
    BundlePlan,
    ContentsLine,
    Entry,
    FillJob,
    Plan,
    SuppliedPart,
)
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Fiche

AVENANT = "avenant"
FICHE_MODEL = "fiche.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnnexPlan:
    """What one annex becomes: documents to fill, or a PDF taken as it is."""

    jobs: tuple[FillJob, ...] = ()
    supplied: tuple[SuppliedPart, ...] = ()
    entries: tuple[Entry, ...] = ()


def plan_build(dossier: Dossier, *, root: Path) -> Plan:
    """List the documents and bundles of a build, in the order in which they are bound.

    `root` is the workspace: joined to the names of pictures, never read.
    """
    number = dossier.avenant.number
    chart, said = plan_chart(dossier)
    common = common_context(dossier, root=root, chart=said)
    title = f"Avenant n° {number}"
    avenant = FillJob(key=AVENANT, model="avenant.docx", title=title, context=titled(common, title))
    annexes = [_plan_annex(dossier, annex, common, root=root) for annex in dossier.avenant.annexes]
    entries = tuple(entry for annex in annexes for entry in annex.entries)
    parts = tuple(dict.fromkeys(entry.target for entry in entries))
    bundles = [
        BundlePlan(
            key="dossier",
            title=f"Avenant n° {number} et ses annexes" if parts else title,
            front="couverture.docx",
            parts=(AVENANT, *parts),
            entries=(Entry(title=title, level=1, target=AVENANT), *entries),
        )
    ]
    if parts:
        annexes_bundle = BundlePlan(
            key="annexes",
            title=f"Annexes à l’avenant n° {number}",
            front="annexes.docx",
            parts=parts,
            entries=entries,
        )
        bundles.insert(0, annexes_bundle)
    return Plan(
        jobs=(avenant, *(job for annex in annexes for job in annex.jobs)),
        supplied=tuple(part for annex in annexes for part in annex.supplied),
        bundles=tuple(bundles),
        blocks=signature_blocks(dossier),
        chart=chart,
    )


def front_key(bundle: BundlePlan) -> str:
    """Key of the front pages of a bundle, among its parts."""
    return f"{bundle.key}-sommaire"


def front_job(plan: Plan, bundle: BundlePlan, first_pages: Mapping[str, int]) -> FillJob:
    """The cover and contents of a bundle, from the number of the first page of each part.

    A part whose page is not known yet prints « 0 »: names can so be checked beforehand.
    """
    lines = [
        {
            "niveau": entry.level,
            "ligne": ContentsLine(
                title=entry.title, page=str(first_pages.get(entry.target, 0)), target=entry.target
            ),
        }
        for entry in bundle.entries
    ]
    context = titled(plan.jobs[0].context, bundle.title)
    return FillJob(
        key=front_key(bundle),
        model=bundle.front,
        title=bundle.title,
        context={**context, "sommaire": lines},
    )


def titled(context: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    """The context with the title of one document in it."""
    return {**context, "document": {"titre": title}}


def _plan_annex(
    dossier: Dossier, annex: Annex, common: Mapping[str, Any], *, root: Path
) -> _AnnexPlan:
    title = f"Annexe {annex.number} – {annex.title}"
    key = f"annexe-{annex.number}"
    whole = Entry(title=title, level=1, target=key)
    if annex.kind is AnnexKind.FICHES:
        return _plan_fiches(dossier, title, common)
    path = f"data/{dossier.avenant.year}/annexes/{annex.source}"
    if annex.kind is AnnexKind.FILE and not annex.source.lower().endswith(PICTURE_ENDINGS):
        part = SuppliedPart(key=key, path=path, title=title)
        return _AnnexPlan(supplied=(part,), entries=(whole,))
    if annex.kind is AnnexKind.FILE:
        model, picture = "annexe-image.docx", root / path
    else:
        model, picture = annex.source, None
    context = annex_context(titled(common, title), annex, picture=picture)
    job = FillJob(key=key, model=model, title=title, context=context)
    return _AnnexPlan(jobs=(job,), entries=(whole,))


def fiche_origin(dossier: Dossier, fiche: Fiche) -> dict[str, str]:
    """What the document of a fiche keeps of where it comes from."""
    avenant = dossier.avenant
    return {
        "schema": f"{avenant.scheme.acronym} {with_de(avenant.scheme.territory)}",
        "annee": str(avenant.year),
        "fiche": fiche.place.file.rpartition("/")[2],
    }


def _plan_fiches(dossier: Dossier, annex_title: str, common: Mapping[str, Any]) -> _AnnexPlan:
    jobs = []
    for fiche in dossier.fiches:
        title = f"Fiche {fiche.number} – {fiche.group}"
        context = fiche_context(titled(common, title), fiche)
        jobs.append(
            FillJob(
                key=f"fiche-{fiche.number}",
                model=FICHE_MODEL,
                title=title,
                context=context,
                origin=fiche_origin(dossier, fiche),
            )
        )
    whole = [Entry(title=annex_title, level=1, target=job.key) for job in jobs[:1]]
    entries = [Entry(title=job.title, level=2, target=job.key) for job in jobs]
    return _AnnexPlan(jobs=tuple(jobs), entries=(*whole, *entries))
