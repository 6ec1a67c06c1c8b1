"""The identifier of an acte: five facts in one line, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.model.acte_id import ActeId

RIVE_DE_GIER = "042-214201865-20190131-DEL_2019_006-DE"

identifiers = st.builds(
    ActeId,
    department=st.sampled_from(["001", "042", "02A", "02B", "095", "971"]),
    siren=st.text("0123456789", min_size=9, max_size=9),
    on=st.dates(),
    number=st.text("ABZaz019_-", min_size=1, max_size=30),
    nature=st.sampled_from(["DE", "AR", "AI", "CC", "BF", "AU"]),
)


def test_the_identifier_of_2019_is_read_and_made_from_its_parts() -> None:
    parts = ActeId(
        department="042",
        siren="214201865",
        on=date(2019, 1, 31),
        number="DEL_2019_006",
        nature="DE",
    )
    assert ActeId.parse(f" {RIVE_DE_GIER}\n") == parts
    assert str(parts) == RIVE_DE_GIER


@given(identifiers)
def test_what_is_written_is_read_back_even_with_dashes_in_the_number(made: ActeId) -> None:
    assert ActeId.parse(str(made)) == made


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DEL_2019_006",
        RIVE_DE_GIER.replace("20190131", "20190231"),
        RIVE_DE_GIER.replace("20190131", "99999999"),
        RIVE_DE_GIER.replace("214201865", "21420186"),
        RIVE_DE_GIER.replace("-DE", "-de"),
        RIVE_DE_GIER.replace("DEL_2019_006", ""),
        RIVE_DE_GIER.replace("DEL_2019_006", "DÉL"),
        RIVE_DE_GIER.replace("042", "42"),
        RIVE_DE_GIER.replace("042", "٠٤٢"),
    ],
)
def test_anything_else_is_no_identifier(text: str) -> None:
    assert ActeId.parse(text) is None


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        *(("DEL_2019_006", True), ("1", True), ("A" * 15, True), ("A" * 16, False)),
        *(("DEL_", False), ("_1", False), ("2019-006", False), ("del1", False)),
    ],
)
def test_a_sound_number_is_one_that_every_operator_takes(number: str, sound: bool) -> None:
    parts = ActeId.parse(RIVE_DE_GIER.replace("DEL_2019_006", number))
    assert parts is not None
    assert parts.number == number
    assert parts.has_sound_number is sound
