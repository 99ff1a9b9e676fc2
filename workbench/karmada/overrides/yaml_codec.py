"""YAML as a FieldOverrider's YAML mode reads and writes it.

Sources: sigs.k8s.io/yaml (yaml.go), decode.go, encode.go and emitterc.go of
go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from workbench.karmada.overrides.json_document import PatchError
from workbench.karmada.overrides.json_text import TOO_DEEP
from workbench.karmada.overrides.yaml_events import quick_document
from workbench.karmada.overrides.yaml_nodes import first_document
from workbench.karmada.overrides.yaml_values import Decoder, YamlMap, json_tree
from workbench.karmada.overrides.yaml_writer import Writer
from workbench.model import go_json
from workbench.model.scalars import resolve
from workbench.model.tree import Json


@dataclass(frozen=True, slots=True)
class Converted:
    """A text, and why Karmada itself may make another one from run to run."""

    text: str
    unstable: tuple[str, ...] = ()


def read(text: str) -> Json:
    """The first document as a JSON tree; integers reach up to 2**64 - 1.

    Raises :class:`PatchError` with the reader's text.
    """
    return _decoded(text, [])


@lru_cache(maxsize=256)
def read_as_json(text: str) -> Converted:
    """The first document as Go JSON text. Raises :class:`PatchError`."""
    unstable: list[str] = []
    tree = _decoded(text, unstable)
    return Converted(go_json.encode(tree), tuple(unstable))


def _decoded(text: str, unstable: list[str]) -> Json:
    try:
        quick = quick_document(text)
        root = quick[0] if quick else first_document(text)
        return None if root is None else json_tree(Decoder().value(root), unstable)
    except RecursionError:
        raise PatchError(f"yaml: {TOO_DEEP}") from None


def write(tree: Json) -> str:
    """A tree as YAML text, ending in a line feed."""
    return write_json(go_json.encode(tree)).text


@lru_cache(maxsize=256)
def write_json(text: str) -> Converted:
    """Valid JSON text as YAML text. It is read as YAML before, with that reader's limits.

    Raises :class:`PatchError` with the reader's text.
    """
    try:
        writer = Writer()
        return Converted(writer.document(_read_json(text)), tuple(writer.unstable))
    except RecursionError:
        raise PatchError(f"yaml: {TOO_DEEP}") from None


# Where the YAML reader sees something else in JSON text than a JSON reader does.
_ODD = re.compile("[\x7f-\x9f\ufffe\uffff]|\\\\/|\\\\u[dD][89a-fA-F]")
_LONG_KEY = re.compile(r'"(?:[^"\\]|\\.){500,}":')
_DECODER = json.JSONDecoder(parse_int=resolve, parse_float=resolve)


def _read_json(text: str) -> Json:
    if _ODD.search(text) or (len(text) > 1020 and _LONG_KEY.search(text)):
        root = first_document(text)
        return None if root is None else _plain_tree(Decoder().value(root))
    return _DECODER.decode(text)


def _plain_tree(value: Json) -> Json:
    if isinstance(value, YamlMap):
        return {key: _plain_tree(member) for key, member in value.items()}
    return [_plain_tree(item) for item in value] if isinstance(value, list) else value
