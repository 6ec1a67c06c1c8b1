"""The engine that reads and fills the tags of a model: it prints data and runs nothing.

A model is edited by many hands and travels by e-mail: what it may do is listed here, and all
else is refused. jinja2's own sandbox lets ``'a' * 10**9`` and endless loops through; what
cannot be foreseen here is left to the limits of the child process.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from avenant_builder.french import with_de
from avenant_builder.word.values import Blank, printed

MAX_RANGE = 1_000
MAX_REPEATED = 10_000
MAX_BITS = 256
MAX_BATCH = 100

COMMANDS = frozenset({"for", "endfor", "if", "elif", "else", "endif", "set"})
ALLOWED_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Call),
    *(nodes.CondExpr, nodes.Concat, nodes.Compare, nodes.Operand, nodes.BinExpr),
    nodes.UnaryExpr,
)


class SafeEnvironment(ImmutableSandboxedEnvironment):
    """jinja2 with strict names, escaped values, and only what a letter needs."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *, finalize: Callable[..., Any] | None = None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=finalize,
            # A letter may end with line breaks: the engine must not eat one.
            keep_trailing_newline=True,
        )
        self.globals = {"range": limited_range}
        self.tests = {**self.tests, "none": _is_none}
        self.filters = {name: self.filters[name] for name in KEPT_FILTERS} | OWN_FILTERS

    def tree(self, source: str) -> nodes.Template:
        """The tree of a source, allowed or not. Raises ``TemplateSyntaxError``."""
        try:
            return super()._parse(source, None, None)
        # Brackets in brackets without end, or a number of thousands of digits.
        except (RecursionError, ValueError) as fault:
            raise TemplateSyntaxError(str(fault), 1) from fault

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in refused_nodes(tree):
            raise TemplateSyntaxError(REFUSED, node.lineno, name, filename)
        joined: nodes.Template = _PrintedJoins().visit(tree)
        joined.set_environment(self)
        return joined

    def is_safe_callable(self, obj: Any) -> bool:
        return obj is limited_range or _is_items(obj)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a table wins over the method of that name (« items », « values »)."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if is_too_large(operator, left, right):
            raise SecurityError(TOO_LARGE)
        return super().call_binop(context, operator, left, right)


class _PrintedJoins(NodeTransformer):
    """Turns ``a ~ b`` into our own ``[a, b]|join``, which refuses what no letter prints."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        parts = nodes.List(node.nodes, lineno=node.lineno)
        joined = nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)
        return self.generic_visit(joined)


REFUSED = "commande refusée"
TOO_LARGE = "calcul trop grand"


def refused_nodes(tree: nodes.Template) -> list[nodes.Node]:
    """Writings that a model may not use: macros, inclusions, blocks, calls of methods."""
    return [
        node
        for node in tree.find_all(nodes.Node)
        if not isinstance(node, ALLOWED_NODES)
        or (isinstance(node, nodes.For) and node.recursive)
        or (isinstance(node, nodes.Call) and not is_allowed_call(node))
    ]


def is_allowed_call(call: nodes.Call) -> bool:
    """Only ``range(…)`` and ``table.items()`` may be called."""
    if isinstance(call.node, nodes.Name):
        return call.node.name == "range"
    return isinstance(call.node, nodes.Getattr) and call.node.attr == "items" and not call.args


def is_too_large(operator: str, left: Any, right: Any) -> bool:
    """Whether a product, a power or a ``%`` could make something enormous."""
    whole = isinstance(left, int) and isinstance(right, int)
    if operator == "%":
        return isinstance(left, str)
    if operator == "**":
        return not whole or right < 0 or left.bit_length() * right > MAX_BITS
    if whole:
        return bool(left.bit_length() + right.bit_length() > MAX_BITS)
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, (str, list, tuple)) and isinstance(times, int):
            return len(sequence) * times > MAX_REPEATED
    return False


def limited_range(*bounds: int) -> range:
    """``range`` of at most a thousand steps."""
    steps = range(*bounds)
    if len(steps) > MAX_RANGE:
        raise SecurityError(TOO_LARGE)
    return steps


def _is_none(value: Any) -> bool:
    return value is None or isinstance(value, Blank)


def _is_items(obj: Any) -> bool:
    return getattr(obj, "__name__", "") == "items" and isinstance(
        getattr(obj, "__self__", None), Mapping
    )


def _batch(values: Iterable[Any], size: int, fill: Any = None) -> list[list[Any]]:
    if not 0 < size <= MAX_BATCH:
        raise SecurityError(TOO_LARGE)
    whole = list(values)
    rows = [whole[start : start + size] for start in range(0, len(whole), size)]
    if rows and fill is not None:
        rows[-1] += [fill] * (size - len(rows[-1]))
    return rows


def _join(values: Iterable[Any], separator: str = "") -> str:
    return printed(separator).join(printed(value) for value in values)


def _upper(value: Any) -> str:
    return printed(value).upper()


def _lower(value: Any) -> str:
    return printed(value).lower()


def _capitalized(value: Any) -> str:
    """First letter as a capital; the rest stays, since names are in it."""
    text = printed(value)
    return text[:1].upper() + text[1:]


def _with_de(value: Any) -> str:
    return with_de(printed(value))


def _trim(value: Any) -> str:
    return printed(value).strip()


# Those of jinja2 that only look; the others are our own, so that none escapes its text twice.
KEPT_FILTERS = ("default", "first", "last", "length", "list", "sort")
OWN_FILTERS: dict[str, Callable[..., Any]] = {
    "batch": _batch,
    "capitalize": _capitalized,
    "de": _with_de,
    "join": _join,
    "lower": _lower,
    "trim": _trim,
    "upper": _upper,
}
