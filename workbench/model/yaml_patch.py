"""A YAML document changed in place: what means something else is written anew, the rest stays.

Comments, order and quoting survive everywhere but inside the values that change.
"""

from __future__ import annotations

from collections.abc import Iterator

from yaml.nodes import CollectionNode, Node

from workbench.model.errors import InputError
from workbench.model.go_json import encode
from workbench.model.tree import MISSING, Json, Path, changes, lookup, same
from workbench.model.yaml_nodes import find
from workbench.model.yaml_reader import read
from workbench.model.yaml_writer import write_yaml


def patched_text(text: str, before: Json, after: Json) -> str:
    """``text``, a document that means ``before``, changed to mean ``after``.

    Written out as a whole only where it can't be changed piece by piece.
    """
    for path in _sites(before, after):
        text = _with_value(text, path, lookup(after, *path)) or ""
        if not text:
            break
    return text if text and same(_meaning(text), after) else write_yaml(after)


def _sites(before: Json, after: Json) -> Iterator[Path]:
    """The values to write anew, none inside another: entries that come or go count as their
    container's change."""
    found: list[Path] = []
    for path, old, new in changes(before, after):
        found.append(path[:-1] if old is MISSING or new is MISSING else path)
    for path in dict.fromkeys(found):
        if not any(path != other and path[: len(other)] == other for other in found):
            yield path


def _meaning(text: str) -> Json:
    document = next(read(text, ""), None)
    return MISSING if document is None or isinstance(document, InputError) else document.tree


def _with_value(text: str, path: Path, value: Json) -> str | None:
    node = find(text, path)[1]
    if node is None or not path:
        return None
    start, end = node.start_mark.index, _end(text, node)
    return text[:start] + _written(text, path, node, value) + text[end:]


def _end(text: str, node: Node) -> int:
    """Where the value's own text ends: the parser counts blank lines and comments after it in."""
    begin, end = node.start_mark.index, int(node.end_mark.index)
    kept = text[begin:end].rstrip().split("\n")
    while isinstance(node, CollectionNode) and len(kept) > 1 and kept[-1].lstrip().startswith("#"):
        kept = "\n".join(kept[:-1]).rstrip().split("\n")
    return begin + len("\n".join(kept))


def _written(text: str, path: Path, node: Node, value: Json) -> str:
    """The value as YAML at the node's place, without its last line feed."""
    is_block = isinstance(node, CollectionNode) and not node.flow_style
    if isinstance(value, (dict, list)) and value:
        if not is_block:
            return encode(value)
        lines = write_yaml(value).rstrip("\n").split("\n")
        return f"\n{' ' * node.start_mark.column}".join(lines)
    if is_block or not isinstance(value, str) or "\n" not in value:
        return write_yaml(value).rstrip("\n")
    parent = find(text, path[:-1])[1]
    indent = " " * (parent.start_mark.column if parent else 0)
    lines = write_yaml({"k": value}).rstrip("\n").split("\n")
    return f"\n{indent}".join([lines[0].removeprefix("k: "), *lines[1:]])
