"""YAML text as PyYAML's nodes, through its C parser, safely: depth and aliases have limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from workbench.model.tree import Path
from workbench.model.yaml_faults import (
    MAX_DEPTH,
    TOO_DEEP,
    Fault,
    Spot,
    translated,
    unreadable_character,
)

# A document below both of these is not deeper than MAX_DEPTH, and need not be looked at twice:
# a level opens with a bracket, or stands further right than its parent. Only a list may stand
# as far left as the key that holds it, hence the halves.
_BRACKETS = MAX_DEPTH // 2
_FAR_RIGHT = re.compile(rf"^[ \t\-?:]{{{MAX_DEPTH // 4}}}", re.MULTILINE)
_MAX_COPIES = 100_000


class _Composer(CParser):
    """Resolves nothing: a node's tag is ``None`` unless the document writes one."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> None:
        return None

    def descend_resolver(self, parent: Any, index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def spot(mark: Any) -> Spot:
    """A mark of either parser as a :class:`Spot`; no mark is the beginning."""
    return Spot(mark.line, mark.column) if mark else Spot(0, 0)


def compose(text: str) -> Node | None:
    """The root node of one document; ``None`` where it has no content.

    Raises :class:`Fault` for broken YAML, nesting beyond :data:`MAX_DEPTH` and alias bombs.
    """
    try:
        _check_depth(text)
        root: Node | None = _Composer(text).get_single_node()
    except YAMLError as error:
        raise translated(error, text) from None
    except UnicodeEncodeError:
        raise unreadable_character(text) from None
    if root is not None and "&" in text and "*" in text:
        _Expansion().check(root)
    return root


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") < _BRACKETS and not _FAR_RIGHT.search(text):
        return
    parser, depth = _Composer(text), 0
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Fault(spot(event.start_mark), *TOO_DEEP)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


class _Expansion:
    """How large and how deep a document gets when its aliases are written out."""

    def __init__(self) -> None:
        self._measured: dict[int, tuple[int, int]] = {}
        self._open: set[int] = set()

    def check(self, root: Node) -> None:
        size, depth = self._measure(root)
        if size - len(self._measured) > _MAX_COPIES:
            raise Fault(
                spot(root.start_mark),
                f"aliases blow this document up to {size:,} values",
                f"at most {_MAX_COPIES:,} copies are read; write the values out",
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


@lru_cache(maxsize=16)
def _composed(text: str) -> Node | None:
    try:
        return compose(text)
    except Fault:
        return None


def find(text: str, path: Path) -> tuple[Spot, Node | None]:
    """Where ``path`` stands in a document, and its value's node.

    A map's entry stands at its key, a list's item at its beginning. Where the path leads
    nowhere the answer is the nearest place above, and no node.
    """
    node = _composed(text)
    here = spot(node.start_mark if node else None)
    for step in path:
        entry = _entry(node, step)
        if entry is None:
            return here, None
        node = entry[1]
        here = spot(entry[0].start_mark)
    return here, node


def _entry(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == step:
                return key, value
    elif isinstance(node, CollectionNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
