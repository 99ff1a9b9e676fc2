"""Objects as kubectl's printers write them: ``-o yaml`` and ``-o json``.

Follows the JSON and YAML printers of cli-runtime's pkg/printers (v0.31 and v0.35).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from workbench.karmada.overrides.yaml_codec import write_json
from workbench.model import go_json
from workbench.model.tree import Object


def printed(trees: Sequence[Object], output: str, *, typed: Sequence[bool]) -> str:
    """The text for ``yaml`` or ``json``, one object after another.

    ``typed``: per object, whether its keys stand in the order of a Go struct, which JSON keeps;
    the keys of other objects are sorted.
    """
    if output == "yaml":
        return "---\n".join(write_json(go_json.encode(tree)).text for tree in trees)
    pairs = zip(trees, typed, strict=True)
    return "".join(_indented(tree if kept else _sorted(tree), "") + "\n" for tree, kept in pairs)


def _sorted(tree: Object) -> Object:
    ordered: Object = json.loads(go_json.encode(tree))
    return ordered


def _indented(value: object, indent: str) -> str:
    deeper = indent + "    "
    if isinstance(value, dict) and value:
        rows = [f"{go_json.quote(k)}: {_indented(v, deeper)}" for k, v in value.items()]
        return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        rows = [_indented(inner, deeper) for inner in value]
        return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
    return go_json.encode(value)
