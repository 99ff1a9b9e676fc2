"""Coming home: Karmada hardly ever does it by itself, so here is the plan that would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.karmada.scheduling.pods import map_at
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.model.tree import Object
from workbench.model.yaml_writer import write_yaml
from workbench.plans.failback.plan import Exclusion, Failback, Return, Targets, Way
from workbench.session.failover.views import FailbackView, PlanStep
from workbench.session.failover.wording import clock, count, duration, label
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import OBSERVED_GROUP
from workbench.simulator.what_if import excluding

_SHOWN, _CLUSTERS = 12, 4
"""Lines of a step, and clusters in its title."""
_WAYS: dict[Way, tuple[str, str]] = {
    "itself": ("by itself", "by themselves"),
    "rebalancer": ("by a WorkloadRebalancer",) * 2,
    "group": ("once its affinity group is forgotten", "once their affinity groups are forgotten"),
    "exclusion": ("while its policy excludes where it went",
                  "while their policies exclude where they went"),
}
_STATE = "State stays behind: only an eviction task takes it along, and this makes none."
_WITH_TASK = (
    "A NoExecute taint on where it went would make one, and take along what "
    "failover.cluster.statePreservation names; it evicts everything else that does not tolerate it."
)


def rebalancer(workloads: Sequence[ObjectId], name: str = "failback") -> Object:
    """A WorkloadRebalancer that has these workloads divided afresh."""
    listed = [
        {"apiVersion": key.api_version, "kind": key.kind, "name": key.name,
         **({"namespace": key.namespace} if key.namespace else {})}
        for key in workloads
    ]
    return {
        "apiVersion": "apps.karmada.io/v1alpha1",
        "kind": "WorkloadRebalancer",
        "metadata": {"name": name},
        "spec": {"ttlSecondsAfterFinished": 3600, "workloads": listed},
    }


def general_plan(fleet: PreparedFleet, workloads: Sequence[ObjectId]) -> FailbackView:
    """What to do, in order, after any lost cluster is back; nothing of it is played."""
    return FailbackView(
        "nothing is lost in this scenario, so this is what to do in general: with --lose CLUSTER "
        "every way home is played, and each workload gets the one that works", "muted",
        tuple(_general([w for w in workloads if w in fleet.bindings])),
    )


def _general(workloads: list[ObjectId]) -> Iterator[PlanStep]:
    yield PlanStep(
        "Wait until the cluster is ready, and its old copies are gone",
        "The condition Ready is True after --cluster-success-threshold; Works that wait to be "
        "deleted go within --rate-limiter-max-delay (some 17 minutes) after that.",
    )
    yield PlanStep(
        "See that its taints are gone",
        "not-ready and unreachable go by themselves; a ClusterTaintPolicy takes its own off only "
        "by removeOnConditions, and what somebody added by hand stays.",
    )
    yield PlanStep(
        "See that no eviction task is left",
        "A cluster in spec.gracefulEvictionTasks is no candidate; with purge mode Never set "
        "suppressDeletion: false first.",
    )
    if workloads:
        yield PlanStep(
            "Apply a WorkloadRebalancer",
            "Replicas are divided afresh, old and new clusters alike; copies that lose their "
            "place are deleted at once, without an eviction task. Workloads held to one cluster "
            "by spread constraints stay where they are, and those with affinity groups in the "
            "group that is in use.",
            write_yaml(rebalancer(workloads)),
        )


def failback_view(played: Failback, fleet: PreparedFleet) -> FailbackView:
    """The plan for what left a cluster in a run, as it was played."""
    if not played.returns:
        return FailbackView("nothing left a cluster, so nothing has to come home", "ok", ())
    away = [one for one in played.returns if not one.way]
    return FailbackView(_summary(played), "warning" if away else "ok",
                        tuple(_steps(played, fleet)))


def _summary(played: Failback) -> str:
    homes = [one for one in played.returns if one.way]
    parts = []
    for way, (single, several) in _WAYS.items():
        number = sum(one.way == way for one in homes)
        if number:
            parts.append(f"{number} {single if number == 1 else several}")
    whole = len(played.returns)
    said = (f"{len(homes)} of {count(whole, 'workload')} that left a cluster "
            f"{'comes' if len(homes) == 1 else 'come'} home")
    said += f": {', '.join(parts)}" if parts else ""
    losers = sum(one.loses_state for one in homes)
    return said + (f"; {losers} without {'its' if losers == 1 else 'their'} state"
                   if losers else "")


def _steps(played: Failback, fleet: PreparedFleet) -> Iterator[PlanStep]:
    by_way: dict[Way, list[Return]] = {}
    for one in played.returns:
        by_way.setdefault(one.way, []).append(one)
    yield _wait(played)
    if played.tainted:
        yield PlanStep(
            "Take off the taints that stay",
            "No ClusterTaintPolicy takes them off by removeOnConditions. Try again with one that "
            "does, or take them off by hand: karmadactl taint clusters CLUSTER KEY:EFFECT-",
            details=_folded(played.tainted),
        )
    if played.held:
        yield PlanStep(
            "Let the old copies go",
            "With purge mode Never they stay, and their clusters are no candidates, until "
            "spec.gracefulEvictionTasks[].suppressDeletion is false in these bindings.",
            details=_folded(label(w) for w in played.held),
        )
    if alone := by_way.get("itself"):
        yield PlanStep(f"Do nothing for {_counted(alone)}",
                       "The scheduler takes the cluster again as soon as it fits.",
                       details=_folded(map(_way_home, alone)))
    if asked := by_way.get("rebalancer"):
        yield PlanStep(f"Apply a WorkloadRebalancer for {_counted(asked)}",
                       _with_state("Copies that lose their place are deleted at once, without an "
                                   "eviction task.", asked, fleet),
                       _rebalancer_yaml(asked), _folded(map(_way_home, asked)))
    if grouped := by_way.get("group"):
        yield PlanStep(f"Forget the affinity group in use of {_counted(grouped)}",
                       _with_state(f"A rebalancer alone stays in it. Clear {OBSERVED_GROUP} of the "
                                   "bindings (kubectl patch --subresource=status), then apply it.",
                                   grouped, fleet),
                       _rebalancer_yaml(grouped, "failback-to-groups"),
                       _folded(map(_way_home, grouped)))
    returns = {one.workload: one for one in played.returns}
    for exclusion in played.exclusions:
        yield _exclusion(exclusion, [returns[w] for w in exclusion.workloads], fleet)
    if away := by_way.get(""):
        yield PlanStep(f"Decide what becomes of {_counted(away)}",
                       "None of these ways brings them home." if len(away) > 1 else
                       "None of these ways brings it home.",
                       details=_folded(f"{label(one.workload)} stays in {_where(one.end)}: "
                                       f"{visible_line(one.why_not)}" for one in away))


def _wait(played: Failback) -> PlanStep:
    text = "Here that is"
    if played.back_at is not None:
        what = "; ".join(_folded(played.ended, 3)) or "all of it is well"
        text = f"Here {what} at {clock(played.back_at)}, and all is at rest"
    return PlanStep("Wait until what failed is well again and everything is at rest",
                    f"{text} at {clock(played.quiet_at)} (simulated).")


def _exclusion(
    exclusion: Exclusion, returns: Sequence[Return], fleet: PreparedFleet
) -> PlanStep:
    clusters = ", ".join(_folded(exclusion.clusters, _CLUSTERS))
    is_one = len(returns) == 1
    text = (f"A rebalancer leaves {'it where it is' if is_one else 'them where they are'}. Let the "
            f"policy say this, wait until {_counted(returns)} {'is' if is_one else 'are'} healthy "
            "at home, then take the clusters out of exclude again: nothing moves by that.")
    if exclusion.bystanders:
        others = "; ".join(_folded(map(label, exclusion.bystanders)))
        text += f" The edit moves others of the policy too: {others}."
    return PlanStep(f"Let {exclusion.policy} exclude {clusters} for a while",
                    _with_state(text, returns, fleet), write_yaml(_edited(exclusion, fleet)),
                    _folded(map(_way_home, returns)))


def _edited(exclusion: Exclusion, fleet: PreparedFleet) -> Object:
    """What changes in the policy: its affinities with the clusters excluded."""
    placement = map_at(fleet.bindings[exclusion.workloads[0]], "spec", "placement")
    whole = excluding(placement, exclusion.clusters)
    changed = {key: whole[key] for key in ("clusterAffinities", "clusterAffinity") if key in whole}
    return {"spec": {"placement": changed}}


def _rebalancer_yaml(returns: Sequence[Return], name: str = "failback") -> str:
    return write_yaml(rebalancer([one.workload for one in returns], name))


def _with_state(text: str, returns: Iterable[Return], fleet: PreparedFleet) -> str:
    """The text, with what becomes of state where there is any to lose."""
    if not any(one.loses_state for one in returns):
        return text
    task = (_WITH_TASK,) if fleet.profile.knows_cluster_failover else ()
    return " ".join((text, _STATE, *task))


def _way_home(one: Return) -> str:
    way = f"{_where(one.away)} → " if one.away != one.end else "back in "
    said = [f"{label(one.workload)}: {way}{_where(one.end)}"]
    if one.down_seconds:
        said.append(f"nothing serves for {duration(one.down_seconds)}")
    if one.loses_state:
        said.append("its state is lost")
    return ", ".join(said)


def _where(targets: Targets) -> str:
    return visible_line(" ".join(
        f"{name}:{replicas}" if replicas else name for name, replicas in targets
    )) or "no cluster"


def _counted(returns: Sequence[Return]) -> str:
    return label(returns[0].workload) if len(returns) == 1 else count(len(returns), "workload")


def _folded(lines: Iterable[str], shown: int = _SHOWN) -> tuple[str, ...]:
    """The first ones, and how many more there are; one more is shown rather than counted."""
    listed = tuple(lines)
    if len(listed) <= shown + 1:
        return listed
    return (*listed[:shown], f"and {len(listed) - shown} more")
