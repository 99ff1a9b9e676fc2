"""How long placement takes: one decision, a whole fleet, and what-ifs that touch a part of it."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator

from workbench.fleets.generated import generate
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.schedule import schedule
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object
from workbench.session.edits import Edit, edited
from workbench.session.placement import cluster_edits
from workbench.session.placement.moves import moves


def run(argv: list[str]) -> None:
    """Prints seconds of this machine's processor; nothing else should run beside it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench place")
    parser.add_argument("--objects", type=int, default=1000)
    parser.add_argument("--clusters", type=int, default=1000)
    options = parser.parse_args(argv)
    for size in (50, 1000):
        _decision(size)
    _fleet(options.objects, options.clusters)
    _what_ifs(100, 50)


def divided(objects: int, clusters: int) -> Snapshot:
    """A made-up fleet whose Deployments are divided by free room; every cluster reports some."""
    return Snapshot("bench", tuple(map(Item.of, _with_room(generate(objects, clusters)))))


def _with_room(trees: Iterator[Object]) -> Iterator[Object]:
    scheduling = {
        "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
        "weightPreference": {"dynamicWeight": "AvailableReplicas"},
    }
    for number, tree in enumerate(trees):
        if tree["kind"] == "Cluster":
            room = {"cpu": str(4 + number % 60), "memory": "256Gi", "pods": "500"}
            yield {**tree, "status": {"resourceSummary": {"allocatable": room}}}
        elif tree["kind"] == "PropagationPolicy":
            placement = {**tree["spec"]["placement"], "replicaScheduling": scheduling}
            yield {**tree, "spec": {**tree["spec"], "placement": placement}}
        else:
            yield tree


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that ``work`` takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _decision(clusters: int) -> None:
    """One Deployment, divided by free room, over clusters that were never looked at before."""
    snapshot = divided(1, clusters)
    (template,) = snapshot.templates
    policy = snapshot.propagation_policies[0].object
    binding = build_binding(template.object, policy, LATEST)
    trees = [item.object for item in snapshot.clusters]
    enabled = [{"groupVersion": "apps/v1", "resources": [{"kind": "Deployment"}]}]
    trees = [{**t, "status": {**t["status"], "apiEnablements": enabled}} for t in trees]
    fresh = seconds(lambda: schedule(trees, binding, LATEST))
    listed = ClusterList(trees, LATEST)
    schedule(listed, binding, LATEST)
    again = seconds(lambda: [schedule(listed, binding, LATEST) for _ in range(20)]) / 20
    print(f"one decision, {clusters:5} clusters {fresh * 1e3:10.1f} ms, again {again * 1e3:.1f} ms")


def _fleet(objects: int, clusters: int) -> None:
    snapshot = divided(objects, clusters)
    preview = Preview(snapshot, LATEST)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = seconds(lambda: [preview.placement.of(item) for item in preview.templates])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{objects} objects x {clusters} clusters   {took:10.2f} s, {after / 1e3:.0f} MB "
          f"({(after - before) / 1e3:.0f} more)")


def _what_ifs(objects: int, clusters: int) -> None:
    snapshot = divided(objects, clusters)
    preview = Preview(snapshot, LATEST)
    for item in preview.templates:
        preview.placement.of(item)
    names = [item.id.name for item in snapshot.clusters]
    print(f"what-ifs, {objects} objects x {clusters} clusters, with what moves:")
    tries: dict[str, Callable[[str], Edit]] = {
        "taint": lambda name: cluster_edits.parse_taint(snapshot, f"{name} a=b:NoSchedule"),
        "label": lambda name: cluster_edits.parse_labels(snapshot, f"{name} tier=none"),
        "capacity": lambda name: cluster_edits.parse_capacity(snapshot, f"{name} cpu=1"),
        "gone": lambda name: cluster_edits.leave(snapshot, name),
    }
    for what, make in tries.items():
        times = sorted(seconds(lambda: _tried(preview, make(name))) for name in names)  # noqa: B023
        middle, slow = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"  {what:10} median {middle * 1e3:6.1f} ms, p95 {slow * 1e3:6.1f} ms")


def _tried(before: Preview, edit: Edit) -> int:
    after = Preview(edited(before.snapshot, [edit]), before.profile, before=before)
    return len(moves(before.placement, after.placement))
