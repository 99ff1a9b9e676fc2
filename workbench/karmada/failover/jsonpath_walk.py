"""Evaluating a JSONPath template, node by node (client-go util/jsonpath/jsonpath.go)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.karmada.failover.go_print import go_bytes
from workbench.karmada.failover.go_values import (
    COMPARISONS,
    INVALID,
    Byte,
    ComparisonError,
    Value,
    describe,
    type_name,
    unwrapped,
)
from workbench.karmada.failover.jsonpath_nodes import (
    Descent,
    Field,
    Filter,
    Group,
    Identifier,
    Items,
    Literal,
    Node,
    Text,
    Union,
    Wildcard,
)

# A template of nested open ranges takes time exponential in its length, in Go as well.
_MOST_STEPS = 200_000


class JSONPathError(ValueError):
    """Evaluation failed; the text is client-go's.

    Attributes:
        partial: what the failing step leaves behind: a bare filter operand counts it.
        varies: with map keys in another order, as Go may draw it, there would be a text.
    """

    def __init__(
        self, message: str, partial: Sequence[Value] = (), *, varies: bool = False
    ) -> None:
        super().__init__(message)
        self.partial = tuple(partial)
        self.varies = varies


def _children(value: Value, descending: bool) -> list[Value]:
    """What a wildcard finds in a value: map values, list items, a text's bytes."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value, reverse=descending)]
    if isinstance(value, list):
        return value
    return [Byte(byte) for byte in go_bytes(value)] if isinstance(value, str) else []


def _descendants(value: Value, descending: bool) -> Iterator[Value]:
    """The value and all below it, parents first, without nulls, plain values and empty ones."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        children = _children(item, descending)
        if children:
            yield item
            waiting.extend(reversed(children))


def _sliced(value: Value, node: Items, inputs: Sequence[Value]) -> list[Value] | None:
    """The chosen items of one list; ``None`` if the two ends are equal."""
    if not isinstance(value, list):
        raise JSONPathError(f"{type_name(value)} is not array or slice", inputs)
    size = len(value)
    start = node.start or 0
    end = size if node.end is None else node.end
    start += size if start < 0 else 0
    end += size if end < 0 or (end == 0 and node.derived) else 0
    if start == end:
        return None
    bounds = "array index out of bounds: index {}, length {}"
    if not 0 <= start < size:
        raise JSONPathError(bounds.format(start, size), inputs)
    if not 0 <= end <= size:
        raise JSONPathError(bounds.format(end - 1, size), inputs)
    if start > end:
        message = f"starting index {start} is greater than ending index {end}"
        raise JSONPathError(message, inputs)
    if node.step is not None and node.step <= 0:
        raise JSONPathError("step must be > 0", inputs)
    return value[start : end : node.step or 1]


@dataclass(slots=True)
class Walk:
    """One evaluation. Ranges are counters, as they are in Go: an ``end`` closes what is open.

    Attributes:
        root: the nodes of the template.
        descending: map keys from last to first instead of first to last.
        opened: ranges seen but not yet begun.
        inside: ranges whose body is being evaluated.
        closed: ends seen but not yet used up.
        last_end: position of the node that held the last used end.
    """

    root: Sequence[Node]
    descending: bool = False
    saw_map: bool = False
    opened: int = 0
    inside: int = 0
    closed: int = 0
    last_end: int = -1
    steps: int = 0
    by_type: dict[type[Any], Callable[[list[Value], Any], list[Value]]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_type = {
            Text: lambda values, node: [node.text],
            Field: self._field,
            Items: self._items,
            Filter: self._filter,
            Literal: lambda values, node: [node.value] * len(values),
            Wildcard: self._wildcard,
            Descent: self._descent,
            Union: self._union,
            Identifier: self._identifier,
            Group: lambda values, node: self.along(values, node.nodes),
        }

    def results(self, data: Value, first: int = 0) -> list[list[Value]]:
        """The results of each node from ``first`` to the end, or to the end of the range."""
        found: list[list[Value]] = []
        position = first
        while position < len(self.root):
            values = self._step([data], self.root[position])
            if 0 < self.closed <= self.inside:
                self.closed -= 1
                self.last_end = position
                break
            if self.opened:
                found += self._range(values, position + 1)
                position = max(position, self.last_end)
            else:
                found.append(values)
            position += 1
        return found

    def _range(self, items: list[Value], first: int) -> list[list[Value]]:
        """The body's results for each item. Without items it runs once, for nothing but errors."""
        self.opened -= 1
        self.inside += 1
        found: list[list[Value]] = []
        for item in items:
            found += self.results(unwrapped(item), first)
        if not items:
            self.results(INVALID, first)
        self.inside -= 1
        return found

    def along(self, values: list[Value], nodes: Sequence[Node]) -> list[Value]:
        for node in nodes:
            values = self._step(values, node)
        return values

    def _step(self, values: list[Value], node: Node) -> list[Value]:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise JSONPathError("the template takes too many steps")
        return self.by_type[type(node)](values, node)

    def _field(self, values: list[Value], node: Field) -> list[Value]:
        found = [v[node.name] for v in values if isinstance(v, dict) and node.name in v]
        # Nothing in, nothing out; but a null in and nothing out is an error.
        if values and not found:
            raise JSONPathError(f"{node.name} is not found")
        return found

    def _items(self, values: list[Value], node: Items) -> list[Value]:
        found: list[Value] = []
        for value in values:
            if value is None:
                continue
            chosen = _sliced(value, node, values)
            if chosen is None:  # an empty slice ends the step: later inputs are not looked at
                return found
            found += chosen
        return found

    def _wildcard(self, values: list[Value], node: Wildcard) -> list[Value]:
        self.saw_map = self.saw_map or any(isinstance(v, dict) for v in values)
        return [child for value in values for child in _children(value, self.descending)]

    def _descent(self, values: list[Value], node: Descent) -> list[Value]:
        self.saw_map = True
        return [item for value in values for item in _descendants(value, self.descending)]

    def _union(self, values: list[Value], node: Union) -> list[Value]:
        found: list[Value] = []
        for part in node.parts:
            try:
                found += self.along(values, part)
            except JSONPathError as error:
                raise JSONPathError(str(error), values) from None
        return found

    def _identifier(self, values: list[Value], node: Identifier) -> list[Value]:
        if node.name == "range":
            self.opened += 1
            return values
        if node.name != "end":
            raise JSONPathError(f"unrecognized identifier {node.name}", values)
        if not self.inside:
            raise JSONPathError("not in range, nothing to end")
        self.closed += 1
        return []

    def _filter(self, values: list[Value], node: Filter) -> list[Value]:
        found: list[Value] = []
        for value in values:
            if not isinstance(value, list):
                message = f"{describe(value)} is not array or slice and cannot be filtered"
                raise JSONPathError(message, values)
            for item in value:
                if self._passes(item, node, values, found):
                    found.append(item)
        return found

    def _passes(
        self, item: Value, node: Filter, values: list[Value], found: list[Value]
    ) -> bool:
        if node.operator == "exists":
            return self._exists(item, node)
        try:
            left = self._operand(item, node.left)
            right = self._operand(item, node.right) if left else ()
        except JSONPathError as error:
            raise JSONPathError(str(error), values) from None
        if not left or not right:
            return False
        compare = COMPARISONS.get(node.operator)
        if compare is None:
            raise JSONPathError(f"unrecognized filter operator {node.operator}", found)
        try:
            return compare(left[0], right[0])
        except ComparisonError as error:
            raise JSONPathError(str(error), found) from None

    def _exists(self, item: Value, node: Filter) -> bool:
        """A failing operand still counts by what it leaves behind: a bad index keeps the item."""
        try:
            return bool(self.along([item], node.left))
        except JSONPathError as error:
            return bool(error.partial)

    def _operand(self, item: Value, nodes: Sequence[Node]) -> list[Value]:
        values = self.along([item], nodes)
        if len(values) > 1:
            raise JSONPathError("can only compare one element at a time")
        return values
