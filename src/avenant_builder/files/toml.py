"""Read a TOML file key by key, each fault with the line of its key.

The standard parser gives values without their lines: `_line_of_keys` finds them again.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any

from avenant_builder.files.dates import DateFault, parse_day
from avenant_builder.files.encoding import described, plain, quoted, refused_characters
from avenant_builder.files.source import Source
from avenant_builder.french import did_you_mean
from avenant_builder.model.placeholder import stands_for_a_value
from avenant_builder.problems import Place, Problem
from avenant_builder.records import dataclass
from avenant_builder.rules.catalogue import RULES

KeyPath = tuple[str | int, ...]
"""Names of keys, and ranks in lists of tables, from the root."""

NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
NAMES = rf"{NAME}(?:[ \t]*\.[ \t]*{NAME})*"
# One pattern for a key and for both kinds of tables: it is compiled at every start.
LINE = re.compile(rf"[ \t]*(\[?\[?)[ \t]*({NAMES})[ \t]*(=|\]\]?)")
OPENED_BY = {"=": "", "]": "[", "]]": "[["}
POSITION = r"\(at (?:line (\d+), column (\d+)|end of document)\)"
# What the standard parser says, and what people did.
CAUSES = (
    ("Cannot overwrite", "cette clé est déjà donnée plus haut"),
    ("Cannot declare", "cette table est déjà donnée plus haut"),
    ("Cannot mutate", "cette table est déjà donnée plus haut"),
    ("Expected '='", "il manque « = » après la clé, ou la clé a des accents et pas de guillemets"),
    ("Illegal character", "un guillemet n’est pas fermé, ou un caractère est interdit"),
    ("Unterminated string", "un guillemet n’est pas fermé"),
    ("Expected newline", "il y a autre chose après la valeur : une seule valeur par ligne"),
    ("Unclosed array", "un crochet n’est pas fermé"),
    ("Unescaped '\\'", "la barre « \\ » se double dans un texte"),
    ("Invalid value", "cette valeur n’est pas reconnue : un texte se met entre guillemets droits"),
    ("Expected ']'", "un crochet n’est pas fermé, ou le nom a des accents et pas de guillemets"),
    ("Invalid statement", "une clé qui n’est pas un mot sans accents se met entre guillemets"),
    (
        "Invalid initial character",
        "une clé qui n’est pas un mot sans accents se met entre guillemets",
    ),
)
LARGEST_INTEGER = 10**15
DEEPEST = 10
# The standard parser takes minutes over one key of a million dots.
LONGEST_LINE = 20_000


def parse(source: Source, problems: list[Problem]) -> "Table | None":
    """The root table of a file; None and a problem (R-LIRE-02) if it is not TOML."""
    for number, line in enumerate(source.text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            message = "cette ligne est trop longue pour être écrite à la main"
            problems.append(RULES["R-LIRE-02"].problem(Place(source.path, number), message))
            return None
    try:
        values = tomllib.loads(source.text)
    except (ValueError, RecursionError) as fault:
        problems.append(_syntax_problem(source, fault))
        return None
    lines = _line_of_keys(source.text)
    return Table(file=source.path, path=(), values=values, lines=lines, problems=problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table being read. What is wrong joins `problems`, and reads as if it were absent."""

    file: str
    path: KeyPath
    values: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    problems: list[Problem]
    to_complete: dict[str, str] = field(default_factory=dict)
    """The keys, by dotted name, whose date or number is to come, and what they say instead."""
    _asked: set[str] = field(default_factory=set)

    def place(self, *keys: str) -> Place:
        """Where a key is, or else the table that lacks it."""
        names = [plain(part) for part in (*self.path, *keys) if isinstance(part, str)]
        path = (*self.path, *keys)
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path), ".".join(names))

    def fault(self, rule: str, key: str, message: str, *, remedy: str = "") -> None:
        """Report a fault of a key."""
        place = self.place(key) if key else self.place()
        self.problems.append(RULES[rule].problem(place, message, remedy=remedy))

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, spaces around it left out; empty: absent."""
        value = self._value(key, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong_kind(key, "un texte entre guillemets")
            return ""
        if self.refuses(key, value):
            return ""
        if required and not value.strip():
            self.fault("R-LIRE-13", key, "cette clé est vide")
        return value.strip()

    def day(self, key: str, *, required: bool = False, may_wait: bool = False) -> date | None:
        """A date, of TOML or in a text; an empty text, or one that is to come: None."""
        value = self._value(key, required)
        if may_wait and self._waits(key, value):
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            value = value.isoformat()  # so that its year is looked at as that of a text is
        if value == "" and required:
            self.fault("R-LIRE-13", key, "cette clé est vide")
        elif isinstance(value, str) and value:
            try:
                return parse_day(value)
            except DateFault as fault:
                self.fault("R-LIRE-08", key, str(fault))
        elif value is not None and value != "":
            self._wrong_kind(key, "une date entre guillemets")
        return None

    def whole(
        self, key: str, *, least: int = 0, required: bool = False, may_wait: bool = False
    ) -> int | None:
        """A whole number, `least` or more; None for one that is to come."""
        value = self._value(key, required)
        if value is None or (may_wait and self._waits(key, value)):
            return None
        if not _is_whole(value):
            self._wrong_kind(key, "un nombre entier, sans guillemets")
        elif not least <= value < LARGEST_INTEGER:
            self.fault("R-LIRE-09", key, f"le nombre doit être {least} ou plus")
        else:
            return int(value)
        return None

    def flag(self, key: str) -> bool:
        """true or false; absent: false."""
        value = self._value(key)
        if not isinstance(value, bool | None):
            self._wrong_kind(key, "true ou false, sans guillemets")
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent: empty."""
        values = self._list(key, 'une liste de textes : ["…", "…"]', str)
        return tuple(value.strip() for value in values if not self.refuses(key, value))

    def years(self, key: str) -> tuple[int, ...]:
        """A list of years; absent: empty."""
        values = self._list(key, "une liste d’années : [2017, 2018]", int)
        for value in values:
            if not 1900 <= value <= 2199:
                # A number of thousands of digits cannot even be shown.
                shown = f"« {value} »" if abs(value) < LARGEST_INTEGER else "ce nombre"
                self.fault("R-LIRE-09", key, f"{shown} n’est pas une année")
        return tuple(values)

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """A table inside this one."""
        value = self._value(key, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong_kind(key, f"une table : [{key}]")
            return None
        return self._inner(value, key)

    def tables(self, key: str) -> "list[Table]":
        """A list of tables, ``[[key]]``; absent: empty."""
        values = self._list(key, f"une suite de tables : [[{key}]]", dict)
        return [self._inner(value, key, rank) for rank, value in enumerate(values)]

    def refuse_unknown(self) -> None:
        """Report the keys that nobody asked for (R-LIRE-12)."""
        for key in self.values:
            if key not in self._asked:
                missing = sorted(self._asked - set(self.values)) or sorted(self._asked)
                guess = did_you_mean(key, missing)
                self.fault("R-LIRE-12", key, f"clé inconnue : {quoted(key)}", remedy=guess)

    def free(self, key: str) -> dict[str, Any]:
        """A table of any names: texts, numbers, dates, lists and tables of these."""
        table = self.table(key)
        if table is None:
            return {}
        return {name: table.value_of_any_kind(name) for name in table.values}

    def value_of_any_kind(self, key: str) -> Any:
        """The value of a key in a free table, its faults reported."""
        return self._sound(key, self.values[key])

    def refuses(self, key: str, text: str) -> bool:
        """Whether a text holds characters that no document may hold; reports them."""
        refused = refused_characters(text)
        if refused:
            self.fault("R-LIRE-07", key, described(refused))
        return bool(refused)

    def _waits(self, key: str, value: Any) -> bool:
        """Whether a value is « [date à compléter] » or the like; notes it down."""
        if not isinstance(value, str) or not stands_for_a_value(value):
            return False
        if not self.refuses(key, value):
            self.to_complete[".".join(map(str, (*self.path, key)))] = value.strip()
        return True

    def _sound(self, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            inner = self._inner(value, key)
            for name in value:
                inner.refuses(name, name)
            return {name: inner.value_of_any_kind(name) for name in value}
        if isinstance(value, list):
            return [self._sound(key, item) for item in value]
        if isinstance(value, str):
            self.refuses(key, value)
        elif isinstance(value, datetime) or not isinstance(value, bool | int | float | date):
            self._wrong_kind(key, "une date sans heure, ou un texte entre guillemets")
        elif isinstance(value, float) and not math.isfinite(value):
            self._wrong_kind(key, "un nombre fini")
        return value

    def _inner(self, values: Mapping[str, Any], *keys: str | int) -> "Table":
        return Table(
            file=self.file,
            path=(*self.path, *keys),
            values=values,
            lines=self.lines,
            problems=self.problems,
            to_complete=self.to_complete,
        )

    def _value(self, key: str, required: bool = False) -> Any:
        self._asked.add(key)
        if required and key not in self.values:
            self.fault("R-LIRE-13", key, f"la clé « {key} » manque")
        return self.values.get(key)

    def _list(self, key: str, wanted: str, kind: type) -> list[Any]:
        value = self._value(key)
        if value is None:
            return []
        right = isinstance(value, list) and all(
            isinstance(item, kind) and not (kind is int and isinstance(item, bool))
            for item in value
        )
        if not right:
            self._wrong_kind(key, wanted)
            return []
        return list(value)

    def _wrong_kind(self, key: str, wanted: str) -> None:
        self.fault("R-LIRE-14", key, f"il faut ici {wanted}")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _syntax_problem(source: Source, fault: ValueError | RecursionError) -> Problem:
    said = str(fault)
    found = re.search(POSITION, said)
    cause = next((french for english, french in CAUSES if said.startswith(english)), "")
    message = cause or "cette écriture n’est pas du TOML"
    line = None
    if found and found[1]:
        line = int(found[1])
        message += f" (caractère {found[2]} de la ligne)"
    elif found:
        line = source.text.rstrip().count("\n") + 1
        # Of a value that is cut short, the parser only says that it is not one.
        cut = not cause or said.startswith("Invalid value")
        message = "le fichier finit au milieu d’une valeur" if cut else cause
    return RULES["R-LIRE-02"].problem(
        Place(source.path, line),
        message,
        remedy="Corrigez cette ligne dans un éditeur de texte ; docs/data.md donne un exemple.",
    )


def _line_of_keys(text: str) -> dict[KeyPath, int]:
    """The line of each key and table, from 1; the first, where a long text imitates a key."""
    lines: dict[KeyPath, int] = {}
    ranks: dict[tuple[str, ...], int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        found = LINE.match(line)
        if found is None or OPENED_BY[found[3]] != found[1]:
            continue
        names = _names(found[2])
        if not found[1]:
            for depth in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:depth]), number)
            continue
        if found[1] == "[[":
            ranks[names] = ranks.get(names, -1) + 1
        table = _ranked(names, ranks)
        for depth in range(1, len(table) + 1):
            lines.setdefault(table[:depth], number)
    return lines


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(NAME, dotted)[:DEEPEST])


def _ranked(names: Sequence[str], ranks: Mapping[tuple[str, ...], int]) -> KeyPath:
    """The path of a table, with the rank of each list of tables that it goes through."""
    path: list[str | int] = []
    for depth, name in enumerate(names, start=1):
        path.append(name)
        rank = ranks.get(tuple(names[:depth]))
        if rank is not None:
            path.append(rank)
    return tuple(path)
