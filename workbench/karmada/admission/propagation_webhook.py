"""The validating webhooks of PropagationPolicy and ClusterPropagationPolicy.

Follows ``ValidatePropagationSpec`` of pkg/util/validation/validation.go (v1.12.0 and
v1.18.2), apart from the placement, which has a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.affinity_check import namespace_complaints
from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.karmada.admission.metadata import KEY_ADVICE
from workbench.karmada.admission.placement_check import placement_complaints
from workbench.karmada.profile import Profile
from workbench.model.selectors import is_qualified_name
from workbench.model.tree import Object, Path

_FAILOVER: Path = ("spec", "failover")
_SUSPENSION: Path = ("spec", "suspension")


def propagation_complaints(policy: Object, profile: Profile) -> Iterator[Complaint]:
    """What the webhook refuses in a policy that the schema accepts."""
    spec = policy["spec"]
    yield from placement_complaints(spec["placement"], profile)
    yield from _failover(spec, profile)
    namespace = policy["metadata"].get("namespace", "")
    if namespace and profile.selector_namespace_is_checked:
        yield from namespace_complaints(spec, namespace)
    yield from _preemption(spec)
    yield from _suspension(spec.get("suspension", {}))


def _preemption(spec: Object) -> Iterator[Complaint]:
    if spec["preemption"] != "Always":
        return
    for index, selector in enumerate(spec["resourceSelectors"]):
        if not selector.get("name"):
            message = "preemption Always takes objects from other policies; name the object"
            yield complaint("required", ("spec", "resourceSelectors", index, "name"), message)


def _suspension(suspension: Object) -> Iterator[Complaint]:
    clusters = suspension.get("dispatchingOnClusters", {}).get("clusterNames")
    if suspension.get("dispatching") and clusters:
        message = (
            "dispatching true suspends every cluster, so dispatchingOnClusters can't name some; "
            "keep one of the two"
        )
        yield complaint("conflict", _SUSPENSION, message, (*_SUSPENSION, "suspension"))


def _failover(spec: Object, profile: Profile) -> Iterator[Complaint]:
    failover = spec.get("failover", {})
    application = failover.get("application")
    if application is not None:
        if not spec.get("propagateDeps"):
            message = "failover.application needs propagateDeps: true; set it"
            yield complaint("conflict", ("spec", "propagateDeps"), message)
        yield from _application(application, (*_FAILOVER, "application"), profile)
    if profile.alias_label_is_checked:
        for name in ("application", "cluster"):
            yield from _preservation(failover.get(name, {}), (*_FAILOVER, name))


def _application(application: Object, path: Path, profile: Profile) -> Iterator[Complaint]:
    seconds = application["decisionConditions"]["tolerationSeconds"]
    if seconds < 0:
        place = (*path, "decisionConditions", "tolerationSeconds")
        yield complaint("value", place, f"{seconds} is below 0; write 0 or more seconds")
    period, place = application.get("gracePeriodSeconds"), (*path, "gracePeriodSeconds")
    mode = application["purgeMode"]
    graceful = mode in profile.graceful_purge_modes
    if period is None:
        if graceful:
            yield complaint("required", place, f"purge mode {mode} needs gracePeriodSeconds")
        return
    if not graceful:
        message = f"purge mode {mode} knows no grace period; take it out, or purge gracefully"
        yield complaint("conflict", place, message)
    if period <= 0:
        yield complaint("value", place, f"{period} is too short; write 1 or more seconds")


def _preservation(behaviour: Object, path: Path) -> Iterator[Complaint]:
    for index, rule in enumerate(behaviour.get("statePreservation", {}).get("rules", ())):
        alias = rule["aliasLabelName"]
        if not is_qualified_name(alias):
            place = (*path, "statePreservation", "rules", index, "aliasLabelName")
            yield complaint("value", place, f"{shown(alias)} is no label key; {KEY_ADVICE}")
