"""PyYAML's C parser without any resolving, and nodes put together where it declines."""

from __future__ import annotations

from typing import Any

from yaml._yaml import CParser
from yaml.composer import ComposerError
from yaml.events import AliasEvent, CollectionEndEvent, MappingStartEvent, NodeEvent, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workbench.model.yaml_faults import Spot

ANCHOR_AGAIN = "second occurrence"
"""What PyYAML's composers say to an anchor's name that is given twice."""


class Parser(CParser):
    """Resolves nothing: a node's tag is ``None`` unless the document writes one."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> None:
        return None

    def descend_resolver(self, parent: Any, index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def spot(mark: Any) -> Spot:
    """A mark of either parser as a :class:`Spot`; no mark is the beginning."""
    return Spot(mark.line, mark.column) if mark else Spot(0, 0)


class Rebuilt:
    """Nodes put together from events, for documents that give one anchor's name twice.

    YAML allows that and Go reads it; PyYAML's composers refuse.
    """

    def __init__(self, text: str) -> None:
        self._parser = Parser(text)
        self._anchors: dict[str, Node] = {}

    def root(self) -> Node:
        while not isinstance(self._parser.peek_event(), NodeEvent):
            self._parser.get_event()
        return self._node()

    def _node(self) -> Node:
        event: Any = self._parser.get_event()
        if isinstance(event, AliasEvent):
            return self._aliased(event)
        marks: tuple[Any, Any] = (event.start_mark, event.end_mark)
        tag: Any = event.tag
        if isinstance(event, ScalarEvent):
            return self._named(event, ScalarNode(tag, event.value, *marks, event.style))
        is_map = isinstance(event, MappingStartEvent)
        node = self._named(event, (MappingNode if is_map else SequenceNode)(tag, [], *marks))
        while not isinstance(self._parser.peek_event(), CollectionEndEvent):
            node.value.append((self._node(), self._node()) if is_map else self._node())
        end: Any = self._parser.get_event()
        node.end_mark = end.end_mark
        return node

    def _aliased(self, event: Any) -> Node:
        if event.anchor not in self._anchors:
            raise ComposerError(None, None, "found undefined alias", event.start_mark)
        return self._anchors[event.anchor]

    def _named(self, event: Any, node: Node) -> Node:
        if event.anchor:
            self._anchors[event.anchor] = node
        return node
