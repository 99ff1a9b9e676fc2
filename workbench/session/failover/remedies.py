"""What would keep a workload's state on its way: objects to apply, each with what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.karmada.failover.restore import (
    RestorePoint,
    admission_caution,
    admission_policy,
    default_restore_point,
    kyverno_policy,
    plural_in,
    served_in,
)
from workbench.karmada.failover.retention import offer_retention
from workbench.karmada.scheduling.pods import text_at
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.model.tree import Object
from workbench.model.yaml_writer import write_documents, write_yaml
from workbench.session.failover.views import Remedy
from workbench.simulator.fleet import PreparedFleet


def remedies_of(
    manifest: Object, point: RestorePoint, fleet: PreparedFleet, customizations: Sequence[Object]
) -> Iterator[Remedy]:
    """What would keep the state; what works in members as they are installed comes first."""
    keeper = fleet.interpreters.of(ObjectId.of(manifest)).get("Retain")
    webhook = str(keeper) if keeper and keeper.webhook else ""
    offer = offer_retention(manifest, point, fleet.profile, customizations, webhook)
    if offer is not None:
        yield Remedy("retention", "keep label and field at later syncs", "Karmada",
                     write_yaml(offer.customization), visible_line(offer.caution))
    point = replace(point, caution="; ".join(
        filter(None, (point.caution, _elsewhere(manifest, point, fleet)))
    ))
    served = served_in(fleet.clusters)
    without = served.pop("", [])
    policies = [_policy(manifest, point, fleet, version, served[version], without)
                for version in served]
    yield from (p for p, version in zip(policies, served, strict=True) if version == "v1")
    yield Remedy("kyverno", "set the field from the label (Kyverno)", "every member",
                 write_yaml(kyverno_policy(manifest, point)),
                 "; ".join(filter(None, ("members need Kyverno for it", point.caution))))
    yield from (p for p, version in zip(policies, served, strict=True) if version != "v1")


def _elsewhere(manifest: Object, point: RestorePoint, fleet: PreparedFleet) -> str:
    """Clusters that overrides give another folder than the one that is written down."""
    workload = ObjectId.of(manifest)
    everywhere = [{"name": name} for name in sorted(fleet.clusters)]
    binding = fleet.bindings[workload]
    moved = {**binding, "spec": {**binding["spec"], "clusters": everywhere}}
    others = [
        name
        for variant in fleet.renderings.of(workload, moved)
        if variant.outcome.object is not None
        and default_restore_point(variant.outcome.object, point.label).template != point.template
        for name in variant.clusters
    ]
    if not others:
        return ""
    return (f"overrides give {_listed(sorted(others))} another folder: state that was written "
            "there is not found under this one")


def _policy(
    manifest: Object,
    point: RestorePoint,
    fleet: PreparedFleet,
    version: str,
    clusters: list[str],
    without: list[str],
) -> Remedy:
    """A MutatingAdmissionPolicy for the members that serve a version of it."""
    plural = next(filter(None, (plural_in(fleet.clusters[n], manifest) for n in clusters)), "")
    unknown = [n for n in clusters
               if not text_at(fleet.clusters[n], "status", "kubernetesVersion")]
    cautions = (
        admission_caution(version),
        f"the Kubernetes version of {_listed(unknown)} is not known: check it" if unknown else "",
        f"{_listed(without)}: older than Kubernetes 1.32, without such policies" if without else "",
        "" if plural else "the resource's plural name is a guess; check it",
        point.caution,
    )
    is_everywhere = len(clusters) == len(fleet.clusters)
    return Remedy(
        "admission policy",
        f"the same without Kyverno (MutatingAdmissionPolicy {version})",
        "every member" if is_everywhere else _listed(clusters),
        write_documents(admission_policy(manifest, point, plural, version)),
        "; ".join(filter(None, cautions)),
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return visible_line(", ".join(names[:6])) + more
