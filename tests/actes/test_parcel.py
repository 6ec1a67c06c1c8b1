"""What comes back by e-mail is opened in memory, or refused: nothing leads anywhere."""

import gzip
import io
import tarfile
import time
import tracemalloc
from email.message import EmailMessage
from pathlib import Path

import pytest

from avenant_builder.actes import parcel
from avenant_builder.actes.parcel import LARGEST, MOST_MEMBERS, listed, opened
from avenant_builder.actes.xml import MessageRefused

XML = b"<ARActe/>"


def entry(name: str, content: bytes = XML, **facts: object) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for key, value in facts.items():
        setattr(member, key, value)
    return member, content


def tar(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member, content in entries:
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def email(*files: tuple[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "Accusé de réception (inventé)"
    letter.set_content("Bonjour, voici l’accusé.")
    letter.add_alternative("<p>Bonjour</p>", subtype="html")
    for name, content in files:
        letter.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return letter.as_bytes()


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_an_archive_gives_its_files_in_order(tmp_path: Path) -> None:
    content = gzip.compress(tar(entry("b.xml"), entry("a.pdf", b"%PDF-1.7")))
    pieces = opened(put(tmp_path, "retour.tar.gz", content))
    assert [piece.shown for piece in pieces] == [
        "b.xml, dans retour.tar.gz",
        "a.pdf, dans retour.tar.gz",
    ]
    assert pieces[0].is_xml and pieces[1].is_pdf


def test_an_email_gives_its_attachments_and_those_of_their_archives(tmp_path: Path) -> None:
    inner = gzip.compress(tar(entry("ar.xml")))
    letter = email(
        ("é accusé.xml", XML), ("EACT--1.tar.gz", inner), ("C:\\srv\\logo.png", b"\x89PNG")
    )
    pieces = opened(put(tmp_path, "retour.eml", letter))
    assert [piece.name for piece in pieces] == ["é accusé.xml", "ar.xml", "logo.png"]
    assert {piece.parcel for piece in pieces} == {"retour.eml"}


def test_an_email_that_forwards_another_gives_what_it_holds(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"] = "TR"
    letter.set_content("Voir ci-joint.")
    inner = EmailMessage()
    inner.set_content("Bonjour")
    inner.add_attachment(XML, maintype="text", subtype="xml", filename="ar.xml")
    letter.add_attachment(inner)
    pieces = opened(put(tmp_path, "tr.eml", letter.as_bytes()))
    assert [(piece.name, piece.content) for piece in pieces] == [("ar.xml", XML)]


def test_a_folder_gives_its_files_by_name_and_not_the_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.xml", "a.xml", ".cache"):
        put(tmp_path, name, XML)
    (tmp_path / "sous").mkdir()
    put(tmp_path / "sous", "c.xml", XML)
    names = [path.relative_to(tmp_path).as_posix() for path in listed([tmp_path])]
    assert names == ["a.xml", "b.xml", "sous/c.xml"]


HEADER = tar(entry("a.xml"))
SPARSE = bytearray(tar(entry("a.xml", b"x" * 512)))
SPARSE[156] = ord("S")
HUGE = bytearray(HEADER)
HUGE[124:136] = b"\x80" + (2**60).to_bytes(11, "big")
for header in (SPARSE, HUGE):
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])

BAD = {
    "0 byte": (b"", "est vide"),
    "parent": (gzip.compress(tar(entry("../a.xml"))), "un chemin"),
    "dots": (gzip.compress(tar(entry(".."))), "un chemin"),
    "absolute": (gzip.compress(tar(entry("/etc/a.xml"))), "un chemin"),
    "folder": (gzip.compress(tar(entry("d/a.xml"))), "un chemin"),
    "backslash": (gzip.compress(tar(entry("..\\a.xml"))), "un chemin"),
    "symbolic link": (
        gzip.compress(tar(entry("a.xml", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"))),
        "autre chose",
    ),
    "hard link": (
        gzip.compress(tar(entry("a.xml", b"", type=tarfile.LNKTYPE, linkname="b"))),
        "autre chose",
    ),
    "device": (gzip.compress(tar(entry("a.xml", b"", type=tarfile.CHRTYPE))), "autre chose"),
    "pipe": (gzip.compress(tar(entry("a.xml", b"", type=tarfile.FIFOTYPE))), "autre chose"),
    "many": (
        gzip.compress(tar(*(entry(f"{n}.xml", b"x") for n in range(MOST_MEMBERS + 1)))),
        "plus de 1000 fichiers",
    ),
    "truncated gzip": (gzip.compress(HEADER)[:-12], "incomplète"),
    "truncated tar": (gzip.compress(HEADER[:1024]), "incomplète"),
    "cut in a file": (gzip.compress(HEADER[:600]), "incomplète"),
    "damaged gzip": (gzip.compress(HEADER)[:10] + b"\xff" * 40, "lisible"),
    "no tar": (gzip.compress(b"x" * 4096 + bytes(1024)), "lisible"),
    "sparse": (gzip.compress(bytes(SPARSE)), "autre chose"),
    "huge": (gzip.compress(bytes(HUGE)), "lisible"),
    "swollen": (gzip.compress(bytes(LARGEST + 2048)), "plus de 64 Mo"),
    "followed by junk": (gzip.compress(HEADER) + b"junk", "incomplète ou abîmée"),
}


@pytest.mark.parametrize("name", BAD, ids=str)
def test_what_no_operator_writes_is_refused_in_bounded_time(name: str, tmp_path: Path) -> None:
    content, why = BAD[name]
    path = put(tmp_path, "piège.tar.gz", content)
    begun = time.process_time()
    with pytest.raises(MessageRefused, match=why) as stop:
        opened(path)
    assert "piège.tar.gz" in stop.value.message and stop.value.remedy
    assert time.process_time() - begun < 5
    assert [one.name for one in tmp_path.iterdir()] == ["piège.tar.gz"]


def test_a_bomb_takes_no_more_memory_than_the_largest_return(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(200 << 20), compresslevel=1)
    path = put(tmp_path, "bombe.tar.gz", bomb)
    tracemalloc.start()
    with pytest.raises(MessageRefused):
        opened(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * LARGEST


def test_parcels_in_parcels_end(tmp_path: Path) -> None:
    content = XML
    for _ in range(5):
        content = gzip.compress(tar(entry("a.tar.gz", content)))
    with pytest.raises(MessageRefused, match="emboîtés"):
        opened(put(tmp_path, "poupée.tar.gz", content))


def test_an_email_of_endless_parts_is_refused(tmp_path: Path) -> None:
    part = b"--x\nContent-Disposition: attachment; filename=a.xml\n\n<a/>\n"
    head = b"Content-Type: multipart/mixed; boundary=x\n\n"
    letter = head + part * (MOST_MEMBERS + 1) + b"--x--\n"
    with pytest.raises(MessageRefused, match="parties"):
        opened(put(tmp_path, "long.eml", letter))


@pytest.mark.parametrize("depth", [50, 5000])
def test_an_email_in_an_email_without_end_is_refused(tmp_path: Path, depth: int) -> None:
    letter = b"Content-Type: message/rfc822\n\n" * depth + b"Subject: fin\n\nfin"
    try:
        assert opened(put(tmp_path, "nid.eml", letter)) == ()
    except MessageRefused as stop:
        assert "nid.eml" in stop.message


def test_a_file_too_large_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel, "LARGEST", 1000)
    with pytest.raises(MessageRefused, match="jamais si gros"):
        opened(put(tmp_path, "gros.xml", XML * 200))
