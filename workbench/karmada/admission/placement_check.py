"""What the webhooks refuse in a placement.

Follows ``ValidatePlacement`` and what it calls in pkg/util/validation/validation.go
(v1.12.0 and v1.18.2), and ``IsOverflowSchedulingAllowed`` of pkg/util/policy.go.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.affinity_check import affinity_complaints
from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.karmada.admission.metadata import KEY_ADVICE
from workbench.karmada.profile import Profile
from workbench.model.selectors import is_qualified_name
from workbench.model.tree import Object, Path

_PLACEMENT: Path = ("spec", "placement")
_AFFINITIES: Path = (*_PLACEMENT, "clusterAffinities")
_SPREAD: Path = (*_PLACEMENT, "spreadConstraints")
_WORKLOAD: Path = (*_PLACEMENT, "workloadAffinity")


def placement_complaints(placement: Object, profile: Profile) -> Iterator[Complaint]:
    """Complaints about ``spec.placement`` of a policy that the schema accepts."""
    affinity, terms = placement.get("clusterAffinity"), placement.get("clusterAffinities")
    if affinity is not None and terms:
        message = "clusterAffinity can't stand beside clusterAffinities; make it the first of them"
        yield complaint("conflict", (*_PLACEMENT, "clusterAffinity"), message, _PLACEMENT)
    yield from affinity_complaints(affinity, (*_PLACEMENT, "clusterAffinity"))
    yield from _terms(terms or [], placement.get("replicaScheduling", {}))
    yield from _spread(placement.get("spreadConstraints", []))
    yield from _workload_affinity(placement.get("workloadAffinity", {}))
    if profile.comparing_tolerations_are_refused:
        yield from _tolerations(placement.get("clusterTolerations", []))


def _terms(terms: list[Object], strategy: Object) -> Iterator[Complaint]:
    names: set[str] = set()
    for index, term in enumerate(terms):
        name, path = term["affinityName"], (*_AFFINITIES, index)
        if not is_qualified_name(name):
            message = f"{shown(name)} is no affinity name; {KEY_ADVICE}"
            yield complaint("value", (*path, "affinityName"), message, path)
        if name in names:
            message = f"{shown(name)} names an earlier term already; choose another"
            yield complaint("duplicate", (*path, "affinityName"), message, _AFFINITIES)
        names.add(name)
        yield from affinity_complaints(term, path)
        if "overflowAffinities" in term:
            yield from _overflow(term, path, strategy)


def _overflow(term: Object, path: Path, strategy: Object) -> Iterator[Complaint]:
    place = (*path, "overflowAffinities")
    if not _may_overflow(strategy):
        message = "overflow needs replicaScheduling Divided, Aggregated or by dynamicWeight"
        yield complaint("conflict", place, message)
    if not any(term.get(name) is not None for name in _SELECTING):
        message = "say which clusters come first: the term itself selects none in particular"
        yield complaint("conflict", place, message)
    names = {term["affinityName"]}
    for index, tier in enumerate(term["overflowAffinities"]):
        name, field = tier["affinityName"], (*place, index, "affinityName")
        if not is_qualified_name(name):
            yield complaint("value", field, f"{shown(name)} is no affinity name; {KEY_ADVICE}")
        if name in names:
            message = f"{shown(name)} names an earlier tier or the term itself; choose another"
            yield complaint("duplicate", field, message)
        names.add(name)
        yield from affinity_complaints(tier, (*place, index))


_SELECTING = ("labelSelector", "fieldSelector", "clusterNames", "exclude")


def _may_overflow(strategy: Object) -> bool:
    if strategy.get("replicaSchedulingType") != "Divided":
        return False
    preference = strategy.get("replicaDivisionPreference")
    weighted = preference == "Weighted"
    by_capacity = bool(strategy.get("weightPreference", {}).get("dynamicWeight"))
    return preference == "Aggregated" or (weighted and by_capacity)


def _spread(constraints: list[Object]) -> Iterator[Complaint]:
    seen: dict[str, int] = {}
    for index, constraint in enumerate(constraints):
        yield from _constraint(constraint, (*_SPREAD, index))
        field = constraint.get("spreadByField")
        if field:
            seen[field] = seen.get(field, 0) + 1
            if seen[field] == 2:
                message = f"an earlier constraint spreads by {field} already; keep one of them"
                yield complaint("duplicate", (*_SPREAD, index), message, _SPREAD)
    if seen and "cluster" not in seen:
        message = "spreading by a field needs a constraint with spreadByField: cluster too"
        yield complaint("required", _SPREAD, message)


def _constraint(constraint: Object, path: Path) -> Iterator[Complaint]:
    least, most = constraint.get("minGroups", 0), constraint.get("maxGroups", 0)
    if constraint.get("spreadByField") and constraint.get("spreadByLabel"):
        message = "spreadByField and spreadByLabel are both set; keep one"
        yield complaint("conflict", path, message)
    for name, number in (("minGroups", least), ("maxGroups", most)):
        if number < 0:
            message = f"{name} {number} is below 0; write how many groups there may be"
            yield complaint("value", (*path, name), message, path)
    if 0 < most < least:
        message = f"maxGroups {most} is below minGroups {least}; raise the one or lower the other"
        yield complaint("conflict", (*path, "maxGroups"), message, path)


def _workload_affinity(workload: Object) -> Iterator[Complaint]:
    keys = {name: workload[name]["groupByLabelKey"] for name in workload}
    for name, key in keys.items():
        if not is_qualified_name(key):
            place = (*_WORKLOAD, name, "groupByLabelKey")
            yield complaint("value", place, f"{shown(key)} is no label key; {KEY_ADVICE}")
    if len(keys) == 2 and len(set(keys.values())) == 1:
        message = "affinity and antiAffinity group by the same label key; give each its own"
        yield complaint("conflict", _WORKLOAD, message)


def _tolerations(tolerations: list[Object]) -> Iterator[Complaint]:
    for index, toleration in enumerate(tolerations):
        operator = toleration.get("operator")
        if operator in ("Lt", "Gt"):
            place = (*_PLACEMENT, "clusterTolerations", index, "operator")
            yield complaint("enum", place, f"{operator} is not for clusters; use Exists or Equal")
