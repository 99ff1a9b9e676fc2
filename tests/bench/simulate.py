"""How long a failover takes to simulate: ``python -m tests.bench simulate [BINDINGS...]``."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

from workbench.karmada.profile import LATEST
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object
from workbench.simulator.faults import LoseClusters
from workbench.simulator.preparation import prepare
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import preset
from workbench.simulator.timeline import Timeline

CLUSTERS = 50
SIZES = (100, 1000, 10_000)
_APPS_A_NAMESPACE = 100


def run(argv: list[str]) -> None:
    """Bindings over 50 clusters, one lost, until all is healthy: seconds, events, memory."""
    sizes = [int(text) for text in argv] or list(SIZES)
    print(f"{'bindings':>9} {'moved':>6} {'events':>8} {'simulated':>10} {'prepare':>9} "
          f"{'simulate':>9} {'per move':>9} {'memory':>8}")
    for size in sizes:
        _measure(size)


def _measure(size: int) -> None:
    snapshot = Snapshot("bench", tuple(map(Item.of, fleet(size))))
    begun = time.process_time()
    prepared = prepare(snapshot, LATEST)
    ready = time.process_time()
    victim = sorted(prepared.clusters)[0]
    scenario = Scenario((LoseClusters(clusters=(victim,)),), limit_seconds=86400.0)
    timeline = simulate(prepared, scenario, preset("failover", LATEST))
    done = time.process_time()
    assert all_healthy(timeline), "not everything is healthy again"
    moves = max(len(timeline.moves), 1)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    healthy = max(move.healthy_at or 0.0 for move in timeline.moves)
    print(f"{size:9} {len(timeline.moves):6} {len(timeline.events):8} {healthy:8.0f} s "
          f"{ready - begun:7.2f} s {done - ready:7.2f} s {1000 * (done - ready) / moves:6.1f} ms "
          f"{megabytes:5.0f} MB")


def all_healthy(timeline: Timeline) -> bool:
    """Whether every workload that moved is healthy elsewhere."""
    return bool(timeline.moves) and all(move.healthy_at is not None for move in timeline.moves)


def fleet(size: int) -> Iterator[Object]:
    """Deployments in namespaces of a hundred: a third in one cluster, a third in three that
    share the replicas, a third duplicated in two."""
    for number in range(CLUSTERS):
        yield _cluster(number)
    for number in range(size):
        yield _deployment(number)
    for space in range(-(-size // _APPS_A_NAMESPACE)):
        for kind, placement in _PLACEMENTS.items():
            yield _policy(space, kind, placement)


def _cluster(number: int) -> Object:
    name = f"member-{number:02d}"
    return {
        "apiVersion": "cluster.karmada.io/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, "labels": {"group": f"g{number % 10}"}},
        "spec": {"syncMode": "Push", "region": f"r{number % 5}", "zones": [f"z{number % 10}"]},
        "status": {
            "conditions": [{"type": "Ready", "status": "True"}],
            "apiEnablements": [
                {"groupVersion": "apps/v1", "resources": [{"kind": "Deployment"}]}
            ],
            "resourceSummary": {
                "allocatable": {"cpu": "4000", "memory": "16Ti", "pods": "50000"},
                "allocated": {"cpu": "0", "memory": "0", "pods": "0"},
            },
        },
    }


def _spread(groups: int) -> Object:
    return {"spreadByField": "cluster", "minGroups": 1, "maxGroups": groups}


_DYNAMIC = {
    "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
    "weightPreference": {"dynamicWeight": "AvailableReplicas"},
}
_PLACEMENTS: dict[str, Object] = {
    "single": {"spreadConstraints": [_spread(1)]},
    "shared": {"spreadConstraints": [_spread(3)], "replicaScheduling": _DYNAMIC},
    "twice": {"spreadConstraints": [_spread(2)]},
}


def _deployment(number: int) -> Object:
    kind = list(_PLACEMENTS)[number % 3]
    name = f"app-{number:05d}"
    container = {"name": "app", "image": "registry.example.com/app:1",
                 "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": f"team-{number // _APPS_A_NAMESPACE:03d}",
                     "labels": {"placed": kind, "group": f"g{number % 10}"}},
        "spec": {
            "replicas": 6,
            "selector": {"matchLabels": {"app": name}},
            "template": {"metadata": {"labels": {"app": name}},
                         "spec": {"containers": [container]}},
        },
    }


def _policy(space: int, kind: str, placement: Object) -> Object:
    """One policy a namespace and placement; every namespace prefers another group of clusters."""
    affinity = {"labelSelector": {"matchLabels": {"group": f"g{space % 10}"}}}
    selector = {"apiVersion": "apps/v1", "kind": "Deployment",
                "labelSelector": {"matchLabels": {"placed": kind}}}
    return {
        "apiVersion": "policy.karmada.io/v1alpha1",
        "kind": "PropagationPolicy",
        "metadata": {"name": kind, "namespace": f"team-{space:03d}"},
        "spec": {"resourceSelectors": [selector],
                 "placement": {"clusterAffinity": affinity, **placement}},
    }
