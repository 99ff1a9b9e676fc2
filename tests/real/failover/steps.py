"""What is done to a fleet: on the sandbox, and as the simulator's fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.real import drill
from tests.real.failover.marks import Facts
from tests.real.failover.watching import MEMBER
from workbench.model.identity import ObjectId
from workbench.sandbox import Sandbox
from workbench.sandbox.servers import CLUSTERS
from workbench.session.failover.failback import rebalancer
from workbench.simulator.faults import (
    BreakWorkload,
    CutClusters,
    Fault,
    TaintCluster,
)
from workbench.simulator.interventions import Confirm, ExcludeClusters, Rebalance

Object = dict[str, Any]
TAINT = "drill"
_BINDINGS = "/apis/work.karmada.io/v1alpha2/namespaces/default/resourcebindings"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, as the simulator is told.

    Attributes:
        step: the number of the step that did it.
        at: seconds since the first.
        fault: its time does not count; ``None`` ends the oldest that has no end.
    """

    step: int
    at: float
    fault: Fault | None


def faults_of(deeds: Iterable[Deed], later: Mapping[int, float]) -> list[Fault]:
    """Faults with their times; ``later`` says by step how much later they are."""
    faults: list[Fault] = []
    for deed in deeds:
        at = deed.at + later.get(deed.step, 0.0)
        if deed.fault is None:
            oldest = next(n for n, fault in enumerate(faults) if fault.until is None)
            faults[oldest] = replace(faults[oldest], until=at)
        else:
            faults.append(replace(deed.fault, at=at))
    return faults


@dataclass(slots=True)
class Stage:
    """Where steps happen.

    Attributes:
        main: the object that fails over.
        path: clusters that were hit; at the time of a hit, the last is where the object is.
        deeds: what was done.
        step: which step is under way.
    """

    sandbox: Sandbox
    main: Object
    path: list[str] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    step: int = 0

    def note(self, at: float, fault: Fault | None) -> None:
        """Something was done; ``None`` where that ends the oldest that has no end."""
        self.deeds.append(Deed(self.step, at, fault))

    @property
    def name(self) -> str:
        """``KIND/NAMESPACE/NAME`` of the main object."""
        metadata = self.main["metadata"]
        return f"{self.main['kind']}/{metadata['namespace']}/{metadata['name']}"


Clock = Callable[[], float]
"""Seconds since the first fault; 0 for that one itself."""
Act = Callable[[Stage, Clock], None]
"""Does something, and notes it as a fault with its time."""
Look = Callable[[Facts, str], bool]
"""Whether something is so, by what holds now and the cluster that was hit last."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done.

    Attributes:
        act: what.
        when: waits until this is so; ``None`` at once.
        after_seconds: and so long after that.
        hits: it hits the cluster where the object is.
    """

    act: Act
    when: Look | None = None
    after_seconds: float = 0.0
    hits: bool = True


def taint(stage: Stage, clock: Clock) -> None:
    """A NoExecute taint on the cluster where the object is."""
    at = clock()
    _put_taint(stage, stage.path[-1], "NoExecute")
    stage.note(at, TaintCluster(cluster=stage.path[-1], key=TAINT, value="yes"))


def fence_and_break(stage: Stage, clock: Clock) -> None:
    """Nothing may come back to the first cluster; and the present copy breaks."""
    at = clock()
    _put_taint(stage, stage.path[0], "NoSchedule")
    stage.note(
        at, TaintCluster(cluster=stage.path[0], key=TAINT, value="yes", effect="NoSchedule")
    )
    break_job(stage, clock)


def break_job(stage: Stage, clock: Clock) -> None:
    """The FlinkDeployment is unhealthy where it is now."""
    at, member = clock(), stage.path[-1]
    unhealthy = {"metadata": {"annotations": {"sandbox.workbench/flink": "unhealthy"}}}
    path = f"{MEMBER['FlinkDeployment']}/{stage.main['metadata']['name']}"
    stage.sandbox.api(member).patch(path, unhealthy)
    # Where it is by then can't be checked before: wherever it is, once.
    stage.note(at, BreakWorkload(workload=stage.name, cluster="*"))


def lose(stage: Stage, clock: Clock) -> None:
    """The API server of the member where the object is ends.

    Nothing else of the member does: its pods are there when it is back. To Karmada it is a
    cluster that is cut off, but one that refuses connections at once.
    """
    at = clock()
    stage.sandbox.lose(stage.path[-1])
    stage.note(at, CutClusters(clusters=(stage.path[-1],)))


def cut(stage: Stage, clock: Clock) -> None:
    """Packets between Karmada and the member where the object is vanish."""
    at = clock()
    stage.sandbox.cut(stage.path[-1])
    stage.note(at, CutClusters(clusters=(stage.path[-1],)))


def recover(stage: Stage, clock: Clock) -> None:
    """The member that was lost or cut first is back; it is reached when all of it runs again."""
    stage.sandbox.recover(stage.path[0])
    stage.note(clock(), None)


def confirm(stage: Stage, clock: Clock) -> None:
    """Somebody lets the old copy go."""
    at, path = clock(), f"{_BINDINGS}/{binding_of(stage.main)}"
    karmada = stage.sandbox.api()
    tasks = karmada.get(path)["spec"]["gracefulEvictionTasks"]
    changed = [{**task, "suppressDeletion": False} for task in tasks]
    karmada.patch(path, {"spec": {"gracefulEvictionTasks": changed}})
    stage.note(at, Confirm(workload=stage.name))


def untaint(stage: Stage, clock: Clock) -> None:
    """The cluster that was hit first loses its taints."""
    at = clock()
    stage.sandbox.api().patch(f"{CLUSTERS}/{stage.path[0]}", {"spec": {"taints": None}})
    stage.note(at, None)


def exclude(stage: Stage, clock: Clock) -> None:
    """The policy excludes the cluster where the object is."""
    at, cluster = clock(), stage.path[-1]
    _set_excluded(stage, [cluster])
    stage.note(at, ExcludeClusters(
        policy=stage.name, workloads=(ObjectId.of(stage.main),), clusters=(cluster,)
    ))


def include(stage: Stage, clock: Clock) -> None:
    """The policy excludes nothing any more."""
    at = clock()
    _set_excluded(stage, None)
    stage.note(at, None)


def _set_excluded(stage: Stage, clusters: list[str] | None) -> None:
    karmada = stage.sandbox.api()
    karmada.patch(karmada.path_of(drill.policy(stage.main)),
                  {"spec": {"placement": {"clusterAffinity": {"exclude": clusters}}}})


def forget_group(stage: Stage, clock: Clock) -> None:
    """The affinity group in use is forgotten, and a WorkloadRebalancer asks."""
    at, karmada = clock(), stage.sandbox.api()
    key = ObjectId.of(stage.main)
    karmada.patch(f"{_BINDINGS}/{binding_of(stage.main)}/status",
                  {"status": {"schedulerObservingAffinityName": None}})
    karmada.apply(rebalancer([key]))
    stage.note(at, Rebalance(workloads=(key,), forgets_group=True))


def binding_of(tree: Object) -> str:
    """Name of the object's ResourceBinding."""
    return f"{tree['metadata']['name']}-{tree['kind'].lower()}"


def _put_taint(stage: Stage, cluster: str, effect: str) -> None:
    wanted = {"key": TAINT, "value": "yes", "effect": effect}
    karmada = stage.sandbox.api()
    taints = karmada.get(f"{CLUSTERS}/{cluster}")["spec"].get("taints") or []
    karmada.patch(f"{CLUSTERS}/{cluster}", {"spec": {"taints": [*taints, wanted]}})
