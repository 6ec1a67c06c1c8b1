"""How deposits for the préfecture are made: the table ``[actes]`` of ``avenant.toml``."""

from avenant_builder.files.toml import Table
from avenant_builder.model.deposit_settings import BodySettings, DepositSettings


def read_deposits(root: Table) -> DepositSettings:
    """What deposits say beside the registers; all of it may be absent until one is made.

    Faults join those of the file (R-LIRE-08, 09, 12, 14).
    """
    table = root.table("actes")
    if table is None:
        return DepositSettings()
    bodies = table.table("organismes")
    settings = DepositSettings(
        usual=_common(table),
        by_body=_by_body(bodies) if bodies else {},
        test=table.flag("essai"),
        classification=table.text("classification"),
        classification_on=table.day("classification_du"),
    )
    table.refuse_unknown()
    return settings


def _by_body(table: Table) -> dict[str, BodySettings]:
    found = {}
    for name in table.values:
        inner = table.table(name)
        if inner is not None:
            found[name] = _own(inner)
            inner.refuse_unknown()
    return found


def _common(table: Table) -> BodySettings:
    return BodySettings(
        operator=table.text("trigramme"),
        matiere=table.text("matiere"),
        subject=table.text("objet"),
        counter=table.whole("compteur", least=1),
    )


def _own(table: Table) -> BodySettings:
    """What one body may say besides: its own préfecture, the acte of the scheme, its contract."""
    common = _common(table)
    return BodySettings(
        operator=common.operator,
        matiere=common.matiere,
        subject=common.subject,
        counter=common.counter,
        department=table.text("departement"),
        previous=table.text("precedent"),
        contract_number=table.text("numero_contrat"),
        contract_on=table.day("date_contrat"),
    )
