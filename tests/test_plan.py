"""The plan: what is made, in which order, under which names."""

from pathlib import Path

from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.documents import ContentsLine, Picture, Plan
from avenant_builder.plan import front_job, plan_build
from builders import a_dossier, a_fiche, an_annex, an_avenant

ROOT = Path("espace")


def mixed_plan() -> Plan:
    """Two fiches, an annex of each other kind."""
    annexes = (
        an_annex(number=1, title="Fiches"),
        an_annex(number=2, title="Carte", kind=AnnexKind.MODEL, source="carte.docx"),
        an_annex(number=3, title="Plan", kind=AnnexKind.FILE, source="plan.PNG"),
        an_annex(number=4, title="Convention", kind=AnnexKind.FILE, source="convention.pdf"),
    )
    fiches = (a_fiche(number=1, group="Un"), a_fiche(number=2, group="Deux"))
    return plan_build(a_dossier(avenant=an_avenant(annexes=annexes), fiches=fiches), root=ROOT)


def test_documents_stand_in_the_order_in_which_they_are_bound() -> None:
    plan = mixed_plan()
    assert [(job.key, job.model) for job in plan.jobs] == [
        ("avenant", "avenant.docx"),
        ("fiche-1", "fiche.docx"),
        ("fiche-2", "fiche.docx"),
        ("annexe-2", "carte.docx"),
        ("annexe-3", "annexe-image.docx"),
    ]
    assert [part.path for part in plan.supplied] == ["data/2019/annexes/convention.pdf"]
    annexes, dossier = plan.bundles
    assert annexes.parts == ("fiche-1", "fiche-2", "annexe-2", "annexe-3", "annexe-4")
    assert dossier.parts == ("avenant", *annexes.parts)


def test_the_contents_name_each_annex_and_each_fiche() -> None:
    annexes, _ = mixed_plan().bundles
    assert [(entry.level, entry.title, entry.target) for entry in annexes.entries] == [
        (1, "Annexe 1 – Fiches", "fiche-1"),
        (2, "Fiche 1 – Un", "fiche-1"),
        (2, "Fiche 2 – Deux", "fiche-2"),
        (1, "Annexe 2 – Carte", "annexe-2"),
        (1, "Annexe 3 – Plan", "annexe-3"),
        (1, "Annexe 4 – Convention", "annexe-4"),
    ]


def test_the_front_pages_carry_the_true_numbers() -> None:
    plan = mixed_plan()
    job = front_job(plan, plan.bundles[1], {"avenant": 3, "fiche-1": 7, "fiche-2": 9})
    lines = [line["ligne"] for line in job.context["sommaire"]]
    assert lines[0] == ContentsLine("Avenant n° 1", "3", "avenant")
    assert [line.page for line in lines[:4]] == ["3", "7", "7", "9"]
    assert job.context["document"] == {"titre": "Avenant n° 1 et ses annexes"}


def test_a_picture_goes_into_a_page_of_its_own_with_words_for_those_who_cannot_see_it() -> None:
    picture = mixed_plan().jobs[-1].context["image"]
    assert isinstance(picture, Picture)
    assert picture.path == ROOT / "data/2019/annexes/plan.PNG"
    assert picture.description == "Plan"


def test_without_annexes_there_is_no_annex_bundle() -> None:
    plan = plan_build(a_dossier(avenant=an_avenant(annexes=())), root=ROOT)
    assert [bundle.key for bundle in plan.bundles] == ["dossier"]
    assert plan.results == ("avenant.docx", "avenant.pdf", "dossier.pdf")


def test_results_are_each_document_twice_then_the_bundles() -> None:
    assert mixed_plan().results[-4:] == (
        "annexe-3.docx",
        "annexe-3.pdf",
        "annexes.pdf",
        "dossier.pdf",
    )
