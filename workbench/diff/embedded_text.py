"""A YAML or JSON document inside a text value: its structure, and what a reader loses with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from workbench.model.documents import split
from workbench.model.tree import Json, Path
from workbench.model.yaml_faults import Fault
from workbench.model.yaml_nodes import compose
from workbench.model.yaml_tree import Tree

# Beyond this, a structural diff is longer than anybody reads: such texts are compared by line.
_LONGEST: Final = 200_000
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_ANCHOR = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\]}]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """What a text value holds.

    Attributes:
        format: ``json`` if it is strictly JSON, else ``yaml``.
        documents: the trees.
        comments: each comment with its ``#``, in order.
        key_orders: keys of each map as written, by path; with more than one document, paths
            begin with the document's position.
        spellings: each scalar as written, with its quotes, by path.
        aliases: how many anchors and aliases there are.
        lines: how many lines.
    """

    format: Literal["json", "yaml"]
    documents: tuple[Json, ...]
    comments: tuple[str, ...]
    key_orders: dict[Path, tuple[str, ...]]
    spellings: dict[Path, str]
    aliases: int
    lines: int


def read_embedded(text: str) -> EmbeddedText | None:
    """The documents in a text; ``None`` if it is no map or list in YAML or JSON."""
    if len(text) > _LONGEST or not re.search(r"[:\[{]|^\s*- ", text):
        return None
    try:
        parts = [part for _, part in split(text)]
        roots = [root for root in map(compose, parts) if root is not None]
        if not any(isinstance(root, CollectionNode) for root in roots):
            return None
        documents = tuple(Tree().build(root) for root in roots)
    except Fault:
        return None
    key_orders: dict[Path, tuple[str, ...]] = {}
    spellings: dict[Path, str] = {}
    comments: list[str] = []
    for number, (root, part) in enumerate(zip(roots, parts, strict=False)):
        _walk(root, (number,) if len(roots) > 1 else (), key_orders, spellings)
        comments += _comments(root, part)
    aliases = len(_ANCHOR.findall(text)) if "&" in text and "*" in text else 0
    lines = len(text.strip().splitlines())
    return EmbeddedText(
        _format(text), documents, tuple(comments), key_orders, spellings, aliases, lines
    )


def _format(text: str) -> Literal["json", "yaml"]:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return "yaml"
    return "json"


def _walk(
    node: Node, path: Path, key_orders: dict[Path, tuple[str, ...]], spellings: dict[Path, str]
) -> None:
    if path in key_orders or path in spellings:
        return
    if isinstance(node, MappingNode):
        key_orders[path] = tuple(str(key.value) for key, _ in node.value)
        for key, value in node.value:
            _walk(value, (*path, str(key.value)), key_orders, spellings)
    elif isinstance(node, ScalarNode):
        mark = node.style if node.style in ("'", '"') else ""
        spellings[path] = f"{mark}{node.value}{mark}"
    else:
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), key_orders, spellings)


def _comments(root: Node, part: str) -> Iterator[str]:
    """Comments stand outside every scalar; a ``#`` inside a quoted or block text is none."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for node in _scalars(root):
        start, end = node.start_mark, node.end_mark
        if start is None or end is None:
            continue
        is_block = node.style in ("|", ">")
        for line in range(start.line + is_block, end.line + 1):
            begin = start.column if line == start.line else 0
            stop = end.column if line == end.line else len(part)
            taken.setdefault(line, []).append((begin, stop))
    for number, text in enumerate(part.split("\n")):
        for match in _COMMENT.finditer(text):
            at = match.start()
            if not any(begin <= at < stop for begin, stop in taken.get(number, ())):
                yield text[at:].rstrip()
                break


def _scalars(root: Node) -> Iterator[ScalarNode]:
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, MappingNode):
            waiting += [side for pair in node.value for side in pair]
        else:
            waiting += node.value
