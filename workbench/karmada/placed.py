"""Where one object goes, and everything that led there."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.policies.claims import Claim
from workbench.karmada.scheduling.binding_pass import Pass
from workbench.karmada.scheduling.pods import maps_in, text_at
from workbench.karmada.scheduling.request import whole
from workbench.karmada.targets import Origin, Targets
from workbench.model.identity import ObjectId
from workbench.model.tree import Object


@dataclass(frozen=True, slots=True)
class Own:
    """What an object's own policy makes of it.

    Attributes:
        claim: which policy that is.
        origin: of :attr:`clusters`.
        binding: as it stands; ``None`` without one.
        clusters: where the object goes without a binding.
        note: who says so.
        scheduled: the scheduler's last pass; ``None`` where it was not asked.
        events: what happened on the way from the placement before, in order.
        assumptions: what had to be assumed.
    """

    claim: Claim
    origin: Origin
    note: str
    binding: Object | None = None
    clusters: tuple[str, ...] = ()
    scheduled: Pass | None = None
    events: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an object goes and why.

    Attributes:
        targets: the clusters, and who says so.
        own: by its own policy.
        owners: workloads that take it along (``propagateDeps``).
    """

    targets: Targets
    own: Own
    owners: tuple[ObjectId, ...] = ()

    @property
    def replicas(self) -> dict[str, int]:
        """Cluster to the replicas assigned there; 0 for what has none to divide.

        Where a workload takes the object along, the binding names the workload's replicas.
        """
        binding = self.targets.binding
        counts = dict.fromkeys(self.targets.clusters, 0)
        for target in maps_in(binding, "spec", "clusters"):
            counts[text_at(target, "name")] = whole(target.get("replicas"))
        return counts
