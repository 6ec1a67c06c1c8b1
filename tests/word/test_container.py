"""Archives that are no model, or that carry more than a text."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from avenant_builder.problems import Place
from avenant_builder.word.container import read_container
from word_samples import MakeModel

pytest_plugins = ["word_fixtures"]

PLACE = Place("templates/lettre.docx")
LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)


def rules_of(path: Path) -> list[str]:
    return [problem.rule for problem in read_container(path, PLACE)[1]]


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same archive with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def add_link(kind: str, target: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        link = LINK.format(kind, target).encode()
        parts[name] = parts[name].replace(b"</Relationships>", link)

    return change


def replace_in_text(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace(old, new)

    return change


def test_an_ordinary_model_has_no_fault(make_model: MakeModel) -> None:
    parts, problems = read_container(make_model("Bonjour"), PLACE)
    assert "word/document.xml" in parts
    assert problems == ()


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    assert rules_of(tmp_path / "absent.docx") == ["R-MOD-01"]


@pytest.mark.parametrize("data", [b"", b"bonjour", b"PK\x03\x04 tronqu\xc3\xa9", b"\xd0\xcf\x11"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "lettre.docx"
    path.write_bytes(data)
    assert rules_of(path) == ["R-MOD-02"]


def test_a_truncated_model_is_refused(make_model: MakeModel) -> None:
    path = make_model("Bonjour")
    path.write_bytes(path.read_bytes()[:-2_000])
    assert rules_of(path) == ["R-MOD-02"]


def test_a_model_damaged_on_the_disk_is_refused(make_model: MakeModel) -> None:
    path = make_model("Bonjour")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("word/document.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    assert rules_of(path) == ["R-MOD-02"]


def test_an_entry_whose_name_is_no_text_is_refused(make_model: MakeModel) -> None:
    path = rewritten(make_model("a"), lambda parts: parts.update({"word/é.xml": b"<a/>"}))
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xfe"))
    assert rules_of(path) == ["R-MOD-02"]


def test_a_name_too_long_for_the_disk_is_that_of_no_model(tmp_path: Path) -> None:
    assert rules_of(tmp_path / f"{'a' * 300}.docx") == ["R-MOD-01"]


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "word\\..\\..\\evil", "C:evil"])
def test_names_that_lead_outside_are_refused(make_model: MakeModel, name: str) -> None:
    path = rewritten(make_model("a"), lambda parts: parts.update({name: b"<a/>"}))
    assert rules_of(path) == ["R-MOD-02"]


def test_bombs_are_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "lettre.docx"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    path.write_bytes(data.getvalue())
    assert rules_of(path) == ["R-MOD-02"]


def test_too_many_entries_are_refused(make_model: MakeModel) -> None:
    many = {f"word/media/{number}.bin": b"" for number in range(2_000)}
    assert rules_of(rewritten(make_model("a"), lambda parts: parts.update(many))) == ["R-MOD-02"]


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf"}),
        add_link("image", "http://exemple.invalid/suivi.png"),
        add_link("image", "file:///etc/passwd"),
        add_link("attachedTemplate", "file:///C:/modeles/agence.dotm"),
        replace_in_text(b"<w:document ", b'<!DOCTYPE w:document [<!ENTITY a "b">]><w:document '),
    ],
)
def test_active_content_is_refused(
    make_model: MakeModel, change: Callable[[dict[str, bytes]], object]
) -> None:
    assert rules_of(rewritten(make_model("a"), change)) == ["R-MOD-03"]


def test_a_link_to_a_page_is_no_fault(make_model: MakeModel) -> None:
    path = rewritten(make_model("a"), add_link("hyperlink", "https://exemple.invalid/"))
    assert rules_of(path) == []


@pytest.mark.parametrize("mark", [b"ins", b"del", b"moveFrom", b"moveTo"])
def test_tracked_changes_are_refused_once(make_model: MakeModel, mark: bytes) -> None:
    tracked = b'<w:p><w:%b w:id="1" w:author="X"/><w:%b w:id="2" w:author="X"/>' % (mark, mark)
    path = rewritten(make_model("a"), replace_in_text(b"<w:p>", tracked))
    assert rules_of(path) == ["R-MOD-04"]


def test_xml_of_a_million_tags_is_refused_before_it_is_read(make_model: MakeModel) -> None:
    """Stored as it is: nothing else about it is unusual, and read it would take 200 MB."""
    path = make_model("Bonjour")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/a.xml", b"<a>" + b"<b/>" * 1_000_000 + b"</a>")
    [problem] = read_container(path, PLACE)[1]
    assert problem.rule == "R-MOD-02"
    assert "« word/a.xml » a plus d’un million de balises" in problem.message
