"""The short code: what it says, what it refuses, and that old ones stay readable."""

from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.paper.short_code import (
    DIGITS,
    MOST_SEATS,
    Origin,
    PageCode,
    document_of,
    read_code,
    write_code,
)

SECRET = b"un secret invente pour les tests"
CODES = st.builds(
    PageCode,
    document=st.text(DIGITS, min_size=5, max_size=5),
    seat=st.integers(1, MOST_SEATS),
    page=st.integers(1, len(DIGITS) - 1),
)


def test_a_code_printed_once_is_read_for_ever() -> None:
    """Pinned: these characters are on paper in people's drawers."""
    code = PageCode(document="7K2MA", seat=12, page=1)
    assert write_code(code, SECRET) == "AV1-7K2MA-0C-1-84RJ"
    assert read_code("AV1-7K2MA-0C-1-84RJ", SECRET).code == code


@given(CODES)
def test_what_is_written_is_read(code: PageCode) -> None:
    read = read_code(write_code(code, SECRET), SECRET)
    assert (read.origin, read.code) == (Origin.OURS, code)


@given(CODES, st.data())
def test_a_character_changed_is_not_believed(code: PageCode, data: st.DataObject) -> None:
    text = write_code(code, SECRET)
    places = [index for index, char in enumerate(text) if index > 3 and char != "-"]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in DIGITS if digit != text[place]]))
    changed = text[:place] + other + text[place + 1 :]
    # Twenty bits of check: a false code passes once in a million.
    assert read_code(changed, SECRET).origin is Origin.FALSE


def test_a_hand_that_types_o_for_0_is_understood() -> None:
    code = PageCode(document="00001", seat=1)
    text = write_code(code, SECRET)
    typed = "av1" + text[3:].lower().replace("0", "o").replace("1", "l")
    assert read_code(f" {typed} ", SECRET).code == code


def test_the_codes_of_another_workspace_are_not_ours() -> None:
    text = write_code(PageCode(document="7K2MA", seat=12), b"un autre secret")
    assert read_code(text, SECRET).origin is Origin.FALSE


def test_strangers_and_later_formats_are_told_apart() -> None:
    assert read_code("https://exemple.invalid/", SECRET).origin is Origin.FOREIGN
    assert read_code("WIFI:S:mairie;;", SECRET).origin is Origin.FOREIGN
    assert read_code("", SECRET).origin is Origin.FOREIGN
    assert read_code("AV2-7K2MA-0C-1-84RJ", SECRET).origin is Origin.LATER


def test_the_document_comes_from_the_version_of_the_text() -> None:
    assert document_of("0" * 64) == "00000"
    assert document_of("f" * 64) == "ZZZZZ"
    assert document_of("08000" + "0" * 59) == "10000"
