"""Which names a model asks for, however deep, that the data of its document lack.

The tree of the model is walked with the real data in hand: a loop variable stands for all the
elements of its list at once. Where the data cannot tell (an empty list), anything is accepted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import nodes

from avenant_builder.french import near

Samples = tuple[Any, ...] | None
"""What an expression may be worth with these data; None: anything."""

# Filters that carry, through the engine's tree, how a tag was written: {{p x }}, {{r x }}.
FORMS = {"p": "_en_paragraphes", "r": "_en_ligne"}

DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that the data lack."""

    line: int
    path: str
    """As the model writes it: « fiche.cout.total »."""
    near: str
    """The same path with a name that exists, or empty."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a tag prints, as far as the data tell."""

    line: int
    expression: nodes.Node
    samples: Samples
    guarded: bool
    """Whether it stands under a condition that looks at it."""

    @property
    def form(self) -> str:
        """``p`` or ``r`` as the tag is written, else empty."""
        name = self.expression.name if isinstance(self.expression, nodes.Filter) else ""
        return next((form for form, carrier in FORMS.items() if carrier == name), "")


@dataclass(slots=True)
class NameChecker:
    """Walks one model with one context; `missing` and `printed` are what it found."""

    context: Mapping[str, Any]
    missing: list[Missing] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    _optional: list[str] = field(default_factory=list)
    """Paths that the model itself tests with « is defined », where they are looked up now."""
    _looked_at: list[str] = field(default_factory=list)
    """Paths in the conditions around the statement that is visited now."""

    def walk(self, tree: nodes.Template) -> None:
        """Visit the whole model."""
        self._statements(tree.body, {})

    def _statements(self, body: Iterable[nodes.Node], scope: dict[str, Samples]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        samples = self._value(child, scope)
                        guarded = path_of(child) in self._looked_at
                        self.printed.append(Printed(child.lineno, child, samples, guarded))
            elif isinstance(node, nodes.For):
                self._loop(node, scope)
            elif isinstance(node, nodes.If):
                with_optional = self._with_optional(node.test)
                looked_at = _paths(node.test)
                self._looked_at += looked_at
                self._value(node.test, scope)
                self._statements([*node.body, *node.elif_, *node.else_], scope)
                del self._looked_at[len(self._looked_at) - len(looked_at) :]
                self._forget(with_optional)
            elif isinstance(node, nodes.Assign):
                self._bind(node.target, self._value(node.node, scope), scope)

    def _loop(self, node: nodes.For, scope: dict[str, Samples]) -> None:
        inner = {**scope, "loop": None}
        self._bind(node.target, _elements(self._value(node.iter, scope)), inner)
        if node.test is not None:
            self._value(node.test, inner)
        self._statements(node.body, inner)
        self._statements(node.else_, dict(scope))

    def _bind(self, target: nodes.Node, samples: Samples, scope: dict[str, Samples]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = samples
        elif isinstance(target, nodes.Tuple):
            for index, item in enumerate(target.items):
                parts = None
                if samples is not None:
                    rows = [s for s in samples if isinstance(s, (tuple, list))]
                    parts = tuple(row[index] for row in rows if len(row) > index)
                self._bind(item, parts, scope)

    def _value(self, node: nodes.Node, scope: dict[str, Samples]) -> Samples:
        """What an expression may be worth, its missing names noted."""
        if isinstance(node, nodes.Const):
            return (node.value,)
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._key(node, node.node, node.attr, scope)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Call):
            return self._call(node, scope)
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            self._tested(node, scope)
            return None
        return self._children(node, scope)

    def _children(self, node: nodes.Node, scope: dict[str, Samples]) -> Samples:
        """Any other expression: its parts are visited, its worth is not followed."""
        with_optional = self._with_optional(node)
        parts = [self._value(c, scope) for c in node.iter_child_nodes() if _is_expression(c)]
        for child in node.iter_child_nodes():
            if not _is_expression(child):
                for grandchild in child.iter_child_nodes():
                    if isinstance(grandchild, nodes.Expr):
                        self._value(grandchild, scope)
        self._forget(with_optional)
        if isinstance(node, nodes.CondExpr) and len(parts) == 3:
            return _union(parts[1:])
        return None

    def _name(self, node: nodes.Name, scope: dict[str, Samples]) -> Samples:
        if node.name in scope:
            return scope[node.name]
        if node.name in self.context:
            return (self.context[node.name],)
        self._miss(node, node.name, "", node.name, [*self.context, *scope])
        return None

    def _key(
        self, node: nodes.Expr, base: nodes.Expr, key: str, scope: dict[str, Samples]
    ) -> Samples:
        owners = self._value(base, scope)
        if owners is None or None in owners:
            return None
        held = tuple(o[key] for o in owners if isinstance(o, Mapping) and key in o)
        if held:
            return held
        if key in DATE_PARTS and any(isinstance(owner, date) for owner in owners):
            return None
        known = [name for owner in owners if isinstance(owner, Mapping) for name in owner]
        prefix = f"{path_of(base)}."
        if owners:
            self._miss(node, f"{prefix}{key}", prefix, key, known)
        return None

    def _item(self, node: nodes.Getitem, scope: dict[str, Samples]) -> Samples:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._key(node, node.node, node.arg.value, scope)
        if _is_expression(node.arg):
            self._value(node.arg, scope)
        base = self._value(node.node, scope)
        if isinstance(node.arg, nodes.Slice) or base is None:
            return base
        # Between brackets a table gives a value; in a loop, its keys.
        return _elements(tuple(list(s.values()) if isinstance(s, Mapping) else s for s in base))

    def _filter(self, node: nodes.Filter, scope: dict[str, Samples]) -> Samples:
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._value(argument, scope)
        if node.node is None:
            return None
        if node.name == "default":
            self._tested(node, scope)
            return None
        base = self._value(node.node, scope)
        if node.name in ("first", "last"):
            return _elements(base)
        if node.name == "batch":
            return None if base is None else tuple([list(b)] for b in base if _is_list(b))
        return base if node.name in ("list", "sort", *FORMS.values()) else None

    def _call(self, node: nodes.Call, scope: dict[str, Samples]) -> Samples:
        for argument in node.args:
            self._value(argument, scope)
        if isinstance(node.node, nodes.Getattr):
            tables = self._value(node.node.node, scope)
            if tables is not None:
                return tuple(list(t.items()) for t in tables if isinstance(t, Mapping))
        return None

    def _tested(self, node: nodes.Filter | nodes.Test, scope: dict[str, Samples]) -> None:
        """A name that may be missing, by the very words of the model; what leads to it may not."""
        inner = node.node
        if isinstance(inner, nodes.Getattr):
            self._value(inner.node, scope)
        elif inner is not None and not isinstance(inner, nodes.Name):
            self._value(inner, scope)

    def _with_optional(self, test: nodes.Node) -> int:
        found = [
            path_of(node.node)
            for node in (*test.find_all(nodes.Test), *([test] if _is_test(test) else []))
            if isinstance(node, nodes.Test) and node.name in ("defined", "undefined")
        ]
        self._optional += found
        return len(found)

    def _forget(self, count: int) -> None:
        if count:
            del self._optional[-count:]

    def _miss(
        self, node: nodes.Expr, path: str, prefix: str, word: str, known: Iterable[str]
    ) -> None:
        if any(path == name or path.startswith(f"{name}.") for name in self._optional):
            return
        found = near(word, dict.fromkeys(known))
        self.missing.append(Missing(node.lineno, path, f"{prefix}{found}" if found else ""))


def path_of(node: nodes.Node) -> str:
    """An expression as the model writes it, as far as it is a name."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{path_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{path_of(node.node)}.{node.arg.value}"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return path_of(node.node)
    return "…"


def _paths(test: nodes.Node) -> list[str]:
    """The names that a condition looks at."""
    names = [test, *test.find_all((nodes.Name, nodes.Getattr, nodes.Getitem))]
    return [path_of(name) for name in names]


def _is_expression(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Expr) and not isinstance(node, nodes.Slice)


def _is_test(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Test)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _elements(samples: Samples) -> Samples:
    """What the elements of a list may be; an empty list cannot tell."""
    if samples is None:
        return None
    return tuple(_each(samples)) or None


def _each(samples: tuple[Any, ...]) -> Iterator[Any]:
    for sample in samples:
        if isinstance(sample, (list, tuple, Mapping)):
            yield from sample


def _union(parts: Iterable[Samples]) -> Samples:
    known = [part for part in parts if part is not None]
    return tuple(value for part in known for value in part) or None
