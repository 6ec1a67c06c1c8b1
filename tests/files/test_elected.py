"""The Répertoire national des élus in its six shapes; but for two real files, all is invented."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from avenant_builder.errors import WrongFile
from avenant_builder.files.elected import read_elected
from avenant_builder.model.elected import Office
from avenant_builder.model.seat import Tenure
from avenant_builder.rules.elected import same_person
from builders import a_tenure
from built import copy_loire
from command_line import avenant, plain

REAL = Path(__file__).parents[3] / "shared/reference/rne"
OLD_MAYORS = (
    "Code du département (Maire)|Libellé de département (Maires)|Code Insee de la commune|"
    "Libellé de la commune|Nom de l'élu|Prénom de l'élu|Code sexe|Date de naissance|"
    "Code profession|Libellé de la profession|Date de début du mandat|Date de début de la fonction"
)
MAYORS = (
    "Code du département|Libellé du département|Code de la collectivité à statut particulier|"
    "Libellé de la collectivité à statut particulier|Code de la commune|Libellé de la commune|"
    "Nom de l'élu|Prénom de l'élu|Code sexe|Date de naissance|"
    "Code de la catégorie socio-professionnelle|Libellé de la catégorie socio-professionnelle|"
    "Date de début du mandat|Date de début de la fonction"
)
INTERCOMMUNAL = (
    "Code du département|Libellé du département|Code de la collectivité à statut particulier|"
    "Libellé de la collectivité à statut particulier|N° SIREN|Libellé de l'EPCI|"
    "Code de la commune de rattachement|Libellé de la commune de rattachement|Nom de l'élu|"
    "Prénom de l'élu|Code sexe|Date de naissance|Code de la catégorie socio-professionnelle|"
    "Libellé de la catégorie socio-professionnelle|Date de début du mandat|"
    "Libellé de la fonction|Date de début de la fonction"
)
DEPARTMENTAL = (
    "Code du département|Libellé du département|Code du canton|Libellé du canton|Nom de l'élu|"
    "Prénom de l'élu|Code sexe|Date de naissance|Code de la catégorie socio-professionnelle|"
    "Libellé de la catégorie socio-professionnelle|Date de début du mandat|"
    "Libellé de la fonction|Date de début de la fonction"
)
BIRTH = "14/07/1951"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file of mayors was published one year."""

    vintage: str
    separator: str
    encoding: str
    end: str
    header: str
    row: str
    title: bool = False


OLD_ROW = f"42|LOIRE|187|Roanne|INVENTÉE|Éléonore|F|{BIRTH}|1|x|23/3/2014|30/3/2014"
ROW = "42|Loire|||42187|Roanne|INVENTÉE|Éléonore|F|{}|1|x|{}|{}"
FRENCH = ROW.format(BIRTH, "23/03/2014", "30/03/2014")
ISO = ROW.format("1951-07-14", "2014-03-23", "2014-03-30")
SHAPES = (
    Shape("2019", "\t", "cp1252", "\r\n", OLD_MAYORS, OLD_ROW, title=True),
    Shape("2021", "\t", "utf-8", "\n", MAYORS, FRENCH),
    Shape("2022", ";", "cp1252", "\n", MAYORS, FRENCH),
    Shape("2023", ",", "utf-8", "\n", MAYORS, FRENCH),
    Shape("2024", ";", "utf-8", "\r\n", MAYORS, FRENCH),
    Shape("2026", ";", "utf-8-sig", "\r\n", MAYORS, ISO),
)


def write(path: Path, *lines: str, separator: str = ";", encoding: str = "utf-8") -> Path:
    text = "\n".join(lines).replace("|", separator)
    path.write_bytes(f"{text}\n".encode(encoding))
    return path


def publish(shape: Shape, path: Path) -> Path:
    lines = [*(["Titre du rapport"] if shape.title else []), shape.header, shape.row]
    text = shape.end.join(line.replace("|", shape.separator) for line in lines) + shape.end
    path.write_bytes(text.encode(shape.encoding))
    return path


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.vintage)
def test_each_shape_is_read_by_its_header(shape: Shape, tmp_path: Path) -> None:
    office, [one] = read_elected(publish(shape, tmp_path / "nom-quelconque.dat"))
    assert office is Office.MAYOR
    assert (one.key, one.last_name, one.first_name, one.civility) == (
        *("42187", "INVENTÉE", "Éléonore", "Mme"),
    )
    assert one.mandate_from is not None
    assert one.function_from is not None
    assert (one.mandate_from.isoformat(), one.function_from.isoformat()) == (
        *("2014-03-23", "2014-03-30"),
    )
    assert "1951" not in repr(one)
    assert BIRTH not in repr(one)


def test_only_who_presides_is_taken_and_a_vice_president_is_not(tmp_path: Path) -> None:
    row = "42|Loire|||200035731|Agglo|42187|Roanne|{}|Ada|F||1|x|01/06/2020|{}|02/06/2020"
    path = write(
        tmp_path / "epci.csv",
        INTERCOMMUNAL,
        row.format("VICE", "4ème Vice-président du conseil communautaire"),
        row.format("CHEFFE", "Présidente du conseil communautaire"),
        row.format("SIMPLE", ""),
    )
    office, [one] = read_elected(path)
    assert (office, one.key, one.last_name) == (Office.INTERCOMMUNAL, "200035731", "CHEFFE")


def test_the_president_of_a_departement_is_found(tmp_path: Path) -> None:
    row = "42|Loire|01|Canton|INVENTÉ|Luc|M||1|x|01/07/2021|{}|02/07/2021"
    path = write(
        tmp_path / "cd.csv",
        DEPARTMENTAL,
        row.format("Président du conseil départemental"),
        separator=",",
    )
    office, [one] = read_elected(path)
    assert (office, one.key) == (Office.DEPARTMENTAL, "42")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Code de la région;Libellé de la région;Nom de l'élu\n84;AURA;X\n", "régionaux"),
        ("Nom du lu;Code de la commune\nX;42187\n", "aucune colonne"),
        ("Nom de l'\ufffdlu;Pr\ufffdnom de l'\ufffdlu\nX;Y\n", "accents de son en-tête"),
        ("Code de la circonscription;Nom de l'élu\n1;X\n", "députés"),
        ("Nom de l'élu;Prénom de l'élu\nX;Y\n", "ni maires"),
        ("", "n’est pas un fichier du Répertoire"),
    ],
)
def test_the_wrong_file_is_refused_politely(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "elus-epci.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(WrongFile, match=says) as refused:
        read_elected(path)
    assert "elus-epci.csv" in refused.value.message
    assert refused.value.remedy


def test_what_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes("é".encode() + b"\xff\xfe\x00" * 20)
    for name in ("x", "absent.csv", "."):
        with pytest.raises(WrongFile):
            read_elected(tmp_path / name)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (("Raymonde", "BRETTE"), ("Raymonde", "BRETTE NÉE MAUGE"), True),
        (("Pascal", "MUZART"), ("Pascal Félix", "MUZART"), True),
        (("Hervé", "REYNAUD"), ("Herve", "REYNAUD"), True),
        (("Pierre", "Véricel"), ("Pierre", "VERICEL"), True),
        (("Jean Claude", "CHARVIN"), ("Jean-Claude", "CHARVIN"), True),
        (("Jean Claude", "CHARVIN"), ("Jean-Marie", "CHARVIN"), False),
        (("Ada", "INVENTÉE"), ("Zoé", "INVENTÉE"), False),
        (("Ada", "INVENTÉE"), ("Ada", "FICTIVE"), False),
    ],
)
def test_one_person_under_two_spellings(
    ours: tuple[str, str], theirs: tuple[str, str], same: bool, tmp_path: Path
) -> None:
    row = f"42|L|||42187|R|{theirs[1]}|{theirs[0]}|F||1|x|23/03/2014|30/03/2014"
    _, [one] = read_elected(write(tmp_path / "m.csv", MAYORS, row))
    holder: Tenure = a_tenure(first_name=ours[0], last_name=ours[1])
    assert same_person(holder, one) is same


def test_the_four_outcomes_and_a_row_ready_to_be_added(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    row = "42|Loire|||{}|x|{}|{}|M|" + BIRTH + "|1|x|{}|{}"
    path = write(
        tmp_path / "maires.csv",
        MAYORS,
        row.format("42218", "PERDRIAU", "Gael", "18/05/2014", "26/05/2014"),
        row.format("42187", "NICOLIN", "Yves", "18/05/2020", "23/05/2020"),
        row.format("42003", "INVENTÉ", "Personne", "18/05/2020", "26/05/2020"),
    )
    answer = avenant("--workspace", root, "check", "--elus", path, "--json")
    assert answer.returncode == 0, answer.stderr
    found = {seat["siege"]: seat for seat in json.loads(answer.stdout)["sieges"]}
    assert [found[key]["resultat"] for key in ("SAINT-ETIENNE", "ROANNE", "AMBIERLE")] == [
        *("identique", "reconduit", "changé"),
    ]
    assert found["RIVE-DE-GIER"]["resultat"] == found["SEM"]["resultat"] == "non trouvé"
    assert "pas la preuve d’un changement" in found["RIVE-DE-GIER"]["motif"]
    assert "aucun fichier des présidents d’intercommunalité" in found["SEM"]["motif"]
    added = found["AMBIERLE"]["ligne"]
    assert added == (
        "AMBIERLE;11;ambierle;Pour la Ville d'Ambierle,;Le Maire,;M.;Personne;INVENTÉ;"
        "26/05/2020;;oui"
    )
    words = avenant("--workspace", root, "check", "--elus", path)
    for said in (answer.stdout, words.stdout):
        assert "1951" not in said
    assert plain(words.stdout).startswith("Changé : 1 siège")
    register = root / "signatories.csv"
    register.write_text(f"{register.read_text('utf-8-sig').rstrip()}\n{added}\n", "utf-8")
    assert avenant("--workspace", root, "check").returncode == 0
    assert avenant("--workspace", root, "check", "--elus", path, "--strict").returncode == 10


def test_a_wrong_file_stops_with_its_code(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    answer = avenant("--workspace", root, "check", "--elus", root / "signatories.csv")
    assert answer.returncode == 11
    assert "Répertoire national des élus" in plain(answer.stderr)
    assert avenant("--workspace", root, "check", "--elus").returncode == 2


@pytest.mark.skipif(not REAL.is_dir(), reason="les fichiers publiés ne sont pas ici")
def test_the_two_real_files(tmp_path: Path) -> None:
    counts = {}
    for path in sorted(REAL.iterdir()):
        office, elected = read_elected(path)
        assert office is Office.MAYOR
        counts[path.name] = {one.key: one.last_name for one in elected}
    assert [len(found) for found in counts.values()] == [7, 7]
    old, new = counts.values()
    assert (old["42003"], new["42003"]) == ("BRETTE NÉE MAUGE", "MUZART")
    assert (old["42186"], new["42186"]) == ("CHARVIN", "BONY")
