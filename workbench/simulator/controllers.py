"""All controllers of a run, in the order in which they hear of a change.

The binding controller hears before the scheduler: what a task's end makes an orphan is deleted
before the scheduler's next patch could save it.
"""

from __future__ import annotations

from workbench.model.identity import ObjectId
from workbench.simulator.application_failover import ApplicationFailover
from workbench.simulator.binding_controller import BindingController
from workbench.simulator.cluster_status import ClusterStatus
from workbench.simulator.cluster_taints import ClusterTaints, TaintPolicies
from workbench.simulator.dependencies import DependenciesDistributor
from workbench.simulator.execution import Execution
from workbench.simulator.graceful_eviction import GracefulEviction
from workbench.simulator.members import Members
from workbench.simulator.scheduler import Scheduler
from workbench.simulator.status_collection import BindingStatus, WorkStatus
from workbench.simulator.statuses import Reports
from workbench.simulator.taint_manager import TaintManager
from workbench.simulator.world import World


class Controllers:
    """Every controller, subscribed to the world's store."""

    def __init__(
        self, world: World, members: Members, attached: dict[ObjectId, tuple[ObjectId, ...]]
    ) -> None:
        self.members = members
        self.room = members.room
        self.cluster_status = ClusterStatus(world)
        self.cluster_taints = ClusterTaints(world)
        self.taint_policies = TaintPolicies(world)
        self.taint_manager = TaintManager(world)
        self.bindings = BindingController(world)
        self.scheduler = Scheduler(world)
        self.execution = Execution(world, members)
        self.work_status = WorkStatus(world, Reports(world.profile, world.judged_elsewhere))
        self.binding_status = BindingStatus(world)
        self.application_failover = ApplicationFailover(world)
        self.graceful_eviction = GracefulEviction(world)
        self.dependencies = DependenciesDistributor(world, attached)
