"""From YAML nodes to a JSON tree: tags, merge keys, aliases, keys that are no text.

Sources: decode.go of go.yaml.in/yaml/v2 and YAMLToJSON of sigs.k8s.io/yaml (yaml.go), the same
in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterator

from workbench.karmada.overrides.json_document import PatchError
from workbench.karmada.overrides.yaml_nodes import Form, Node
from workbench.model import scalars
from workbench.model.go_text import format_general, quoted
from workbench.model.tree import Json, Object

_RESOLVABLE = frozenset(
    (scalars.NULL, scalars.BOOL, scalars.INT, scalars.FLOAT, scalars.STR, scalars.TIMESTAMP)
)
_MAX_INT64 = 2**63 - 1
# Aliases may expand to almost the whole of a small document, and to little of a big one.
_SMALL, _BIG = 400_000, 4_000_000


class YamlMap:
    """A mapping as the decoder holds it: ``1``, ``1.0``, ``true`` and ``"1"`` are four keys."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[tuple[type, Json], tuple[Json, Json]] = {}

    def put(self, key: Json, value: Json) -> None:
        self._entries[type(key), key] = key, value

    def items(self) -> Iterator[tuple[Json, Json]]:
        yield from self._entries.values()


class Decoder:
    """Decodes one document. Raises :class:`PatchError` with the decoder's text."""

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._steps = 1
        self._alias_steps = 0
        self._alias_depth = 0

    def value(self, node: Node, into: YamlMap | None = None) -> Json:
        """A node's value; a mapping's entries go ``into`` the given one, if any."""
        self._count()
        if node.form is Form.SCALAR:
            return _scalar(node)
        if node.form is Form.SEQUENCE:
            return [self.value(child) for child in node.children]
        if node.form is Form.ALIAS:
            return self._alias(node, into)
        return self._mapping(node, YamlMap() if into is None else into)

    def _count(self) -> None:
        self._steps += 1
        self._alias_steps += self._alias_depth > 0
        if self._alias_steps <= 100 or self._steps <= 1000:
            return
        part = min(max((self._steps - _SMALL) / (_BIG - _SMALL), 0), 1)
        if self._alias_steps / self._steps > 0.99 - 0.89 * part:
            raise PatchError("yaml: document contains excessive aliasing")

    def _alias(self, node: Node, into: YamlMap | None) -> Json:
        if id(node) in self._open or node.target is None:
            raise PatchError(f"yaml: anchor '{node.text}' value contains itself")
        self._open.add(id(node))
        self._alias_depth += 1
        value = self.value(node.target, into)
        self._alias_depth -= 1
        self._open.discard(id(node))
        return value

    def _mapping(self, node: Node, out: YamlMap) -> YamlMap:
        parts = iter(node.children)
        for key_node, value_node in zip(parts, parts, strict=True):
            if _is_merge(key_node):
                self._merge(value_node, out)
                continue
            key = self.value(key_node)
            if isinstance(key, (YamlMap, list)):
                raise PatchError(f"yaml: invalid map key: {go_syntax(key)}")
            out.put(key, self.value(value_node))
        return out

    def _merge(self, node: Node, out: YamlMap) -> None:
        sources = [node]
        if node.form is Form.SEQUENCE:
            # The first of several wins: it is written last.
            sources = node.children[::-1]
        for source in sources:
            target = source.target if source.form is Form.ALIAS else source
            if target is None or target.form is not Form.MAPPING:
                raise PatchError("yaml: map merge requires map or sequence of maps as the value")
            self.value(source, out)


def _is_merge(node: Node) -> bool:
    is_named = node.form is Form.SCALAR and node.text == "<<"
    return is_named and (node.is_implicit or node.tag == "!!merge")


def _scalar(node: Node) -> Json:
    if not node.tag:
        return scalars.resolve(node.text) if node.is_implicit else node.text
    if node.tag == "!!binary":
        return _binary(node.text)
    if node.tag not in _RESOLVABLE or node.tag == scalars.STR:
        return node.text
    found, value = scalars.resolve_tagged(node.text)
    if found == scalars.TIMESTAMP != node.tag:
        found = scalars.STR
    if node.tag == scalars.FLOAT and found == scalars.INT and value <= _MAX_INT64:
        return float(value)
    if found != node.tag:
        raise PatchError(f"yaml: cannot decode {found} `{node.text}` as a {node.tag}")
    return value


def _binary(text: str) -> str:
    compact = text.replace("\n", "").replace("\r", "")
    try:
        if len(compact) % 4:
            raise ValueError(compact)
        data = base64.b64decode(compact, validate=True)
    except (ValueError, binascii.Error):
        raise PatchError("yaml: !!binary value contains invalid base64 data") from None
    return _utf8(data)


def _utf8(data: bytes) -> str:
    """Text of bytes, U+FFFD for every single byte that is no UTF-8."""
    text = ""
    while True:
        try:
            return text + data.decode("utf-8")
        except UnicodeDecodeError as error:
            text += data[: error.start].decode("utf-8") + "\ufffd"
            data = data[error.start + 1 :]


def json_tree(value: Json, unstable: list[str]) -> Json:
    """The tree that JSON can hold; reasons for a random outcome go to ``unstable``.

    Raises :class:`PatchError` for a key that can't be text, for infinities and NaN.
    """
    tree = _with_text_keys(value, unstable)
    _refuse_infinity(tree)
    return tree


def _with_text_keys(value: Json, unstable: list[str]) -> Json:
    if isinstance(value, list):
        return [_with_text_keys(item, unstable) for item in value]
    if not isinstance(value, YamlMap):
        return value
    tree: Object = {}
    for key, member in value.items():
        text = key if isinstance(key, str) else _key_text(key, member)
        if text in tree:
            unstable.append(
                f"several YAML keys become the text {quoted(text)}; which value stays is random"
            )
        tree[text] = _with_text_keys(member, unstable)
    return tree


def _key_text(key: Json, member: Json) -> str:
    if key is True or key is False:
        return "true" if key else "false"
    if isinstance(key, int) and key <= _MAX_INT64:
        return str(key)
    if isinstance(key, float):
        text = format_general(key, 32)
        return {"+Inf": ".inf", "-Inf": "-.inf", "NaN": ".nan"}.get(text, text)
    kind, shown = ("%!s(<nil>)", "<nil>") if key is None else ("uint64", go_syntax(key))
    value = "<nil>" if member is None else go_syntax(member)
    raise PatchError(f"unsupported map key of type: {kind}, key: {shown}, value: {value}")


def _refuse_infinity(tree: Json) -> None:
    if isinstance(tree, dict):
        for key in sorted(tree):
            _refuse_infinity(tree[key])
    elif isinstance(tree, list):
        for item in tree:
            _refuse_infinity(item)
    elif isinstance(tree, float) and not math.isfinite(tree):
        raise PatchError(f"json: unsupported value: {format_general(tree)}")


def go_syntax(value: Json) -> str:
    """A decoded value as ``%#v`` prints it."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value) if value <= _MAX_INT64 else f"0x{value:x}"
    if isinstance(value, float):
        return format_general(value)
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(map(go_syntax, value)) + "}"
    entries = sorted(value.items(), key=lambda entry: _print_order(entry[0]))
    parts = (f"{go_syntax(key)}:{go_syntax(member)}" for key, member in entries)
    return "map[interface {}]interface {}{" + ", ".join(parts) + "}"


def _print_order(key: Json) -> tuple[int, Json]:
    """Printed maps are sorted: type by type, in the order of Go's own type table."""
    if key is None:
        return 0, 0
    if isinstance(key, str):
        return 1, key
    if isinstance(key, bool):
        return 5, key
    if isinstance(key, float):
        return 4, key
    return (3, key) if key <= _MAX_INT64 else (2, key)
