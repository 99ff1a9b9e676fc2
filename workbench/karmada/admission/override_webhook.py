"""The validating webhooks of OverridePolicy and ClusterOverridePolicy.

Follows ``ValidateOverrideSpec`` of pkg/util/validation/validation.go (v1.12.0 and v1.18.2).
Nothing under the deprecated ``spec.overriders`` is judged, nor what plaintext, image,
command and args overriders do.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.affinity_check import affinity_complaints, namespace_complaints
from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.karmada.admission.metadata import annotation_complaints, label_complaints
from workbench.karmada.profile import Profile
from workbench.model.tree import Json, Object, Path

# Karmada forgot fieldOverrider in this list, in both versions.
_COUNTED_OVERRIDERS = (
    "plaintext",
    "imageOverrider",
    "commandOverrider",
    "argsOverrider",
    "labelsOverrider",
    "annotationsOverrider",
)


def override_complaints(policy: Object, profile: Profile) -> Iterator[Complaint]:
    """What the webhook refuses in a policy that the schema accepts."""
    spec = policy["spec"]
    yield from affinity_complaints(spec.get("targetCluster"), ("spec", "targetCluster"))
    yield from _deprecated_fields(spec)
    for index, rule in enumerate(spec.get("overrideRules", ())):
        yield from _rule(rule, ("spec", "overrideRules", index), profile)
    namespace = policy["metadata"].get("namespace", "")
    if namespace and profile.selector_namespace_is_checked:
        yield from namespace_complaints(spec, namespace)


def _deprecated_fields(spec: Object) -> Iterator[Complaint]:
    if "overrideRules" not in spec:
        return
    if "targetCluster" in spec:
        message = "targetCluster can't stand beside overrideRules; move it into a rule"
        yield complaint("conflict", ("spec", "targetCluster"), message)
    overriders = spec.get("overriders", {})
    if any(overriders.get(name) for name in _COUNTED_OVERRIDERS):
        message = "overriders can't stand beside overrideRules; move them into a rule"
        yield complaint("conflict", ("spec", "overriders"), message)


def _rule(rule: Object, path: Path, profile: Profile) -> Iterator[Complaint]:
    overriders, place = rule["overriders"], (*path, "overriders")
    for index, item in enumerate(overriders.get("annotationsOverrider", ())):
        field = (*place, "annotationsOverrider", index, "value")
        yield from annotation_complaints(item.get("value", {}), field)
    for index, item in enumerate(overriders.get("labelsOverrider", ())):
        field = (*place, "labelsOverrider", index, "value")
        yield from label_complaints(item.get("value", {}), field)
    for index, item in enumerate(overriders.get("imageOverrider", ())):
        pointer = item.get("predicate", {}).get("path", "")
        yield from _pointer(pointer, (*place, "imageOverrider", index, "predicate", "path"))
    for index, item in enumerate(overriders.get("fieldOverrider", ())):
        yield from _field_overrider(item, (*place, "fieldOverrider", index), profile)
    yield from affinity_complaints(rule.get("targetCluster"), (*path, "targetCluster"))


def _field_overrider(item: Object, path: Path, profile: Profile) -> Iterator[Complaint]:
    json, yaml = item.get("json", ()), item.get("yaml", ())
    if json and yaml:
        yield complaint("conflict", path, "json and yaml are both set; keep the one that fits")
    if not json and not yaml and profile.field_overrider_needs_patches:
        message = "neither json nor yaml is set; write the operations under one of them"
        yield complaint("required", path, message)
    yield from _pointer(item["fieldPath"], (*path, "fieldPath"))
    for name, patches in (("json", json), ("yaml", yaml)):
        for index, patch in enumerate(patches):
            place = (*path, name, index)
            yield from _pointer(patch["subPath"], (*place, "subPath"))
            yield from _operation(patch["operator"], patch.get("value"), (*place, "value"))


def _pointer(text: str, path: Path) -> Iterator[Complaint]:
    if text and not text.startswith("/"):
        message = f'{shown(text)} is no JSON pointer; begin with "/", as in "/spec/replicas"'
        yield complaint("value", path, message)


def _operation(operator: str, value: Json, path: Path) -> Iterator[Complaint]:
    if operator == "remove" and value is not None:
        yield complaint("value", path, "remove takes no value; take it out")
    elif operator != "remove" and value is None:
        yield complaint("value", path, f"{operator} needs a value, and null counts as none")
