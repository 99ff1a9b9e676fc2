"""One scenario for real: created, played under watches, read for the simulator, removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tests.real.drill import deployment, eventually, find
from tests.real.failover.marks import Facts
from tests.real.failover.observed import Object, Scene, Sighting
from tests.real.failover.scenarios import Drill, has_moved
from tests.real.failover.steps import Deed, Look, Stage, binding_of
from tests.real.failover.watching import Observer
from workbench.model.snapshot import Item, Snapshot
from workbench.sandbox import Sandbox
from workbench.sandbox.api import ApiServer
from workbench.sandbox.servers import CLUSTERS

BINDINGS = "/apis/work.karmada.io/v1alpha2/namespaces/default/resourcebindings"
_POLICIES = "/apis/policy.karmada.io/v1alpha1"
_QUIET_SECONDS = 4.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Recording:
    """What came of a scenario on a sandbox.

    Attributes:
        sightings: from before anything was created, by time.
        zero: time of the first fault.
        seconds: how long it was watched from then on.
        fleet: as it was just before.
        deeds: what was done, times counted from ``zero``.
        turns: of each step that waited: when what it waited for was so, and which cluster had been
            hit last.
    """

    sightings: tuple[Sighting, ...]
    subjects: tuple[tuple[str, str], ...]
    zero: float
    seconds: float
    fleet: Snapshot
    deeds: tuple[Deed, ...]
    turns: dict[int, tuple[float, str]]


def rehearse(sandbox: Sandbox, drill: Drill) -> Recording:
    """Plays a scenario. Raises :class:`AssertionError` where it does not get that far."""
    with _cleared(sandbox, drill), Observer(sandbox) as observer:
        return _Rehearsal(sandbox, drill, observer).run()


class _Rehearsal:
    def __init__(self, sandbox: Sandbox, drill: Drill, observer: Observer) -> None:
        self._sandbox, self._drill, self._observer = sandbox, drill, observer
        self._karmada = sandbox.api()
        self._subjects = tuple((t["kind"], t["metadata"]["name"]) for t in drill.objects)
        self._stage = Stage(sandbox, drill.objects[0])
        self._scene, self._taken = Scene(self._subjects), 0

    def run(self) -> Recording:
        self._create()
        self._wait(has_moved(self._drill.name), 90.0)
        self._rest()
        fleet, zero = self._read(), 0.0
        turns: dict[int, tuple[float, str]] = {}
        for number, step in enumerate(self._drill.steps):
            self._stage.step = number
            if step.when:
                self._wait(step.when, self._drill.patience_seconds)
                turns[number] = (time.monotonic() - zero, self._source)
            time.sleep(step.after_seconds)
            if step.hits:
                self._stage.path.append(self._target())
            if not self._stage.deeds:
                zero = time.monotonic()
            step.act(self._stage, partial(self._since, zero))
        self._wait(self._drill.is_over, self._drill.patience_seconds, must=False)
        self._rest()
        return Recording(
            tuple(self._observer.so_far()), self._subjects, zero, time.monotonic() - zero,
            fleet, tuple(self._stage.deeds), turns,
        )

    def _since(self, zero: float) -> float:
        return time.monotonic() - zero if self._stage.deeds else 0.0

    def _create(self) -> None:
        for tree in (*self._drill.objects, self._drill.policy):
            self._karmada.apply(tree)
        if self._drill.taint_policy:
            self._karmada.apply(self._drill.taint_policy)

    @property
    def _source(self) -> str:
        return self._stage.path[-1] if self._stage.path else ""

    def _facts(self) -> Facts:
        """What holds now."""
        fresh = self._observer.so_far()[self._taken:]
        for sighting in fresh:
            self._scene.take(sighting)
        self._taken += len(fresh)
        return self._scene.facts()

    def _wait(self, look: Look, seconds: float, must: bool = True) -> None:
        deadline = time.monotonic() + seconds
        while not look(self._facts(), self._source):
            if time.monotonic() > deadline:
                assert not must, f"after {seconds:.0f} s still {sorted(self._facts())}"
                return
            time.sleep(_LOOK_SECONDS)

    def _rest(self) -> None:
        """Until nothing has changed for a while."""
        last, since = self._facts(), time.monotonic()
        while time.monotonic() - since < _QUIET_SECONDS:
            time.sleep(_LOOK_SECONDS)
            now = self._facts()
            if now != last:
                last, since = now, time.monotonic()

    def _target(self) -> str:
        [one] = self._binding(self._drill.objects[0])["spec"]["clusters"]
        return str(one["name"])

    def _binding(self, tree: Object) -> Object:
        return self._karmada.get(f"{BINDINGS}/{binding_of(tree)}")

    def _read(self) -> Snapshot:
        karmada = self._karmada
        trees = [
            {**tree, "apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster"}
            for tree in karmada.items(CLUSTERS)
        ]
        for tree in self._drill.objects:
            trees.append(karmada.get(karmada.path_of(tree)))
            trees.append(self._binding(tree))
        trees.append(karmada.get(karmada.path_of(self._drill.policy)))
        if self._drill.taint_policy:
            trees.append(karmada.get(karmada.path_of(self._drill.taint_policy)))
        return Snapshot(self._drill.name, tuple(map(Item.of, trees)))


@contextmanager
def _cleared(sandbox: Sandbox, drill: Drill) -> Iterator[None]:
    """Leaves a sandbox as it was: every member ready, without taints and what was created."""
    try:
        yield
    finally:
        karmada = sandbox.api()
        for member in sandbox.members:
            if member in (*sandbox.status().lost, *sandbox.status().cut):
                sandbox.recover(member)
        extra = [drill.taint_policy] if drill.taint_policy else []
        for tree in (drill.policy, *extra, *drill.objects):
            karmada.delete(karmada.path_of(tree))
        for member in sandbox.members:
            karmada.patch(f"{CLUSTERS}/{member}", {"spec": {"taints": None}})
            eventually(lambda member=member: sandbox.is_ready(member), seconds=120)  # type: ignore[misc]
        for tree in drill.objects:
            for member in sandbox.members:
                server = sandbox.api(member)
                path = server.path_of(tree)
                eventually(lambda s=server, p=path: find(s, p) is None, seconds=240)  # type: ignore[misc]
        for member in sandbox.members:
            _awake(sandbox.api(member))


def _awake(server: ApiServer) -> None:
    """Waits until the member's own controllers work.

    After their API server was away they look for it ever more rarely, up to 30 s apart, while the
    cluster is Ready for long; the next scenario is not to measure that.
    """
    probe = deployment("awake")
    path = server.path_of(probe)
    server.apply(probe)
    try:
        eventually(lambda: find(server, path)["status"].get("readyReplicas"), seconds=120)  # type: ignore[index]
    finally:
        server.delete(path)
    eventually(lambda: find(server, path) is None, seconds=120)
