"""Detection: probes of push clusters, leases of pull clusters, and the condition Ready.

Follows pkg/controllers/status/cluster_status_controller.go, cluster_condition_cache.go and
pkg/controllers/cluster/cluster_controller.go (``monitorClusterHealth``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.scheduling.pods import text_at
from workbench.model.tree import Object
from workbench.simulator.controller import JUST_AFTER, Controller
from workbench.simulator.store import ready_status

if TYPE_CHECKING:
    from workbench.simulator.world import World

_SILENCE_SECONDS = 45.0
"""Go's HTTP/2 asks after 30 s without a byte whether anybody is there, and waits 15 s."""
_RETRY_SECONDS = 1.0
"""client-go's pause before it tries a request again whose connection was lost."""
_REASONS = {
    "True": ("ClusterReady", "cluster is healthy and ready to accept workloads"),
    "False": ("ClusterNotReachable", "cluster is not reachable"),
    "Unknown": ("ClusterStatusUnknown", "Cluster status controller stopped posting cluster status"),
}


def with_ready(cluster: Object, status: str, stamp: str) -> Object:
    """The Cluster with another condition Ready; others stay."""
    reason, message = _REASONS[status]
    condition = {
        "type": "Ready", "status": status, "reason": reason, "message": message,
        "lastTransitionTime": stamp,
    }
    conditions = items(section(cluster, "status"), "conditions")
    kept = [item for item in conditions if item.get("type") != "Ready"]
    return {**cluster, "status": {**section(cluster, "status"), "conditions": [condition, *kept]}}


class ClusterStatus(Controller[str]):
    """Keys are clusters whose probe or lease may tell something new; others sleep.

    Probes fall on whole multiples of their period since the start, until one of them has to wait:
    the next begins a period after that one's end.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._seen_since: dict[str, tuple[str, float]] = {}
        self._renewed = world.last_renewals
        self._silent_since: dict[str, float] = {}

    def link_changed(self, cluster: str, was_answering: bool) -> None:
        """A member was lost, cut off, or is back."""
        if was_answering:
            self._renewed[cluster] = self._last_tick(self.settings.status_update_seconds)
            self._silent_since[cluster] = self.world.clock.elapsed
        period = self._period(cluster)
        self._look_at(cluster, self._last_tick(period) + period)

    def _last_tick(self, period: float) -> float:
        return math.floor(self.world.clock.elapsed / period) * period

    def _sleep_until_next(self, cluster: str) -> None:
        self._look_at(cluster, self.world.clock.elapsed + self._period(cluster))

    def _period(self, cluster: str) -> float:
        is_leased = self._is_pull(cluster) and not self.store.links[cluster].answers
        settings = self.settings
        return settings.monitor_period_seconds if is_leased else settings.status_update_seconds

    def _look_at(self, cluster: str, begin: float) -> None:
        """Look when a probe, or a look at leases, that begins then is through."""
        wait = begin - self.world.clock.elapsed
        if not self._is_pull(cluster) and not self.store.links[cluster].answers:
            wait += self._seconds_to_fail(cluster, begin)
        self.look_after(cluster, max(wait, JUST_AFTER))

    def _seconds_to_fail(self, cluster: str, begin: float) -> float:
        """How long a probe takes that gets no answer; none where connections are refused.

        It has the time of a request, unless the connection is given up meanwhile: then it is tried
        once more on a new one, which has the time of a connection.
        """
        request = self.settings.request_timeout_seconds
        given_up = self._silent_since.get(cluster, 0.0) + _SILENCE_SECONDS + _RETRY_SECONDS
        fails = max(begin, given_up) + self.settings.connect_timeout_seconds
        return min(request, fails - begin)

    def _is_pull(self, cluster: str) -> bool:
        return text_at(self.store.clusters[cluster], "spec", "syncMode") == "Pull"

    def reconcile(self, key: str) -> None:
        """One probe, or one look at a lease."""
        published = ready_status(self.store.clusters[key])
        if self._is_pull(key):
            self._look_at_lease(key, published)
        else:
            self._probe(key, published)

    def _probe(self, cluster: str, published: str) -> None:
        seen = "True" if self.store.links[cluster].answers else "False"
        if seen == published:
            self._seen_since.pop(cluster, None)
            return
        now = self.world.clock.elapsed
        last, since = self._seen_since.get(cluster, ("", now))
        if last != seen:
            since = now
            self._seen_since[cluster] = (seen, since)
            self._say_first(cluster, seen)
        flag, limit = self._threshold(seen)
        is_damped = "True" in (seen, published)
        if is_damped and now - since < limit:
            self._sleep_until_next(cluster)
            return
        # Probes that are further apart than the threshold decide in its place.
        is_by_threshold = is_damped and now - since < 2 * limit
        self._publish(cluster, seen, flag if is_by_threshold else self._pace(seen))

    def _threshold(self, seen: str) -> tuple[str, float]:
        if seen == "True":
            return "--cluster-success-threshold", self.settings.success_threshold_seconds
        return "--cluster-failure-threshold", self.settings.failure_threshold_seconds

    def _say_first(self, cluster: str, seen: str) -> None:
        does = "answers again" if seen == "True" else "does not answer"
        flag, limit = self._threshold(seen)
        self.world.recorder.say(
            "probe", "detect", f"{cluster} {does}; counted for {limit:g} s ({flag})",
            self._pace(seen), cluster=cluster,
        )

    def _pace(self, seen: str) -> str:
        """What made a probe end when it did: how often there is one, or how long it took."""
        settings = self.settings
        is_slow = (seen == "False"
                   and settings.request_timeout_seconds > settings.status_update_seconds)
        return "assumed: time-out of probes" if is_slow else "--cluster-status-update-frequency"

    def _look_at_lease(self, cluster: str, published: str) -> None:
        if self.store.links[cluster].answers:
            self._renewed.pop(cluster, None)
            if published != "True":
                self._publish(cluster, "True", "--cluster-status-update-frequency")
            return
        if published == "Unknown":
            return
        age = self.world.clock.elapsed - self._renewed.setdefault(cluster, 0.0)
        if age > self.settings.monitor_grace_period_seconds:
            is_rare = (self.settings.monitor_period_seconds
                       > self.settings.monitor_grace_period_seconds)
            which = "" if is_rare else "-grace"
            self._publish(cluster, "Unknown", f"--cluster-monitor{which}-period")
        else:
            self._sleep_until_next(cluster)

    def _publish(self, cluster: str, status: str, flag: str) -> None:
        self._seen_since.pop(cluster, None)
        tree = self.store.clusters[cluster]
        self.store.put_cluster(with_ready(tree, status, self.world.clock.stamp))
        reason = _REASONS[status][0]
        self.world.recorder.say(
            "ready" if status == "True" else "not ready", "detect",
            f"{cluster}: Ready={status}, {reason}", flag, cluster=cluster,
        )
