"""What one pod of a workload asks for, as Karmada reads it from the template.

Follows ``GenerateReplicaRequirements`` and ``GenerateNodeClaimByPodSpec`` of
pkg/util/helper/binding.go and ``Resource`` of pkg/util/resource.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import map_at, maps_in, pod_spec, pod_template, text_at
from workbench.model.quantity import NANO, Quantity, parse_quantity
from workbench.model.selectors import is_qualified_name
from workbench.model.tree import Object

_BINARY_NAMES = ("memory", "ephemeral-storage")
QUOTA_GATE = "ResourceQuotaEstimate"


def is_counted(name: str) -> bool:
    """Whether Karmada counts a resource of this name; the others are left out."""
    return name in ("cpu", "memory", "pods", "ephemeral-storage") or is_scalar(name)


def is_scalar(name: str) -> bool:
    """Extended resources, huge pages, attachable volumes and names under ``kubernetes.io/``."""
    if name.startswith(("hugepages-", "attachable-volumes-")) or "kubernetes.io/" in name:
        return True
    if "/" not in name or name.startswith("requests."):
        return False
    return is_qualified_name(f"requests.{name}")


def amount_of(name: str, quantity: Quantity) -> int:
    """The whole number that Karmada reckons with: thousandths of a core, else whole units."""
    return quantity.milli if name == "cpu" else quantity.value


def quantity_of(name: str, amount: int) -> Quantity:
    """The reverse of :func:`amount_of`."""
    if name == "cpu":
        return Quantity.of(amount * (NANO // 1000))
    binary = name in _BINARY_NAMES or name.startswith("hugepages-")
    return Quantity.of(amount * NANO, "BinarySI" if binary else "DecimalSI")


def _requests(container: Object) -> dict[str, int]:
    """Requests of one container; a limit stands in where its request is missing."""
    resources = map_at(container, "resources")
    listed = {**map_at(resources, "limits"), **map_at(resources, "requests")}
    return _amounts(listed)


def _amounts(listed: Mapping[str, object]) -> dict[str, int]:
    return {
        name: amount_of(name, parse_quantity("0" if value is None else value))
        for name, value in listed.items()
        if is_counted(name)
    }


def pod_requests(spec: Object) -> dict[str, str]:
    """Resource name to quantity text that one pod asks for; zeros are left out.

    Containers add up, no init container may need more than the sum, overhead comes on top.
    Raises :class:`workbench.model.quantity.InvalidQuantityError`.
    """
    total: dict[str, int] = {}
    for container in maps_in(spec, "containers"):
        for name, amount in _requests(container).items():
            total[name] = total.get(name, 0) + amount
    for container in maps_in(spec, "initContainers"):
        for name, amount in _requests(container).items():
            total[name] = max(total.get(name, 0), amount)
    for name, amount in _amounts(map_at(spec, "overhead")).items():
        total[name] = total.get(name, 0) + amount
    return {n: str(quantity_of(n, amount)) for n, amount in sorted(total.items()) if amount > 0}


def node_claim(spec: Object) -> Object | None:
    """Node selector, tolerations and required node affinity of a pod; ``None`` without any."""
    claim: Object = {}
    affinity = map_at(spec, "affinity", "nodeAffinity").get(
        "requiredDuringSchedulingIgnoredDuringExecution"
    )
    if affinity is not None:
        claim["hardNodeAffinity"] = affinity
    selector = spec.get("nodeSelector")
    if selector:
        claim["nodeSelector"] = selector
    tolerations = spec.get("tolerations")
    if tolerations:
        claim["tolerations"] = tolerations
    return claim if claim or selector is not None else None


def replica_requirements(
    tree: Object, profile: Profile, gates: Mapping[str, bool] | None = None
) -> Object | None:
    """``spec.replicaRequirements`` of a built-in workload's binding; ``None`` if it needs nothing.

    Args:
        tree: the template.
        profile: version.
        gates: feature gates that are set; others have the release's default.
    """
    spec = pod_spec(tree)
    requests, claim = pod_requests(spec), node_claim(spec)
    if not requests and claim is None:
        return None
    result: Object = {}
    if claim is not None:
        result["nodeClaim"] = claim
    if requests:
        result["resourceRequest"] = requests
    if gates and gates.get(QUOTA_GATE):
        result |= _quota_fields(tree, spec, profile)
    return result


def _quota_fields(tree: Object, spec: Object, profile: Profile) -> Object:
    fields = {"priorityClassName": text_at(spec, "priorityClassName")}
    if profile.requirements_name_template_namespace and tree.get("kind") != "Pod":
        fields["namespace"] = text_at(pod_template(tree), "metadata", "namespace")
    return {name: value for name, value in fields.items() if value}
