"""Flags on their way from policies to Works, over several steps: ``sync_flags.jsonl``."""

from __future__ import annotations

import json
from typing import Any

from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.profile import Profile
from workbench.karmada.work.binding_sync import sync_binding
from workbench.karmada.work.controllers import Pass
from workbench.karmada.work.detection import apply_policy
from workbench.karmada.work.distribution import DEPENDENCIES, distribute
from workbench.karmada.work.keys import CONFLICT
from workbench.karmada.work.object_keys import ObjectKey
from workbench.karmada.work.store import ObjectStore
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

_SHORT = {
    "PP": "PropagationPolicy", "CPP": "ClusterPropagationPolicy", "RB": "ResourceBinding",
    "CRB": "ClusterResourceBinding",
}


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The whole situation after every step."""
    given = line["input"]
    clusters = [
        {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": name}}
        for name in given["clusters"]
    ]
    store = ObjectStore(given["objects"], _new_id)
    for tree in given["objects"]:
        if tree["kind"].endswith("ResourceBinding"):
            store.put(tree)
    targets = RuleTargets(PolicyIndex((), (), profile), clusters)
    states = []
    for step in given["steps"]:
        outcome = _run(step, store, targets, profile)
        states.append(_recorded(outcome, store))
    return {"states": states}


def _new_id(tree: Object) -> str:
    key = ObjectId.of(tree)
    if key.kind == "Work":
        return f"<work-id {key.path}>"
    return f"<binding-id {_short(key)}>"


def _short(key: ObjectId) -> str:
    short = {long: short for short, long in _SHORT.items()}
    return f"{short.get(key.kind, key.kind)} {key.path}"


def _find(store: ObjectStore, text: str) -> ObjectKey:
    kind, _, path = text.partition(" ")
    kind = _SHORT.get(kind, kind)
    namespace, _, name = path.rpartition("/")
    for key in store.objects:
        if key[1:] == (kind, namespace, name):
            return key
    return ("", kind, namespace, name)


def _run(
    step: dict[str, Any], store: ObjectStore, targets: RuleTargets, profile: Profile
) -> Pass:
    match step["do"]:
        case "apply_policy":
            keys = (_find(store, step[part]) for part in ("template", "policy"))
            return apply_policy(store, *keys, profile, by_karmada=step["byKarmada"])
        case "sync_binding":
            return sync_binding(store, _find(store, step["binding"]), targets, _new_id)
        case "distribute":
            return distribute(store, _find(store, step["binding"]), profile)
        case "schedule":
            clusters = [_without_zero(target) for target in step["clusters"]]
            _patch(store, _find(store, step["binding"]), {"spec": {"clusters": clusters or None}})
        case "patch":
            _patch(store, _find(store, step["object"]), _known(step["patch"], profile))
        case "delete":
            store.delete(_find(store, step["object"]))
    return Pass()


def _without_zero(target: Any) -> Any:
    """A target as its Go type writes it."""
    return {key: value for key, value in target.items() if value != 0}


def _known(patch: Any, profile: Profile) -> Any:
    """A patch without the field that the API of older versions drops."""
    if profile.knows_scheduling_suspension or not lookup(patch, "spec", "suspension"):
        return patch
    suspension = {k: v for k, v in patch["spec"]["suspension"].items() if k != "scheduling"}
    return {**patch, "spec": {**patch["spec"], "suspension": suspension}}


def _patch(store: ObjectStore, key: ObjectKey, patch: Any) -> None:
    if (tree := store.get(key)) is not None:
        store.put(_merged(tree, patch))


def _merged(tree: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged = dict(tree) if isinstance(tree, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(merged.get(key), value)
    return merged


def _recorded(outcome: Pass, store: ObjectStore) -> dict[str, Any]:
    bindings, works = {}, {}
    for tree in store.objects.values():
        key = ObjectId.of(tree)
        if key.kind in ("ResourceBinding", "ClusterResourceBinding"):
            bindings[_short(key)] = _recorded_binding(tree)
        elif key.kind == "Work":
            works[key.path] = _recorded_work(tree)
    state: dict[str, Any] = {"error": outcome.error or None, "bindings": bindings, "works": works}
    if outcome.panic:
        state["panic"] = outcome.panic
    if outcome.events:
        state["events"] = [str(event) for event in outcome.events]
    if outcome.requeue_after_seconds:
        state["requeueAfterSeconds"] = int(outcome.requeue_after_seconds)
    return state


def _recorded_binding(tree: Object) -> dict[str, Any]:
    metadata = tree["metadata"]
    spec = {k: v for k, v in tree["spec"].items() if k != "replicaRequirements"}
    if "resource" in spec:
        gone = "resourceVersion"
        spec["resource"] = {k: v for k, v in spec["resource"].items() if k != gone}
    shown = {part: metadata.get(part) or None for part in _PARTS} | {"spec": spec}
    return shown | ({"deleting": True} if metadata.get("deletionTimestamp") else {})


_PARTS = ("labels", "annotations", "finalizers")


def _recorded_work(work: Object) -> dict[str, Any]:
    metadata, spec = work["metadata"], work["spec"]
    manifest = spec["workload"]["manifests"][0]
    labels = lookup(manifest, "metadata", "labels") or {}
    shown = {
        "labels": metadata.get("labels"),
        "annotations": metadata.get("annotations"),
        "suspendDispatching": spec.get("suspendDispatching"),
        "preserveResourcesOnDeletion": spec.get("preserveResourcesOnDeletion"),
        "manifestConflictResolution": lookup(manifest, "metadata", "annotations", CONFLICT) or "",
        "manifestKarmadaLabels": {k: v for k, v in labels.items() if "karmada.io" in k},
    }
    replicas = lookup(manifest, "spec", "replicas")
    if isinstance(replicas, int):
        shown["manifestReplicas"] = replicas
    return shown | ({"deleting": True} if metadata.get("deletionTimestamp") else {})


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equal, dependencies compared as a list of references whatever their key order."""
    for state in (*expected["states"], *got["states"]):
        for binding in state["bindings"].values():
            annotations = binding["annotations"] or {}
            if isinstance(text := annotations.get(DEPENDENCIES), str):
                annotations[DEPENDENCIES] = json.loads(text)
    return expected == got
