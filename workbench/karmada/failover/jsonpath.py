"""JSONPath templates evaluated and printed as client-go does (util/jsonpath/jsonpath.go).

This is the dialect of ``kubectl -o jsonpath`` with missing keys forbidden, which Karmada's state
preservation uses; it is not RFC 9535. The same in the client-go of v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workbench.karmada.failover.go_print import go_bytes, go_text
from workbench.karmada.failover.go_values import INVALID, NIL_MAP, GoPanic, Value
from workbench.karmada.failover.jsonpath_nodes import Node
from workbench.karmada.failover.jsonpath_parser import JSONPathSyntaxError, parse
from workbench.karmada.failover.jsonpath_walk import JSONPathError, Walk
from workbench.model.go_json import encode
from workbench.model.go_text import format_value


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a template prints.

    Attributes:
        text: the text; bytes that are no UTF-8 are lone surrogates (``surrogateescape``).
        varies: the text depends on the order of map keys, which Go draws anew at every run.
            Keys were taken in ascending order here.
    """

    text: str
    varies: bool = False

    @property
    def data(self) -> bytes:
        """The text's bytes."""
        return go_bytes(self.text)


def _printed(value: Value) -> str:
    if value is INVALID:
        return "<no value>"
    if value is None or value is NIL_MAP:
        return "null"
    return encode(value) if isinstance(value, (dict, list)) else format_value(value)


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template.

    Attributes:
        text: the template as written.
        nodes: what it is made of.
    """

    text: str
    nodes: tuple[Node, ...]

    def render(self, data: Value) -> Rendering:
        """What the template prints for ``data``, a decoded JSON value with float numbers.

        Raises :class:`JSONPathError` where client-go returns an error and :class:`GoPanic`
        where it panics.
        """
        root = INVALID if data is None else data
        walk = Walk(self.nodes)
        try:
            text = _text_of(walk.results(root))
        except JSONPathError as error:
            error.varies = walk.saw_map and self._other_order(root) is not None
            raise
        return Rendering(text, walk.saw_map and self._other_order(root) != text)

    def _other_order(self, data: Value) -> str | None:
        try:
            return _text_of(Walk(self.nodes, descending=True).results(data))
        except (JSONPathError, GoPanic):
            return None


def _text_of(results: list[list[Value]]) -> str:
    text = "".join(" ".join(map(_printed, values)) for values in results)
    return go_text(go_bytes(text))


@lru_cache(maxsize=256)
def compile_template(text: str) -> Template:
    """The template for ``text``. Raises :class:`JSONPathSyntaxError`."""
    return Template(text, parse(text))


__all__ = [
    "GoPanic", "JSONPathError", "JSONPathSyntaxError", "Rendering", "Template",
    "compile_template",
]
