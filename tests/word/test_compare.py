"""Accepting all gives the new text, refusing all the old one, word for word."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from avenant_builder.errors import ModelFault
from avenant_builder.word.compare import compare
from avenant_builder.word.ooxml import W, parse
from built import Built
from office_changes import settle
from small_documents import Para, Table, Words, body, write

NOW = datetime(2020, 3, 2, 9, 30, tzinfo=UTC)
AUTHOR = "Comparaison 2019-2020"
Read = list[object]


def read(holder: etree._Element, *, accept: bool) -> Read:
    """What a reader gets who accepts or refuses all: written apart from the code it judges."""
    gone, stays = ("del", "ins") if accept else ("ins", "del")
    found: Read = []
    held = ""
    for node in holder:
        if node.tag == f"{W}tbl":
            rows: Read = [
                [read(cell, accept=accept) for cell in row.iterfind(f"{W}tc")]
                for row in node.iterfind(f"{W}tr")
                if row.find(f"{W}trPr/{W}{gone}") is None
            ]
            found += [rows] if rows else []
        if node.tag != f"{W}p":
            continue
        for child in node:
            if child.tag == f"{W}r":
                held += shown(child)
            elif child.tag == f"{W}{stays}":
                held += "".join(map(shown, child))
        if node.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            found.append((style(node, accept=accept), held))
            held = ""
    assert not held
    return found


def shown(run: etree._Element) -> str:
    text = "".join(node.text or "" for node in run.iter(f"{W}t", f"{W}delText"))
    return "".join(f"*{char}" for char in text) if run.find(f"{W}rPr/{W}b") is not None else text


def style(paragraph: etree._Element, *, accept: bool) -> str:
    former = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle")
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    if not accept and paragraph.find(f"{W}pPr/{W}pPrChange") is not None:
        found = former
    return found.get(f"{W}val", "") if found is not None else ""


def holder(data: bytes, folder: Path) -> etree._Element:
    path = folder / "lu.docx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        found = parse(archive.read("word/document.xml")).find(f"{W}body")
    assert found is not None
    return found


words = st.sampled_from(["un", "deux", "trois", "schéma", "« fiche »", "2019", "2020", "l’an", ","])
runs = st.builds(Words, st.lists(words, min_size=1, max_size=6).map(" ".join), bold=st.booleans())
paras = st.builds(
    Para,
    st.lists(runs, max_size=3).map(tuple),
    style=st.sampled_from(["Titre", "Texte", "Puce"]),
)
cells = st.lists(paras, min_size=1, max_size=3).map(tuple)
tables = st.builds(
    Table,
    st.lists(st.lists(cells, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple),
)
blocks = st.lists(st.one_of(paras, paras, paras, tables), max_size=8)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Para | Table], list[Para | Table]]:
    """A text, and the same after some edits."""
    old = draw(blocks)
    new: list[Para | Table] = []
    for block in old:
        match draw(st.integers(0, 5)):
            case 0:
                pass
            case 1:
                new += draw(blocks)
                new.append(block)
            case 2:
                new.append(draw(st.one_of(paras, tables)))
            case 3 if isinstance(block, Table):
                rows = list(block.rows)
                rows.insert(draw(st.integers(0, len(rows))), (draw(cells),) * len(rows[0]))
                new.append(Table(tuple(rows)))
            case _:
                new.append(block)
    return old, new


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edited())
def test_both_texts_come_back(pair: tuple[list[Para | Table], list[Para | Table]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        # A document ends in a paragraph, and two tables have one between them.
        old, new = ([*separated(side), Para()] for side in pair)
        paths = [write(folder / f"{i}.docx", body(side)) for i, side in enumerate((old, new))]
        made = holder(compare(*paths, author=AUTHOR, when=NOW).data, folder)
        before, after = (holder(path.read_bytes(), folder) for path in paths)
        assert read(made, accept=False) == read(before, accept=True)
        assert read(made, accept=True) == read(after, accept=True)


def separated(side: list[Para | Table]) -> list[Para | Table]:
    return [
        one for block in side for one in ((block, Para()) if isinstance(block, Table) else (block,))
    ]


def test_each_change_says_who_and_when(tmp_path: Path) -> None:
    old = write(tmp_path / "a.docx", body([Para((Words("du 1er janvier 2019"),)), Para()]))
    new = write(tmp_path / "b.docx", body([Para((Words("du 1er janvier 2020"),)), Para()]))
    made = compare(old, new, author=AUTHOR, when=NOW)
    marks = [*holder(made.data, tmp_path).iter(f"{W}ins", f"{W}del")]
    assert [mark.tag.removeprefix(W) for mark in marks] == ["del", "ins"]
    assert ["".join(map(str, mark.itertext())) for mark in marks] == ["2019", "2020"]
    assert {mark.get(f"{W}author") for mark in marks} == {AUTHOR}
    assert {mark.get(f"{W}date") for mark in marks} == {"2020-03-02T09:30:00Z"}
    assert made.passages == 2


def test_what_is_the_same_has_no_mark(loire: Built) -> None:
    made = compare(*[loire.target / "avenant.docx"] * 2, author=AUTHOR, when=NOW)
    assert made.passages == 0
    assert b"w:ins " not in made.data


@pytest.mark.parametrize("name", ["avenant", "fiche-3", "annexe-2"])
def test_a_document_that_came_or_went(loire: Built, name: str, tmp_path: Path) -> None:
    path = loire.target / f"{name}.docx"
    whole = read(holder(path.read_bytes(), tmp_path), accept=True)
    came = holder(compare(None, path, author=AUTHOR, when=NOW).data, tmp_path)
    went = holder(compare(path, None, author=AUTHOR, when=NOW).data, tmp_path)
    for made, accept in ((came, True), (went, False)):
        assert read(made, accept=accept) == whole
        nothing = [line for line in read(made, accept=not accept) if line[1]]  # type: ignore[index]
        assert not nothing


def test_libreoffice_accepts_and_refuses_as_we_do(loire: Built, tmp_path: Path) -> None:
    """Two fiches of the Loire have nothing in common but their plan: every kind of change."""
    old, new = (loire.target / f"fiche-{n}.docx" for n in (4, 5))
    made = tmp_path / "comparaison.docx"
    made.write_bytes(compare(old, new, author=AUTHOR, when=NOW).data)
    for accept, wanted in ((True, new), (False, old)):
        settled = settle(made, tmp_path / f"{accept}.docx", tmp_path, accept=accept)
        assert texts(settled) == texts(wanted)


def texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        root = parse(archive.read("word/document.xml"))
    found = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]
    return [text for text in found if text]


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "faux.docx"
    wrong.write_bytes(b"PK\x03\x04 rien")
    with pytest.raises(ModelFault, match="Word lisible"):
        compare(wrong, None, author=AUTHOR, when=NOW)
