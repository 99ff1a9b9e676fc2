"""The record of applied overriders that Karmada writes onto a Work.

Follows pkg/util/overridemanager/shadow.go (v1.12.0 and v1.18.2) and the JSON form of the
``Overriders`` type in pkg/apis/policy/v1alpha1/override_types.go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.profile import Profile
from workbench.model.go_json import encode, quote
from workbench.model.go_sort import sorted_as_go
from workbench.model.tree import Json


def _object(*members: tuple[str, str]) -> str:
    """A JSON object of already encoded values, in this order; empty values are left out."""
    return "{" + ",".join(f'"{key}":{text}' for key, text in members if text) + "}"


def _text(item: Json, key: str) -> str:
    """A text field that is always written."""
    return quote(item.get(key) or "")


def _optional(item: Json, key: str) -> str:
    return encode(item[key]) if item.get(key) else ""


def _operation(item: Json, path: str) -> str:
    value = Operation("", "", item.get("value")).value_text()
    return _object(
        (path, _text(item, path)), ("operator", _text(item, "operator")), ("value", value)
    )


def _plaintext(item: Json, profile: Profile) -> str:
    return _operation(item, "path")


def _image(item: Json, profile: Profile) -> str:
    predicate = item.get("predicate")
    return _object(
        ("predicate", "" if predicate is None else _object(("path", _text(predicate, "path")))),
        ("component", _text(item, "component")), ("operator", _text(item, "operator")),
        ("value", _optional(item, "value")),
    )


def _command(item: Json, profile: Profile) -> str:
    return _object(
        ("containerName", _text(item, "containerName")), ("operator", _text(item, "operator")),
        ("value", _optional(item, "value")),
    )


def _label(item: Json, profile: Profile) -> str:
    value = item.get("value")
    kept = value or profile.record_keeps_empty_label_value
    return _object(("operator", _text(item, "operator")), ("value", encode(value) if kept else ""))


def _field(item: Json, profile: Profile) -> str:
    def listed(key: str) -> str:
        texts = [_operation(operation, "subPath") for operation in item.get(key) or ()]
        return f"[{','.join(texts)}]" if texts else ""

    return _object(
        ("fieldPath", _text(item, "fieldPath")), ("json", listed("json")), ("yaml", listed("yaml"))
    )


# The order of the Go struct, which is not the order of application.
_LISTS: dict[str, Callable[[Json, Profile], str]] = {
    "plaintext": _plaintext, "imageOverrider": _image, "commandOverrider": _command,
    "argsOverrider": _command, "labelsOverrider": _label, "annotationsOverrider": _label,
    "fieldOverrider": _field,
}


def overriders_text(overriders: Json, profile: Profile) -> str:
    """The JSON text of one rule's overriders, as Go writes it."""
    members = []
    for key, encoded in _LISTS.items():
        items = [encoded(item, profile) for item in overriders.get(key) or ()]
        members.append((key, f"[{','.join(items)}]" if items else ""))
    return _object(*members)


def rule_text(policy: str, overriders: Json, profile: Profile) -> str:
    """One element of the record: a policy's name and one rule's overriders."""
    return _object(
        ("policyName", quote(policy)), ("overriders", overriders_text(overriders, profile))
    )


def record_text(applied: Sequence[tuple[bytes, str]]) -> str | None:
    """The annotation for every applied rule, or ``None`` where none was.

    A rule is its policy's name (UTF-8) and its :func:`rule_text`, in order of application.
    """
    if not applied:
        return None
    names = [name for name, _ in applied]
    ordered = sorted(set(names))
    if names != sorted(names):
        applied = sorted_as_go(applied, lambda rule: ordered.index(rule[0]))
    return f"[{','.join(text for _, text in applied)}]"
