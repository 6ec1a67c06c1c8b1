"""The rules of the annexes."""

from collections.abc import Iterator

from avenant_builder.french import did_you_mean, fold, plural
from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.documents import PICTURE_ENDINGS, SUPPLIED_ENDINGS
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.places import at, key_of, repeated

ENDINGS = (*SUPPLIED_ENDINGS, *PICTURE_ENDINGS)
# What an office suite or an explorer leaves in a folder without being asked.
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


def annex_files_are_present(dossier: Dossier) -> Iterator[Problem]:
    for annex in dossier.avenant.annexes:
        if annex.kind is AnnexKind.FILE and annex.source not in dossier.supplied:
            yield RULES["R-ANX-01"].problem(
                at(annex.place, "fichier"),
                f"le fichier « {annex.source} » de l’annexe {annex.number} n’est pas dans le "
                "dossier « annexes »",
                remedy=did_you_mean(annex.source, sorted(dossier.supplied)),
            )


def annex_files_are_listed(dossier: Dossier) -> Iterator[Problem]:
    listed = {annex.source for annex in dossier.avenant.annexes if annex.kind is AnnexKind.FILE}
    for name in sorted(dossier.supplied - listed):
        if not name.startswith((".", "~$")) and name.lower() not in LEFT_BY_SYSTEMS:
            yield RULES["R-ANX-02"].problem(
                Place(f"data/{dossier.avenant.year}/annexes/{name}"),
                "ce fichier n’est pas annoncé : il ne sera pas joint à l’avenant",
            )


def annexes_are_listed_once(dossier: Dossier) -> Iterator[Problem]:
    annexes = dossier.avenant.annexes
    same_source = repeated(
        annexes,
        # Two maps may come from one model under two titles; a file or the fiches may not.
        key=lambda annex: (
            () if annex.kind is AnnexKind.MODEL else (annex.kind, annex.source.casefold())
        ),
    )
    same_title = repeated(annexes, key=lambda annex: fold(annex.title))
    told = set()
    for first, again in (*same_source, *same_title):
        if again.number not in told:
            told.add(again.number)
            yield RULES["R-ANX-03"].problem(
                at(again.place, "annexes"),
                f"l’annexe {again.number}, « {again.title} », est déjà l’annexe {first.number}",
            )


def fiches_annex_has_fiches(dossier: Dossier) -> Iterator[Problem]:
    for annex in dossier.avenant.annexes:
        if annex.kind is AnnexKind.FICHES and not dossier.fiches:
            yield RULES["R-ANX-04"].problem(
                at(annex.place, "fiches"), f"l’annexe {annex.number} n’a aucune fiche"
            )


def fiches_are_annexed(dossier: Dossier) -> Iterator[Problem]:
    kinds = {annex.kind for annex in dossier.avenant.annexes}
    if dossier.fiches and AnnexKind.FICHES not in kinds:
        count = plural(len(dossier.fiches), "fiche écrite", "fiches écrites")
        yield RULES["R-ANX-05"].problem(
            key_of(dossier.avenant, "annexes"),
            f"{count}, et aucune annexe ne les prend",
        )


def annex_files_have_a_known_form(dossier: Dossier) -> Iterator[Problem]:
    for annex in dossier.avenant.annexes:
        if annex.kind is AnnexKind.FILE and not annex.source.lower().endswith(ENDINGS):
            yield RULES["R-ANX-06"].problem(
                at(annex.place, "fichier"),
                f"« {annex.source} » n’est ni un PDF, ni un TIFF, ni une image PNG ou JPEG",
            )


ANNEX_CHECKS = (
    annex_files_are_present,
    annex_files_are_listed,
    annexes_are_listed_once,
    fiches_annex_has_fiches,
    fiches_are_annexed,
    annex_files_have_a_known_form,
)
