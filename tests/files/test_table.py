"""Registers as spreadsheets save them."""

import csv
import io
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from avenant_builder.files.encoding import decode
from avenant_builder.files.source import Source
from avenant_builder.files.table import Row, read_table
from avenant_builder.problems import Place, Problem

COLUMNS = ("cle", "nom", "note")
WORDS = st.text(st.sampled_from("aeéèçœ’« »;,\n\"'.&<>4\t"), max_size=12).map(
    # What the reader trims or refuses has tests of its own.
    lambda text: re.sub(r"^[\t=+@-]+", "", text.strip())
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
SEPARATORS = (";", ",", "\t")
LINE_ENDS = ("\n", "\r\n", "\r")


def read(text: str) -> tuple[list[Row] | None, list[Problem]]:
    problems: list[Problem] = []
    return read_table(Source("essai.csv", text), COLUMNS, problems), problems


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS).filter(any), max_size=4),
    st.sampled_from(ENCODINGS),
    st.sampled_from(SEPARATORS),
    st.sampled_from(LINE_ENDS),
)
def test_a_register_reads_the_same_however_it_was_saved(
    rows: list[tuple[str, str, str]], encoding: str, separator: str, line_end: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    data = written.getvalue().replace("\n", line_end).encode(encoding)
    # « çœœ » in cp1252 happens to be one Chinese letter in UTF-8: no rule can tell.
    assume(encoding != "cp1252" or data.isascii() or not is_utf_8(data))

    found, problems = read(decode(data).text)

    assert not problems
    assert found is not None
    assert [tuple(row.text(name) for name in COLUMNS) for row in found] == rows


def is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_lines_are_those_of_an_editor() -> None:
    """A cell on two lines, an empty line, a separator of lines that editors do not show."""
    rows, problems = read('cle;nom;note\na;"deux\nlignes";\n\n;;\nb;x\u2028y;\n')
    assert rows is not None
    assert [row.line for row in rows] == [2, 6]
    assert rows[0].text("nom") == "deux\nlignes"
    assert not problems


def test_trailing_separators_of_a_spreadsheet_are_nothing() -> None:
    rows, problems = read("cle;nom;note;;\na;b;c;;\nd;e;f\n")
    assert rows is not None
    assert len(rows) == 2
    assert not problems


@pytest.mark.parametrize(
    ("text", "rule", "place", "message"),
    [
        ("", "R-LIRE-03", Place("essai.csv", 1), "ce registre est vide"),
        ("cle;nom\n", "R-LIRE-03", Place("essai.csv", 1, "note"), "la colonne « note » manque"),
        ("\ncle;nom;note;nmo\n", "R-LIRE-03", Place("essai.csv", 2, "nmo"), "colonne inconnue"),
        ("cle;nom;note;nom\n", "R-LIRE-03", Place("essai.csv", 1, "nom"), "donnée 2 fois"),
        ("cle;;nom;note\n", "R-LIRE-03", Place("essai.csv", 1), "une colonne n’a pas de nom"),
        ("cle;nom;note\na;b\n", "R-LIRE-04", Place("essai.csv", 2), "2 cases au lieu de 3"),
        ("cle;nom;note\na;b;c;d\n", "R-LIRE-04", Place("essai.csv", 2), "4 cases au lieu de 3"),
        ('cle;nom;note\na;b;c\nd;"e;f\n', "R-LIRE-04", Place("essai.csv", 3), "un guillemet droit"),
        ('cle;nom;note\n"a"b;c;d\n', "R-LIRE-04", Place("essai.csv", 2), "un guillemet droit"),
    ],
)
def test_a_malformed_register_is_told(text: str, rule: str, place: Place, message: str) -> None:
    _, problems = read(text)
    assert [(problem.rule, problem.place) for problem in problems] == [(rule, place)]
    assert message in problems[0].message


def test_a_column_with_a_slip_is_guessed() -> None:
    _, problems = read("cle;nom;notte\n")
    assert [problem.remedy for problem in problems if problem.place.column == "notte"] == [
        "Vouliez-vous dire « note » ?"
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@SOMME(A1)", '"\tx"', "  =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(cell: str) -> None:
    rows, problems = read(f"cle;nom;note\na;{cell};c\n")
    assert rows is not None
    assert rows[0].text("nom") == ""
    assert [(problem.rule, str(problem.place)) for problem in problems] == [
        ("R-LIRE-06", "essai.csv:2 « nom »")
    ]


def test_a_telephone_number_is_no_formula() -> None:
    rows, problems = read("cle;nom;note\na;+33 4 77 00 00 00;c\n")
    assert rows is not None
    assert rows[0].text("nom") == "+33 4 77 00 00 00"
    assert not problems
