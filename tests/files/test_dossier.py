"""A whole workspace read in one pass, every fault of it told at its place."""

import os
import sys
import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avenant_builder.files.dossier import read_dossier
from avenant_builder.model.avenant import AnnexKind, SectionPolicy
from avenant_builder.model.body import Category
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.rules.seats import named_seats_exist
from small_workspace import BODIES, FILES, SEATS, YEAR, write_workspace

ROOT = Path(__file__).parents[2]
TOML = "data/2024/avenant.toml"
FICHE = "data/2024/fiches/01-une-fiche.md"
STRUCTURES_CSV = "data/2024/structures.csv"
BODIES_CSV = "data/bodies.csv"
SEATS_CSV = "signatories.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_workspace(tmp_path)


def spoil(root: Path, path: str, old: str, new: str) -> tuple[Problem, ...]:
    """Replace one passage of one file, and give the faults that result."""
    whole = root / path
    text = whole.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    whole.write_text(text.replace(old, new, 1), "utf-8", newline="")
    return read_dossier(root, YEAR)[1]


def test_a_sound_workspace_has_no_fault_and_keeps_every_fact(root: Path) -> None:
    (root / "data/2024/annexes").mkdir()
    (root / "data/2024/annexes/plan.pdf").write_bytes(b"%PDF")
    (root / "data/2024/annexes/.DS_Store").write_bytes(b"")
    dossier, problems = read_dossier(root, YEAR)
    assert not problems
    assert dossier is not None
    amis, ville = dossier.bodies
    assert (amis.aliases, ville.category, ville.population) == (
        ("AMIS", "Amis"),
        Category.COMMUNE,
        3412,
    )
    assert ville.to_confirm == {"population"}
    assert [seat.id for seat in dossier.seats] == ["AMIS", "VILLE"]
    assert dossier.seats[0].tenures[0].since == date(2020, 1, 1)
    avenant = dossier.avenant
    assert (avenant.number, avenant.period.end) == (2, date(2024, 12, 31))
    assert [annex.kind for annex in avenant.annexes] == [AnnexKind.FICHES, AnnexKind.MODEL]
    assert avenant.section_policies == {"Bilan": SectionPolicy.EMPTY}
    assert [section.printed for section in dossier.fiches[0].sections] == [True, False]
    structure = dossier.structures[0]
    assert (structure.latitude, structure.longitude) == (45.5, -4.25)
    assert dossier.supplied == {"plan.pdf"}
    assert [file.path for file in dossier.inputs] == sorted(FILES)


def test_the_dossier_of_the_loire_has_no_fault_of_reading() -> None:
    dossier, problems = read_dossier(ROOT, 2019)
    assert not problems
    assert dossier is not None
    assert (len(dossier.bodies), len(dossier.seats), len(dossier.fiches)) == (19, 20, 5)


BAD = [
    # registers
    (SEATS_CSV, ";01/01/2020;", ";31/02/2020;", "R-LIRE-08", 2, "mandat_du", "n’existe pas"),
    (SEATS_CSV, ";01/01/2020;", ";01/01/20;", "R-LIRE-08", 2, "mandat_du", "quatre chiffres"),
    (SEATS_CSV, "VILLE;2;", "VILLE;deux;", "R-LIRE-09", 3, "ordre", "« deux » n’est pas"),
    (SEATS_CSV, "VILLE;2;", "VILLE;0;", "R-LIRE-09", 3, "ordre", "le premier rang est 1"),
    (SEATS_CSV, "VILLE;2;", "VILLE;;", "R-LIRE-05", 3, "ordre", "vide"),
    (SEATS_CSV, ";;oui", ";;peut-être", "R-LIRE-10", 2, "obligatoire", "« oui » et « non »"),
    (SEATS_CSV, ";ŒUVRARD;", ";;", "R-LIRE-05", 2, "nom", "vide"),
    (SEATS_CSV, "Le Maire,", "=HYPERLINK(1)", "R-LIRE-06", 3, "qualite", "formule"),
    (SEATS_CSV, "Zoé", "Zo\ufffd", "R-LIRE-07", 2, "prenom", "perdue à l’enregistrement"),
    (SEATS_CSV, "Zoé", "Zo\x1b[31mé", "R-LIRE-07", 2, "prenom", "U+001B"),
    (SEATS_CSV, ";qualite;", ";qualité;", "R-LIRE-03", 1, "qualite", "manque"),
    (SEATS_CSV, "VILLE;2;ville", "VILLE;2;vile", "R-SIEGE-04", 3, "organisme", "« vile »"),
    (BODIES_CSV, "association", "asociation", "R-LIRE-10", 2, "categorie", "« asociation »"),
    (BODIES_CSV, "3 412", "3,4k", "R-LIRE-09", 3, "population", "« 3,4k »"),
    (BODIES_CSV, ";population\n", ";populatoin\n", "R-LIRE-10", 3, "a_confirmer", "permise"),
    (BODIES_CSV, "Les Amis inventés;", ";", "R-LIRE-05", 2, "nom", "vide"),
    (BODIES_CSV, "amis;", '"amis;', "R-LIRE-04", 2, "", "guillemet"),
    (STRUCTURES_CSV, "45,5", "455", "R-LIRE-09", 2, "latitude", "entre -90 et 90"),
    (STRUCTURES_CSV, "cs-1;CS;", "cs-1;", "R-LIRE-04", 2, "", "11 cases au lieu de 12"),
    # avenant.toml
    (TOML, "numero = 2", "numero = deux", "R-LIRE-02", 1, "", "guillemets droits"),
    (TOML, "numero = 2\n", "", "R-LIRE-13", None, "numero", "manque"),
    (TOML, "numero = 2", 'numero = "2"', "R-LIRE-14", 1, "numero", "un nombre entier"),
    (TOML, "numero = 2", "numero = true", "R-LIRE-14", 1, "numero", "un nombre entier"),
    (TOML, "numero = 2", "numero = 2\nnumero = 3", "R-LIRE-02", 2, "", "déjà donnée"),
    (TOML, "lieu = ", "leiu = ", "R-LIRE-12", 2, "leiu", "clé inconnue"),
    (TOML, "titre = ", "titer = ", "R-LIRE-13", 5, "schema.titre", "manque"),
    (TOML, '"01/01/2024"', '"01/13/2024"', "R-LIRE-08", 10, "periode.du", "mois n° 13"),
    (TOML, "2024-12-31", "0204-12-31", "R-LIRE-08", 11, "periode.au", "hors de tout avenant"),
    (TOML, "2024-12-31", "2024-12-31T10:00:00", "R-LIRE-14", 11, "periode.au", "une date"),
    (TOML, "nombre = 1", "nombre = -1", "R-LIRE-09", 17, "structures.types.CS.nombre", "0 ou plus"),
    (TOML, "fiches = true\n", "", "R-LIRE-15", 19, "annexes", "aucune"),
    (TOML, '"carte.docx"', '"../carte.docx"', "R-LIRE-15", 24, "annexes.modele", "nom de fichier"),
    (TOML, '"carte.docx"', '"C:carte.docx"', "R-LIRE-15", 24, "annexes.modele", "de fichier"),
    (TOML, '"vider"', '"vidre"', "R-LIRE-10", 29, "fiches.sections.Bilan", "« vidre »"),
    (TOML, "objet = ", "heure = 10:00:00\nobjet = ", "R-LIRE-14", 32, "variables.heure", "sans"),
    (TOML, 'inventé"\nann', 'inv\\u0007enté"\nann', "R-LIRE-07", 6, "schema.titre", "U+0007"),
    (TOML, '"26/11/2023"', '"26/11/23"', "R-LIRE-08", 3, "comite_de_pilotage", "quatre"),
    (TOML, '"26/11/2023"', "26", "R-LIRE-14", 3, "comite_de_pilotage", "une date"),
    (TOML, "[schema]", "[schéma]", "R-LIRE-02", 5, "", "accents"),
    (TOML, "[schema]", '["schéma"]', "R-LIRE-13", None, "schema", "manque"),
    (TOML, "[2022, 2023]", "2022", "R-LIRE-14", 7, "schema.annees", "une liste d’années"),
    (TOML, "[2022, 2023]", "[22]", "R-LIRE-09", 7, "schema.annees", "n’est pas une année"),
    (TOML, "[2022, 2023]", f"[0x{'F' * 5000}]", "R-LIRE-09", 7, "schema.annees", "ce nombre"),
    (TOML, '"Sainte-Fiction"', "42", "R-LIRE-14", 2, "lieu", "un texte"),
    (TOML, '"Schéma inventé"', '" "', "R-LIRE-13", 6, "schema.titre", "vide"),
    (TOML, 'du = "01/01/2024"', 'du = ""', "R-LIRE-13", 10, "periode.du", "vide"),
    (TOML, "fiches = true", 'fiches = "oui"', "R-LIRE-14", 21, "annexes.fiches", "true ou false"),
    (TOML, '"carte.docx"', '""', "R-LIRE-13", 24, "annexes.modele", "vide"),
    (
        TOML,
        "[structures.types.CS]",
        "types.CS = 3\n[x]",
        "R-LIRE-14",
        15,
        "structures.types.CS",
        "",
    ),
    (TOML, "objet =", 'n = [1, "\\u202e"]\nobjet =', "R-LIRE-07", 32, "variables.n", "U+202E"),
    (TOML, "objet =", "n = nan\nobjet =", "R-LIRE-14", 32, "variables.n", "fini"),
    (TOML, "objet =", "a = [\nobjet =", "R-LIRE-02", 33, "", "caractère"),
    # fiches
    (FICHE, "Axe : 1\n", "", "R-LIRE-16", None, "Axe", "manque"),
    (FICHE, "inventé.", "inventé `x`.", "R-LIRE-17", 8, "Constats", "code"),
    (FICHE, "inventé.", "inv\x07enté.", "R-LIRE-07", 8, "Constats", "U+0007"),
]


@pytest.mark.parametrize(("path", "old", "new", "rule", "line", "column", "message"), BAD)
def test_a_fault_is_told_at_its_place(
    root: Path,
    path: str,
    old: str,
    new: str,
    rule: str,
    line: int | None,
    column: str,
    message: str,
) -> None:
    problems = spoil(root, path, old, new)
    place = Place(path, line, column)
    told = [problem for problem in problems if problem.rule == rule and problem.place == place]
    assert told, [str(problem) for problem in problems]
    assert message in told[0].message
    assert told[0].severity is Severity.ERROR
    assert told[0].remedy


def test_all_faults_of_all_files_are_told_at_once(root: Path) -> None:
    for path, old, new in (
        (SEATS_CSV, "VILLE;2;", "VILLE;deux;"),
        (BODIES_CSV, "3 412", "beaucoup"),
        (TOML, "lieu =", "leiu ="),
        (STRUCTURES_CSV, "45,5", "nord"),
        (FICHE, "Un **texte**", "<u>"),
    ):
        problems = spoil(root, path, old, new)
    assert {problem.place.file for problem in problems} == set(FILES)


@pytest.mark.parametrize("path", [SEATS_CSV, BODIES_CSV, TOML])
def test_a_missing_file_is_unreadable(root: Path, path: str) -> None:
    (root / path).unlink()
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is None
    assert [(found.rule, found.place, found.exit_code) for found in problems] == [
        ("R-LIRE-01", Place(path), 11)
    ]


def test_structures_fiches_and_annexes_may_be_absent(root: Path) -> None:
    (root / STRUCTURES_CSV).unlink()
    (root / FICHE).unlink()
    (root / FICHE).parent.rmdir()
    dossier, problems = read_dossier(root, YEAR)
    assert not problems
    assert dossier is not None
    assert (dossier.structures, dossier.fiches) == ((), ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04\0\0classeur", "octet nul"),
        (SEATS.encode("utf-16")[:-1], "tronqué"),
        (b"x" * 10_000_001, "dépasse 10 Mo"),
    ],
)
def test_a_file_that_is_no_text_is_unreadable(root: Path, content: bytes, message: str) -> None:
    (root / SEATS_CSV).write_bytes(content)
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is None
    assert [(found.rule, found.place.file, found.exit_code) for found in problems] == [
        ("R-LIRE-02", SEATS_CSV, 11)
    ]
    assert message in problems[0].message


def test_a_folder_in_the_place_of_a_file_is_unreadable(root: Path) -> None:
    (root / TOML).unlink()
    (root / TOML).mkdir()
    assert [found.rule for found in read_dossier(root, YEAR)[1]] == ["R-LIRE-02"]


def test_an_old_mac_encoding_is_warned_of(root: Path) -> None:
    (root / BODIES_CSV).write_bytes(BODIES.encode("mac_roman"))
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    assert dossier.bodies[0].name == "Les Amis inventés"
    assert [(found.rule, found.severity) for found in problems] == [("R-LIRE-19", Severity.WARNING)]


def test_a_fiche_of_another_kind_is_not_lost_silently(root: Path) -> None:
    (root / "data/2024/fiches/02-autre.docx").write_bytes(b"PK")
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    assert [(found.rule, found.place.file) for found in problems] == [
        ("R-LIRE-20", "data/2024/fiches/02-autre.docx")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such names.")
def test_a_file_name_that_another_system_would_refuse_is_told(root: Path) -> None:
    folder = root / "data/2024/annexes"
    folder.mkdir()
    for name in (
        "plan: 2.pdf",
        "AUX.pdf",
        "fin .",
        "Carte.pdf",
        "carte.PDF",
        "é.pdf",
        "e\u0301.pdf",
    ):
        (folder / name).write_bytes(b"%PDF")
    _, problems = read_dossier(root, YEAR)
    told = {found.place.file.rpartition("/")[2]: found.message for found in problems}
    assert {found.rule for found in problems} == {"R-LIRE-21"}
    assert "« : »" in told["plan: 2.pdf"]
    assert "appareil" in told["AUX.pdf"]
    assert "espace" in told["fin ."]
    assert "« Carte.pdf »" in told["carte.PDF"]
    assert len(told) == 5


def test_a_file_name_that_is_no_text_is_told(root: Path) -> None:
    (root / "data/2024/annexes").mkdir()
    (root / "data/2024/annexes" / os.fsdecode(b"plan\xff.pdf")).write_bytes(b"%PDF")
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    assert dossier.supplied == frozenset()
    assert [(found.rule, found.place.file) for found in problems] == [
        ("R-LIRE-07", "data/2024/annexes/plan?.pdf")
    ]


def test_a_key_on_an_endless_line_is_not_even_parsed(root: Path) -> None:
    """The standard parser would take minutes."""
    (root / TOML).write_text(f"numero = 1\na{'.a' * 50_000} = 1\n", "utf-8")
    assert [(found.rule, found.place) for found in read_dossier(root, YEAR)[1]] == [
        ("R-LIRE-02", Place(TOML, 2))
    ]


def test_holders_in_turn_are_one_seat_that_agrees_with_itself(root: Path) -> None:
    successor = (
        "AMIS;1;amis;Pour les Amis;Le Président,;;Jean;FICTIF;01/06/2024;;non\n"
        "AMIS;1;amis;Pour les Amis inventés,;Le Président,;;Paul;FICTIF;01/06/2019;31/12/2019;\n"
    )
    (root / SEATS_CSV).write_text(SEATS + successor, "utf-8")
    dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None
    assert [tenure.first_name for tenure in dossier.seats[0].tenures] == ["Paul", "Zoé", "Jean"]
    assert [(found.rule, str(found.place)) for found in problems] == [
        ("R-LIRE-11", "signatories.csv:4 « intitule »"),
        ("R-LIRE-11", "signatories.csv:4 « obligatoire »"),
    ]


def test_an_id_taken_by_another_body_makes_two_seats(root: Path) -> None:
    """So that the rule of unique ids tells it, and not three disagreements."""
    twin = "AMIS;3;ville;Pour la Ville,;Le Maire,;;Ada;FICTIVE;;;\n"
    (root / SEATS_CSV).write_text(SEATS + twin, "utf-8")
    dossier, problems = read_dossier(root, YEAR)
    assert not problems
    assert dossier is not None
    assert [seat.id for seat in dossier.seats] == ["AMIS", "VILLE", "AMIS"]


def test_only_the_seats_that_are_named_take_part(root: Path) -> None:
    assert spoil(root, TOML, "numero = 2", 'numero = 2\nsieges = ["VILLE"]') == ()
    dossier, _ = read_dossier(root, YEAR)
    assert dossier is not None
    assert [seat.id for seat in dossier.seats] == ["VILLE"]


def test_a_named_seat_of_an_unknown_body_is_not_said_to_be_absent(root: Path) -> None:
    spoil(root, SEATS_CSV, "VILLE;2;ville", "VILLE;2;vile")
    assert spoil(root, TOML, "numero = 2", 'numero = 2\nsieges = ["VILLE", "AMIS"]') != ()
    dossier, _ = read_dossier(root, YEAR)
    assert dossier is not None
    assert list(named_seats_exist(dossier)) == []


def test_a_file_named_on_a_mac_is_the_one_that_the_data_name(root: Path) -> None:
    on_disk = unicodedata.normalize("NFD", "plan-inventé.pdf")
    for folder in ("data/2024/annexes", "data/logos"):
        (root / folder).mkdir()
        (root / folder / on_disk).write_bytes(b"%PDF")
    spoil(root, TOML, 'modele = "carte.docx"', 'fichier = "plan-inventé.pdf"')
    spoil(root, BODIES_CSV, ";AMIS|Amis;;;;;;;;;", ";AMIS|Amis;;;;;;;;plan-inventé.pdf;")
    dossier, problems = read_dossier(root, YEAR)
    assert problems == ()
    assert dossier is not None
    # A Mac may give the name back in either spelling: what counts is that it opens.
    assert dossier.avenant.annexes[1].source in dossier.supplied
    assert dossier.bodies[0].logo in dossier.logos


SOUND = {path: text.encode() for path, text in FILES.items()}


@settings(max_examples=80, deadline=None)
@given(
    path=st.sampled_from(sorted(SOUND)),
    start=st.integers(0, 600),
    length=st.integers(0, 600),
    noise=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8")),
)
def test_any_bytes_give_a_dossier_or_problems(
    path: str, start: int, length: int, noise: bytes
) -> None:
    """Noise over a part of a sound file, or over the whole of it, never stops the reading."""
    with TemporaryDirectory() as folder:
        root = write_workspace(Path(folder))
        sound = SOUND[path]
        (root / path).write_bytes(sound[:start] + noise + sound[start + length :])
        dossier, problems = read_dossier(root, YEAR)
    assert dossier is not None or problems
    for problem in problems:
        assert problem.place.file == path or problem.rule == "R-SIEGE-04"
        assert not any(unicodedata.category(char) == "Cc" for char in str(problem))
