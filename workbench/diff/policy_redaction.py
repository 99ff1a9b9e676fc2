"""Override policies, and the records of them, without the values that they write to Secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workbench.diff.masks import Masks
from workbench.diff.secret_places import COPIES, is_secret_pointer, pointed, writes_to_secrets
from workbench.model.tree import Json, Object, lookup, replaced

_RECORDS = ("policy.karmada.io/applied-overrides", "policy.karmada.io/applied-cluster-overrides")


def redacted_policy(policy: Object, masks: Masks) -> Object:
    """The policy masked; the policy itself if it writes nothing to a Secret."""
    spec = lookup(policy, "spec")
    if not isinstance(spec, dict) or not writes_to_secrets(policy):
        return policy
    clean = _rule(spec, masks)
    if isinstance(spec.get("overrideRules"), list):
        clean["overrideRules"] = [_rule(rule, masks) for rule in spec["overrideRules"]]
    if clean == spec:
        return policy
    policy = {**policy, "spec": clean}
    for key in COPIES:
        path = ("metadata", "annotations", key)
        if lookup(policy, *path):
            policy = replaced(policy, path, masks.of(lookup(policy, *path)))
    return policy


def redacted_record(text: str | None, masks: Masks, everything: bool = False) -> str | None:
    """A record of applied overriders (Go JSON text) masked; other text is masked as a whole.

    ``everything`` masks each value written, for a record about more than one plain Secret.
    """
    if text is None:
        return None
    try:
        entries = json.loads(text)
    except ValueError:
        return masks.of(text)
    if not isinstance(entries, list):
        return masks.of(text)
    clean = json.dumps(
        [_rule(entry, masks, everything) for entry in entries],
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return clean.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def without_records(work: Object, masks: Masks) -> Object:
    """A Work whose records of applied overrides are masked throughout."""
    for name in _RECORDS:
        path = ("metadata", "annotations", name)
        text = lookup(work, *path)
        if isinstance(text, str):
            work = replaced(work, path, redacted_record(text, masks, everything=True))
    return work


def _rule(rule: Json, masks: Masks, everything: bool = False) -> Json:
    overriders = lookup(rule, "overriders")
    if not isinstance(overriders, dict):
        return dict(rule) if isinstance(rule, dict) else rule
    return {**rule, "overriders": dict(_overriders(overriders, masks, everything))}


def _overriders(overriders: Object, masks: Masks, everything: bool) -> Iterator[tuple[str, Json]]:
    for name, items in overriders.items():
        if not isinstance(items, list):
            yield name, items
        else:
            yield name, [_item(name, item, masks, everything) for item in items]


def _item(name: str, item: Json, masks: Masks, everything: bool) -> Json:
    if not isinstance(item, dict):
        return item
    if name == "fieldOverrider":
        return _field_item(item, masks) if everything or is_secret_pointer(
            item.get("fieldPath")
        ) else item
    if "value" not in item:
        return item
    value = item["value"]
    if name == "plaintext":
        path = pointed(item.get("path"))
        value = masks.of(value) if everything or path is None else masks.at(path, value)
    elif name == "annotationsOverrider":
        value = masks.at(("metadata", "annotations"), value)
    elif name == "imageOverrider" and "predicate" in item:
        is_secret = is_secret_pointer(lookup(item, "predicate", "path"))
        value = masks.of(value) if everything or is_secret else value
    return {**item, "value": value}


def _field_item(item: Object, masks: Masks) -> Object:
    clean = dict(item)
    for mode in ("json", "yaml"):
        if isinstance(clean.get(mode), list):
            clean[mode] = [
                {**part, "value": masks.of(part["value"])}
                if isinstance(part, dict) and "value" in part else part
                for part in clean[mode]
            ]
    return clean
