"""The simulator's side: the fleet as the sandbox has it, its flags, and the run as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.real.failover.marks import Fact, Facts
from workbench.karmada.profile import Profile, find_profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.sandbox.components import karmada_controllers
from workbench.sandbox.layout import Layout
from workbench.simulator.faults import Fault
from workbench.simulator.knobs import KNOBS, turned
from workbench.simulator.preparation import prepare
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import ClusterState, Timeline, Track, WorkloadState

_BY_SOURCE = {knob.source: knob for knob in KNOBS}
_MANAGER = "karmada-controller-manager"
JUST_BEFORE = -0.001
"""What the first fault itself changes happens in the moment of it."""


def settings_of(layout: Layout) -> Settings:
    """The settings that the flags of the sandbox's karmada-controller-manager say."""
    manager = next(c for c in karmada_controllers(layout) if c.name == _MANAGER)
    profile = find_profile(layout.stack.karmada)
    settings = Settings()
    for name, value in _flags(manager.flags):
        knob = _BY_SOURCE.get(name)
        if knob is not None and knob.is_known(profile):
            settings = turned(settings, knob, value, profile)
    return settings


def _flags(flags: Sequence[str]) -> Iterator[tuple[str, str]]:
    for flag in flags:
        name, _, value = flag.partition("=")
        if name != "--feature-gates":
            yield name, value
            continue
        for gate in value.split(","):
            gate_name, _, is_on = gate.partition("=")
            yield f"feature gate {gate_name}", is_on


@dataclass(frozen=True, slots=True)
class Play:
    """A fleet that is simulated, again and again with more faults.

    Attributes:
        seconds: how long, from the first fault on.
        subjects: of whom facts are wanted.
    """

    fleet: Snapshot
    profile: Profile
    settings: Settings
    seconds: float
    subjects: Sequence[ObjectId]

    def moments(self, faults: Sequence[Fault]) -> list[tuple[float, Facts]]:
        """Facts before the first fault, then whenever they change; seconds from that fault on.

        On a sandbox a fault falls somewhere between two probes: here in their middle.
        """
        shift = self.settings.status_update_seconds / 2
        shifted = [
            replace(fault, at=fault.at + shift, until=fault.until and fault.until + shift)
            for fault in faults
        ]
        scenario = Scenario(tuple(shifted), self.seconds + shift)
        timeline = simulate(prepare(self.fleet, self.profile), scenario, self.settings)
        return [(time - shift, facts) for time, facts in moments(timeline, self.subjects)]


def moments(timeline: Timeline, subjects: Sequence[ObjectId]) -> Iterator[tuple[float, Facts]]:
    """Facts at the start, then whenever something about subjects or clusters changes."""
    tracks = {key: timeline.workloads[key] for key in subjects if key in timeline.workloads}
    changes = [track.times for track in tracks.values()]
    changes += [track.times for track in timeline.clusters.values()]
    labels = {key: _labels(timeline, key) for key in subjects}
    yield 0.0, frozenset(_at_first(timeline, tracks))
    times = {time for each in changes for time in each}
    times |= {time for each in labels.values() for time, _, _ in each}
    for time in sorted(times):
        facts = set(_of_clusters({n: t.at(time) for n, t in timeline.clusters.items()}))
        for key, track in tracks.items():
            facts |= set(_of_workload(key, track.at(time)))
            facts |= set(_labelled(key, labels[key], time))
        yield time, frozenset(facts)


def _at_first(
    timeline: Timeline, tracks: Mapping[ObjectId, Track[WorkloadState]]
) -> Iterator[Fact]:
    yield from _of_clusters({name: t.states[0] for name, t in timeline.clusters.items()})
    for key, track in tracks.items():
        yield from _of_workload(key, track.states[0])


def _of_clusters(states: Mapping[str, ClusterState]) -> Iterator[Fact]:
    for name, state in states.items():
        if state.ready != "True":
            yield Fact("not ready", name)
        if any(taint.endswith(":NoExecute") for taint in state.taints):
            yield Fact("tainted", name)


def _of_workload(key: ObjectId, state: WorkloadState) -> Iterator[Fact]:
    for name, _ in state.targets:
        yield Fact("target", name, key.name)
    for task in state.tasks:
        yield Fact("task", task.cluster, key.name)
    if state.problem.startswith("no cluster takes it"):
        yield Fact("no cluster", "", key.name)
    for copy in state.copies:
        if copy.phase == "stopping":
            continue
        yield Fact("work", copy.cluster, key.name)
        if copy.phase != "waiting":
            yield Fact("object", copy.cluster, key.name)
        if copy.health in ("Healthy", "Unhealthy"):
            yield Fact(copy.health.lower(), copy.cluster, key.name)


def _labels(timeline: Timeline, key: ObjectId) -> list[tuple[float, str, bool]]:
    """When a copy got, or lost, preserved labels."""
    own = [event for event in timeline.events if event.workload == key]
    return [
        (event.time, event.cluster, event.kind == "applied" and bool(event.details))
        for event in own if event.kind in ("applied", "relabelled", "deleted")
    ]


def _labelled(
    key: ObjectId, changes: list[tuple[float, str, bool]], time: float
) -> Iterator[Fact]:
    now: dict[str, bool] = {cluster: on for at, cluster, on in changes if at <= time}
    for cluster, is_on in now.items():
        if is_on:
            yield Fact("label", cluster, key.name)
