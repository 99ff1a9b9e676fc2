"""From Works to objects in members, and back out of them.

Follows pkg/controllers/execution/execution_controller.go; for pull clusters the agent runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.karmada.scheduling.pods import text_at
from workbench.model.identity import ObjectId
from workbench.model.selectors import is_label_value
from workbench.model.tree import Object
from workbench.simulator.causes import REQUEST, SCENARIO, retry_flag
from workbench.simulator.controller import Controller
from workbench.simulator.members import Members
from workbench.simulator.work import Copy, Work

if TYPE_CHECKING:
    from workbench.simulator.world import World

Key = tuple[ObjectId, str]


class Spec(NamedTuple):
    """What raises a Work's generation when it changes."""

    manifest: Object
    replicas: int
    is_suspended: bool
    is_deleting: bool

    @classmethod
    def of(cls, work: Work) -> Spec:
        return cls(work.manifest, work.replicas, work.is_suspended, work.is_deleting)

    def is_same(self, other: Spec) -> bool:
        """Whether nothing changed; manifests are exchanged, never changed in place."""
        return self.manifest is other.manifest and self[1:] == other[1:]


class Execution(Controller[Key]):
    """Keys are Works, as workload and cluster.

    An agent that is out of reach sees no change, so it counts no failures either.
    """

    def __init__(self, world: World, members: Members) -> None:
        super().__init__(world)
        self._members = members
        self._seen: dict[Key, Spec] = {}
        world.store.watch_works(self._on_work)

    def _on_work(self, workload: ObjectId, cluster: str) -> None:
        """A Work's status changes often; that does not bring a retry forward."""
        key, work = (workload, cluster), self.store.work(workload, cluster)
        if work is None:
            self._seen.pop(key, None)
            return
        before, now = self._seen.get(key), Spec.of(work)
        self._seen[key] = now
        if (before is None or not before.is_same(now)) and self._is_due(work):
            self.changed(key)

    def _is_due(self, work: Work) -> bool:
        copy = self.store.copy(work.workload, work.cluster)
        if work.is_deleting or copy is None or copy.phase == "stopping":
            return True
        return copy.manifest is not work.manifest or copy.replicas != work.replicas

    def link_restored(self, cluster: str) -> None:
        """An agent that comes back reads its Works anew; a push cluster waits for a retry."""
        if self._is_pull(cluster):
            for workload in sorted(self.store.works_in(cluster)):
                if self._is_due(self.store.works[workload][cluster]):
                    self.changed((workload, cluster))

    def _is_pull(self, cluster: str) -> bool:
        return text_at(self.store.clusters[cluster], "spec", "syncMode") == "Pull"

    def reconcile(self, key: Key) -> None:
        work = self.store.work(*key)
        if work is None:
            return
        if work.is_deleting:
            self._delete(key, work)
        elif not work.is_suspended:
            self._apply(key, work)

    def _out_of_reach(self, cluster: str) -> str:
        """Why a request can't reach the member; empty if it can."""
        if not self.store.is_ready(cluster):
            return f"cluster({cluster}) not ready"
        return "" if self.store.links[cluster].answers else f"{cluster} does not answer"

    def _delete(self, key: Key, work: Work) -> None:
        copy = self.store.copy(*key)
        if work.keeps_object:
            self._leave(work, copy)
            return
        if blocked := self._out_of_reach(work.cluster):
            self._wait(key, work, blocked, "clean up")
            return
        late = self._late(key)
        self.succeeded(key)
        if copy is not None and copy.phase != "stopping":
            self._members.delete(copy)
        self.store.drop_work(work)
        self.world.recorder.say(
            "deleted", "clean up", f"the copy in {work.cluster} is deleted",
            late or work.let_go_by, workload=work.workload, cluster=work.cluster,
        )

    def _late(self, key: Key) -> str:
        """The flag that made the attempt come as late as it does; empty if it is the first."""
        failures = self._failures.get(key, 0)
        pause = self.retry_seconds(failures - 1) if failures else 0.0
        is_long = pause > self.settings.apply_seconds + self._hop
        return retry_flag(pause, self.settings) if is_long else ""

    def _leave(self, work: Work, copy: Copy | None) -> None:
        if copy is not None:
            copy.is_kept = True
            self.store.put_copy(copy)
        self.store.drop_work(work)
        self.world.recorder.say(
            "kept", "clean up", f"the copy in {work.cluster} stays and goes on running",
            "preserveResourcesOnDeletion", workload=work.workload, cluster=work.cluster,
        )

    def _wait(self, key: Key, work: Work, why: str, phase: str) -> None:
        if work.message != why:
            work.message = why
            doing = "deleting" if work.is_deleting else "applying"
            self.world.recorder.say(
                "waiting", "clean up" if phase == "clean up" else "apply",
                f"{doing} in {work.cluster} waits: {why}",
                SCENARIO if self.store.is_ready(work.cluster) else "condition Ready",
                workload=work.workload, cluster=work.cluster,
            )
            self.store.put_work(work)
        if not self._is_pull(work.cluster) or self.store.links[work.cluster].answers:
            self.failed(key)

    def _apply(self, key: Key, work: Work) -> None:
        if blocked := self._out_of_reach(work.cluster):
            self._wait(key, work, blocked, "apply")
            return
        illegal = [f"{n}={v}" for n, v in work.labels.items() if not is_label_value(v)]
        if illegal:
            self._refuse(key, work, illegal)
            return
        late = self._late(key)
        self.succeeded(key)
        seconds = self.settings.apply_seconds
        self.world.queue.add(
            self.world.clock.elapsed + seconds, lambda: self._arrive(key, late)
        )

    def _refuse(self, key: Key, work: Work, illegal: list[str]) -> None:
        message = f"the member refuses the label {', '.join(illegal)}"
        if work.message != message:
            work.is_applied, work.message = False, message
            self.world.recorder.say(
                "refused", "apply", f"{work.cluster}: {message}", "metadata.labels",
                workload=work.workload, cluster=work.cluster,
            )
            self.store.put_work(work)
        self.failed(key)

    def _arrive(self, key: Key, late: str) -> None:
        """The request reaches the member; ``late`` is what held it up."""
        work = self.store.work(*key)
        if work is None or work.is_deleting or not self.store.links[work.cluster].answers:
            if work is not None:
                self.changed(key)
            return
        was_applied, work.is_applied, work.message = work.is_applied, True, ""
        copy = self.store.copy(*key)
        if copy is None or copy.phase == "stopping":
            self._create(work, late or REQUEST)
        else:
            self._update(work, copy, late or REQUEST)
        if not was_applied:
            self.store.put_work(work)

    def _create(self, work: Work, decided_by: str) -> None:
        self._members.create(
            work.workload, work.cluster, work.manifest, work.replicas, work.labels
        )
        kept = "".join(f", label {name}={value}" for name, value in work.labels.items())
        self.world.recorder.say(
            "applied", "apply", f"created in {work.cluster}{kept}", decided_by,
            workload=work.workload, cluster=work.cluster,
            details=tuple(f"{name}={value}" for name, value in work.labels.items()),
        )

    def _update(self, work: Work, copy: Copy, decided_by: str) -> None:
        before, after = copy.labels, work.labels
        if before and not after:
            keeper = self.world.interpreters.of(work.workload).get("Retain")
            unless = f", unless {keeper} keeps it" if keeper else ""
            text = f"{work.cluster}: label {', '.join(before)} is taken off{unless}"
            self.world.recorder.say(
                "relabelled", "clean up", text,
                "spec.gracefulEvictionTasks", workload=work.workload, cluster=work.cluster,
            )
        elif copy.replicas != work.replicas:
            self.world.recorder.say(
                "scaled", "apply", f"{work.cluster}: {copy.replicas} to {work.replicas} replicas",
                decided_by, workload=work.workload, cluster=work.cluster,
            )
        self._members.update(copy, work.manifest, work.replicas, after)
