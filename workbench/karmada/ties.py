"""What a decision owes to chance: Karmada's coin, and ties that an object's uid decides."""

from __future__ import annotations

from workbench.karmada.scheduling.binding_pass import Pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.schedule import decide
from workbench.model.tree import Object

# Ties go by name, upwards or downwards by the uid's hash; this text's is odd, that of "" even.
_OTHER_UID = "b"


def tie_note(clusters: ClusterList, binding: Object, done: Pass) -> str:
    """A sentence on clusters that could change places; empty if none could."""
    decision = done.decision
    if decision is None or decision.targets is None:
        return ""
    if decision.tossed:
        return f"Karmada tosses a coin between {', '.join(decision.tossed)} for single replicas"
    request = Request.of(binding, clusters.profile)
    if request.uid or request.is_duplicated or request.replicas == 0:
        return ""
    if not clusters.profile.shares_by_quotient:
        return ""
    other = _with_uid(binding, done.attempts[-1].affinity_name, clusters)
    if other == decision.replicas:
        return ""
    names = sorted(n for n in other | decision.replicas if other.get(n) != decision.replicas.get(n))
    return f"a tie between {', '.join(names)} is decided by the object's uid, which is not known"


def _with_uid(binding: Object, affinity_name: str, clusters: ClusterList) -> dict[str, int]:
    spec = map_at(binding, "spec")
    resource = {**map_at(spec, "resource"), "uid": _OTHER_UID}
    status = {**map_at(binding, "status"), "schedulerObservingAffinityName": affinity_name}
    tree = {**binding, "spec": {**spec, "resource": resource}, "status": status}
    return decide(clusters, Request.of(tree, clusters.profile), Options()).replicas
