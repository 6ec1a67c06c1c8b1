"""Read the table ``[relances]`` of ``avenant.toml``."""

from avenant_builder.files.encoding import quoted
from avenant_builder.files.toml import Table
from avenant_builder.french import did_you_mean
from avenant_builder.model.body import Category
from avenant_builder.model.reminder import ReminderSettings, Rhythm

FIRST, EVERY = "premiere_apres", "puis_tous_les"


def read_reminders(root: Table) -> ReminderSettings:
    """How people are reminded; what the table leaves out keeps its usual value.

    Faults join those of the file (R-LIRE-09, 10, 12, 14).
    """
    table = root.table("relances")
    if table is None:
        return ReminderSettings()
    usual = _rhythm(table, Rhythm())
    by_category, by_body = table.table("categories"), table.table("organismes")
    settings = ReminderSettings(
        rhythm=usual,
        by_category=_by_category(by_category, usual) if by_category else {},
        by_body=_by_name(by_body, usual) if by_body else {},
        sender=table.text("expediteur"),
        signature=table.text("signature"),
        contact=table.text("contact"),
    )
    table.refuse_unknown()
    return settings


def _by_category(table: Table, usual: Rhythm) -> dict[Category, Rhythm]:
    words = [category.value for category in Category]
    for word in table.values:
        if word not in words:
            guess = did_you_mean(word, words)
            table.fault("R-LIRE-10", word, f"{quoted(word)} n’est pas une catégorie", remedy=guess)
    found = _by_name(table, usual)
    return {category: found[category] for category in Category if category in found}


def _by_name(table: Table, usual: Rhythm) -> dict[str, Rhythm]:
    found = {}
    for name in table.values:
        inner = table.table(name)
        if inner is not None:
            found[name] = _rhythm(inner, usual)
            inner.refuse_unknown()
    return found


def _rhythm(table: Table, usual: Rhythm) -> Rhythm:
    first, every = table.whole(FIRST, least=1), table.whole(EVERY, least=1)
    return Rhythm(first or usual.first, every or usual.every)
