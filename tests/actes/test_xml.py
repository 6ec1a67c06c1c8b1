"""XML from outside: read whatever its encoding, refused where it may harm."""

import time

import pytest

from avenant_builder.actes.xml import MAX_BYTES, MessageRefused, attribute, read_xml, text_of
from messages import message
from official import SAMPLES

DETAIL = "<actes:Detail>Délibération n° 6 – œuvre de l’été, 5 €</actes:Detail>"
LATIN = "<actes:Detail>Délibération de l'été</actes:Detail>"


@pytest.mark.parametrize(
    ("declared", "written", "inside"),
    [
        ("UTF-8", "utf-8", DETAIL),
        ("UTF-8", "utf-8-sig", DETAIL),
        ("UTF-8", "cp1252", DETAIL),
        ("UTF-16", "utf-16", DETAIL),
        ("ISO-8859-1", "latin-1", LATIN),
        ("ISO-8859-1", "cp1252", DETAIL),
        ("ISO-8859-1", "utf-8", DETAIL),
        ("ISO-8859-15", "iso8859-15", "<actes:Detail>cœur à 5 €</actes:Detail>"),
        ("n-importe-quoi", "cp1252", DETAIL),
        ("UTF-7", "ascii", "<actes:Detail>+ADw-</actes:Detail>"),
    ],
)
def test_words_are_read_whatever_the_encoding(declared: str, written: str, inside: str) -> None:
    root = read_xml(message("AnomalieActe", inside, encoding=declared, codec=written), "ano.xml")
    assert text_of(root, "Detail") == inside.removeprefix("<actes:Detail>").partition("<")[0]


def test_a_byte_that_no_code_page_has_is_shown_as_unknown() -> None:
    content = message("AnomalieActe", LATIN).replace(b"\xe9", b"\x81")
    assert (
        text_of(read_xml(content, "ano.xml"), "Detail")
        == "D\ufffdlib\ufffdration de l'\ufffdt\ufffd"
    )


def test_attributes_are_read_with_or_without_their_prefix() -> None:
    assert attribute(read_xml(message("ARActe", IDActe=" x "), "ar.xml"), "IDActe") == "x"
    assert attribute(read_xml(b'<ARActe IDActe="x"/>', "ar.xml"), "IDActe") == "x"
    assert attribute(read_xml(b"<ARActe/>", "ar.xml"), "IDActe") == ""


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000
BOMBS = {
    "laughs": f'<!DOCTYPE a [<!ENTITY l0 "ah">{LAUGHS}]><a>&l11;</a>'.encode(),
    "in an attribute": f'<!DOCTYPE a [<!ENTITY l0 "ah">{LAUGHS}]><a b="&l11;"/>'.encode(),
    "external": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "doctype alone": b"<!DOCTYPE html><html/>",
    "external subset": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "small letters": b"<!doctype a><a/>",
    "utf-16": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode("utf-16"),
    "deep": DEEP,
    "wide": b"<a>" + b"<b/>" * (MAX_BYTES // 4) + b"</a>",
    "empty": b"",
    "blank": b" \r\n\x00\x00",
    "unknown entity": b"<a>&inconnue;</a>",
    "two roots": b"<a/><b/>",
    "torn": b"<a><b>",
    "a PDF": b"%PDF-1.7\n\x00\x01\x02",
    "control": b"<a>\x0b</a>",
    "nul": b"<a>\x00</a>",
}


@pytest.mark.parametrize("bomb", BOMBS, ids=str)
def test_what_may_harm_is_refused_at_once_with_its_name(bomb: str) -> None:
    begun = time.process_time()
    with pytest.raises(MessageRefused, match=r"^« bombe\.xml » ") as stop:
        read_xml(BOMBS[bomb], "bombe.xml")
    assert stop.value.remedy
    assert time.process_time() - begun < 2


WIDE = {
    "elements": b"<a>" + b"<b/>" * ((MAX_BYTES - 7) // 4) + b"</a>",
    "attributes": b"<a " + b" ".join(b'b%06d=""' % n for n in range(300_000)) + b"/>",
}


@pytest.mark.parametrize("wide", WIDE, ids=str)
def test_a_message_of_the_greatest_size_takes_bounded_time(wide: str) -> None:
    begun = time.process_time()
    root = read_xml(WIDE[wide], "grand.xml")
    assert len(root) + len(root.attrib) >= 300_000
    assert time.process_time() - begun < 5


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="les messages réels d’ACTES ne sont pas là")
def test_every_real_message_is_read() -> None:
    roots = {path.name: read_xml(path.read_bytes(), path.name) for path in SAMPLES.iterdir()}
    assert len(roots) == 8
    anomaly = roots["044-214400152----1-3_1.xml"]
    assert text_of(anomaly, "Detail").endswith("qui n'est pas à jour")
