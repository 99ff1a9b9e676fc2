"""PyYAML's nodes as the tree that Kubernetes' Go tools read from the same text.

Source: the decoder of go.yaml.in/yaml/v2 (decode.go) under sigs.k8s.io/yaml, which kubectl, the
API server and Karmada share; numbers as they come back from the API server. One difference is
on purpose: a key that stands twice is a fault here, where Go silently takes the last.
"""

from __future__ import annotations

import base64
import binascii
import math
import struct
from decimal import Decimal
from functools import lru_cache

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workbench.model.go_json import normalize_number
from workbench.model.scalars import FLOAT, INT, STR, resolve, resolve_tagged
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Json, Object
from workbench.model.yaml_faults import Fault, Spot
from workbench.model.yaml_parser import spot

_PREFIX = "tag:yaml.org,2002:"
_RESOLVED = frozenset(_PREFIX + name for name in ("null", "bool", "int", "float", "timestamp"))
_MERGE = _PREFIX + "merge"
_KEY_HINT = "put the key in quotes"


class Tree:
    """Builds the tree of one composed document; parts behind one anchor are shared."""

    def __init__(self) -> None:
        self._built: dict[int, Json] = {}

    def build(self, node: Node) -> Json:
        """The value of a node. Raises :class:`Fault` for what JSON can't hold."""
        if node.__class__ is ScalarNode:
            return _scalar(node)
        found = self._built.get(id(node))
        if found is None:
            if node.__class__ is MappingNode:
                found = self._mapping(node)
            else:
                found = [self.build(item) for item in node.value]
            self._built[id(node)] = found
        return found

    def _mapping(self, node: MappingNode) -> Object:
        result: Object = {}
        for key_node, value_node in node.value:
            if _is_merge(key_node):
                result.update(self._merged(value_node))
                continue
            key = _key(key_node)
            if key in result:
                _refuse_twice(node, key, key_node)
            result[key] = self.build(value_node)
        return result

    def _merged(self, node: Node) -> Object:
        if isinstance(node, SequenceNode):
            parts = [self._merged_map(item) for item in reversed(node.value)]
            return {key: value for part in parts for key, value in part.items()}
        return self._merged_map(node)

    def _merged_map(self, node: Node) -> Object:
        if not isinstance(node, MappingNode):
            raise Fault(
                spot(node.start_mark), "'<<' merges a map, or a list of maps",
                "write the keys out, or quote '<<'",
            )
        tree: Object = self.build(node)
        return tree


def _shown(text: str) -> str:
    return shortened(visible_line(f'"{text}"'), 80)


def _is_merge(node: Node) -> bool:
    return node.value == "<<" and (node.tag == _MERGE or (node.tag is None and not node.style))


def _refuse_twice(node: MappingNode, key: str, again: Node) -> None:
    """A merged key may be set again, a written one may not."""
    for other, _ in node.value:
        if other is again:
            return
        if not _is_merge(other) and _key(other) == key:
            raise Fault(
                spot(again.start_mark), f"duplicate key {_shown(key)}",
                "keep one of the two", spot(other.start_mark),
            )


def _scalar(node: ScalarNode) -> Json:
    if node.tag is not None:
        return _tagged(node)
    if node.style:
        return node.value
    value = _plain(node.value)
    if value.__class__ is float and not math.isfinite(value):
        raise Fault(
            spot(node.start_mark), f"{_shown(node.value)} is a number that JSON can't hold",
            "quote it to make it a text",
        )
    return value


@lru_cache(maxsize=4096)
def _plain(text: str) -> Json:
    value = resolve(text)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return normalize_number(value)
    return value


def _tagged(node: ScalarNode) -> Json:
    here, tag, text = spot(node.start_mark), node.tag, node.value
    if tag == _PREFIX + "binary":
        try:
            return base64.b64decode(text, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise Fault(here, "!!binary needs base64 text") from None
    if tag not in _RESOLVED:
        return text
    wanted = "!!" + tag.removeprefix(_PREFIX)
    found, value = resolve_tagged(text)
    if found != wanted and not (wanted == FLOAT and found == INT):
        # The text itself may be a Secret's, and is not repeated.
        raise Fault(here, f"this text is not of the type {wanted}", "take the tag out")
    if isinstance(value, float) and not math.isfinite(value):
        raise Fault(here, f"{_shown(text)} is a number that JSON can't hold")
    return value if isinstance(value, (bool, str)) or value is None else normalize_number(value)


def _key(node: Node) -> str:
    if node.__class__ is not ScalarNode:
        raise Fault(spot(node.start_mark), "a map or list can't be a key", _KEY_HINT)
    if node.tag is not None:
        return _key_text(_tagged(node), spot(node.start_mark))
    if node.style:
        return str(node.value)
    return _plain_key(node.value) or _key_text(resolve(node.value), spot(node.start_mark))


@lru_cache(maxsize=4096)
def _plain_key(text: str) -> str:
    """The text itself if that is what it means; else empty."""
    return text if resolve_tagged(text)[0] == STR else ""


def _key_text(value: Json, here: Spot) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value < 2**63:
        return str(value)
    if isinstance(value, float):
        return _float32_text(value)
    raise Fault(here, f"{'null' if value is None else value} can't be a key", _KEY_HINT)


def _float32_text(value: float) -> str:
    """Go's ``%g`` of a number cut to 32 bits, which is what becomes of a float key."""
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    try:
        (short,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return "+Inf" if value > 0 else "-Inf"
    for digits in range(9):
        text = f"{short:.{digits}e}"
        if struct.pack("f", float(text)) == struct.pack("f", short):
            break
    mantissa, _, exponent = text.partition("e")
    if -4 <= int(exponent) < 6:
        return f"{Decimal(text):f}"
    return f"{mantissa}e{exponent}"
