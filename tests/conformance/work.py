"""From a binding to the Works that are stored: ``work.jsonl``."""

from __future__ import annotations

from typing import Any

from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.pipeline import target_clusters
from workbench.karmada.profile import Profile
from workbench.karmada.work.works import Sync, sync_works, work_key
from workbench.model.tree import Object, lookup


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The Works after one pass, and after a second one."""
    given = line["input"]
    binding = given["binding"]
    names = {target.name for target in target_clusters(binding)}
    clusters = [{"kind": "Cluster", "metadata": {"name": name}} for name in sorted(names)]
    policies = [given.get(key) or [] for key in ("clusterOverridePolicies", "overridePolicies")]
    targets = RuleTargets(PolicyIndex(*policies, profile), clusters)
    works = {work_key(work): work for work in given.get("existingWorks") or []}

    def run(before: Any) -> Sync:
        return sync_works(given["template"], binding, targets, before, lambda _: "<work-id>")

    first = run(works)
    if first.panic:
        return {"panic": first.panic}
    stored, again = recorded(first), recorded(run(first.works))
    return {
        "error": first.error or None,
        "works": stored,
        "resync": "same" if again == stored else again,
    }


def recorded(sync: Sync) -> list[dict[str, Any]]:
    return [_recorded_work(sync.works[key]) for key in sorted(sync.works)]


def _recorded_work(work: Object) -> dict[str, Any]:
    metadata, spec = work["metadata"], work["spec"]
    shown = {part: metadata[part] for part in _PARTS if metadata.get(part)}
    if metadata.get("deletionTimestamp"):
        shown["deleting"] = True
    return shown | {
        "namespace": metadata["namespace"],
        "name": metadata["name"],
        "suspendDispatching": spec.get("suspendDispatching"),
        "preserveResourcesOnDeletion": spec.get("preserveResourcesOnDeletion"),
        "manifests": lookup(spec, "workload", "manifests") or [],
    }


_PARTS = ("labels", "annotations", "finalizers")
