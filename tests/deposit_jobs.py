"""Bordereaux and letters of invented deposits, for the tests of their models."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from avenant_builder.actes.archive import Written
from avenant_builder.actes.classification import NATIONAL
from avenant_builder.context import common_context
from avenant_builder.deposits.pack import Packed
from avenant_builder.deposits.papers import letter_job, signer_of, slip_job
from avenant_builder.model.body import Body
from avenant_builder.model.deposit import Deposit, Document, Profile
from avenant_builder.model.documents import FillJob
from avenant_builder.model.dossier import Dossier

SHA = "0123456789abcdef" * 4
LONG_SUBJECT = "Approbation de l’avenant, dont l’objet est long de quatre cent quatre-vingts " * 6


def a_document(**facts: object) -> Document:
    """The invented délibération."""
    document = Document(
        title="Délibération",
        typology="99_DE",
        name="deliberation.pdf",
        path=Path("deliberation.pdf"),
        sha256=SHA,
        size=1234567,
        pages=3,
    )
    return replace(document, **facts)  # type: ignore[arg-type]


def a_deposit(body: Body, **facts: object) -> Deposit:
    """The invented deposit of a body, ready to go."""
    deposit = Deposit(
        body=body,
        profile=Profile.DELIBERATION,
        department="042",
        acte_on=date(2019, 1, 31),
        number="DEL_2019_006",
        subject="Avenant n° 1 : approbation",
        matiere=(8, 2),
        previous="",
        classification_on=date(2019, 1, 2),
        operator="SLO",
        test=False,
        day=date(2019, 2, 4),
        counter=1,
        acte=a_document(),
        annexes=(a_document(title="Avenant n° 1"), a_document(title="Annexes de l’avenant")),
    )
    return replace(deposit, **facts)  # type: ignore[arg-type]


def deposit_jobs(dossier: Dossier, *, root: Path) -> Iterator[FillJob]:
    """A whole deposit, a draft of which nothing is known, one on paper with its letter."""
    common = common_context(dossier, root=root)
    body = replace(
        dossier.body("rive-de-gier"), address="Place inventée", contact="Ada", email="a@b.test"
    )
    signed = a_document(faults=(("signed", ""),))
    whole = a_deposit(body, acte=signed, subject=LONG_SUBJECT, previous="un identifiant")
    bare = a_deposit(
        dossier.body("forez-en-lyonnais"),
        acte_on=None,
        number="",
        matiere=(),
        classification_on=None,
        operator="",
        test=True,
        acte=None,
        annexes=(a_document(pages=None),),
    )
    written = Written(3703701, SHA)
    for number, (deposit, archive, draft, paper) in enumerate(
        (
            (whole, "SLO-EACT--214201865--20190204-1.tar.gz", False, False),
            (bare, "", True, False),
            (whole, "", False, True),
            (bare, "", True, True),
        )
    ):
        packed = Packed(
            deposit=deposit,
            folder=root,
            names=tuple(f"{rank}.pdf" for rank, _ in enumerate(deposit.documents, start=1)),
            messages=(),
            archive=archive,
            written=written if archive else None,
            draft=draft,
            paper=paper,
        )
        version = "" if draft else SHA
        yield slip_job(packed, common, NATIONAL, key=f"bordereau-{number}", version=version)
        if paper:
            signer = signer_of(dossier, deposit)
            yield letter_job(packed, common, dossier, key=f"transmission-{number}", signer=signer)
