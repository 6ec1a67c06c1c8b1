import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.rules.siren import commune_sirens, is_siren


@pytest.mark.parametrize(
    ("insee", "siren"),
    [
        ("42218", "214202186"),
        ("42187", "214201873"),
        ("42207", "214202079"),
        ("42186", "214201865"),
        ("42003", "214200032"),
        ("2A004", "212000046"),
        ("2B033", "212000335"),
        ("97120", "219711207"),
        ("97209", "219722097"),
        ("97302", "219733029"),
        ("97411", "219740115"),
    ],
)
def test_the_siren_of_a_commune_follows_from_its_code(insee: str, siren: str) -> None:
    assert siren in commune_sirens(insee)


@pytest.mark.parametrize("insee", ["97608", "75056", "42", "42A18", ""])
def test_nothing_is_said_where_no_form_is_known(insee: str) -> None:
    assert commune_sirens(insee) == frozenset()


@given(st.integers(1, 95), st.integers(1, 999))
def test_every_computed_siren_is_well_formed(department: int, commune: int) -> None:
    sirens = commune_sirens(f"{department:02d}{commune:03d}")
    assert all(is_siren(siren) for siren in sirens)
    assert len(sirens) == (f"{department:02d}{commune:03d}" != "75056")


@given(
    st.sampled_from(["214202186", "244200770", "200035731"]), st.integers(0, 8), st.integers(1, 9)
)
def test_one_wrong_digit_is_always_found(siren: str, at: int, shift: int) -> None:
    wrong = str((int(siren[at]) + shift) % 10)
    assert not is_siren(siren[:at] + wrong + siren[at + 1 :])


@pytest.mark.parametrize("text", ["", "21420218", "21420218600012", "2142O2186", "٢14202186"])
def test_other_texts_are_no_siren(text: str) -> None:
    assert not is_siren(text)
