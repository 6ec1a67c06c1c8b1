from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avenant_builder.french import (
    LONGEST_WORD,
    NBSP,
    NUMBERS,
    did_you_mean,
    duration,
    enumeration,
    fold,
    in_words,
    long_date,
    near,
    plural,
    short_date,
    typeset,
    with_de,
)
from avenant_builder.model.period import Period


def test_only_the_first_of_a_month_takes_er() -> None:
    assert long_date(date(2019, 1, 1)) == "1er janvier 2019"
    assert long_date(date(2018, 11, 21)) == "21 novembre 2018"
    assert short_date(date(2019, 1, 1)) == "01/01/2019"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), "un an"),
        (date(2019, 1, 1), date(2020, 12, 31), "deux ans"),
        (date(2019, 9, 1), date(2020, 2, 29), "six mois"),
        (date(2019, 1, 15), date(2020, 7, 14), "dix-huit mois"),
        (date(2019, 1, 1), date(2019, 2, 14), "45 jours"),
        (date(2019, 1, 1), date(2019, 1, 1), "1 jour"),
        (date(2019, 1, 1), date(9999, 12, 31), "7981 ans"),
    ],
)
def test_a_duration_is_said_in_whole_months_where_it_is_whole(
    start: date, end: date, words: str
) -> None:
    assert duration(Period(start=start, end=end)) == words


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_a_duration_never_fails_and_a_day_more_is_another(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    longer = end + timedelta(days=1)
    assert duration(Period(start=start, end=end)) != duration(Period(start=start, end=longer))


def test_enumeration() -> None:
    assert enumeration(["2017", "2018"]) == "2017 et 2018"
    assert enumeration(["a", "b", "c"]) == "a, b et c"
    assert enumeration(["a"]) == "a"
    assert enumeration([]) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ambierle", "d’Ambierle"),
        ("Écurie", "d’Écurie"),
        ("Œuilly", "d’Œuilly"),
        ("Hénin-Beaumont", "d’Hénin-Beaumont"),
        ("Hautes Terres", "de Hautes Terres"),
        ("Hyères", "d’Hyères"),
        ("Xertigny", "de Xertigny"),
        ("Yx", "d’Yx"),
        ("Y", "de Y"),
        ("", "de "),
        ("Honfleur", "de Honfleur"),
        ("Le Havre", "du Havre"),
        ("Le Coteau", "du Coteau"),
        ("Les Noës", "des Noës"),
        ("La Ricamarie", "de La Ricamarie"),
        ("L’Horme", "de L’Horme"),
        ("L'Horme", "de L'Horme"),
        ("Lestrem", "de Lestrem"),
        ("Yssingeaux", "d’Yssingeaux"),
        ("Yenne", "de Yenne"),
        ("Roanne", "de Roanne"),
    ],
)
def test_de_follows_the_name(name: str, words: str) -> None:
    assert with_de(name) == words


def test_small_numbers_are_said_in_words() -> None:
    assert [in_words(number) for number in (0, 1, 2)] == ["zéro", "un", "deux"]
    last = len(NUMBERS) - 1
    assert in_words(last) == NUMBERS[last]
    assert [in_words(number) for number in (last + 1, -1)] == [str(last + 1), "-1"]


def test_letters_that_are_two_and_apostrophes_are_alike_once_folded() -> None:
    assert fold("L’Œuvre") == fold("L'oeuvre") == "l'oeuvre"
    assert fold("Lætitia") == "laetitia"
    assert fold("ÉTÉ") == fold("été") == "ete"


def test_plural_begins_at_two() -> None:
    assert [plural(count, "siège") for count in (0, 1, 2)] == ["0 siège", "1 siège", "2 sièges"]
    assert plural(3, "fiche écrite", "fiches écrites") == "3 fiches écrites"


def test_a_near_word_is_found_through_case_and_accents() -> None:
    assert near("Periode", ["schema", "période"]) == "période"
    assert near("zzz", ["schema", "période"]) is None
    assert near("x" * 10_000, ["x" * 10_000]) is None
    assert near("x" * LONGEST_WORD, ["x" * LONGEST_WORD]) == "x" * LONGEST_WORD
    assert near("x" * (LONGEST_WORD + 1), ["x" * (LONGEST_WORD + 1)]) is None
    assert did_you_mean("lieux", ["lieu"]) == "Vouliez-vous dire « lieu » ?"
    assert did_you_mean("zzz", ["lieu"]) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("« oui » : non !", "«~oui~»~: non~!"),
        ("avenant n° 1 du 1er janvier 2019", "avenant n°~1 du 1er~janvier 2019"),
        ("6 000 € et 1 234 567", "6~000~€ et 1~234~567"),
        ("en 2017 2018, M. Martin", "en 2017 2018, M.~Martin"),
        ("CGCT, art. L. 2121-12 et R. 1", "CGCT, art.~L.~2121-12 et R.~1"),
        ("a:b https://exemple.invalid/?x", "a:b https://exemple.invalid/?x"),
    ],
)
def test_spaces_that_never_break(text: str, shown: str) -> None:
    assert typeset(text).replace(NBSP, "~") == shown


@given(st.text())
def test_typesetting_changes_nothing_but_the_kind_of_space(text: str) -> None:
    done = typeset(text)
    assert done.replace(NBSP, " ") == text.replace(NBSP, " ")
    assert typeset(done) == done
