"""Text in the encodings that French offices save in."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.files.encoding import decode, quoted, refused_characters

SENTENCES = (
    "siege;nom\nCAF;Véronique HÉBRARD-MAÏTÉ\n",
    "Pour la Fédération des Œuvres Laïques, « à cœur » l’été…",
    "Ambierle, Saint-Étienne, Le Coteau : évènement où l’on reçoit",
    "prénom;Noël;Zoé;François;Anaïs;Gaël;Jérôme",
    "6 000 € à Châtelneuf, forêt, goût, août, maïs, ambiguë",
)
LATIN = ("cp1252", "mac_roman", "iso8859-15", "cp850")


@pytest.mark.parametrize("encoding", LATIN)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_french_reads_the_same_in_every_old_encoding(encoding: str, sentence: str) -> None:
    try:
        data = sentence.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("this encoding has not all of these letters")
    assert decode(data).text == sentence.encode(encoding).decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\r")))
def test_unicode_reads_the_same_with_or_without_its_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == unicodedata.normalize("NFC", text)


def test_excel_in_french_is_no_guess_but_an_old_mac_is() -> None:
    assert decode("Le Préfet".encode("cp1252")).is_certain
    assert not decode("Le Préfet à côté".encode("mac_roman")).is_certain


def test_text_encoded_twice_is_seen() -> None:
    assert not decode("Le PrÃ©fet".encode()).is_certain


def test_decomposed_letters_are_composed_and_line_ends_are_one() -> None:
    assert decode("e\u0301te\u0301\r\nfin\rfin".encode()).text == "été\nfin\nfin"


def test_a_truncated_utf_16_file_is_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        decode(codecs.BOM_UTF16_LE + b"a\0b")


@pytest.mark.parametrize(
    "char", ["\0", "\x1b", "\x85", "\ud800", "\ufffd", "\uffff", "\u202e", "\u200b", "\ufeff"]
)
def test_what_no_document_may_hold_is_refused(char: str) -> None:
    assert refused_characters(f"a{char}b{char}") == (char,)


@pytest.mark.parametrize("encoding", LATIN)
def test_two_encodings_in_one_file_are_no_text(encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        decode("Hervé, Gaël\n".encode() + "Hervé".encode(encoding))


def test_french_typography_is_not_refused() -> None:
    assert refused_characters("« œ’ – … \u00a0\u202f€ »\n\t\u00ad😀") == ()


@given(st.text())
def test_what_is_quoted_cannot_act_on_a_terminal(text: str) -> None:
    assert quoted(text).isprintable()
    assert len(quoted(text)) < 70
