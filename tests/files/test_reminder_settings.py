"""The table ``[relances]``: what it says, what it leaves out, what is wrong in it. All invented."""

from pathlib import Path

import pytest

from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.body import Body, Category
from avenant_builder.model.reminder import ReminderSettings, Rhythm
from builders import a_body
from small_workspace import YEAR, write_workspace

TOML = "data/2024/avenant.toml"


def read(root: Path, table: str) -> tuple[ReminderSettings, list[tuple[str, str, str]]]:
    """The settings of a workspace with that table, and the faults: rule, key, message."""
    path = write_workspace(root) / TOML
    path.write_text(f"{path.read_text('utf-8')}\n{table}\n", "utf-8")
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    faults = [(found.rule, found.place.column, found.message) for found in problems]
    return dossier.avenant.reminders, faults


def test_without_a_table_the_rhythm_is_fifteen_then_ten(tmp_path: Path) -> None:
    settings, faults = read(tmp_path, "")
    assert not faults
    assert settings == ReminderSettings() and settings.rhythm == Rhythm(15, 10)


def test_a_category_and_a_body_have_their_own_rhythm(tmp_path: Path) -> None:
    settings, faults = read(
        tmp_path,
        """
        [relances]
        premiere_apres = 20
        expediteur = "amis"
        signature = "La Présidente"
        contact = "Zoé ŒUVRARD, 00 00 00 00 00"
        [relances.categories.association]
        puis_tous_les = 7
        [relances.organismes.ville]
        premiere_apres = 3
        """,
    )
    assert not faults
    assert (settings.sender, settings.signature) == ("amis", "La Présidente")
    assert settings.contact == "Zoé ŒUVRARD, 00 00 00 00 00"
    rhythms: dict[Body, Rhythm] = {
        a_body(): Rhythm(20, 7),
        a_body(id="ville"): Rhythm(3, 10),
        a_body(category=Category.CAF): Rhythm(20, 10),
    }
    assert {body: settings.rhythm_of(body) for body in rhythms} == rhythms


@pytest.mark.parametrize(
    ("table", "rule", "key", "words"),
    [
        ("[relances]\npremiere_apres = 0", "R-LIRE-09", "relances.premiere_apres", "1 ou plus"),
        ("[relances]\npremiere_apres = '15'", "R-LIRE-14", "relances.premiere_apres", "entier"),
        ("[relances]\npremiere = 15", "R-LIRE-12", "relances.premiere", "clé inconnue"),
        (
            "[relances.categories.communes]\npuis_tous_les = 5",
            "R-LIRE-10",
            "relances.categories.communes",
            "« communes » n’est pas une catégorie",
        ),
        (
            "[relances.organismes.ville]\njours = 5",
            "R-LIRE-12",
            "relances.organismes.ville.jours",
            "clé inconnue",
        ),
    ],
)
def test_a_fault_is_told_at_its_key(
    tmp_path: Path, table: str, rule: str, key: str, words: str
) -> None:
    _, [(found, place, message)] = read(tmp_path, table)
    assert (found, place) == (rule, key)
    assert words in message
