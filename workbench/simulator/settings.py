"""How Karmada is run in a simulation: gates, flags and timers, and what is assumed of members."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Karmada's own defaults unless said otherwise. Times are seconds.

    Which flag or gate each field is, and what is only assumed, stands in ``knobs.KNOBS``.
    ``None`` in the fields of the policy means: as the policy says.
    """

    # -- feature gates
    failover: bool = False
    graceful_eviction: bool = True
    stateful_failover_injection: bool = False
    propagate_deps: bool = True

    # -- flags
    enable_taint_manager: bool = True
    enable_no_execute_taint_eviction: bool = False
    no_execute_taint_eviction_purge_mode: str = "Gracefully"
    resource_eviction_rate: float = 0.5
    graceful_eviction_timeout_seconds: float = 600.0
    status_update_seconds: float = 10.0
    failure_threshold_seconds: float = 30.0
    success_threshold_seconds: float = 30.0
    monitor_period_seconds: float = 5.0
    monitor_grace_period_seconds: float = 40.0
    failover_eviction_timeout_seconds: float = 300.0
    retry_base_seconds: float = 0.005
    retry_limit_seconds: float = 1000.0

    # -- fields of the policies, for what-ifs
    toleration_seconds: int | None = None
    purge_mode: str | None = None
    grace_period_seconds: int | None = None
    cluster_purge_mode: str | None = None
    taint_toleration_seconds: int | None = None
    adds_taint_policy: bool = False

    # -- assumed of networks and members
    watch_seconds: float = 0.1
    apply_seconds: float = 0.5
    request_timeout_seconds: float = 0.0
    connect_timeout_seconds: float = 30.0
    startup_seconds: float = 20.0
    termination_seconds: float = 5.0

    @property
    def gates(self) -> Gates:
        """The gates that the failover rules ask."""
        return Gates(self.stateful_failover_injection, self.graceful_eviction)

    @property
    def taint_options(self) -> TaintOptions:
        """The flags that eviction by taints asks."""
        return TaintOptions(
            self.enable_no_execute_taint_eviction, self.no_execute_taint_eviction_purge_mode
        )


PRESETS = {
    "stock": "as a stock installation: Karmada's defaults",
    "failover": "everything on that failover of clusters and of state needs",
}


def preset(name: str, profile: Profile) -> Settings:
    """The settings of a preset. Raises ``KeyError`` for a name that is not in ``PRESETS``.

    ``failover`` opens the gates, sets the flags and, where the version no longer taints by
    itself, adds a ClusterTaintPolicy if the fleet has none for clusters that are not ready.
    """
    stock = Settings()
    if name == "stock":
        return stock
    if name != "failover":
        raise KeyError(name)
    return replace(
        stock, failover=True, stateful_failover_injection=True,
        enable_no_execute_taint_eviction=True,
        adds_taint_policy=profile.serves_cluster_taint_policies,
    )


def changed_fields(settings: Settings, base: Settings) -> dict[str, object]:
    """Fields of ``settings`` that differ from ``base``, by name."""
    return {
        field.name: getattr(settings, field.name)
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(base, field.name)
    }
