"""The values of a context as a model prints them, and the record of all that was printed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from avenant_builder.errors import ModelFault
from avenant_builder.french import long_date
from avenant_builder.model.documents import ContentsLine, Picture
from avenant_builder.model.fiche import RichText

# Controls but the tab and the line break, halves of pairs, and what is no character.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TEXT_OPEN = '<w:t xml:space="preserve">'


class UnprintableValue(Exception):
    """A value that no letter prints as it stands; its text goes on « le modèle imprime »."""


class FrenchDay(date):
    """A date that prints « 1er janvier 2019 » wherever it becomes text."""

    def __str__(self) -> str:
        return long_date(self)


class FrenchNumber(float):
    """A number that prints with a decimal comma."""

    def __str__(self) -> str:
        return f"{Decimal(repr(float(self))):f}".replace(".", ",")


class Blank:
    """What stands for None: false, equal to None, and never printed."""

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Blank)

    def __hash__(self) -> int:
        return hash(None)

    def __str__(self) -> str:
        raise UnprintableValue("une donnée vide")


def ready(value: Any) -> Any:
    """A context made ready for a model. Raises ``ModelFault`` for what no document can hold."""
    if isinstance(value, Mapping):
        return {key: ready(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [ready(item) for item in value]
    if isinstance(value, (RichText, ContentsLine, Picture)):
        for text in _texts(value):
            refuse_unprintable(text)
        return value
    if value is None:
        return Blank()
    if isinstance(value, str):
        refuse_unprintable(value)
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return FrenchDay(value.year, value.month, value.day)
    if isinstance(value, float):
        return FrenchNumber(value)
    return value


def printed(value: Any) -> str:
    """A plain value as text. Raises ``UnprintableValue`` for what is not one."""
    if isinstance(value, Undefined):
        # A strict name raises its own error when it becomes text.
        return str(value)
    if value is None or isinstance(value, Blank):
        return str(Blank())
    if isinstance(value, bool):
        raise UnprintableValue("un oui/non")
    if isinstance(value, float) and value - value != 0:
        raise UnprintableValue("un nombre infini")
    if isinstance(value, (str, int, FrenchDay, FrenchNumber)):
        return str(value)
    if isinstance(value, float):
        return str(FrenchNumber(value))
    raise UnprintableValue("une liste, un tableau ou une heure")


def as_text_xml(text: str) -> Markup:
    """A text inside ``w:t``: its line breaks and tabs become those of Word."""
    xml = str(escape(text))
    xml = xml.replace("\n", f"</w:t><w:br/>{TEXT_OPEN}")
    return Markup(xml.replace("\t", f"</w:t><w:tab/>{TEXT_OPEN}"))


def unprintable_character(text: str) -> str:
    """The first character that XML or a page cannot hold, as « U+0007 »; else empty."""
    found = UNPRINTABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def refuse_unprintable(text: str) -> None:
    """Raise ``ModelFault`` for a text that no document can hold."""
    if code := unprintable_character(text):
        shown = "".join(char if not unprintable_character(char) else "?" for char in text[:60])
        raise ModelFault(
            f"le texte « {shown} » contient un caractère qui ne s’imprime pas ({code})",
            remedy="Retapez ce texte dans les données, puis relancez.",
        )


def _texts(value: RichText | ContentsLine | Picture) -> Sequence[str]:
    if isinstance(value, RichText):
        return [block.text for block in value.blocks]
    if isinstance(value, ContentsLine):
        return [value.title, value.page, value.target]
    return [value.description]
