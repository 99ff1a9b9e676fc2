"""From a binding to the Works of all its clusters, one after another.

Follows ``ensureWork`` of pkg/controllers/binding/common.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.pipeline import preview_binding, target_clusters
from workbench.karmada.profile import Profile
from workbench.karmada.work.assembly import INJECTION_GATE, draft_work
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.failure import WorkError, WorkPanic, aggregated
from workbench.karmada.work.storage import NewId, stored_work
from workbench.model.tree import Object

WorkKey = tuple[str, str]
"""Namespace and name of a Work."""


@dataclass(frozen=True, slots=True)
class WorkResult:
    """What became of one cluster's Work.

    Attributes:
        cluster: the target.
        kind: ``created``, ``updated``, ``unchanged``, ``error`` or ``unreached``.
        work: the Work afterwards; ``None`` where none was written for this cluster.
        message: Karmada's text of an error, or why it was not reached.
        decisions: what decided the Work's flags.
    """

    cluster: str
    kind: str
    work: Object | None = None
    message: str = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Sync:
    """All Works of a binding after one pass.

    Attributes:
        works: every Work there is, by namespace and name.
        results: one for every target, in Karmada's order.
        error: the pass's error; empty if it succeeded.
        panic: Go's text where the controller panicked.
        stopped_at: the cluster whose failure kept later ones from their Works; empty without.
    """

    works: Mapping[WorkKey, Object]
    results: tuple[WorkResult, ...] = ()
    error: str = ""
    panic: str = ""
    stopped_at: str = ""


def work_key(work: Object) -> WorkKey:
    return work["metadata"]["namespace"], work["metadata"]["name"]


def sync_works(
    template: Object,
    binding: Object,
    targets: RuleTargets,
    works: Mapping[WorkKey, Object],
    new_id: NewId,
    gates: Mapping[str, bool] | None = None,
) -> Sync:
    """Write the Works of ``binding`` among ``works``, which stays as it is.

    ``targets``: the override policies and the Cluster objects. Clusters that are no target any
    more are none of this function's business.
    """
    profile = targets.index.profile
    outcomes = outcomes_of(template, binding, targets)
    return write_works(outcomes, binding, profile, works, new_id, gates)


def outcomes_of(template: Object, binding: Object, targets: RuleTargets) -> dict[str, Outcome]:
    """What the overrides make for every cluster of ``binding``, in Karmada's order.

    Clusters that no rule can tell apart have the very same outcome.
    """
    found = {
        name: variant.outcome
        for variant in preview_binding(template, binding, targets)
        for name in variant.clusters
    }
    return {target.name: found[target.name] for target in target_clusters(binding)}


def write_works(
    outcomes: Mapping[str, Outcome],
    binding: Object,
    profile: Profile,
    works: Mapping[WorkKey, Object],
    new_id: NewId,
    gates: Mapping[str, bool] | None = None,
) -> Sync:
    """As :func:`sync_works`, for just the clusters of ``outcomes``, in their order."""
    injects = (gates or {}).get(INJECTION_GATE, False)
    after, results, errors = dict(works), [], []
    for name, outcome in outcomes.items():
        try:
            draft = draft_work(_usable(outcome), binding, name, profile, injects=injects)
            key = work_key(draft.work)
            work = stored_work(draft.work, after.get(key), profile, new_id)
        except WorkPanic as panic:
            results.append(WorkResult(name, "error", message=panic.message))
            return Sync(after, tuple(results), panic=panic.message, stopped_at=name)
        except WorkError as error:
            results.append(WorkResult(name, "error", message=error.message))
            errors.append(error.message)
            if profile.one_failure_stops_later_clusters:
                return Sync(after, tuple(results), aggregated(errors), stopped_at=name)
            continue
        kind = "created" if key not in after else "updated"
        kind = "unchanged" if after.get(key) is work else kind
        after[key] = work
        results.append(WorkResult(name, kind, work, decisions=draft.decisions))
    return Sync(after, tuple(results), aggregated(errors))


def _usable(outcome: Outcome) -> Outcome:
    if outcome.kind == "panic":
        raise WorkPanic(outcome.message)
    if outcome.kind != "object":
        raise WorkError(outcome.message)
    return outcome
