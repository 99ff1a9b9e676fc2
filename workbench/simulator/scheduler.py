"""The scheduler over time: what wakes it, and when it tries again.

Follows pkg/scheduler/scheduler.go and event_handler.go; the decision is
``workbench.karmada.scheduling.binding_pass``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.scheduling.binding_pass import Pass, run_pass
from workbench.karmada.scheduling.decision import UNESTIMATED, Decision, Verdict
from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.model.identity import ObjectId
from workbench.model.tree import Json, Object, lookup
from workbench.simulator.controller import Controller

if TYPE_CHECKING:
    from workbench.simulator.world import World

REBALANCED = "rescheduling was asked for"
_LISTED = 8
_FIELDS = {
    "the placement changed": "spec.placement",
    "it was never scheduled": "spec.placement",
    "the replicas changed": "spec.clusters[].replicas",
    REBALANCED: "spec.rescheduleTriggeredAt",
    "it has no replicas to divide: always scheduled": "spec.replicas",
    "Duplicated: always scheduled": "placement.replicaScheduling",
    "a target cluster is being deleted": "metadata.deletionTimestamp",
}


class Scheduler(Controller[ObjectId]):
    """Keys are workloads whose binding has a placement."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._settled: set[ObjectId] = set()
        world.store.watch_bindings(self._on_binding)
        world.store.watch_clusters(self._on_cluster)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        before, after = (section(tree, "metadata").get("generation") for tree in (old, new))
        if before != after:
            self._settled.discard(workload)
            self.changed(workload)

    def _on_cluster(self, name: str, old: Object, new: Object) -> None:
        """A new generation (taints are spec) or new labels wake whoever may run there."""
        if old.get("spec") == new.get("spec") and _labels(old) == _labels(new):
            return
        for workload in self.store.bindings:
            if workload not in self._settled and self._may_run(workload, name):
                self.changed(workload)

    def _may_run(self, workload: ObjectId, cluster: str) -> bool:
        spec = section(self.store.bindings[workload], "spec")
        if not isinstance(spec.get("placement"), dict):
            return False
        placement = map_at(spec, "placement")
        clusters = self.store.cluster_list
        facts = clusters.named([cluster])[0]
        affinities = _affinities(placement, self.store.bindings[workload])
        return any(not clusters.refusals_by(affinity).of(facts) for affinity in affinities)

    def reconcile(self, key: ObjectId) -> None:
        binding = self.store.bindings[key]
        spec = section(binding, "spec")
        if not spec.get("placement") and "placement" not in spec:
            return
        if self._is_suspended(key, spec):
            return
        done = run_pass(self.store.cluster_list, binding, self.world.clock.stamp)
        if not done.why:
            self._settled.add(key)
        self.store.put_binding(key, done.binding)
        if done.failure is not None:
            self._fail(key, done)
            return
        self.succeeded(key)
        self.world.recorder.problem(key, "")
        if done.is_patched:
            self._say(key, binding, done)
        if done.why == REBALANCED:
            self._say_kept(key, binding, done)

    def _is_suspended(self, workload: ObjectId, spec: Object) -> bool:
        suspension = section(spec, "suspension")
        if not (self.profile.knows_scheduling_suspension and suspension.get("scheduling")):
            return False
        if not items(spec, "clusters"):
            field = "spec.suspension.scheduling"
            if workload not in self.world.recorder.problems:
                self.world.recorder.say(
                    "unscheduled", "schedule", "the scheduler passes it over", field,
                    workload=workload,
                )
            self.world.recorder.problem(workload, f"{field} keeps it waiting", field)
        return True

    def _fail(self, workload: ObjectId, done: Pass) -> None:
        failure = done.failure
        assert failure is not None
        reason = failure.reason or "the scheduler process restarts"
        text = ", ".join(filter(None, (f"no cluster takes it: {reason}", failure.message)))
        if self.world.recorder.problems.get(workload) != text:
            details = _refusals(done.attempts[0].decision) if done.attempts else ()
            self.world.recorder.say(
                "unscheduled", "schedule", text, "spec.placement", workload=workload,
                details=details,
            )
        self.world.recorder.problem(workload, text, "spec.placement")
        if failure.is_retried or failure.kind == "panic":
            self.failed(workload)

    def _say_kept(self, workload: ObjectId, before: Object, done: Pass) -> None:
        """A rebalancer asked, and the workload stays: say it, and why."""
        targets, decision = _targets(before), done.decision
        if dict(targets) != dict(_targets(done.binding)):
            return
        here = ", ".join(name for name, _ in targets)
        why = _why_kept(decision) if decision else ""
        self.world.recorder.say(
            "stays", "schedule", f"stays in {here or 'no cluster'}: {why}",
            _decided_by(done.why), workload=workload, cluster=targets[0][0] if targets else "",
            details=_details(decision) if decision else (),
        )

    def _say(self, workload: ObjectId, before: Object, done: Pass) -> None:
        old = dict(_targets(before))
        new = _targets(done.binding)
        if dict(new) == old:
            return
        gone = [name for name in old if name not in dict(new)]
        text = ", ".join(f"{name}:{replicas}" if replicas else name for name, replicas in new)
        text = f"goes to {text or 'no cluster'}"
        if gone:
            text += f"; dropped {', '.join(gone)}"
        decision = done.decision
        details = _details(decision) if decision else ()
        if decision and decision.tossed:
            names = ", ".join(decision.tossed)
            self.world.recorder.notes[f"Karmada tosses a coin between {names}"] = None
        self.world.recorder.say(
            "scheduled", "schedule", text, _decided_by(done.why), workload=workload,
            cluster=next((name for name, _ in new if name not in old), ""), details=details,
        )
        for name in gone:
            self.world.recorder.say(
                "dropped", "evict", f"{name} is dropped without a task: its copy goes at once",
                _decided_by(done.why), workload=workload, cluster=name,
            )


def _why_kept(decision: Decision) -> str:
    """Why a fresh division is the one that is there."""
    chosen = decision.replicas
    best = max((v.score for v in decision.verdicts if v.cluster in chosen), default=0)
    rest = [v for v in decision.verdicts if v.cluster not in chosen and not v.refusals]
    if rest and all(v.score < best for v in rest):
        return (f"a cluster that it runs in scores {best}, "
                f"{', '.join(v.cluster for v in rest[:_LISTED])} {rest[0].score}")
    return "the fresh division is the one that is there already"


def _decided_by(why: str) -> str:
    """The field, and what about it asked for scheduling."""
    return f"{_FIELDS[why]}: {why}" if why in _FIELDS else why


def _labels(tree: Object) -> Json:
    return lookup(tree, "metadata", "labels")


def _affinities(placement: Object, binding: Object) -> list[Json]:
    """The affinity in force, and of ordered groups the observed one."""
    if placement.get("clusterAffinities") is None:
        return [placement.get("clusterAffinity")]
    name = lookup(binding, "status", "schedulerObservingAffinityName")
    terms = maps_in(placement, "clusterAffinities")
    return [term for term in terms if term.get("affinityName") == name] or list(terms)


def _targets(binding: Object) -> list[tuple[str, int]]:
    spec = section(binding, "spec")
    return [(t.get("name") or "", t.get("replicas") or 0) for t in items(spec, "clusters")]


def _refusals(decision: Decision) -> tuple[str, ...]:
    lines = [f"{v.cluster}: {v.refusals[0].because}" for v in decision.verdicts if v.refusals]
    return _cut(lines)


def _details(decision: Decision) -> tuple[str, ...]:
    chosen = decision.replicas
    lines = [
        f"{v.cluster}: chosen, {_score(v)}" for v in decision.verdicts if v.cluster in chosen
    ]
    lines += [
        f"{v.cluster}: {v.refusals[0].because}" if v.refusals else
        f"{v.cluster}: possible, {_score(v)}"
        for v in decision.verdicts if v.cluster not in chosen
    ]
    return _cut(lines)


def _score(verdict: Verdict) -> str:
    room = verdict.available
    return f"score {verdict.score}" + ("" if room == UNESTIMATED else f", room for {room}")


def _cut(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= _LISTED:
        return tuple(lines)
    return (*lines[:_LISTED], f"and {len(lines) - _LISTED} more clusters")
