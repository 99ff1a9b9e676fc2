"""How workloads come home once what failed is well again: each way is played, not promised.

Karmada brings hardly anything home by itself (pkg/scheduler/scheduler.go, v1.12.0 and v1.18.2: a
binding whose clusters still fit is divided anew only where it is Duplicated or has no replicas), so
the ways are tried in the order of what they cost.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from workbench.karmada.failover.eviction import section
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.policies.claim_metadata import CPP_NAME, PP_NAME, PP_NAMESPACE
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.plans.failback.plan import Exclusion, Failback, Return, Targets, Way
from workbench.simulator.causes import SCENARIO, full_name
from workbench.simulator.faults import Fault
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm, ExcludeClusters, Rebalance
from workbench.simulator.run import (
    DEFAULT_LIMIT_SECONDS,
    LONGEST_LIMIT_SECONDS,
    Scenario,
    simulate,
)
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline, WorkloadState

Progress = Callable[[int, int], None]
"""Told before each run: how many were played, and how many there are at most."""

MOST_ROUNDS = 2
"""Times that one policy is edited, for workloads one of which went where another was at home."""
MOST_RUNS = 6 + 3 * MOST_ROUNDS
_PAUSE_SECONDS = 60.0
_INTERVENTIONS = (Rebalance, Confirm, ExcludeClusters)
_CHOICES = frozenset(("stays", "scheduled", "unscheduled"))


def play_failback(
    fleet: PreparedFleet,
    scenario: Scenario,
    settings: Settings,
    timeline: Timeline,
    progress: Progress | None = None,
) -> Failback:
    """Play what failed as well again, then every way home, for what left a cluster.

    Args:
        fleet, scenario, settings: what was played.
        timeline: what came of it.
        progress: told before each of at most :data:`MOST_RUNS` runs.
    """
    return _Attempts(fleet, scenario, settings, progress).after(timeline)


class _Attempts:
    """Run after run, each with what has helped so far."""

    def __init__(
        self, fleet: PreparedFleet, scenario: Scenario, settings: Settings,
        progress: Progress | None,
    ) -> None:
        self._fleet, self._scenario, self._settings = fleet, scenario, settings
        self._progress, self._runs = progress, 0
        self._faults: tuple[Fault, ...] = ()
        self._ways: dict[ObjectId, Way] = {}
        self._why_not: dict[ObjectId, str] = {}
        self._exclusions: list[Exclusion] = []
        self._excluded: set[ObjectId] = set()

    def after(self, timeline: Timeline) -> Failback:
        """The answer for a run of the scenario."""
        placed = set(timeline.moved) & set(self._fleet.workloads)
        latest = LONGEST_LIMIT_SECONDS - (MOST_RUNS + 1) * DEFAULT_LIMIT_SECONDS
        back_at = min(math.ceil(timeline.end) + _PAUSE_SECONDS, latest)
        self._faults = tuple(_ended(self._scenario.faults, back_at))
        is_over = self._faults == self._scenario.faults
        self._now = 0.0 if is_over else back_at
        back = self._accept((), timeline if is_over else None)
        self._home = {w: back.workloads[w].states[0].targets for w in sorted(placed)
                      if w in back.workloads}
        held = tuple(w for w in self._home if _is_held(_last(back, w)))
        if held:
            self._accept(tuple(Confirm(workload=w, at=self._next) for w in held))
        self._ways.update((w, "itself") for w in self._home if self._is_home(self._run, w))
        begin = self._now
        self._rebalance(self._away, "rebalancer")
        self._rebalance([w for w in self._away if self._has_groups(w)], "group")
        for _ in range(MOST_ROUNDS):
            self._exclude()
        return Failback(
            None if is_over else back_at, back.end, tuple(_events_at(back, back_at)), held,
            tuple(self._return(w, back, begin) for w in self._home),
            tuple(self._exclusions), tuple(_new_taints(back, timeline)),
        )

    @property
    def _next(self) -> float:
        return self._now + _PAUSE_SECONDS

    def _try(self, *more: Fault) -> Timeline:
        if self._progress:
            self._progress(self._runs, MOST_RUNS)
        self._runs += 1
        faults = (*self._faults, *more)
        begin = max([self._now, *(fault.until or fault.at for fault in faults)])
        limit = max(self._scenario.limit_seconds, begin + DEFAULT_LIMIT_SECONDS)
        scenario = Scenario(faults, min(limit, LONGEST_LIMIT_SECONDS), self._scenario.seed)
        return simulate(self._fleet, scenario, self._settings)

    def _accept(self, faults: tuple[Fault, ...], played: Timeline | None = None) -> Timeline:
        """From here on these belong to every run. ``played`` is the run with them, if known."""
        self._run = played or self._try(*faults)
        self._faults += faults
        self._now = max(self._now, self._run.end)
        return self._run

    @property
    def _away(self) -> list[ObjectId]:
        return [w for w in self._home if not self._is_home(self._run, w)]

    def _is_home(self, timeline: Timeline, workload: ObjectId) -> bool:
        """In every cluster that it was in, and in no other."""
        return _names(_last(timeline, workload).targets) == _names(self._home[workload])

    def _has_groups(self, workload: ObjectId) -> bool:
        placement = map_at(self._fleet.bindings[workload], "spec", "placement")
        return len(maps_in(placement, "clusterAffinities")) > 1

    def _rebalance(self, asked: Sequence[ObjectId], way: Way) -> None:
        """Keep a rebalancer for those alone that it brings home."""
        if not asked:
            return
        ask = Rebalance(workloads=tuple(asked), at=self._next, forgets_group=way == "group")
        tried = self._try(ask)
        helped = self._sort(tried, asked, way, ask.at)
        if helped:
            is_whole = len(helped) == len(asked)
            self._accept((replace(ask, workloads=tuple(helped)),), tried if is_whole else None)

    def _exclude(self) -> None:
        """Edit each policy once: away from where its workloads went, and back once they left."""
        begin = self._next
        edits = {one: self._edit(one, begin) for one in self._possible_exclusions()}
        if not edits:
            return
        tried = self._try(*edits.values())
        until = math.ceil(tried.end) + _PAUSE_SECONDS
        wanted = {one: replace(edit, until=until) for one, edit in edits.items()
                  if any(self._is_home(tried, w) for w in one.workloads)}
        ended = self._try(*wanted.values()) if wanted else tried
        useful = {}
        touched = {event.workload for event in ended.events
                   if event.kind == "scheduled" and event.time >= begin}
        for one, edit in edits.items():
            helped = self._sort(ended, one.workloads, "exclusion", begin)
            if helped:
                others = tuple(w for w in edit.workloads
                               if w in touched and w not in one.workloads)
                useful[replace(one, workloads=tuple(helped), bystanders=others)] = wanted[one]
        if useful:
            is_whole = len(useful) == len(wanted)
            self._accept(tuple(useful.values()), ended if is_whole else None)
            self._exclusions += useful

    def _edit(self, exclusion: Exclusion, at: float) -> ExcludeClusters:
        """The edit as every workload of the policy hears of it."""
        fellows = [w for w in self._fleet.workloads if self._policy(w) == exclusion.policy]
        return ExcludeClusters(policy=exclusion.policy, workloads=tuple(fellows),
                               clusters=exclusion.clusters, at=at)

    def _possible_exclusions(self) -> Iterator[Exclusion]:
        """One for each policy: for as many of its workloads as no cluster is home to another."""
        by_policy: dict[str, list[ObjectId]] = defaultdict(list)
        for workload in self._away:
            if workload not in self._excluded:
                by_policy[self._policy(workload)].append(workload)
        for policy, workloads in sorted(by_policy.items()):
            chosen: list[ObjectId] = []
            clusters: set[str] = set()
            homes: set[str] = set()
            for workload in workloads:
                home = _names(self._home[workload])
                others = _names(_last(self._run, workload).targets) - home
                if others and not (clusters | others) & (homes | home):
                    chosen.append(workload)
                    clusters |= others
                    homes |= home
            if chosen:
                self._excluded.update(chosen)
                yield Exclusion(policy, tuple(chosen), tuple(sorted(clusters)))

    def _policy(self, workload: ObjectId) -> str:
        return policy_of(self._fleet, workload) or f"the policy of {workload}"

    def _sort(
        self, tried: Timeline, asked: Iterable[ObjectId], way: Way, begin: float
    ) -> list[ObjectId]:
        """Those that a way brings home; of the others the scheduler's words are kept."""
        helped = []
        for workload in asked:
            if self._is_home(tried, workload):
                self._ways[workload] = way
                helped.append(workload)
            else:
                self._explain(tried, workload, begin)
        return helped

    def _explain(self, tried: Timeline, workload: ObjectId, begin: float) -> None:
        """Why the scheduler refuses its old clusters; else what it did at the first attempt."""
        told = [e for e in tried.events_of(workload) if e.time >= begin and e.kind in _CHOICES]
        refusals = [
            line for event in told for line in event.details
            if line.partition(": ")[0] in _names(self._home[workload])
            and not line.partition(": ")[2].startswith(("chosen", "possible"))
        ]
        if refusals:
            self._why_not[workload] = "; ".join(dict.fromkeys(refusals))
        elif told:
            self._why_not.setdefault(workload, told[0].text)

    def _return(self, workload: ObjectId, back: Timeline, begin: float) -> Return:
        away, end = (_last(run, workload).targets for run in (back, self._run))
        way = self._ways.get(workload, "") if self._is_home(self._run, workload) else ""
        down = sum(
            (self._run.end if w.end is None else w.end) - w.begin for w in self._run.windows
            if w.workload == workload and w.kind == "none" and w.begin >= begin
        )
        starts_anew = bool(_names(self._home[workload]) - _names(away))
        return Return(
            workload, self._home[workload], away, end, way,
            "" if way else self._why_not.get(workload, _NOTHING), down,
            way != "" and starts_anew and _preserves_state(self._fleet.bindings[workload]),
        )


_NOTHING = "nothing asks the scheduler to look at it again"


def policy_of(fleet: PreparedFleet, workload: ObjectId) -> str:
    """``Kind namespace/name`` of the policy that its binding names; empty where it names none."""
    metadata = section(fleet.bindings[workload], "metadata")
    for kind in ("annotations", "labels"):
        marks = section(metadata, kind)
        if name := text_at(marks, PP_NAME):
            return f"PropagationPolicy {text_at(marks, PP_NAMESPACE)}/{name}"
        if name := text_at(marks, CPP_NAME):
            return f"ClusterPropagationPolicy {name}"
    return ""


def _ended(faults: Iterable[Fault], back_at: float) -> Iterator[Fault]:
    """The faults, those without an end ending at ``back_at`` or soon after they begin."""
    for fault in faults:
        if fault.until is None and not isinstance(fault, _INTERVENTIONS):
            fault = replace(fault, until=max(back_at, fault.at + _PAUSE_SECONDS))
        yield fault


def _last(timeline: Timeline, workload: ObjectId) -> WorkloadState:
    return timeline.workloads[workload].states[-1]


def _names(targets: Targets) -> set[str]:
    return {name for name, _ in targets}


def _is_held(state: WorkloadState) -> bool:
    return any(task.ends_by == full_name("suppressDeletion") for task in state.tasks)


def _preserves_state(binding: Object) -> bool:
    failover = section(section(binding, "spec"), "failover")
    return any(
        PreservationRule.all_of(section(failover, which).get("statePreservation"))
        for which in ("application", "cluster")
    )


def _events_at(timeline: Timeline, time: float) -> Iterator[str]:
    """What the scenario does at a time."""
    for event in timeline.events:
        if event.decided_by == SCENARIO and event.time == time:
            yield event.text


def _new_taints(back: Timeline, timeline: Timeline) -> Iterator[str]:
    """Taints that stay on clusters which workloads left."""
    for name in sorted({move.source for move in timeline.moves}):
        states = back.clusters[name].states
        yield from (f"{name}: {taint}" for taint in states[-1].taints
                    if taint not in states[0].taints)
