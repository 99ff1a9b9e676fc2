"""What a member makes of the state label, and the objects that have it done and keep it.

A Kyverno policy or a MutatingAdmissionPolicy in the members reads the label when the object is
created; a ResourceInterpreterCustomization in Karmada keeps label and field at later syncs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workbench.karmada.failover.flink_health import FLINK_KIND
from workbench.karmada.scheduling.pods import kind_of, text_at
from workbench.model.identity import ObjectId
from workbench.model.tree import Json, Object, Path, lookup

_PLACEHOLDER: Final = "{label}"
_NAME = re.compile("[^a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A field that is derived from the label.

    Attributes:
        label: the label's name.
        path: the field, map keys all the way.
        template: the field's value, ``{label}`` in the place of the label's.
        caution: what the rule can't know.
    """

    label: str
    path: tuple[str, ...]
    template: str
    caution: str = ""

    def value(self, label_value: str) -> str:
        """The field's value for a label's."""
        return self.template.replace(_PLACEHOLDER, label_value)


def default_restore_point(manifest: Object, label: str) -> RestorePoint:
    """Where a workload of this kind would look for its state.

    A FlinkDeployment starts from ``spec.job.initialSavepointPath``, below its checkpoint
    folder; any other kind gets an annotation on its pods, for a start script to read.
    """
    if kind_of(manifest) == FLINK_KIND:
        folder = lookup(manifest, "spec", "flinkConfiguration", "state.checkpoints.dir")
        root = folder.rstrip("/") if isinstance(folder, str) and folder else "s3://BUCKET/FOLDER"
        return RestorePoint(
            label, ("spec", "job", "initialSavepointPath"), f"{root}/{_PLACEHOLDER}",
            "Flink needs the folder of one checkpoint (chk-NUMBER): no admission rule can list "
            "storage, so keep a copy or a pointer under a fixed name",
        )
    if isinstance(lookup(manifest, "spec", "template"), dict):
        path = ("spec", "template", "metadata", "annotations", label)
        return RestorePoint(label, path, _PLACEHOLDER, "a start script has to read it")
    return RestorePoint(label, ("metadata", "annotations", label), _PLACEHOLDER,
                        "whatever runs there has to read it")


def restored(tree: Object, point: RestorePoint) -> Object:
    """The object after the member's admission; as it is without the label."""
    label_value = lookup(tree, "metadata", "labels", point.label)
    if not isinstance(label_value, str) or not label_value:
        return tree
    return _with_value(tree, point.path, point.value(label_value))


def _with_value(tree: Json, path: tuple[str, ...], value: str) -> Object:
    base = tree if isinstance(tree, dict) else {}
    head, *rest = path
    inner = _with_value(base.get(head), tuple(rest), value) if rest else value
    return {**base, head: inner}


def _object_name(manifest: Object) -> str:
    key = ObjectId.of(manifest)
    plain = _NAME.sub("-", f"restore-{key.namespace}-{key.name}".lower()).strip("-")
    return plain[:63].rstrip("-")


def kyverno_policy(manifest: Object, point: RestorePoint) -> Object:
    """A Kyverno ClusterPolicy for the members: on creation, the field from the label."""
    key = ObjectId.of(manifest)
    quoted = f"request.object.metadata.labels.\"{point.label}\""
    patch: Json = point.value("{{ " + quoted + " }}")
    for step in reversed(point.path):
        patch = {step: patch}
    resources = {"kinds": [f"{key.api_version}/{key.kind}" if key.group else key.kind],
                 "names": [key.name], "operations": ["CREATE"]}
    if key.namespace:
        resources["namespaces"] = [key.namespace]
    condition = {"key": "{{ " + quoted + " || '' }}", "operator": "NotEquals", "value": ""}
    rule = {
        "name": "state-from-label",
        "match": {"any": [{"resources": resources}]},
        "preconditions": {"all": [condition]},
        "mutate": {"patchStrategicMerge": patch},
    }
    return {
        "apiVersion": "kyverno.io/v1",
        "kind": "ClusterPolicy",
        "metadata": {"name": _object_name(manifest)},
        "spec": {"rules": [rule]},
    }


def admission_policy(
    manifest: Object, point: RestorePoint, plural: str = "", version: str = "v1beta1"
) -> tuple[Object, Object]:
    """A MutatingAdmissionPolicy for the members, and its binding.

    Args:
        plural: the kind's plural name; made up from the kind if empty.
        version: of ``admissionregistration.k8s.io``: v1alpha1 from Kubernetes 1.32, v1beta1
            from 1.34, v1 later.
    """
    key, name = ObjectId.of(manifest), _object_name(manifest)
    label = f"object.metadata.labels[{_cel(point.label)}]"
    has = f"has(object.metadata.labels) && {_cel(point.label)} in object.metadata.labels"
    rule: Object = {
        "apiGroups": [key.group],
        "apiVersions": [key.api_version.rpartition("/")[2]],
        "operations": ["CREATE"],
        "resources": [plural or f"{key.kind.lower()}s"],
        "resourceNames": [key.name],
    }
    constraints: Object = {"resourceRules": [rule]}
    if key.namespace:
        labels = {"kubernetes.io/metadata.name": key.namespace}
        constraints["namespaceSelector"] = {"matchLabels": labels}
    policy: Object = {
        "apiVersion": f"admissionregistration.k8s.io/{version}",
        "kind": "MutatingAdmissionPolicy",
        "metadata": {"name": name},
        "spec": {
            "matchConstraints": constraints,
            "matchConditions": [
                {"name": "has-state", "expression": f"{has} && {label} != ''"}
            ],
            "failurePolicy": "Fail",
            "reinvocationPolicy": "Never",
            "mutations": [
                {"patchType": "JSONPatch",
                 "jsonPatch": {"expression": _patches(point, label)}}
            ],
        },
    }
    binding: Object = {
        "apiVersion": policy["apiVersion"],
        "kind": "MutatingAdmissionPolicyBinding",
        "metadata": {"name": name},
        "spec": {"policyName": name},
    }
    return policy, binding


def _cel(text: str) -> str:
    """A text as a literal of CEL, which has no pairs of surrogates."""
    return json.dumps(text, ensure_ascii=False)


def _patches(point: RestorePoint, label: str) -> str:
    """A CEL list of patches: each map on the way if the object lacks it, then the field.

    A patch that adds a map which is there would empty it, and the object that comes is not the
    template: Karmada puts annotations of its own on it.
    """
    steps = []
    for depth in range(1, len(point.path)):
        owner = point.path[:depth]
        if owner in (("metadata",), ("spec",)):
            continue
        add = f'JSONPatch{{op: "add", path: {_pointer(owner)}, value: Object{{}}}}'
        steps.append(f"({_has(owner)} ? [] : [{add}])")
    before, _, after = point.template.partition(_PLACEHOLDER)
    parts = [_cel(part) for part in (before,) if part] + [label]
    parts += [_cel(part) for part in (after,) if part]
    value = " + ".join(parts)
    steps.append(f'[JSONPatch{{op: "add", path: {_pointer(point.path)}, value: {value}}}]')
    return " + ".join(steps)


def _has(path: Path) -> str:
    """Whether the object has a map; its owners are asked first."""
    owners = (".".join(("object", *map(str, path[:depth]))) for depth in range(2, len(path) + 1))
    return " && ".join(f"has({owner})" for owner in owners)


def _pointer(path: Path) -> str:
    escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return _cel("/" + "/".join(escaped))


def admission_version(kubernetes_version: str) -> str:
    """The version of admissionregistration.k8s.io with MutatingAdmissionPolicy; empty if none."""
    match = re.match(r"v?1\.(\d+)", kubernetes_version)
    minor = int(match[1]) if match else 34
    if minor < 32:
        return ""
    return "v1alpha1" if minor < 34 else "v1beta1" if minor < 36 else "v1"


_OFF_BY_DEFAULT: Final = {
    "v1alpha1": "Kubernetes 1.32 and 1.33", "v1beta1": "Kubernetes 1.34 and 1.35",
}


def served_in(clusters: Mapping[str, Object]) -> dict[str, list[str]]:
    """Clusters by the version that :func:`admission_version` gives for each, newest first."""
    found: dict[str, list[str]] = {version: [] for version in ("v1", "v1beta1", "v1alpha1", "")}
    for name, cluster in sorted(clusters.items()):
        found[admission_version(text_at(cluster, "status", "kubernetesVersion"))].append(name)
    return {version: names for version, names in found.items() if names}


def admission_caution(version: str) -> str:
    """What a member needs before it knows such a policy; empty if nothing.

    KEP-3962, and the feature gates in k8s.io/apiserver v0.36.1: alpha in 1.32, beta and still off
    in 1.34, on from 1.36.
    """
    if version not in _OFF_BY_DEFAULT:
        return ""
    return (f"off by default in {_OFF_BY_DEFAULT[version]}: kube-apiserver needs "
            "--feature-gates=MutatingAdmissionPolicy=true and "
            f"--runtime-config=admissionregistration.k8s.io/{version}=true there; "
            "the Kyverno policy needs neither")


def plural_in(cluster: Object, manifest: Object) -> str:
    """The kind's plural name as the cluster reports it; empty if it does not."""
    version, kind = kind_of(manifest)
    for group in lookup(cluster, "status", "apiEnablements") or ():
        if group.get("groupVersion") == version:
            for resource in group.get("resources") or ():
                if resource.get("kind") == kind:
                    return text_at(resource, "name")
    return ""
