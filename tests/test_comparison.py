"""Two years compared by the real command; the second one is an edited copy of 2019."""

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from avenant_builder.differences import Topic, differences, headline, paired_fiches
from avenant_builder.model.fiche import Row
from avenant_builder.model.period import Period
from avenant_builder.pdf.parts import page_count
from avenant_builder.problems import Place
from avenant_builder.word.ooxml import W, parse
from avenant_builder.word.revisions import resolve
from builders import a_census, a_dossier, a_fiche, a_seat, a_tenure, an_avenant
from built import Built, build_there, copy_loire
from command_line import avenant, plain

EDITS = {
    "avenant.toml": [
        ("numero = 1", "numero = 2"),
        ("01/01/2019", "01/01/2020"),
        ("31/12/2019", "31/12/2020"),
        ("nombre = 47", "nombre = 48"),
    ],
    "fiches/03-usages-numeriques.md": [
        ("2017-2018", "2020"),
        ("Zoomacom\n", "Zoomacom, Association inventée\n"),
        ("- Promeneurs du net.", "- Promeneurs du net,\n- Un essai inventé."),
    ],
}
TEXT = "word/document.xml"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with two years, one fiche gone and one new; and what the command said."""
    root = copy_loire(tmp_path_factory.mktemp("comparaison") / "espace")
    year = root / "data/2020"
    shutil.copytree(root / "data/2019", year)
    for name, edits in EDITS.items():
        text = (year / name).read_text("utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        (year / name).write_text(text, "utf-8")
    gone = year / "fiches/02-formation-des-benevoles.md"
    text = gone.read_text("utf-8").replace("Intensifier la formation", "Groupe inventé pour")
    (year / "fiches/06-inventee.md").write_text(text, "utf-8")
    gone.unlink()
    done = avenant("--workspace", root, "compare", "2019", "2020")
    assert done.returncode == 0, done.stderr
    return root, plain(done.stdout)


def words(data: bytes) -> list[str]:
    root = parse(data)
    found = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]
    return [text for text in found if text]


def part(path: Path, name: str = TEXT) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_every_document_gives_back_both_years(compared: tuple[Path, str], loire: Built) -> None:
    root, _ = compared
    built = build_there(root, 2020)
    target = root / "output/2020/comparaison-2019-2020"
    pairs = [("avenant", "avenant"), *((f"fiche-{a}", f"fiche-{b}") for a, b in PAIRS)]
    for old, new in pairs:
        for accept, folder, name in ((True, built.target, new), (False, loire.target, old)):
            made = parse(part(target / f"{new}.docx"))
            resolve(made, accept=accept)
            wanted = words(part(folder / f"{name}.docx"))
            found = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in made.iter(f"{W}p")]
            assert [text for text in found if text] == wanted, (old, new, accept)


PAIRS = ((1, 1), (3, 2), (4, 3), (5, 4))


def test_what_is_written(compared: tuple[Path, str]) -> None:
    root, said = compared
    target = root / "output/2020/comparaison-2019-2020"
    assert sorted(path.name for path in target.iterdir()) == [
        "avenant.docx",
        *("fiche-1.docx", "fiche-2-retiree.docx"),
        *(f"fiche-{n}.docx" for n in (2, 3, 4, 5)),
        *("manifeste.json", "synthese.docx", "synthese.pdf"),
    ]
    assert page_count(target / "synthese.pdf") == 1
    assert "5 changements : 2 clauses et 3 fiches actions." in said
    assert "1 partenaire de plus (Association inventée)" in said
    assert "« Mise en œuvre » (1 paragraphe modifié, 1 paragraphe ajouté)" in said
    summary = plain("\n".join(words(part(target / "synthese.docx"))))
    for line in ("5 changements", "Centres sociaux : 48 (avant : 47)", "fiche retirée"):
        assert line in summary


def test_the_second_time_replaces_and_answers_json(compared: tuple[Path, str]) -> None:
    root, _ = compared
    done = avenant("--workspace", root, "compare", "2019", "2020", "--json")
    answer = json.loads(done.stdout)
    assert answer["schema"] == 1
    assert answer["changements"]["L’avenant"][1] == "Centres sociaux : 48 (avant : 47)"
    assert {one["nom"] for one in answer["documents"]} >= {"avenant.docx", "fiche-5.docx"}


@pytest.mark.parametrize(
    ("years", "code", "word"),
    [
        (("2019", "2019"), 2, "deux années différentes"),
        (("2019", "2031"), 11, "data/2031"),
        (("2019", "hier"), 2, "quatre chiffres"),
        (("2019",), 2, "ANNÉE"),
    ],
)
def test_wrong_years(
    compared: tuple[Path, str], years: tuple[str, ...], code: int, word: str
) -> None:
    done = avenant("--workspace", compared[0], "compare", *years)
    assert done.returncode == code
    assert word in plain(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_fault_in_either_year_stops_before_anything_is_written(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    shutil.copytree(root / "data/2019", root / "data/2020")
    path = root / "data/2020/fiches/05-reseau-avs.md"
    path.write_text(path.read_text("utf-8").replace("Référent", "Référent\nsans libellé"), "utf-8")
    done = avenant("--workspace", root, "compare", "2019", "2020")
    assert done.returncode == 10
    assert "data/2020/fiches/05-reseau-avs.md" in done.stderr
    assert not (root / "output/2020/comparaison-2019-2020").exists()


def lines(topics: tuple[Topic, ...]) -> list[str]:
    return [line for topic in topics for line in topic.lines]


def test_nothing_changed() -> None:
    assert differences(a_dossier(), a_dossier()) == ()
    assert headline(()) == "Aucun changement dans les données."


def test_what_a_draft_does_not_know_yet_is_said_so() -> None:
    known, unknown = a_census(("CS", 47)), a_census(("CS", 47))
    type_ = replace(unknown.types[0], official_count=None)
    before = a_dossier(avenant=an_avenant(census=known))
    after = a_dossier(avenant=an_avenant(census=replace(unknown, types=(type_,))))
    assert lines(differences(before, after)) == ["Structures CS : à compléter (avant : 47)"]


def test_a_new_holder_is_named_with_the_one_before() -> None:
    seat = a_seat(
        tenures=(
            a_tenure(until=date(2019, 12, 31)),
            a_tenure(title="Le Président, ", first_name="Bob", last_name="AUTRE"),
        )
    )
    year = Period(start=date(2020, 1, 1), end=date(2020, 12, 31))
    before = a_dossier(seats=(a_seat(tenures=seat.tenures[:1]),))
    after = a_dossier(avenant=an_avenant(year=2020, period=year), seats=(seat,))
    assert "Les Amis inventés : Bob AUTRE, Le Président (avant : Ada INVENTÉE, La Présidente)" in (
        lines(differences(before, after))
    )


def test_a_renamed_file_is_found_by_its_group() -> None:
    place = Place("data/2020/fiches/09-autre.md")
    before, after = a_fiche(), a_fiche(number=2, rows=(Row("Référent", ""),), place=place)
    old, new = a_dossier(fiches=(before,)), a_dossier(fiches=(after,))
    assert paired_fiches(old, new) == [(before, after)]
    assert lines(differences(old, new)) == [
        "Fiche 2, « Un groupe inventé » : « Référent » : vide (avant : Ada INVENTÉE)"
    ]
