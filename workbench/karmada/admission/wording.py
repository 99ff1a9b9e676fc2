"""Words for types and values, so that every stage complains alike."""

from __future__ import annotations

from workbench.karmada.admission.schema import Flag, Items, Struct, Text, Texts, Type, Whole
from workbench.model.go_json import encode, quote
from workbench.model.tree import Json


def wanted(kind: Type) -> str:
    """What belongs in a place of this type: ``a list``, ``a string``."""
    if isinstance(kind, Text):
        return "a string"
    if isinstance(kind, Whole):
        return "a whole number"
    if isinstance(kind, Flag):
        return "true or false"
    if isinstance(kind, Items):
        return "a list"
    if isinstance(kind, Texts):
        return "a map of strings"
    return "an object" if isinstance(kind, Struct) else "anything"


def misfit(value: Json, kind: Type) -> str:
    """What to write in place of a value of a wrong type; quotes are told of where they mend it."""
    if isinstance(kind, Whole) and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value} does not fit a whole number of {kind.bits} bits"
    message = f"write {wanted(kind)}, not {_found(value)}"
    if isinstance(kind, Text) and isinstance(value, bool | int | float):
        return f"{message}; quotes make it one: {quote(encode(value))}"
    return message


def either(choices: tuple[str, ...]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last


def _found(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return encode(value)
    if isinstance(value, int | float):
        return f"the number {encode(value)}"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
