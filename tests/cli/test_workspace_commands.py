"""The commands that read a workspace: init, check, doctor, build."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from command_line import ROOT, avenant, plain

YEAR = str(date.today().year)  # noqa: DTZ011 -- as the command takes it


@pytest.fixture
def loire(tmp_path: Path) -> Path:
    """A copy of the Loire's workspace, to be broken at will."""
    target = tmp_path / "l’espace de la Loire"
    assert avenant("init", target, "--example", "loire").returncode == 0
    return target


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def tree(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_example_is_the_workspace_of_the_loire(loire: Path) -> None:
    for name in ("signatories.csv", "data/bodies.csv", "data/2019/avenant.toml"):
        assert (loire / name).read_bytes() == (ROOT / name).read_bytes()
    assert (loire / "templates/avenant.docx").is_file()
    assert not (loire / "data/evidence").exists()


def test_a_new_workspace_is_ready_to_be_filled(tmp_path: Path) -> None:
    done = avenant("init", "neuf", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    space = tmp_path / "neuf"
    for name in ("signatories.csv", "data/bodies.csv"):
        blank = (space / name).read_bytes()
        assert blank.startswith(b"\xef\xbb\xbf") and blank.endswith(b"\r\n")
        assert blank == (ROOT / name).read_bytes().partition(b"\n")[0] + b"\n"
    blank = (space / f"data/{YEAR}/structures.csv").read_bytes()
    assert blank == (ROOT / "data/2019/structures.csv").read_bytes().partition(b"\n")[0] + b"\n"
    assert "{annee}" not in (space / "README.md").read_text("utf-8")


def test_what_a_new_workspace_lacks_is_all_that_check_says(tmp_path: Path) -> None:
    avenant("init", "neuf", cwd=tmp_path)
    done = avenant("check", "--json", cwd=tmp_path / "neuf")
    problems = json.loads(done.stdout)["problemes"]
    assert {found["regle"] for found in problems if found["gravite"] == "erreur"} == {
        "R-SIEGE-10",
        "R-TXT-04",
        "R-MOD-05",
    }
    assert not [found for found in problems if found["regle"].startswith("R-LIRE")]


def test_init_ends_what_a_run_that_died_had_begun(tmp_path: Path, loire: Path) -> None:
    whole = tree(loire)
    (loire / "signatories.csv").unlink()
    (loire / "data/2019/journal.jsonl").unlink(missing_ok=True)
    (loire / "data/bodies.csv").rename(loire / "data/.bodies.csv-neuf")
    (loire / "data/.bodies.csv-verrou").write_text("", "utf-8")
    assert avenant("init", loire, "--example", "loire").returncode == 0
    assert tree(loire) == whole


@pytest.mark.parametrize("name", ["signatories.csv", "data/bodies.csv", "note-neuf"])
def test_init_leaves_a_folder_where_someone_has_worked(loire: Path, name: str) -> None:
    (loire / "signatories.csv").unlink()
    (loire / name).write_text("à moi", "utf-8")
    before = tree(loire)
    done = avenant("init", loire, "--example", "loire")
    assert done.returncode == 17
    assert "n’est pas un dossier vide" in plain(done.stderr)
    assert tree(loire) == before


def test_init_never_replaces_anything(tmp_path: Path) -> None:
    (tmp_path / "à moi.txt").write_text("précieux", "utf-8")
    done = avenant("init", tmp_path)
    assert done.returncode == 17
    assert "n’est pas un dossier vide" in plain(done.stderr)
    assert tree(tmp_path) == {"à moi.txt": "précieux".encode()}


def test_init_takes_an_empty_folder_where_one_stands(tmp_path: Path) -> None:
    assert avenant("init", ".", cwd=tmp_path).returncode == 0
    assert (tmp_path / "signatories.csv").is_file()


def test_init_in_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", "utf-8")
    done = avenant("init", tmp_path / "fichier" / "neuf")
    assert done.returncode == 17
    assert "ne peut pas être écrit" in done.stderr


def test_the_loire_checks_with_its_warnings() -> None:
    done = avenant("check")
    text = plain(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "[R-ORG-08]" in text and "[R-STR-01]" in text
    assert "14 structures sur 65 au registre" in text
    assert re.search(r"Avenant 2019 : \d+ avertissements, \d+ informations\.$", text.strip())


def test_strict_makes_warnings_block() -> None:
    done = avenant("check", "--strict")
    assert done.returncode == 10
    assert "« --strict » : les avertissements bloquent." in plain(done.stdout)


def test_check_in_json_is_one_object_of_the_same_problems() -> None:
    done = avenant("check", "--json")
    content = json.loads(done.stdout)
    assert (content["schema"], content["annee"], content["code"]) == (1, 2019, 0)
    body = next(found for found in content["problemes"] if found["regle"] == "R-ORG-08")
    assert body["fichier"] == "data/bodies.csv"
    assert body["colonne"] == "existe_au"
    assert body["ligne"] > 1


def test_all_faults_are_told_at_once_with_their_places(loire: Path) -> None:
    replace(loire / "data/bodies.csv", "214202186", "214202187")
    replace(loire / "signatories.csv", ";roanne;", ";rouanne;")
    replace(loire / "data/2019/avenant.toml", 'au = "31/12/2019"', 'au = "31/12/2018"')
    done = avenant("check", cwd=loire / "data")
    text = plain(done.stdout)
    assert done.returncode == 10
    assert re.search(r"data/bodies\.csv:\d+ « siren » : .* \[R-ORG-02\]", text)
    assert re.search(r"signatories\.csv:\d+ « organisme » : .* \[R-SIEGE-04\]", text)
    assert "Vouliez-vous dire « roanne » ?" in text
    assert "[R-PER-01]" in text


@pytest.mark.parametrize("command", ["check", "build", "status"])
def test_an_unreadable_register_has_its_own_code(loire: Path, command: str) -> None:
    (loire / "data/bodies.csv").write_bytes(b"\x00\x01\x02")
    done = avenant(command, cwd=loire)
    assert done.returncode == 11
    assert "bodies.csv" in done.stdout + done.stderr
    assert not (loire / "output").exists()


def test_a_missing_model_has_its_own_code(loire: Path) -> None:
    (loire / "templates/fiche.docx").unlink()
    done = avenant("check", cwd=loire)
    assert done.returncode == 12
    assert "fiche.docx" in done.stdout


def test_a_fault_of_a_fiche_does_not_hide_the_signatures(loire: Path) -> None:
    fiche = next((loire / "data/2019/fiches").glob("01-*.md"))
    fiche.write_text("Ni libellé ni valeur\n" + fiche.read_text("utf-8"), "utf-8")
    assert avenant("check", cwd=loire).returncode == 10
    done = avenant("status", cwd=loire)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_year_without_dossier_is_told() -> None:
    done = avenant("status", "--year", "2031")
    assert done.returncode == 11
    assert "2031" in done.stderr


def test_dry_run_names_the_results_and_writes_nothing(loire: Path) -> None:
    before = tree(loire)
    done = avenant("build", "--dry-run", cwd=loire)
    assert done.returncode == 0
    assert "avenant.docx" in done.stdout and "dossier.pdf" in done.stdout
    assert tree(loire) == before
    names = json.loads(avenant("build", "--dry-run", "--json", cwd=loire).stdout)["fichiers"]
    assert "manifeste.json" in names
    assert all(name in done.stdout for name in names)


def test_doctor_without_converter_says_what_to_install(tmp_path: Path) -> None:
    if any(Path(place).exists() for place in ("/Applications/LibreOffice.app",)):
        pytest.skip("le convertisseur ne peut pas être caché ici")
    done = avenant("doctor", cwd=tmp_path, AVENANT_SOFFICE=str(tmp_path / "rien"))
    assert done.returncode == 13
    assert re.search(r"^à faire +Convertisseur :.*\n +→ ", plain(done.stdout), re.M)


def test_doctor_on_a_machine_that_is_ready() -> None:
    done = avenant("doctor")
    assert done.returncode == 0
    assert re.search(r"^OK +Convertisseur : LibreOffice \d", plain(done.stdout), re.M)
    content = json.loads(avenant("doctor", "--json").stdout)
    assert {found["sujet"] for found in content["constats"]} >= {
        "Convertisseur",
        "Polices",
        "Espace de travail",
        "Droits d’écriture",
        "Disque",
        "Encodage",
    }


def test_doctor_changes_nothing(loire: Path) -> None:
    before = tree(loire)
    avenant("doctor", cwd=loire)
    assert tree(loire) == before
