"""Whether an override policy's spec has the JSON types of its Go type.

Types of pkg/apis/policy/v1alpha1/override_types.go (v1.12.0 and v1.18.2). Anything else can't
be stored in an API server, so there is no behaviour of Karmada to follow.
"""

from __future__ import annotations

from typing import Any

from workbench.model.errors import InputError
from workbench.model.pointer import field_path
from workbench.model.tree import Json, Object, Path

# A type is ``str``, a list with the type of its entries, or a dict with the types of its fields;
# ``"*"`` stands for every key. A field that is not named may hold anything.
_TEXTS: Any = [str]
_REQUIREMENT: Any = {"key": str, "operator": str, "values": _TEXTS}
_LABEL_SELECTOR: Any = {"matchLabels": {"*": str}, "matchExpressions": [_REQUIREMENT]}
_AFFINITY: Any = {
    "labelSelector": _LABEL_SELECTOR,
    "fieldSelector": {"matchExpressions": [_REQUIREMENT]},
    "clusterNames": _TEXTS,
    "exclude": _TEXTS,
}
_COMMAND: Any = {"containerName": str, "operator": str, "value": _TEXTS}
_LABEL: Any = {"operator": str, "value": {"*": str}}
_OPERATION: Any = {"subPath": str, "operator": str}
_OVERRIDERS: Any = {
    "plaintext": [{"path": str, "operator": str}],
    "imageOverrider": [
        {"predicate": {"path": str}, "component": str, "operator": str, "value": str}
    ],
    "commandOverrider": [_COMMAND],
    "argsOverrider": [_COMMAND],
    "labelsOverrider": [_LABEL],
    "annotationsOverrider": [_LABEL],
    "fieldOverrider": [{"fieldPath": str, "json": [_OPERATION], "yaml": [_OPERATION]}],
}
_RULE: Any = {"targetCluster": _AFFINITY, "overriders": _OVERRIDERS}
_SELECTOR: Any = {
    "apiVersion": str, "kind": str, "namespace": str, "name": str,
    "labelSelector": _LABEL_SELECTOR,
}  # fmt: skip
_SPEC: Any = {"resourceSelectors": [_SELECTOR], "overrideRules": [_RULE], **_RULE}
_WORDS: dict[Any, str] = {str: "text", dict: "a map", list: "a list"}


def check_spec(policy: Object, name: str) -> Object:
    """The policy's spec with nulls inside read as Go reads them; ``{}`` without a spec.

    Raises :class:`InputError` naming the first field of a wrong type.
    """
    spec = _read(policy.get("spec"), _SPEC, ("spec",), name)
    return spec if isinstance(spec, dict) else {}


def _read(value: Json, wanted: Any, path: Path, name: str) -> Json:
    if value is None:
        return "" if wanted is str else None
    kind = type(wanted) if isinstance(wanted, (dict, list)) else wanted
    if not isinstance(value, kind):
        raise InputError(
            f"{name}: {field_path(path)} is not {_WORDS[kind]}",
            hint="an API server would refuse this policy",
        )
    if isinstance(value, list):
        return [_element(item, wanted[0], (*path, index), name) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {key: _member(item, wanted, key, path, name) for key, item in value.items()}
    return value


def _element(value: Json, wanted: Any, path: Path, name: str) -> Json:
    """A list entry or a map value: null is the empty text, or the empty struct."""
    if value is None:
        return "" if wanted is str else {}
    return _read(value, wanted, path, name)


def _member(value: Json, wanted: Any, key: str, path: Path, name: str) -> Json:
    if "*" in wanted:
        return _element(value, wanted["*"], (*path, key), name)
    return _read(value, wanted[key], (*path, key), name) if key in wanted else value
