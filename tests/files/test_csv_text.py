"""Tables for spreadsheets, which run nothing and lose nothing."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.files.csv_text import RUNS, csv_text

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(rows=st.lists(st.tuples(cells, cells), max_size=4))
def test_every_cell_is_read_again_and_none_is_run(rows: list[tuple[str, str]]) -> None:
    text = csv_text(("un", "deux"), rows)
    assert text.startswith("\ufeffun;deux\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(read) == len(rows) + 1
    for found, row in zip(read[1:], rows, strict=True):
        for shown, cell in zip(found, row, strict=True):
            assert shown in (cell, f"'{cell}")
            assert not shown.startswith(RUNS)
