"""Everything of one run: clock, queue, store, recorder and the controllers on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.karmada.failover.health import has_health_rule
from workbench.karmada.interpreters import Interpreters
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.clock import Clock
from workbench.simulator.queue import EventQueue
from workbench.simulator.recorder import Recorder
from workbench.simulator.rendering import Renderings
from workbench.simulator.settings import Settings
from workbench.simulator.store import Store

if TYPE_CHECKING:
    from workbench.simulator.controllers import Controllers


@dataclass(slots=True)
class World:
    """The surroundings of all controllers.

    Attributes:
        renderings: what clusters get of each workload.
        taint_policies: ClusterTaintPolicies.
        judged_elsewhere: objects whose health a customization or webhook of the user's judges.
        seed: orders what Karmada takes in random order; 0 is the order of names.
        interpreters: those of the user's own.
        last_renewals: when each silent Pull member renewed its lease last, in seconds elapsed.
        controllers: set once all of them exist.
    """

    profile: Profile
    settings: Settings
    store: Store
    renderings: Renderings
    taint_policies: Sequence[Object] = ()
    judged_elsewhere: frozenset[ObjectId] = frozenset()
    seed: int = 0
    clock: Clock = field(default_factory=Clock)
    queue: EventQueue = field(default_factory=EventQueue)
    last_renewals: dict[str, float] = field(default_factory=dict)
    recorder: Recorder = field(init=False)
    controllers: Controllers = field(init=False)
    interpreters: Interpreters = field(default_factory=lambda: Interpreters(()))

    def __post_init__(self) -> None:
        self.recorder = Recorder(self.clock, self.store)

    def has_health_rule(self, workload: ObjectId) -> bool:
        """Whether Karmada judges the kind's health, by a rule of its own or the user's."""
        own = has_health_rule(workload.api_version, workload.kind, self.profile)
        return own or workload in self.judged_elsewhere
