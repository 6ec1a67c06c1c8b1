"""click in French: every sentence of the click that is installed, and the compiled catalogue."""

import ast
import gettext
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import avenant_builder
from command_line import avenant, plain

CATALOGUE = Path(avenant_builder.__file__).parent / "locale/fr/LC_MESSAGES"


def click_sentences() -> Iterator[tuple[str, ...]]:
    """The sentences that click hands to gettext: (singular,) or (singular, plural)."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
                texts = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)]
                if count and len(texts) == count:
                    yield tuple(str(text) for text in texts)


SENTENCES = sorted(set(click_sentences()))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def said_by(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    def forms(text: object) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]

    return {forms(message.id): forms(message.string) for message in catalogue if message.id}


def test_click_still_goes_through_gettext() -> None:
    assert len(SENTENCES) > 60


@pytest.mark.parametrize("texts", SENTENCES, ids=lambda texts: texts[0][:40])
def test_each_sentence_is_translated_with_the_same_facts(texts: tuple[str, ...]) -> None:
    french = gettext.translation("click", CATALOGUE.parents[1], ["fr"])
    for count, text in enumerate(texts, start=1):
        said = french.ngettext(texts[0], texts[1], count) if texts[1:] else french.gettext(text)
        # This one reads the same in both languages.
        assert said != text or text == "%(prog)s, version %(version)s"
        assert fields(said) == fields(text)


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    source = read_po(BytesIO((CATALOGUE / "click.po").read_bytes()), locale="fr")
    compiled = read_mo(BytesIO((CATALOGUE / "click.mo").read_bytes()))
    assert said_by(source) == said_by(compiled)


@pytest.mark.parametrize("lang", ["C", "en_US.UTF-8", "fr_FR.ISO-8859-1"])
def test_a_wrong_use_is_answered_in_french_whatever_the_locale(lang: str) -> None:
    done = avenant("explane", LANG=lang, LC_ALL=lang, LANGUAGE="en")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "La commande « explane » n’existe pas. Vouliez-vous dire « explain » ?" in plain(
        done.stderr
    )
    assert "Usage : avenant [OPTIONS] COMMANDE" in plain(done.stderr)


def test_quotes_are_french_in_what_click_says() -> None:
    for wrong in (
        ("--yaer",),
        ("check", "--yaer", "2019"),
        ("check", "--year", "deux"),
        ("explain", "R-ZZZ-99"),
        ("completion", "tcsh"),
        ("init",),
    ):
        done = avenant(*wrong)
        assert done.returncode == 2
        said = plain(done.stderr).split("Erreur : ")[1]
        assert "«" in said and "'" not in said and "[" not in said, said


def test_other_wrong_uses() -> None:
    assert "L’option « --jsn » n’existe pas." in plain(avenant("explain", "--jsn").stderr)
    assert "Un argument en trop (b)" in avenant("explain", "R-ORG-02", "b").stderr
    assert "Il manque l’argument" in avenant("init").stderr
    assert "L’option « --year » demande une valeur." in plain(avenant("status", "--year").stderr)
