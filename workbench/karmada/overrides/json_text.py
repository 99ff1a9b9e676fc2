"""JSON patches on JSON text: what no operation opens is copied as it was written.

Source: lazyNode of evanphx/json-patch v5 (patch.go) and its copy of encoding/json
(internal/json), 5.9.0 in Karmada v1.12.0 and 5.9.11 in v1.18.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from workbench.karmada.overrides.json_document import (
    EXPECTED_OBJECT,
    Container,
    ListContainer,
    NullList,
    NullObject,
    ObjectContainer,
    PatchError,
)
from workbench.karmada.overrides.patch_operations import Operation, validate
from workbench.karmada.overrides.patch_steps import new_root, run
from workbench.karmada.profile import Profile
from workbench.model import go_json
from workbench.model.tree import MISSING, Json

INVALID: Final = "invalid state detected"
TOO_DEEP: Final = "exceeded max depth"

_BLANKS: Final = " \t\n\r"
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[ \t\n\r]+')
_RAW = re.compile("[<>&\u2028\u2029]")
_ESCAPE = re.compile(r"\\.")
_LONG_ESCAPES = {"\\b": "\\u0008", "\\f": "\\u000c"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def _refuse(literal: str) -> float:
    raise ValueError(literal)


def _spelling(literal: str) -> str:
    return literal


# Numbers stay text: only the place where a value ends is asked for.
_DECODER = json.JSONDecoder(parse_int=_spelling, parse_float=_spelling, parse_constant=_refuse)


def patched_text(text: str, operations: Sequence[Operation], profile: Profile) -> str:
    """Compact JSON text after a patch; empty text stays empty.

    Raises:
        PatchError: text that is not JSON, or an operation that does not apply.
        PatchPanic: an operation that makes Karmada panic.
    """
    validate(operations)
    if text == "":
        return text
    try:
        _DECODER.decode(text)
        root = run(_TEXTS, _root_of(text), operations, profile)
        return _TEXTS.text_of(root)
    except RecursionError:
        raise PatchError(TOO_DEEP) from None
    except ValueError:
        raise PatchError(INVALID) from None


def _root_of(text: str) -> Container:
    value = text.strip(_BLANKS)
    if value[0] == "[" and text[0] != "[":
        # Go looks at the very first byte; anything but a bracket has to be an object.
        raise PatchError(
            "json: cannot unmarshal array into Go value of type map[string]*jsonpatch.lazyNode"
        )
    return new_root(_TEXTS, value)


class RepeatedKeys(ObjectContainer):
    """An object whose text names a key more than once: every place prints the last value."""

    __slots__ = ("keys",)

    def __init__(self, members: dict[str, Json], keys: list[str]) -> None:
        super().__init__(members)
        self.keys = keys

    def add(self, key: str, value: Json) -> None:
        if key not in self.keys:
            self.keys.append(key)
        super().add(key, value)

    def replace(self, key: str, value: Json) -> None:
        self.add(key, value)

    def remove(self, key: str) -> None:
        super().remove(key)
        self.keys.remove(key)


class TextShape:
    """Documents that are JSON text: a value is its text until an operation opens it."""

    def value_of(self, operation: Operation) -> Json:
        return operation.value_text()

    def open(self, value: Json) -> Container | None:
        if value[0] == "{":
            return _opened_object(value)
        if value[0] == "[":
            return ListContainer([value[start:end] for start, end in _spans(value)])
        return None

    def kind_of(self, value: Json) -> str:
        return _KIND_NAMES.get(value[0], "number")

    def text_of(self, value: Json) -> str:
        if value is MISSING:
            return "null"
        if isinstance(value, ObjectContainer):
            keys = value.keys if isinstance(value, RepeatedKeys) else value.members
            members = (
                f"{_key_text(key)}:{self.text_of(value.members.get(key, MISSING))}" for key in keys
            )
            return "{" + ",".join(members) + "}"
        if isinstance(value, ListContainer):
            return "[" + ",".join(map(self.text_of, value.items)) + "]"
        if isinstance(value, NullObject):
            raise PatchError(
                "json: error calling MarshalJSON for type *jsonpatch.partialDoc: " + EXPECTED_OBJECT
            )
        return "null" if isinstance(value, NullList) else compacted(value)


_KIND_NAMES = {
    "{": "object", "[": "array", '"': "string", "t": "bool", "f": "bool", "n": "null",
}  # fmt: skip
_TEXTS = TextShape()


def compacted(text: str) -> str:
    """JSON text without white space; ``<``, ``>``, ``&``, U+2028 and U+2029 escaped."""
    return _PIECE.sub(_compacted_piece, text)


def _compacted_piece(match: re.Match[str]) -> str:
    piece = match.group()
    return _RAW.sub(_escape, piece) if piece[0] == '"' else ""


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _key_text(key: str) -> str:
    """A key as the library's own encoder writes it, which has fewer short escapes."""
    return _ESCAPE.sub(lambda m: _LONG_ESCAPES.get(m.group(), m.group()), go_json.quote(key))


def _opened_object(text: str) -> ObjectContainer:
    spans = _spans(text)
    keys: list[str] = []
    members: dict[str, Json] = {}
    for (start, _), (value_start, value_end) in zip(spans, spans, strict=True):
        key = _SURROGATE.sub("\ufffd", _DECODER.raw_decode(text, start)[0])
        keys.append(key)
        members[key] = text[value_start:value_end]
    return ObjectContainer(members) if len(keys) == len(members) else RepeatedKeys(members, keys)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of an object (keys and values) or a list stand in its valid text."""
    position, last = 1, len(text) - 1
    while True:
        while text[position] in " \t\n\r,:":
            position += 1
        if position >= last:
            return
        end = _DECODER.raw_decode(text, position)[1]
        yield position, end
        position = end
