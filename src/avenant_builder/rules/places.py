"""Where a fault lies, and what is said twice: shared by the rules."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from avenant_builder.model.avenant import Avenant
from avenant_builder.model.body import Body
from avenant_builder.model.seat import Seat
from avenant_builder.problems import Place

T = TypeVar("T")


def at(place: Place, column: str) -> Place:
    """The same line, at a column."""
    return Place(place.file, place.line, column)


def key_of(avenant: Avenant, key: str) -> Place:
    """A key of ``avenant.toml``, on its line or on that of the table that lacks it."""
    path = key
    while path and path not in avenant.lines:
        path = path.rpartition(".")[0]
    return Place(avenant.place.file, avenant.lines.get(path), key)


def repeated(items: Iterable[T], *, key: Callable[[T], object]) -> Iterator[tuple[T, T]]:
    """Each item whose key was seen before, after the first that had it; empty keys left out."""
    first: dict[object, T] = {}
    for item in items:
        value = key(item)
        if not value:
            continue
        if value in first:
            yield first[value], item
        else:
            first[value] = item


def taken_id(first: Body | Seat, again: Body | Seat) -> str:
    """What to say of an identifier that names the files of another one already."""
    line = f"ligne {first.place.line}"
    if again.id == first.id:
        return f"l’identifiant « {again.id} » sert déjà {line}"
    return (
        f"« {again.id} » ne diffère de « {first.id} », {line}, que par la casse, les accents ou "
        "les signes : leurs fichiers auraient le même nom"
    )
