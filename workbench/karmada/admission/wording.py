"""Words for types and values, so that every stage complains alike."""

from __future__ import annotations

from workbench.karmada.admission.schema import Flag, Items, Struct, Text, Texts, Type, Whole
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


def found(value: Json) -> str:
    """What stands there instead, and how to mend it where quotes would do."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f'{str(value).lower()} (quotes make it a string: "{str(value).lower()}")'
    if isinstance(value, int | float):
        return f'the number {value} (quotes make it a string: "{value}")'
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
