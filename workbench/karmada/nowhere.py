"""Why an object reaches no cluster, in one line of plain words."""

from __future__ import annotations

from collections import Counter

from workbench.karmada.scheduling.decision import Decision
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.request import whole
from workbench.model.tree import Object

_REASONS = 3


def why_nowhere(decision: Decision, binding: Object) -> str:
    """The reason for a decision that gives no cluster to ``binding``, or fails."""
    failure = decision.failure
    if failure is None:
        if whole(map_at(binding, "spec").get("replicas")) == 0:
            return "it asks for 0 replicas, and empty shares are left out"
        return "no cluster is given a replica"
    if failure.kind == "FitError":
        return f"no cluster fits: {_refusals(decision)}"
    if failure.kind == "panic":
        return f"the scheduler process would panic: {failure.message}"
    return f"{failure.reason}: {failure.message}"


def _refusals(decision: Decision) -> str:
    """The most frequent reasons with their counts; for a few clusters, each with its name."""
    refused = [(v.cluster, v.refusals[0].because) for v in decision.verdicts if v.refusals]
    if not refused:
        return "there is no cluster"
    if len(refused) <= _REASONS:
        return "; ".join(f"{name}: {why}" for name, why in refused)
    counted = Counter(_anonymous(name, why) for name, why in refused)
    parts = [f"{why} ({number} of {len(refused)})" for why, number in counted.most_common(_REASONS)]
    more = len(counted) - _REASONS
    others = f"; and {more} more {'reason' if more == 1 else 'reasons'}" if more > 0 else ""
    return "; ".join(parts) + others


def _anonymous(cluster: str, why: str) -> str:
    """The reason without the cluster's own name, so that equal ones can be counted."""
    return why.replace(f"name {cluster}", "name it").replace(f"names {cluster}", "names it")
