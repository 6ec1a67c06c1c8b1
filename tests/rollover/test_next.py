"""The draft of the year after: what moves on, what becomes a gap, and what is never touched."""

import hashlib
import json
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.context import common_context
from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.avenant import SectionPolicy
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.period import Period
from avenant_builder.rollover.avenant import next_avenant, next_period
from avenant_builder.rollover.chain import Link, told
from avenant_builder.rollover.fiche import next_fiche
from built import copy_loire
from command_line import avenant, plain

TODAY = date(2019, 10, 1)
FICHE_3 = "fiches/03-usages-numeriques.md"


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(root: Path, year: int) -> Dossier:
    dossier, faults = read_dossier(root, year)
    assert dossier is not None, faults
    return dossier


@pytest.fixture
def space(tmp_path: Path) -> Path:
    return copy_loire(tmp_path / "espace")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_loire(tmp_path_factory.mktemp("suivant") / "espace")
    answer = avenant("--workspace", root, "next")
    assert answer.returncode == 0, answer.stderr
    return root


def test_number_period_and_year_move_on_and_2019_is_not_touched(drafted: Path) -> None:
    new = read(drafted, 2020).avenant
    assert (new.number, new.year, new.draft) == (2, 2020, True)
    assert new.period == Period(start=date(2020, 1, 1), end=date(2020, 12, 31))
    original = Path(__file__).parents[2] / "data/2019"
    assert hashes(drafted / "data/2019") == hashes(original)


def test_what_only_people_know_is_a_gap_beside_last_years_value(drafted: Path) -> None:
    gaps = read(drafted, 2020).avenant.to_complete
    assert list(gaps) == [
        "comite_de_pilotage",
        "structures.agreees_au",
        "structures.types.CS.nombre",
        "structures.types.EVS.nombre",
    ]
    text = (drafted / "data/2020/avenant.toml").read_text("utf-8")
    assert 'comite_de_pilotage = "[date à compléter]" # 2019 : 26/11/2018' in text
    assert 'nombre = "[nombre à compléter]" # 2019 : 47' in text


def test_comments_stay_and_the_first_one_moves_on(drafted: Path) -> None:
    old = (drafted / "data/2019/avenant.toml").read_text("utf-8").splitlines()
    new = (drafted / "data/2020/avenant.toml").read_text("utf-8").splitlines()
    assert new[0] == "# Avenant n° 2 au SDAVS de la Loire, pour l’année 2020."
    kept = [line for line in old if line.startswith("#")][1:]
    assert [line for line in new if line.startswith("#") and line in kept] == kept


def test_the_recital_names_the_scheme_and_the_avenant_before(drafted: Path) -> None:
    context = common_context(read(drafted, 2020), root=drafted)
    assert context["schema"]["annees_en_lettres"] == "2017 et 2018"
    assert context["schema"]["avenants"] == [
        {"numero": 1, "du": date(2019, 1, 1), "au": date(2019, 12, 31), "annee": 2019}
    ]


def test_each_section_does_what_avenant_toml_says(drafted: Path) -> None:
    [before] = [f for f in read(drafted, 2019).fiches if f.place.file.endswith(FICHE_3)]
    [after] = [f for f in read(drafted, 2020).fiches if f.place.file.endswith(FICHE_3)]
    old = {section.title: section.body for section in before.sections}
    new = {section.title: section.body for section in after.sections}
    assert after.rows == before.rows
    for kept in ("Constats/Origine de l'action", "Objectifs opérationnels", "Effets attendus"):
        assert [b.text for b in new[kept].blocks] == [b.text for b in old[kept].blocks]
    for emptied in ("Bilan de la mise en œuvre", "Bilan des indicateurs"):
        assert [b.text for b in new[emptied].blocks] == ["[bilan à compléter]"]
    reported = [b.text for b in new["Actualisation des objectifs pour 2019 : bilan"].blocks]
    asked = [b.text for b in old["Actualisation des objectifs pour 2019"].blocks]
    assert reported == [*asked, "[bilan à compléter]"]
    opened = new["Actualisation des objectifs pour 2020"].blocks
    assert [b.text for b in opened] == ["[objectifs à compléter]"]


def test_seats_are_unsigned_and_held_by_who_holds_them_then(space: Path) -> None:
    register = space / "signatories.csv"
    text = register.read_text("utf-8-sig")
    held = "AMBIERLE;11;ambierle;Pour la Ville d'Ambierle,;Le Maire,;;Raymonde;BRETTE;;;oui"
    assert held in text
    former = held.replace(";;;oui", ";;31/12/2019;oui")
    after = held.replace("Raymonde;BRETTE;;", "Personne;INVENTÉE;01/01/2020;")
    register.write_text(text.replace(held, f"{former}\n{after}"), "utf-8")
    assert avenant("--workspace", space, "next").returncode == 0
    dossier = read(space, 2020)
    [seat] = [seat for seat in dossier.seats if seat.id == "AMBIERLE"]
    tenure = seat.tenure_on(dossier.avenant.reference_day)
    assert tenure is not None
    assert tenure.last_name == "INVENTÉE"
    assert not (space / "data/2020/journal.jsonl").exists()
    answer = avenant("--workspace", space, "status", "--year", "2020", "--json")
    states = [seat["etat"] for seat in json.loads(answer.stdout)["sieges"]]
    assert len(states) == 20
    assert "signe" not in states


def test_an_ended_body_is_put_up_for_decision_with_its_successor(space: Path) -> None:
    answer = avenant("--workspace", space, "next", "--json")
    [ended] = json.loads(answer.stdout)["a_decider"]
    assert "Forez-en-Lyonnais" in ended["message"]
    assert "Forez-Est (200065894)" in ended["message"]
    assert "FOREZ-EN-LYONNAIS" in [seat.id for seat in read(space, 2020).seats]


def test_a_chain_that_is_not_signed_is_told(space: Path) -> None:
    answer = avenant("--workspace", space, "next")
    said = plain(answer.stderr)
    assert "n’est pas signé par tous" in said
    assert (
        "schéma (2017 et 2018) → avenant n° 1 (2019) : 0 / 20 signés → avenant n° 2 en préparation"
        in said
    )
    assert "ETAT (à envoyer)" in said


def test_twice_changes_nothing_that_was_typed_and_says_what_it_left(space: Path) -> None:
    assert avenant("--workspace", space, "next").returncode == 0
    typed = space / "data/2020" / FICHE_3
    typed.write_text(typed.read_text("utf-8").replace("[bilan à", "Un bilan écrit. [bilan à"))
    (space / "data/2020/fiches/02-formation-des-benevoles.md").unlink()
    before = hashes(space / "data")
    answer = avenant("--workspace", space, "next", "--json")
    said = json.loads(answer.stdout)
    assert hashes(space / "data") == before
    assert said["ecrits"] == []
    assert [one["fichier"] for one in said["laisses"] if one["modifie"]] == [f"data/2020/{FICHE_3}"]
    assert said["absents"] == ["data/2020/fiches/02-formation-des-benevoles.md"]
    words = plain(avenant("--workspace", space, "next").stdout)
    assert "data/2020 est déjà là : rien n’y est changé." in words
    assert f"{FICHE_3} : rempli ou corrigé à la main, gardé" in words


def test_what_lies_in_the_folder_before_is_left_and_the_rest_is_written(space: Path) -> None:
    (space / "data/2020").mkdir()
    own = space / "data/2020/structures.csv"
    shutil.copy(space / "data/2019/structures.csv", own)
    own.write_bytes(own.read_bytes() + b"evs-invente;EVS;Invention;;;;;;;;;invention\r\n")
    before = own.read_bytes()
    said = json.loads(avenant("--workspace", space, "next", "--json").stdout)
    assert own.read_bytes() == before
    assert said["laisses"] == [{"fichier": "data/2020/structures.csv", "modifie": True}]
    assert "data/2020/avenant.toml" in said["ecrits"]


@pytest.mark.parametrize(
    ("year", "says"),
    [("2022", "ne suit pas l’avenant de 2019"), ("2019", "aucun avenant arrêté avant 2019")],
)
def test_a_year_that_does_not_follow_is_refused(drafted: Path, year: str, says: str) -> None:
    answer = avenant("--workspace", drafted, "next", "--year", year)
    assert answer.returncode == 10
    assert says in plain(answer.stderr)
    assert not (drafted / "data/2022").exists()


def test_a_third_year_names_both_avenants_and_reports_once(drafted: Path) -> None:
    dossier = read(drafted, 2020)
    text = (drafted / "data/2020/avenant.toml").read_text("utf-8")
    titles_2020 = set(dossier.avenant.section_policies)
    made = next_avenant(text, dossier.avenant, new_year=2021, written=titles_2020)
    facts = tomllib.loads(made)
    assert [one["numero"] for one in facts["avenants_anterieurs"]] == [1, 2]
    titles = list(facts["fiches"]["sections"])
    assert "Actualisation des objectifs pour 2020 : bilan" in titles
    assert "Actualisation des objectifs pour 2021" in titles
    assert not any("2019" in title for title in titles)
    fiche = (drafted / "data/2020" / FICHE_3).read_text("utf-8")
    policies = dossier.avenant.section_policies
    again = next_fiche(fiche, policies, year=2020, new_year=2021)
    assert again.count(" : bilan\n") == 1


def test_what_was_never_written_is_not_reported_on(drafted: Path) -> None:
    text = (drafted / "data/2019/avenant.toml").read_text("utf-8")
    made = next_avenant(text, read(drafted, 2019).avenant, new_year=2020, written=())
    titles = list(tomllib.loads(made)["fiches"]["sections"])
    assert "Actualisation des objectifs pour 2020" in titles
    assert not any(title.endswith(": bilan") for title in titles)


def test_a_chain_signed_by_all_says_so() -> None:
    first = Link(year=2019, number=1, seats=20, signed=20, unsigned=())
    second = Link(year=2020, number=2, seats=20, signed=18, unsigned=("A (envoyé)", "B (refusé)"))
    assert told((first, second), (2018,), 3) == (
        "schéma (2018) → avenant n° 1 (2019) : signé par tous → avenant n° 2 (2020) : 18 / 20 "
        "signés → avenant n° 3 en préparation"
    )


@given(start=st.dates(date(1990, 1, 1), date(2090, 1, 1)), days=st.integers(27, 2000))
def test_the_next_period_follows_without_gap_and_is_as_long(start: date, days: int) -> None:
    period = Period(start=start, end=date.fromordinal(start.toordinal() + days))
    following = next_period(period)
    assert following.start.toordinal() == period.end.toordinal() + 1
    # Months are not all as long: three days at most by February, two by leap years.
    assert abs((following.end - following.start).days - days) <= 5


SECTION = st.text(
    st.characters(exclude_characters="#\n", exclude_categories=("C", "Z")), min_size=1
)


@given(st.dictionaries(SECTION, st.text("abé -\n*→", max_size=30), max_size=5))
def test_a_kept_section_loses_no_word(sections: dict[str, str]) -> None:
    text = "Axe : 1\n\n" + "\n\n".join(f"## {title}\n\n{body}" for title, body in sections.items())
    keep = dict.fromkeys(sections, SectionPolicy.KEEP)
    assert next_fiche(text, keep, year=1850, new_year=1851).split() == text.split()
