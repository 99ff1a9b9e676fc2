"""Limits on what a YAML document may unfold to: how deep, and how large through aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import CollectionNode, MappingNode, Node

from workbench.model.yaml_faults import MAX_DEPTH, TOO_DEEP, Fault
from workbench.model.yaml_parser import Parser, spot

# A document below both of these is not deeper than MAX_DEPTH, and need not be looked at twice:
# a level opens with a bracket, or stands further right than its parent. Only a list may stand
# as far left as the key that holds it, hence the halves.
_BRACKETS = MAX_DEPTH // 2
_FAR_RIGHT = re.compile(rf"^[ \t\-?:]{{{MAX_DEPTH // 4}}}", re.MULTILINE)
MAX_COPIES = 100_000
"""How many values a document's aliases may add to those that are written."""


def check_depth(text: str) -> None:
    """Raises :class:`Fault` for nesting beyond :data:`MAX_DEPTH`, before any recursion."""
    if text.count("[") + text.count("{") < _BRACKETS and not _FAR_RIGHT.search(text):
        return
    parser, depth = Parser(text), 0
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Fault(spot(event.start_mark), *TOO_DEEP)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def check_aliases(root: Node) -> None:
    """Raises :class:`Fault` if aliases make the document too large, too deep, or endless."""
    _Expansion().check(root)


class _Expansion:
    """How large and how deep a document gets when its aliases are written out."""

    def __init__(self) -> None:
        self._measured: dict[int, tuple[int, int]] = {}
        self._open: set[int] = set()

    def check(self, root: Node) -> None:
        size, depth = self._measure(root)
        if size - len(self._measured) > MAX_COPIES:
            raise Fault(
                spot(root.start_mark),
                f"aliases blow this document up to {size:,} values",
                f"at most {MAX_COPIES:,} copies are read; write the values out",
            )
        if depth > MAX_DEPTH:
            raise Fault(spot(root.start_mark), *TOO_DEEP)

    def _measure(self, node: Node) -> tuple[int, int]:
        known = self._measured.get(id(node))
        if known:
            return known
        if id(node) in self._open:
            raise Fault(
                spot(node.start_mark), "an anchor contains an alias to itself",
                "write the value out",
            )
        self._open.add(id(node))
        inner = [self._measure(child) for child in _children(node)]
        self._open.discard(id(node))
        size = 1 + sum(part[0] for part in inner)
        depth = 1 + max((part[1] for part in inner), default=-1)
        self._measured[id(node)] = size, depth
        return size, depth


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, CollectionNode):
        yield from node.value
