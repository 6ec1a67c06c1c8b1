"""A fiche edited in Word comes back: what changes, what is told, what is refused."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from avenant_builder.check import check
from avenant_builder.errors import OutputFault, ProblemsFound
from avenant_builder.fiche_import import FichePreview, preview_fiche, take_fiche
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import Draft, EffectDate, EventType, TargetKind
from avenant_builder.word.compare import compare
from avenant_builder.word.fill import fill
from built import Built, copy_loire
from command_line import avenant, plain
from office_changes import saved_again

NOW = datetime(2019, 3, 4, 10, 15, tzinfo=UTC)
THIRD = "data/2019/fiches/03-usages-numeriques.md"
TEXT = "word/document.xml"
Edit = Callable[..., Path]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_loire(tmp_path_factory.mktemp("reprise") / "espace")


@pytest.fixture
def edit(loire: Built, tmp_path: Path) -> Edit:
    """Make a copy of a built fiche with some of its XML replaced, and parts added."""

    def make(*changes: tuple[str, str], number: int = 3, **parts: str) -> Path:
        with zipfile.ZipFile(loire.target / f"fiche-{number}.docx") as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        text = held[TEXT].decode()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        held[TEXT] = text.encode()
        held |= {name: data.encode() for name, data in parts.items()}
        path = tmp_path / "fiche-modifiee.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in held.items():
                if data != b"":
                    archive.writestr(name, data)
        return path

    return make


def seen(root: Path, path: Path, *, accept: bool = True) -> FichePreview:
    return preview_fiche(root, None, path, accept=accept)


def said(found: FichePreview) -> list[tuple[str, str, str]]:
    return [(change.where, change.before, change.after) for change in found.changes]


def rules(found: FichePreview) -> list[str]:
    return [problem.rule for problem in found.problems]


def refused(root: Path, path: Path, year: int | None = None) -> str:
    with pytest.raises(ProblemsFound) as stop:
        preview_fiche(root, year, path, accept=True)
    return " / ".join(f"{p.rule} {p.place} {p.message}" for p in stop.value.problems)


def paragraph(text: str, style: str = "Textedefiche", look: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )


def heading(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


@pytest.mark.parametrize("number", range(1, 6))
def test_an_untouched_fiche_changes_nothing(root: Path, loire: Built, number: int) -> None:
    found = seen(root, loire.target / f"fiche-{number}.docx")
    assert (found.changes, found.problems, found.unplaced) == ((), (), ())
    assert found.now == found.known
    assert found.text == (root / found.known.place.file).read_text("utf-8")


def test_libreoffice_saves_them_and_nothing_changes(
    root: Path, loire: Built, tmp_path: Path
) -> None:
    fiches = [loire.target / f"fiche-{number}.docx" for number in range(1, 6)]
    for path in saved_again(fiches, tmp_path / "enregistrees"):
        found = seen(root, path)
        assert (found.changes, found.problems, found.unplaced) == ((), (), ()), path.name


def test_a_draft_comes_back_too(root: Path, tmp_path: Path) -> None:
    _, plan = check(root, 2019).ready()
    job = next(job for job in plan.jobs if job.key == "fiche-3")
    (path,) = fill([job], folder=root / "templates", target=tmp_path, dated=NOW.date(), draft=True)
    found = seen(root, path)
    assert (found.changes, found.problems, found.unplaced) == ((), (), ())


def test_words_lists_looks_partners_and_calendar_come_back(root: Path, edit: Edit) -> None:
    last = heading("Promeneurs du net.")
    path = edit(
        (heading("2017-2018"), heading("2019-2020")),
        (", Zoomacom", ", Zoomacom, Association inventée"),
        ("au cœur du projet social", "au centre du projet social"),
        (
            f"{last}</w:r></w:p>",
            f"{last}</w:r></w:p>{paragraph('Un premier point', 'Puce2')}"
            f"{paragraph('en gras', 'Puce3', '<w:b/><w:i/>')}",
        ),
    )
    found = seen(root, path)
    assert said(found) == [
        (
            "Partenaires éventuels associés",
            *(value.replace(" :", " :") for value in PARTNERS),
        ),
        ("Calendrier indicatif de mise en œuvre", "2017-2018", "2019-2020"),
        (
            "Objectifs opérationnels",
            "Mettre le numérique au cœur du projet social",
            "Mettre le numérique au centre du projet social",
        ),
        ("Mise en œuvre", "", "  • Un premier point"),
        ("Mise en œuvre", "", "    • ***en gras***"),
    ]
    assert "- Promeneurs du net.\n  - Un premier point\n    - ***en gras***\n" in found.text
    before = (root / THIRD).read_text("utf-8")
    assert [line for line in before.split("\n") if line not in found.text.split("\n")] == [
        *(line for line in before.split("\n") if line.startswith(("Partenaires", "Calendrier"))),
        "Mettre le numérique au cœur du projet social",
    ]


PARTNERS = (
    "DDCS, Conseil départemental, FDCS 42 43, Francas, Ligue de l'enseignement, Ville de "
    "St Etienne, Zoomacom",
    "DDCS, Conseil départemental, FDCS 42 43, Francas, Ligue de l'enseignement, Ville de "
    "St Etienne, Zoomacom, Association inventée",
)


def test_lists_made_by_the_buttons_of_word(root: Path, edit: Edit) -> None:
    """A partner's paragraph has a style of Word and a list of its own, bold by a style."""
    numbers = (
        f"<w:numbering {SPACE}><w:abstractNum w:abstractNumId='8'>"
        "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='3'/><w:numFmt w:val='decimal'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='8'><w:abstractNumId w:val='8'/></w:num></w:numbering>"
    )
    item = (
        "<w:p><w:pPr><w:pStyle w:val='ListParagraph'/><w:numPr><w:ilvl w:val='{}'/>"
        "<w:numId w:val='8'/></w:numPr></w:pPr><w:r><w:rPr><w:rStyle w:val='Strong'/></w:rPr>"
        "<w:t>{}</w:t></w:r></w:p>"
    )
    last = f"{heading('Mettre le numérique au cœur du projet social')}</w:r></w:p>"
    added = "".join(item.format(*each) for each in ((0, "Un"), (1, "Deux"), (1, "Trois")))
    path = edit((last, last + added), **{"word/numbering.xml": numbers})
    found = [now for where, _, now in said(seen(root, path)) if where == "Objectifs opérationnels"]
    assert found == ["• **Un**", "  3. **Deux**", "  4. **Trois**"]


def test_a_text_without_title_keeps_its_section(root: Path, edit: Edit) -> None:
    """The bilan prints no title: its bookmark says where it begins, whatever was changed."""
    first = "Au préalable de la mise en œuvre de ces objectifs, un temps important"
    path = edit((first, "Tout autre chose, et un temps important"))
    assert [where for where, _, _ in said(seen(root, path))] == ["Bilan de la mise en œuvre"]


def test_tracked_changes_are_accepted_or_refused(
    root: Path, loire: Built, edit: Edit, tmp_path: Path
) -> None:
    old = loire.target / "fiche-3.docx"
    new = edit(
        ("au cœur du projet", "au centre du projet"), (heading("2017-2018"), heading("2020"))
    )
    path = tmp_path / "suivi.docx"
    path.write_bytes(compare(old, new, author="Ada INVENTÉE", when=NOW).data)
    found = seen(root, path)
    assert [change.after for change in found.changes] == [
        "2020",
        "Mettre le numérique au centre du projet social",
    ]
    assert found.story.authors["Ada INVENTÉE"] >= 4
    assert seen(root, path, accept=False).changes == ()


def test_what_has_no_place_is_told_and_kept(root: Path, edit: Edit) -> None:
    table = (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph('Coût')}</w:tc>"
        f"<w:tc>{paragraph('300 €')}</w:tc></w:tr></w:tbl>"
    )
    title = '<w:p><w:pPr><w:pStyle w:val="Etiquette"/>'
    path = edit(
        (title, f"{paragraph('Un avis du partenaire.')}{title}"),
        ("<w:sectPr>", f"{table}{paragraph('')}<w:sectPr>"),
        (
            heading("Promeneurs du net."),
            f"{heading('Promeneurs du net.')}<w:drawing/><w:footnoteReference w:id='4'/>",
        ),
        **{"word/footnotes.xml": NOTES},
    )
    found = seen(root, path)
    assert found.changes == ()
    assert found.unplaced == (
        "Un avis du partenaire.",
        "Coût | 300 €",
        "une image",
        "une note : « Selon une enquête. »",
    )
    assert sorted(rules(found)) == ["R-WORD-06"] * 2 + ["R-WORD-07"] * 2


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTES = (
    f"<w:footnotes {SPACE}><w:footnote w:id='4'><w:p><w:r><w:t>Selon une enquête.</w:t></w:r></w:p>"
    "</w:footnote></w:footnotes>"
)
COMMENTS = (
    f"<w:comments {SPACE}><w:comment w:id='1' w:author='Bob INVENTÉ'><w:p><w:r><w:t>À revoir"
    "</w:t></w:r></w:p></w:comment></w:comments>"
)


def test_comments_are_listed_with_what_they_are_about(root: Path, edit: Edit) -> None:
    run = f"<w:r>{heading('Promeneurs du net.')}</w:r>"
    around = f'<w:commentRangeStart w:id="1"/>{run}<w:commentRangeEnd w:id="1"/>'
    found = seen(root, edit((run, around), **{"word/comments.xml": COMMENTS}))
    assert found.changes == ()
    (problem,) = found.problems
    assert problem.rule == "R-WORD-08"
    assert "Bob INVENTÉ, sur « Promeneurs du net. » : À revoir" in problem.message


def test_a_renamed_title_is_told_and_its_text_taken(root: Path, edit: Edit) -> None:
    path = edit(
        (heading("Effets attendus"), heading("Effets espérés")),
        ("Eviter l'exclusion", "Réduire l'exclusion"),
    )
    found = seen(root, path)
    assert rules(found) == ["R-WORD-05"]
    assert "Effets espérés" in found.problems[0].message
    assert [where for where, _, _ in said(found)] == ["Effets attendus"]


def test_a_title_typed_as_ordinary_text_is_still_a_title(root: Path, edit: Edit) -> None:
    path = edit(
        (
            f'<w:pStyle w:val="Heading2"/></w:pPr><w:r>{heading("Effets attendus")}',
            f'<w:pStyle w:val="Textedefiche"/></w:pPr><w:r>{heading("EFFETS ATTENDUS :")}',
        )
    )
    assert seen(root, path).changes == ()


def test_a_deleted_title_or_row_is_refused_by_name(root: Path, edit: Edit) -> None:
    whole = re.search(
        r"<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr><w:r>"
        + re.escape(heading("Effets attendus"))
        + "</w:r></w:p>",
        read(edit()),
    )
    row = re.search(r"<w:tr>(?:(?!</w:tr>).)*Calendrier.*?</w:tr>", read(edit()), re.DOTALL)
    assert whole is not None
    assert row is not None
    message = refused(root, edit((whole[0], ""), (row[0], "")))
    assert "R-WORD-04 fiche-modifiee.docx « Effets attendus »" in message
    assert "R-WORD-04 fiche-modifiee.docx « Calendrier indicatif de mise en œuvre »" in message


def read(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(TEXT).decode()


def test_another_year_another_scheme_another_document(
    root: Path, loire: Built, second: Built, edit: Edit
) -> None:
    assert "R-WORD-03" in refused(root, second.target / "fiche-1.docx")
    assert "aucune des fiches" in refused(root, loire.target / "avenant.docx")
    path = edit(**{"docProps/custom.xml": custom(loire, ("2019", "2018"))})
    assert "est de l’avenant 2018, et non de 2019" in refused(root, path)
    nameless = edit(**{"docProps/custom.xml": custom(loire, ("avenant-", "autre-"))})
    assert seen(root, nameless).known.place.file == THIRD


def custom(loire: Built, change: tuple[str, str]) -> str:
    with zipfile.ZipFile(loire.target / "fiche-3.docx") as archive:
        return archive.read("docProps/custom.xml").decode().replace(*change)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("word/vbaProject.bin", "macro", "R-WORD-02"),
        ("../dehors.xml", "<a/>", "R-WORD-01"),
        ("word/evil.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "R-WORD-02"),
        ("word/bombe.xml", " " * 40_000_000, "R-WORD-01"),
        (
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r" Type="x/image" Target="http://exemple.invalid/i.png" '
            'TargetMode="External"/></Relationships>',
            "R-WORD-02",
        ),
        ("word/document.xml", "<w:document", "R-WORD-01"),
        ("word/document.xml", "", "R-WORD-01"),
    ],
    ids=["macro", "outside", "doctype", "bomb", "external", "broken", "absent"],
)
def test_a_hostile_document_is_refused(
    root: Path, edit: Edit, name: str, data: str, word: str
) -> None:
    assert word in refused(root, edit(**{name: data}))


def test_what_is_no_archive_is_refused(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "faux.docx"
    path.write_bytes("é".encode("cp1252") * 100)
    assert "R-WORD-01" in refused(root, path)
    assert "n’existe pas" in refused(root, tmp_path / "absent.docx")


def test_yes_writes_and_keeps_what_was(loire: Built, edit: Edit, tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    before = (root / THIRD).read_bytes()
    title = '<w:p><w:pPr><w:pStyle w:val="Etiquette"/>'
    path = edit(
        (title, f"{paragraph('À classer.')}{title}"), (heading("2017-2018"), heading("2020"))
    )
    shown = avenant("--workspace", root, "import", path)
    assert shown.returncode == 0, shown.stderr
    assert "- 2017-2018\n    + 2020" in shown.stdout
    assert "Rien n’est encore écrit" in plain(shown.stdout)
    assert (root / THIRD).read_bytes() == before
    done = avenant("--workspace", root, "import", path, "--yes")
    assert done.returncode == 0, done.stderr
    assert "Calendrier indicatif de mise en œuvre : 2020\n" in (root / THIRD).read_text("utf-8")
    kept = sorted((root / "data/2019/anciennes-fiches").iterdir())
    assert [path.name[:21] for path in kept] == ["03-usages-numeriques-"] * 2
    assert before in [path.read_bytes() for path in kept]
    assert any("À classer." in path.read_text("utf-8") for path in kept)
    again = avenant("--workspace", root, "import", path)
    assert "0 changement" in plain(again.stdout)
    assert avenant("--workspace", root, "check").returncode == 0


def test_a_frozen_text_is_told_to_stay_as_it_is(edit: Edit, tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    source = edit((heading("2017-2018"), heading("2020")))
    assert not seen(root, source).frozen
    frozen = Draft(
        type=EventType.FROZEN,
        target_kind=TargetKind.AVENANT,
        target="2019",
        on=EffectDate.of(NOW.date()),
        version="a" * 64,
        no_evidence="inventé",
    )
    journal_of(root, 2019).append([frozen], now=NOW)
    told = plain(avenant("--workspace", root, "import", source).stderr)
    assert "Le texte de 2019 est figé : ces changements n’y entrent qu’après" in told


def test_a_file_changed_since_the_preview_is_left_alone(edit: Edit, tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    source = edit((heading("2017-2018"), heading("2020")))
    found = seen(root, source)
    typed = (root / THIRD).read_text("utf-8") + "\nUn ajout.\n"
    (root / THIRD).write_text(typed, "utf-8")
    with pytest.raises(OutputFault, match="a changé depuis l’aperçu"):
        take_fiche(root, found, source, now=NOW)
    assert (root / THIRD).read_text("utf-8") == typed


@pytest.mark.parametrize(
    "args", [("suivi.csv", "--changes", "refuser"), ("fiche.docx", "--by", "Ada")]
)
def test_an_option_of_the_other_kind_of_file_is_refused(root: Path, args: tuple[str, ...]) -> None:
    done = avenant("--workspace", root, "import", *args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
