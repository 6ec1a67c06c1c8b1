"""Names of files that every system takes, from whatever people type."""

import re
from dataclasses import dataclass
from typing import Any, cast

from hypothesis import example, given
from hypothesis import strategies as st

from avenant_builder.actes.names import plain_names
from avenant_builder.executed.archive import Original
from avenant_builder.naming import LONGEST, file_name, same_everywhere, unfit, unique_name

ANYTHING = st.text(max_size=300) | st.sampled_from(
    ["", "CON", "nul", "Aux", "COM1", "lpt9.txt", "..", "É/té", "a\\b", "fin.", "x" * 500]
)


@given(ANYTHING)
@example("con")
@example("ＣＯＮ")
@example("ſ")
def test_what_is_made_fits_everywhere(text: str) -> None:
    name = file_name(text)
    assert re.fullmatch(r"[a-z0-9-]+", name)
    assert len(name) <= LONGEST
    for made in (name, f"{name}.pdf", f"lettre-{name}.eml"):
        assert unfit(made) == ""
        assert same_everywhere(made) == made


@given(st.lists(ANYTHING, max_size=30))
def test_homonyms_are_told_apart(texts: list[str]) -> None:
    taken: set[str] = set()
    names = [unique_name(text, taken) for text in texts]
    assert len({same_everywhere(name) for name in names}) == len(texts)
    assert not any(map(unfit, names))


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert file_name("communauté " * 20 + "nord") != file_name("communauté " * 20 + "sud")


@dataclass
class Bag:
    """Something with the attributes that it is given."""

    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


@given(ANYTHING)
def test_names_in_archives_fit_everywhere(text: str) -> None:
    page = Bag({"evidence": "0" * 64, "evidence_name": text})
    original = Original(seat=cast(Any, Bag({"page": page})), path=cast(Any, None))
    assert [unfit(part) for part in original.name.split("/")] == ["", ""]
    deposit = Bag({"documents": [Bag({"title": text})] * 2})
    first, second = plain_names(cast(Any, deposit))
    assert first != second
    assert not unfit(first)


def test_a_reason_is_given_in_french() -> None:
    assert unfit("un\x07son.pdf") == "il contient un caractère invisible"
    assert unfit("a" * 260) == "il est trop long"
    assert unfit("délibération n° 6 (signée).pdf") == ""
