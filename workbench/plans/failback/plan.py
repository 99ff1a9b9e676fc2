"""The way home of what left a cluster, as it was played."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from workbench.model.identity import ObjectId

Way = Literal["itself", "rebalancer", "group", "exclusion", ""]
"""What brings a workload home: nothing that a person does; a WorkloadRebalancer; one after the
affinity group in use was forgotten; a policy that excludes the other clusters for a while. Empty
where none of them does."""

Targets = tuple[tuple[str, int], ...]
"""Clusters and replicas, as in ``spec.clusters``."""


@dataclass(frozen=True, slots=True)
class Return:
    """One workload that left a cluster.

    Attributes:
        home: where it was at first.
        away: where it is when what failed is well again, and nobody has done anything.
        end: where it is after the plan.
        way: what brings it home.
        why_not: why nothing does.
        down_seconds: how long nothing of it serves on the way home.
        loses_state: its policy preserves state, which the way home does not carry.
    """

    workload: ObjectId
    home: Targets
    away: Targets
    end: Targets
    way: Way
    why_not: str = ""
    down_seconds: float = 0.0
    loses_state: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A policy that is to exclude clusters until its workloads are home.

    Attributes:
        policy: ``Kind namespace/name``.
        workloads: those that it brings home.
        clusters: those to exclude.
        bystanders: other workloads of the policy, which its edit moves as well.
    """

    policy: str
    workloads: tuple[ObjectId, ...]
    clusters: tuple[str, ...]
    bystanders: tuple[ObjectId, ...] = ()


@dataclass(frozen=True, slots=True)
class Failback:
    """What brings home what left a cluster. Times are simulated seconds since the start.

    Attributes:
        back_at: when what failed is well again, after the run has come to rest; ``None`` where
            the scenario itself ends all of it.
        quiet_at: when everything has come to rest after that.
        ended: what is well again, as the scenario says it.
        held: workloads whose old copies have to be let go first (purge mode Never).
        returns: every workload that left a cluster, by identity.
        exclusions: policies to edit for a while.
        tainted: clusters that keep a taint which they had not at first, as ``cluster: key:Effect``.
    """

    back_at: float | None
    quiet_at: float
    ended: tuple[str, ...]
    held: tuple[ObjectId, ...]
    returns: tuple[Return, ...]
    exclusions: tuple[Exclusion, ...]
    tainted: tuple[str, ...]

    def about(self, workloads: Collection[ObjectId]) -> Failback:
        """The same for these workloads alone; for all of them if there are none."""
        if not workloads:
            return self
        exclusions = (replace(one, workloads=tuple(w for w in one.workloads if w in workloads))
                      for one in self.exclusions)
        return replace(
            self, held=tuple(w for w in self.held if w in workloads),
            returns=tuple(one for one in self.returns if one.workload in workloads),
            exclusions=tuple(one for one in exclusions if one.workloads),
        )
