"""The names of an archive and of its files. Source: norme d'échange ACTES, as S²LOW checks it.

All of them repeat the identifier of the acte, or the body and the day: they are known before
anything is written.
"""

from avenant_builder.model.deposit import Deposit
from avenant_builder.naming import file_name

PRODUCTION, TEST = "EACT", "TACT"
ACTE_MESSAGE = "1-1"
"""Code of the message that carries an acte."""
MOST_A_DAY = 9999
DRAFT = "PROJET-"
"""What the name of an archive that is not to be deposited begins with."""
UNKNOWN_OPERATOR = "XXX"


def archive_name(deposit: Deposit, *, draft: bool = False) -> str:
    """« SLO-EACT--214201865--20190204-1.tar.gz »; a draft is named so that none is deposited."""
    operator = deposit.operator or UNKNOWN_OPERATOR
    return f"{DRAFT * draft}{operator}-{_envelope(deposit)}.tar.gz"


def envelope_name(deposit: Deposit) -> str:
    """« EACT--214201865--20190204-1.xml »: the archive's without operator and ending."""
    return f"{_envelope(deposit)}.xml"


def message_name(deposit: Deposit) -> str:
    """« 042-214201865-20190131-DEL_2019_006-DE-1-1_0.xml »."""
    return f"{deposit.id}-{ACTE_MESSAGE}_0.xml"


def document_names(deposit: Deposit) -> tuple[str, ...]:
    """« 99_DE-042-…-DE-1-1_1.pdf » for the acte, then ``_2`` and on for its annexes."""
    return tuple(
        f"{document.typology}-{deposit.id}-{ACTE_MESSAGE}_{rank}.pdf"
        for rank, document in enumerate(deposit.documents, start=1)
    )


def _envelope(deposit: Deposit) -> str:
    way = TEST if deposit.test else PRODUCTION
    day = deposit.day.isoformat().replace("-", "")
    return f"{way}--{deposit.body.siren}--{day}-{deposit.counter}"


def plain_names(deposit: Deposit) -> tuple[str, ...]:
    """« 1-deliberation.pdf »: what people read, where no operator does."""
    return tuple(
        f"{rank}-{file_name(document.title)}.pdf"
        for rank, document in enumerate(deposit.documents, start=1)
    )
