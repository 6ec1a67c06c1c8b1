"""What is odd but right is taken as it is: every value whole, in Word and in PDF.

The names are invented.
"""

import csv
import html
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from built import Built, copy_loire
from command_line import avenant, plain
from spoiled import ANNEXES, BODIES, SEATS, TOML, Space, picture, put

LONG = "DE LA TRÈS-LONGUE-ET-INTERMINABLE-LIGNÉE DES SEIGNEURS DE SAINT-ÉTIENNE-LE-MOLARD " * 3
NAMES = {
    "CAF-1": ("Zoé & <Léo>", "D’ŒUVRE « L’AÎNÉE »"),
    "CD42": ("{{ 7 * 7 }}", '{% raw %} O"HARA'),
    "ETAT": ("]]>", "</w:t></w:r> &amp; &#65; <w:p/>"),
    "MSA": ("Jean;Marie, dit\tl’Ancien", "Lœtitia–MÜLLER… 50 € ½"),
    "CARSAT": ("", LONG.strip()),
    "ROANNE": ("%s ${HOME} `id` \\n", "$(reboot) \\0"),
}
TITLE = "Plan d’été n° 2 « cœur & <marges> »"


def compact(text: str) -> str:
    """A text without its spaces, which typography and line ends change; hyphens all alike."""
    return re.sub("[\u2010\u2011]", "-", "".join(text.split()))


def word_text(path: Path) -> str:
    """What a Word document prints, as its XML says it."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<w:(br|tab)/>", " ", xml)))


@cache
def pdf_text(path: Path) -> str:
    answer = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, encoding="utf-8", check=True
    )
    return answer.stdout


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def save(path: Path, written: Iterable[dict[str, str]], separator: str) -> None:
    """Save a register as a spreadsheet in French does without being asked for UTF-8."""
    written = list(written)
    stream = io.StringIO()
    table = csv.DictWriter(stream, list(written[0]), delimiter=separator, lineterminator="\r\n")
    table.writeheader()
    table.writerows(written)
    path.write_bytes(stream.getvalue().encode("cp1252"))


def a_plan() -> bytes:
    """Two sizes of paper, and a program."""
    stream = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.add_blank_page(page_size=(1191, 842))
        script = pikepdf.String("app.alert(1)")
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        made.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Registers in cp1252 with commas and tabs, hard names, odd file names, an odd path."""
    root = copy_loire(tmp_path_factory.mktemp("étude") / "L’espace d’été & co (œuvre) [2] 100%")
    seats = rows(root / SEATS)
    for seat in seats:
        seat["prenom"], seat["nom"] = NAMES.get(seat["siege"], (seat["prenom"], seat["nom"]))
    save(root / SEATS, seats, ",")
    bodies = rows(root / BODIES)
    for body in bodies:
        body["logo"] = {"ufcv": "U.F.C.V. œ.png", "caf-loire": "absent.png"}.get(
            body["organisme"], body["logo"]
        )
    save(root / BODIES, bodies, "\t")
    put("data/logos/U.F.C.V. œ.png", picture("PNG"))(root)
    put(f"{ANNEXES}/Plan d’été (v2) & 100%.JPG", picture("JPEG"))(root)
    put(f"{ANNEXES}/œuvre à plat.PDF", a_plan())(root)
    text = (root / TOML).read_text("utf-8")
    text = text.replace(
        "[fiches]\n",
        f"[[annexes]]\ntitre = '{TITLE}'\nfichier = 'Plan d’été (v2) & 100%.JPG'\n"
        "[[annexes]]\ntitre = 'À plat'\nfichier = 'œuvre à plat.PDF'\n[fiches]\n",
        1,
    )
    (root / TOML).write_text(text.replace("\n", "\r\n"), "utf-8-sig", newline="")
    aside = root.parent / "à part"
    aside.mkdir()
    space = Space(root, aside)
    before = space.fingerprints()
    answer = space.run("build")
    assert answer.returncode == 0, answer.stderr
    assert "« absent.png » n’est pas dans data/logos" in answer.stderr.replace("\u00a0", " ")
    assert list(aside.iterdir()) == []
    after = space.fingerprints()
    assert {name: value for name, value in after.items() if not name.startswith("output")} == before
    return Built(root, root / "output/2019")


@pytest.mark.parametrize("seat", NAMES)
def test_a_hard_name_is_whole_in_word_and_in_pdf(seat: str, odd: Built) -> None:
    wanted = compact(" ".join(NAMES[seat]))
    assert wanted in compact(word_text(odd.target / "avenant.docx"))
    assert wanted in compact(pdf_text(odd.target / "avenant.pdf"))
    assert wanted in compact(pdf_text(odd.target / "dossier.pdf"))


def test_accents_of_the_old_encoding_are_right(odd: Built) -> None:
    text = compact(pdf_text(odd.target / "avenant.pdf"))
    for name in ("HervéREYNAUD", "PourlaFédérationdesŒuvresLaïques", "Marie-FrançoiseJACOD"):
        assert name in text


def test_annexes_of_odd_names_are_bound(odd: Built) -> None:
    text = compact(pdf_text(odd.target / "annexes.pdf"))
    assert compact(TITLE) in text
    sizes = [round(page.mediabox.width) for page in PdfReader(odd.target / "annexes.pdf").pages]
    assert sizes[-2:] == [595, 1191]
    with zipfile.ZipFile(odd.target / "annexe-3.docx") as archive:
        [image] = [name for name in archive.namelist() if "/media/" in name]
        with Image.open(archive.open(image)) as shown:
            assert shown.size == (300, 200)


def test_what_acts_in_a_partners_file_is_not_in_the_bundle(odd: Built) -> None:
    for name in ("annexes.pdf", "dossier.pdf"):
        root = PdfReader(odd.target / name).root_object
        assert not root.keys() & {"/Names", "/OpenAction", "/AF"}
    told = avenant("--workspace", odd.root, "check", "--year", "2019", cwd=odd.root)
    assert "contient un programme JavaScript : le recueil" in plain(told.stdout)


def test_a_logo_is_in_the_avenant_and_a_missing_one_is_its_name(odd: Built) -> None:
    with zipfile.ZipFile(odd.target / "avenant.docx") as archive:
        assert len([name for name in archive.namelist() if "/media/" in name]) == 1
    assert "Caisse d’allocations familiales de la Loire" in word_text(odd.target / "avenant.docx")


SEAT_COUNT, FICHE_COUNT = 40, 12


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Forty seats of twenty bodies, twelve fiches, of which not one has a text."""
    root = copy_loire(tmp_path_factory.mktemp("grand") / "espace")
    seats = rows(root / SEATS)
    doubled = [
        {**seat, "siege": f"{seat['siege']}-BIS", "ordre": str(20 + rank), "prenom": f"Bis{rank}"}
        for rank, seat in enumerate(seats, start=1)
    ]
    save(root / SEATS, [*seats, *doubled], ";")
    folder = root / "data/2019/fiches"
    for path in folder.glob("*.md"):
        text = path.read_text("utf-8")
        head, titles = text.partition("\n## ")[0], re.findall(r"^## .*$", text, re.MULTILINE)
        path.write_text("\n\n".join([head.rstrip(), *titles]), "utf-8")
    first = min(folder.glob("*.md"))
    for number in range(6, FICHE_COUNT + 1):
        shutil.copy(first, folder / f"{number} – fiche copiée.md")
    answer = Space(root, root.parent).run("build")
    assert answer.returncode == 0, answer.stderr
    return Built(root, root / "output/2019")


def test_forty_seats_are_printed_in_order(large: Built) -> None:
    text = compact(pdf_text(large.target / "avenant.pdf"))
    places = [
        text.index(compact(f"{seat['prenom']} {seat['nom']}"))
        for seat in rows_in_cp1252(large.root / SEATS)
        if seat["siege"].endswith("-BIS")
    ]
    assert len(places) == SEAT_COUNT // 2
    assert places == sorted(places)


def rows_in_cp1252(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("cp1252")), delimiter=";"))


def test_twelve_fiches_without_texts_keep_their_order_and_their_titles(large: Built) -> None:
    made = sorted(path.stem for path in large.target.glob("fiche-*.docx"))
    assert len(made) == FICHE_COUNT
    for name in ("fiche-1", "fiche-12"):
        assert "Objectifs opérationnels" in word_text(large.target / f"{name}.docx")
    titles = [title.replace("\u00a0", " ") for title in titles_of(large.target / "annexes.pdf")]
    assert [title.split(" – ")[0] for title in titles if title.startswith("Fiche ")] == [
        f"Fiche {number}" for number in range(1, FICHE_COUNT + 1)
    ]


def titles_of(pdf: Path) -> list[str]:
    """The outline, in order."""
    waiting: list[Any] = list(PdfReader(pdf).outline)
    titles = []
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = [*item, *waiting]
        else:
            titles.append(str(item.title))
    return titles
