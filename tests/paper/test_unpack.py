"""Zips and e-mails: what they hold, under names that lead nowhere; what is refused."""

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from avenant_builder.paper import unpack
from avenant_builder.paper.unpack import opened


def a_zip(**files: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def open_there(folder: Path, name: str, data: bytes) -> list[tuple[str, bytes, str]]:
    (folder / name).write_bytes(data)
    target = folder / "dedans"
    target.mkdir()
    return [
        (one.name, one.path.read_bytes() if one.path else b"", one.fault)
        for one in opened(folder / name, target)
    ]


def test_one_inside_the_other(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("Voici.")
    inner = a_zip(scan__pdf=b"le scan")
    message.add_attachment(inner, maintype="application", subtype="zip", filename="é.zip")
    message.add_attachment(b"photo", maintype="image", subtype="jpeg")
    found = open_there(tmp_path, "retours.zip", a_zip(lettre__eml=message.as_bytes()))
    assert found == [
        ("retours.zip › lettre.eml › é.zip › scan.pdf", b"le scan", ""),
        ("retours.zip › lettre.eml › sans nom.jpg", b"photo", ""),
    ]


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../fuite.pdf", b"a")
        archive.writestr("/etc/fuite.pdf", b"b")
        archive.writestr("..\\..\\fuite.pdf", b"c")
    found = open_there(tmp_path, "retours.zip", packed.getvalue())
    assert [name for name, _, _ in found] == ["retours.zip › fuite.pdf"] * 3
    assert sorted(path.name for path in tmp_path.rglob("*.pdf")) == [
        "001.pdf",
        "002.pdf",
        "003.pdf",
    ]


def test_bombs_and_dolls_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LARGEST_FILE", 1000)
    [(_, _, fault)] = open_there(tmp_path, "bombe.zip", a_zip(zeros__pdf=bytes(10_000_000)))
    assert "pèse plus" in fault


def test_dolls_end(tmp_path: Path) -> None:
    doll = a_zip(scan__pdf=b"fond")
    for _ in range(6):
        doll = a_zip(poupee__zip=doll)
    [(_, _, fault)] = open_there(tmp_path, "poupee.zip", doll)
    assert fault == "trop d’archives l’une dans l’autre"


def test_too_many_files_end_the_child_and_those_before_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MOST_FILES", 2)
    found = open_there(tmp_path, "x.zip", a_zip(a__pdf=b"a", b__pdf=b"b", c__pdf=b"c"))
    assert [fault for _, _, fault in found] == ["", "", "est abandonné : trop de mémoire demandée"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"pas une archive"])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    [(_, _, fault)] = open_there(tmp_path, "retours.zip", data)
    assert fault == "n’est pas une archive entière et lisible"


def test_an_email_without_attachment_is_told(tmp_path: Path) -> None:
    [(_, _, fault)] = open_there(tmp_path, "mot.eml", b"Subject: rien\n\nBonjour")
    assert fault == "est un courriel sans pièce jointe"
