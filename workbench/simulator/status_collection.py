"""Status on its way back: from the member to the Work, from Works to the binding.

Follows pkg/controllers/status/work_status_controller.go and pkg/util/helper/workstatus.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Object
from workbench.simulator.causes import HEALTH
from workbench.simulator.controller import Controller
from workbench.simulator.statuses import Reports
from workbench.simulator.work import Work

if TYPE_CHECKING:
    from workbench.simulator.world import World


class WorkStatus(Controller[tuple[ObjectId, str]]):
    """Keys are copies in members; one that Karmada can't reach keeps its last status."""

    def __init__(self, world: World, reports: Reports) -> None:
        super().__init__(world)
        self._reports = reports
        world.store.watch_copies(lambda workload, cluster: self.changed((workload, cluster)))

    def link_restored(self, cluster: str) -> None:
        """Watches on the member are set up again."""
        for workload in sorted(self.store.works_in(cluster)):
            self.changed((workload, cluster))

    def reconcile(self, key: tuple[ObjectId, str]) -> None:
        work, copy = self.store.work(*key), self.store.copy(*key)
        if work is None or copy is None or not self.store.links[key[1]].answers:
            return
        if copy.phase == "stopping":
            return
        report = self._reports.of(copy)
        if report.is_assumed:
            self.world.recorder.notes[
                f"assumed: the health rule for {key[0].kind} is not simulated; healthy once "
                "it runs"
            ] = None
        if (work.health, work.status) == (report.health, report.status):
            return
        was, work.health, work.status = work.health, report.health, report.status
        if was != work.health:
            self._say(work, report.because, copy.ready_by)
        self.store.put_work(work)

    def _say(self, work: Work, because: str, ready_by: str) -> None:
        kind = "healthy" if work.health == "Healthy" else "health"
        phase = "healthy" if kind == "healthy" else "detect"
        text = f"{work.cluster}: {work.health}" + (f", {because}" if because else "")
        self.world.recorder.say(
            kind, "healthy" if phase == "healthy" else "detect", text,
            (kind == "healthy" and ready_by) or HEALTH, workload=work.workload,
            cluster=work.cluster,
        )


class BindingStatus(Controller[ObjectId]):
    """Keys are workloads, whose ``aggregatedStatus`` follows their Works."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.store.watch_works(lambda workload, _cluster: self.changed(workload))

    def reconcile(self, key: ObjectId) -> None:
        binding = self.store.bindings[key]
        status = section(binding, "status")
        collected = aggregated(self.store.works.get(key, {}))
        if collected != items(status, "aggregatedStatus"):
            status = {**status, "aggregatedStatus": collected}
            self.store.put_binding(key, {**binding, "status": status})


def aggregated(works: dict[str, Work]) -> list[Object]:
    """``status.aggregatedStatus`` of these Works; those being deleted are passed over."""
    return [status_item(works[name]) for name in sorted(works) if not works[name].is_deleting]


def status_item(work: Work) -> Object:
    """One item; what is not applied has no status, and its health is not known."""
    if not work.is_applied:
        message = {"appliedMessage": work.message} if work.message else {}
        return {"clusterName": work.cluster, **message, "health": "Unknown"}
    item: Object = {"clusterName": work.cluster, "applied": True, "health": work.health}
    if work.status is not MISSING:
        item["status"] = work.status
    return item
