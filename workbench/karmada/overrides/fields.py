"""fieldOverrider: a JSON or YAML document inside one text field of an object.

Follows ``applyFieldOverriders`` of pkg/util/overridemanager/overridemanager.go (v1.12.0 and
v1.18.2) and go-openapi/jsonpointer (0.20.2 and 0.22.4).
"""

from __future__ import annotations

import re

from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.field_text import TextResult, patch_json_text, patch_yaml_text
from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.profile import Profile
from workbench.model.go_text import parse_integer, quoted
from workbench.model.pointer import unescape
from workbench.model.tree import Json, Object, Path, replaced

# A verb of Go's fmt: flags, width, precision, then the letter (or the end of the text).
_VERB = re.compile(r"%[-+# 0]*[0-9]*(?:\.(?!\Z)[0-9]*)?(.?)", re.DOTALL)


def override_field(tree: Object, item: Json, profile: Profile) -> tuple[Object, tuple[str, ...]]:
    """The object with one text field patched, and why Karmada's own result may vary.

    Raises :class:`OverrideError` where the path leads to no text, and the text patch's errors.
    """
    pointer = item.get("fieldPath") or ""
    path, text = _text_field(tree, pointer, profile)
    result = _patched(text, item, profile)
    patched: Object = replaced(tree, path, result.text)
    return patched, result.unstable


def _patched(text: str, item: Json, profile: Profile) -> TextResult:
    if item.get("yaml"):
        return patch_yaml_text(text, _operations(item["yaml"]), profile)
    if item.get("json"):
        return TextResult(patch_json_text(text, _operations(item["json"]), profile))
    return TextResult("")  # with neither, Karmada blanks the field


def _operations(items: list[Json]) -> list[Operation]:
    return [
        Operation(item.get("operator") or "", item.get("subPath") or "", item.get("value"))
        for item in items
    ]


def _text_field(tree: Object, pointer: str, profile: Profile) -> tuple[Path, str]:
    suffix = "JSON pointer error" if profile.pointer_error_suffix else ""
    if pointer and not pointer.startswith("/"):
        start = 'JSON pointer must be empty or start with a "/'
        raise OverrideError(f"{start}\n{suffix}" if suffix else start)
    value: Json = tree
    path: Path = ()
    for token in pointer.split("/")[1:]:
        step = _step(value, unescape(token), suffix)
        value, path = value[step], (*path, step)
    if not isinstance(value, str):
        text = f"Get object's value by overrider's path({pointer}) is not string"
        raise OverrideError(text if profile.pointer_error_suffix else as_format(text))
    return path, value


def _step(value: Json, token: str, suffix: str) -> str | int:
    """One token as a key or a position of ``value``, or the pointer library's error."""
    tail = f": {suffix}" if suffix else ""
    if value is None:
        verb = "no" if suffix else "not"
        raise OverrideError(f"nil value has {verb} field {quoted(token)}{tail}")
    if isinstance(value, dict):
        if token not in value:
            raise OverrideError(f"object has no key {quoted(token)}{tail}")
        return token
    if not isinstance(value, list):
        raise OverrideError(f"invalid token reference {quoted(token)}{tail}")
    index = parse_integer(token)
    if isinstance(index, str):
        raise OverrideError(f"{index}\n{suffix}" if suffix else index)
    if not 0 <= index < len(value):
        bounds = f"array[0,{len(value) - 1}] index '{index}'"
        raise OverrideError(f"index out of bounds {bounds}{tail}")
    return index


def as_format(text: str) -> str:
    """A text that was taken for a format without arguments, as Go's fmt prints it."""

    def printed(match: re.Match[str]) -> str:
        letter = match.group(1)
        if letter == "%":
            return "%"
        return f"%!{letter}(MISSING)" if letter else "%!(NOVERB)"

    return _VERB.sub(printed, text)
