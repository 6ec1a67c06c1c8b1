"""The table ``[actes]``: what it says, what it leaves out, what is wrong in it. All invented."""

from datetime import date
from pathlib import Path

import pytest

from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.deposit_settings import BodySettings, DepositSettings
from avenant_builder.rules.bodies import deposits_name_known_bodies
from small_workspace import YEAR, write_workspace

TOML = "data/2024/avenant.toml"


def read(root: Path, table: str) -> tuple[DepositSettings, list[tuple[str, str]]]:
    """The settings of a workspace with that table, and the faults: rule, key."""
    path = write_workspace(root) / TOML
    path.write_text(f"{path.read_text('utf-8')}\n{table}\n", "utf-8")
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    found = [*problems, *deposits_name_known_bodies(dossier)]
    return dossier.avenant.deposits, [(one.rule, one.place.column) for one in found]


def test_without_a_table_nothing_is_known(tmp_path: Path) -> None:
    assert read(tmp_path, "") == (DepositSettings(), [])


def test_a_whole_table(tmp_path: Path) -> None:
    settings, faults = read(
        tmp_path,
        """
        [actes]
        trigramme = "abc"
        matiere = "8.2"
        compteur = 3
        essai = true
        classification = "data/classification.xml"
        classification_du = "2 janvier 2024"
        [actes.organismes.amis]
        objet = "Autre"
        departement = "69"
        precedent = "042-000000000-20170101-A-DE"
        numero_contrat = "C1"
        date_contrat = "03/02/2024"
        """,
    )
    assert not faults
    assert settings == DepositSettings(
        usual=BodySettings(operator="abc", matiere="8.2", counter=3),
        by_body={
            "amis": BodySettings(
                subject="Autre",
                department="69",
                previous="042-000000000-20170101-A-DE",
                contract_number="C1",
                contract_on=date(2024, 2, 3),
            )
        },
        test=True,
        classification="data/classification.xml",
        classification_on=date(2024, 1, 2),
    )
    assert settings.of("amis").operator == "abc" and settings.of("autre").previous == ""


@pytest.mark.parametrize(
    ("table", "rule", "key"),
    [
        ('[actes]\ntrigrame = "SLO"', "R-LIRE-12", "actes.trigrame"),
        ("[actes]\ncompteur = 0", "R-LIRE-09", "actes.compteur"),
        ('[actes]\nclassification_du = "hier"', "R-LIRE-08", "actes.classification_du"),
        ('[actes]\nessai = "oui"', "R-LIRE-14", "actes.essai"),
        ("[actes.organismes.amis]\nessai = true", "R-LIRE-12", "actes.organismes.amis.essai"),
        ('[actes.organismes.ami]\nobjet = "x"', "R-DEP-22", "actes.organismes.ami"),
    ],
)
def test_what_is_wrong_names_its_key(tmp_path: Path, table: str, rule: str, key: str) -> None:
    assert read(tmp_path, table)[1] == [(rule, key)]
