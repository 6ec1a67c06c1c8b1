"""The map in its place, by the real command and the real engine, full register and few names."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from built import Built, build_there, copy_loire
from command_line import avenant, plain
from map_samples import BASE_MAP, LOIRE_CREDIT, as_csv, invented_65, needs_base_map, row
from verapdf import failures

TOML = "data/2019/avenant.toml"
REGISTER = "data/2019/structures.csv"
BASE = "data/cartes/communes.topojson"


def with_base_map(root: Path, content: bytes) -> Path:
    """The Loire with a base map that its avenant names."""
    (root / BASE).parent.mkdir()
    (root / BASE).write_bytes(content)
    text = (root / TOML).read_text("utf-8").replace('fond = ""', f'fond = "{BASE}"')
    text = re.sub(r'^credit = ".*"$', f'credit = "{LOIRE_CREDIT}"', text, flags=re.MULTILINE)
    (root / TOML).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The Loire with its base map and an invented register of 65."""
    root = with_base_map(
        copy_loire(tmp_path_factory.mktemp("carte") / "espace"), BASE_MAP.read_bytes()
    )
    (root / REGISTER).write_text(as_csv(invented_65()), encoding="utf-8")
    return build_there(root, 2019)


def text_of(pdf: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def images_of(pdf: Path) -> list[str]:
    command = ["pdfimages", "-list", str(pdf)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return answer.stdout.splitlines()[2:]


@needs_base_map
@pytest.mark.parametrize(
    "name",
    [
        "annexe-2.pdf",
        pytest.param("annexes.pdf", marks=pytest.mark.slow),
        pytest.param("dossier.pdf", marks=pytest.mark.slow),
    ],
)
def test_the_full_map_is_valid_for_archives_and_for_all_readers(full: Built, name: str) -> None:
    assert failures(full.target / name, "PDFA_2_B") == []
    assert failures(full.target / name, "PDFUA_1") == []


@needs_base_map
def test_the_full_map_is_vector_and_its_words_are_text(full: Built) -> None:
    pdf = full.target / "annexe-2.pdf"
    assert images_of(pdf) == []
    map_page, index = text_of(pdf).split("\f")[:2]
    for words in ("Saint-Étienne", "La Ricamarie", "10 km", LOIRE_CREDIT, "Centres sociaux : 47"):
        assert words in plain(map_page)
    assert {*map(str, range(1, 66))} <= {*re.findall(r"\d+", map_page)}
    assert len(re.findall(r"fictif n° \d+ \((?:CS|EVS)\)", plain(index))) == 65


@needs_base_map
def test_the_full_map_has_a_text_alternative_and_its_place_in_the_bundles(full: Built) -> None:
    assert "47 centres sociaux et 18 espaces de vie sociale" in alternative(full)
    whole = PdfReader(full.target / "dossier.pdf")
    assert "CENTRES SOCIAUX ET ESPACES DE VIE SOCIALE" in whole.pages[-2].extract_text()
    manifest = json.loads((full.target / "manifeste.json").read_text("utf-8"))
    assert {"carte.svg", "carte.png"} <= {file["nom"] for file in manifest["fichiers"]}
    assert {BASE, "data/communes.csv"} <= {file["path"] for file in manifest["donnees"]}


@needs_base_map
@pytest.mark.slow
def test_the_same_bytes_from_the_same_map(full: Built, tmp_path: Path) -> None:
    again = tmp_path / "ailleurs"
    shutil.copytree(full.root, again, ignore=shutil.ignore_patterns("output"))
    rebuilt = build_there(again, 2019)
    for name in ("carte.svg", "carte.png", "annexe-2.docx", "annexe-2.pdf", "dossier.pdf"):
        assert (rebuilt.target / name).read_bytes() == (full.target / name).read_bytes(), name


def test_without_a_base_map_the_page_says_so_and_is_as_valid(loire: Built) -> None:
    pdf = loire.target / "annexe-2.pdf"
    assert images_of(pdf) == []
    said = plain(text_of(pdf))
    assert "Sans fond de carte : les contours ne sont pas dessinés." in said
    assert "Centres sociaux : 11 placés sur 47" in said
    assert "GeoNames" in said
    assert "12 centres sociaux" not in alternative(loire)
    assert "2 structures sans place connue" in alternative(loire)
    assert len(PdfReader(pdf).pages) == 1
    for name in ("CS", "EVS"):
        assert f"({name})" in said
    assert failures(pdf, "PDFA_2_B") == []
    assert failures(pdf, "PDFUA_1") == []


def test_word_gets_the_vector_and_dots_to_fall_back_on(loire: Built) -> None:
    with zipfile.ZipFile(loire.target / "annexe-2.docx") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert (loire.target / "carte.svg").read_bytes() in held.values()
    assert (loire.target / "carte.png").read_bytes() in held.values()
    assert b"svgBlip" in held["word/document.xml"]


def alternative(built: Built) -> str:
    """What is said of the map in its stead."""
    with zipfile.ZipFile(built.target / "annexe-2.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    found = re.search(r'<wp:docPr[^>]* descr="([^"]*)"', xml)
    assert found is not None
    return plain(found[1])


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b'{"type": "Topology",\n "arcs": [}', 11, f"{BASE}:2"),
        (b'{"type": "Topology"}', 10, "[R-CARTE-02]"),
        (b"{" + b" " * 30_000_000 + b"}", 11, "dépasse 30 Mo"),
    ],
)
def test_a_bad_base_map_stops_the_build_and_says_where(
    content: bytes, code: int, says: str, tmp_path: Path
) -> None:
    root = with_base_map(copy_loire(tmp_path / "espace"), content)
    answer = avenant("--workspace", root, "build", cwd=root)
    assert answer.returncode == code
    assert says in plain(answer.stderr)
    assert "Traceback" not in answer.stderr
    assert not (root / "output").exists()


@needs_base_map
def test_an_unknown_commune_stops_the_build_and_says_what_was_meant(tmp_path: Path) -> None:
    root = with_base_map(copy_loire(tmp_path / "espace"), BASE_MAP.read_bytes())
    rows = [row("a", "CS", "Centre fictif", "Rouanne")]
    (root / REGISTER).write_text(as_csv(rows), encoding="utf-8")
    answer = avenant("--workspace", root, "check", cwd=root)
    assert answer.returncode == 10
    said = plain(answer.stdout + answer.stderr)
    assert f"{REGISTER}:2 « commune »" in said and "Vouliez-vous dire « Roanne » ?" in said
