"""Override policies, and the records of them, without the values that they write to Secrets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from workbench.diff.masks import Masks
from workbench.diff.secret_places import COPIES, is_secret_pointer, pointed, writes_to_secrets
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced

_RECORDS = ("policy.karmada.io/applied-overrides", "policy.karmada.io/applied-cluster-overrides")


def redacted_policy(policy: Object, masks: Masks) -> Object:
    """The policy masked; the policy itself if it writes nothing to a Secret."""
    spec = lookup(policy, "spec")
    if not isinstance(spec, dict) or not writes_to_secrets(policy):
        return policy
    clean = _rule(spec, masks)
    if isinstance(spec.get("overrideRules"), list):
        clean["overrideRules"] = [_rule(rule, masks) for rule in spec["overrideRules"]]
    copies = list(_copies(policy))
    if clean != spec:
        policy = {**policy, "spec": clean}
    else:
        # A copy may be of the policy as it was.
        copies = [path for path in copies if not _is_public(lookup(policy, *path), masks)]
    return _masked(policy, copies, masks)


def _copies(carrier: Object) -> Iterator[Path]:
    """Where annotations keep a text of the whole object."""
    for key in COPIES:
        path = ("metadata", "annotations", key)
        if lookup(carrier, *path) is not MISSING:
            yield path


def _masked(carrier: Object, paths: Iterable[Path], masks: Masks) -> Object:
    for path in paths:
        carrier = replaced(carrier, path, masks.of(lookup(carrier, *path)))
    return carrier


def _is_public(text: Json, masks: Masks) -> bool:
    try:
        copy = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return False
    return isinstance(copy, dict) and redacted_policy(copy, masks) is copy


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


def without_copies(carrier: Object, masks: Masks) -> Object:
    """An object that carries Secrets, without the copies of itself that its annotations keep."""
    return _masked(carrier, _copies(carrier), masks)


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
        if everything or path is None:
            value = masks.of(value)
        elif is_secret_pointer(item["path"]) or path[:1] in ((), ("metadata",)):
            value = masks.at(path, value)
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
