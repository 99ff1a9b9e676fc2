"""YAML text as PyYAML's nodes, through its C parser, and paths found in them."""

from __future__ import annotations

from functools import lru_cache

from yaml.composer import ComposerError
from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workbench.model.tree import Path
from workbench.model.yaml_faults import Fault, Spot, translated, unreadable_character
from workbench.model.yaml_limits import check_aliases, check_depth
from workbench.model.yaml_parser import ANCHOR_AGAIN, Parser, Rebuilt, spot


def compose(text: str) -> Node | None:
    """The root node of one document; ``None`` where it has no content.

    Raises :class:`Fault` for broken YAML, nesting beyond :data:`MAX_DEPTH` and alias bombs.
    """
    try:
        check_depth(text)
        root = _root(text)
    except YAMLError as error:
        raise translated(error, text) from None
    except UnicodeEncodeError:
        raise unreadable_character(text) from None
    if root is not None and "&" in text and "*" in text:
        check_aliases(root)
    return root


def _root(text: str) -> Node | None:
    try:
        root: Node | None = Parser(text).get_single_node()
    except ComposerError as error:
        if error.problem != ANCHOR_AGAIN:
            raise
        return Rebuilt(text).root()
    return root


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
    elif isinstance(node, SequenceNode) and step in range(len(node.value)):
        return node.value[step], node.value[step]
    return None
