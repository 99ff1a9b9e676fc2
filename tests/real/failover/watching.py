"""Watches on a sandbox: bindings, Works, clusters, and what is in the members."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from types import TracebackType

from tests.real.failover.observed import Object, Sighting
from workbench.model.errors import WorkbenchError
from workbench.sandbox import Sandbox
from workbench.sandbox.api import ApiServer
from workbench.sandbox.layout import KARMADA

_KARMADA = {
    "Cluster": "/apis/cluster.karmada.io/v1alpha1/clusters",
    "ResourceBinding": "/apis/work.karmada.io/v1alpha2/namespaces/default/resourcebindings",
    "Work": "/apis/work.karmada.io/v1alpha1/works",
}
MEMBER = {
    "Deployment": "/apis/apps/v1/namespaces/default/deployments",
    "FlinkDeployment": "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments",
    "ConfigMap": "/api/v1/namespaces/default/configmaps",
}
_PAUSE_SECONDS = 0.2
_LONGEST_SECONDS = 900.0


class Observer:
    """Keeps every sighting from entering the ``with`` block to leaving it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sightings: list[Sighting] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._follow, args=each, daemon=True)
            for each in _watches(sandbox)
        ]

    def __enter__(self) -> Observer:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()

    def so_far(self) -> list[Sighting]:
        """All sightings until now."""
        with self._lock:
            return list(self.sightings)

    def _follow(self, server: ApiServer, place: str, kind: str, path: str) -> None:
        known: set[tuple[str, str]] = set()
        while not self._ended.is_set():
            try:
                self._forget(place, kind, known, server.items(path))
                for event, tree in server.watch(path, timeout_seconds=_LONGEST_SECONDS):
                    if self._ended.is_set():
                        return
                    self._see(place, kind, known, event, tree)
            except (WorkbenchError, ValueError):
                # A lost member: the last that was seen of it stays.
                time.sleep(_PAUSE_SECONDS)

    def _forget(
        self, place: str, kind: str, known: set[tuple[str, str]], found: Iterable[Object]
    ) -> None:
        """What went while nobody watched."""
        for key in known - {_key(tree) for tree in found}:
            known.discard(key)
            self._add(Sighting(time.monotonic(), place, kind, key, None))

    def _see(
        self, place: str, kind: str, known: set[tuple[str, str]], event: str, tree: Object
    ) -> None:
        if event not in ("ADDED", "MODIFIED", "DELETED"):
            return
        key = _key(tree)
        is_gone = event == "DELETED"
        (known.discard if is_gone else known.add)(key)
        self._add(Sighting(time.monotonic(), place, kind, key, None if is_gone else tree))

    def _add(self, sighting: Sighting) -> None:
        with self._lock:
            self.sightings.append(sighting)


def _watches(sandbox: Sandbox) -> list[tuple[ApiServer, str, str, str]]:
    karmada = [(sandbox.api(), KARMADA, kind, path) for kind, path in _KARMADA.items()]
    members = [
        (sandbox.api(member), member, kind, path)
        for member in sandbox.members for kind, path in MEMBER.items()
    ]
    return [*karmada, *members]


def _key(tree: Object) -> tuple[str, str]:
    metadata = tree["metadata"]
    return metadata.get("namespace", ""), metadata["name"]
