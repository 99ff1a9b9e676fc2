"""The first document of ordinary YAML text, through libyaml's parser.

It is some ten times faster than the rules of yaml_scanner and yaml_nodes, and gives the same
nodes for the texts that :func:`quick_document` takes. Everything in which libyaml 0.2.5 is
another YAML than Karmada's, and every error, is left to those rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from workbench.karmada.overrides.yaml_nodes import Form, Node

# Tags, directives, byte order marks, escapes and colons that one of the two reads otherwise,
# and keys in brackets: an empty list or mapping is no key to Karmada's reader.
_UNUSUAL = re.compile(r"[!\ufeff]|\\[/']|^%|:[,\[\]{}?]|[\]}]\s*:", re.MULTILINE)
_PARSER: Callable[[str], Any] | None = getattr(yaml, "CSafeLoader", None)


def quick_document(text: str) -> tuple[Node | None] | None:
    """The root of the first document, in a tuple; ``None`` where libyaml is not to be asked."""
    if _PARSER is None or _UNUSUAL.search(text):
        return None
    if "?" in text and ("[" in text or "{" in text):
        return None
    try:
        return (_Composer(_PARSER(text)).document(),)
    except (yaml.YAMLError, _Unfit, UnicodeEncodeError):
        return None


class _Unfit(Exception):
    """A document that the slower rules have to refuse."""


class _Composer:
    def __init__(self, parser: Any) -> None:
        self._next: Callable[[], Any] = parser.get_event
        self._anchors: dict[str, Node] = {}

    def document(self) -> Node | None:
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        root = self._node(self._next())
        # The end of the document shows whether what follows can be read that far.
        self._next()
        return root

    def _node(self, event: Any) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            if event.anchor not in self._anchors:
                raise _Unfit
            return Node(Form.ALIAS, event.anchor, target=self._anchors[event.anchor])
        if kind is yaml.ScalarEvent:
            node = Node(Form.SCALAR, event.value, is_implicit=event.implicit[0])
        else:
            node = Node(Form.MAPPING if kind is yaml.MappingStartEvent else Form.SEQUENCE)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if kind is not yaml.ScalarEvent:
            self._fill(node.children)
        return node

    def _fill(self, children: list[Node]) -> None:
        while True:
            event = self._next()
            if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                return
            children.append(self._node(event))
