"""A fleet made ready for simulation: bindings scheduled, everything applied and healthy.

Prepared once, simulated many times: a run works on copies of what is mutable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.karmada.interpreters import Interpreters
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.naming import is_named
from workbench.model.text import visible_line
from workbench.model.tree import Object
from workbench.simulator.clock import DEFAULT_START, Clock
from workbench.simulator.controllers import Controllers
from workbench.simulator.members import Members
from workbench.simulator.rendering import Renderings
from workbench.simulator.settings import Settings
from workbench.simulator.store import Store
from workbench.simulator.what_if import binding_with, taint_policies_with
from workbench.simulator.work import Copy, Link, Work
from workbench.simulator.world import World

NOBODY = "nobody places it"


@dataclass(frozen=True)
class PreparedFleet:
    """What every run of a fleet starts from. Nothing in it may be changed.

    Attributes:
        name: the snapshot's.
        profile: version.
        clusters: Cluster objects by name, with what is assumed of them filled in.
        links: members that are not reachable from the start.
        templates, bindings: by object; attached dependencies have a binding too.
        attached: what follows each workload.
        works, copies: what stands in the members, by object.
        unplaced: objects that no cluster has, and why.
        renderings: what clusters get of each workload.
        taint_policies: the fleet's ClusterTaintPolicies.
        judged_elsewhere: objects whose health an interpreter of the user's judges.
        notes: what was assumed.
        start: seconds since 1970.
        interpreters: those of the user's own.
    """

    name: str
    profile: Profile
    clusters: dict[str, Object]
    links: dict[str, Link]
    templates: dict[ObjectId, Object]
    bindings: dict[ObjectId, Object]
    attached: dict[ObjectId, tuple[ObjectId, ...]]
    works: tuple[Work, ...]
    copies: tuple[Copy, ...]
    unplaced: dict[ObjectId, str]
    renderings: Renderings
    taint_policies: tuple[Object, ...] = ()
    judged_elsewhere: frozenset[ObjectId] = frozenset()
    notes: tuple[str, ...] = ()
    start: float = DEFAULT_START
    interpreters: Interpreters = field(default_factory=lambda: Interpreters(()))

    @property
    def workloads(self) -> tuple[ObjectId, ...]:
        """Everything with a placement of its own, by identity."""
        return tuple(
            sorted(key for key, tree in self.bindings.items() if "placement" in tree["spec"])
        )

    def world(self, settings: Settings, seed: int = 0) -> World:
        """A world of its own for one run."""
        store = Store(self.profile)
        world = World(
            self.profile, settings, store, self.renderings,
            taint_policies_with(self.taint_policies, settings), self.judged_elsewhere, seed,
            Clock(self.start), interpreters=self.interpreters,
        )
        for name, tree in self.clusters.items():
            store.put_cluster(tree)
            store.links[name] = replace(self.links.get(name, Link()))
        store.templates = self.templates
        for workload, binding in self.bindings.items():
            store.put_binding(workload, binding_with(binding, settings, self.profile))
        members = Members(world)
        for work in self.works:
            store.put_work(replace(work))
        for copy in self.copies:
            members.adopt(replace(copy))
        world.controllers = Controllers(world, members, self.attached)
        world.recorder.begin()
        for note in self.notes:
            world.recorder.notes[note] = None
        return world

    def alone(self, workload: ObjectId) -> PreparedFleet:
        """The fleet with no other workload in it."""
        works, copies = self._in_members
        binding = self.bindings.get(workload)
        return replace(
            self, attached={}, bindings={} if binding is None else {workload: binding},
            works=works.get(workload, ()), copies=copies.get(workload, ()),
        )

    @cached_property
    def _in_members(
        self,
    ) -> tuple[dict[ObjectId, tuple[Work, ...]], dict[ObjectId, tuple[Copy, ...]]]:
        """Works and copies by workload."""
        works: dict[ObjectId, list[Work]] = {}
        copies: dict[ObjectId, list[Copy]] = {}
        for work in self.works:
            works.setdefault(work.workload, []).append(work)
        for copy in self.copies:
            copies.setdefault(copy.workload, []).append(copy)
        return (
            {key: tuple(of_one) for key, of_one in works.items()},
            {key: tuple(of_one) for key, of_one in copies.items()},
        )

    def find_cluster(self, name: str) -> str:
        """The name, if there is such a cluster. Raises :class:`UsageError`."""
        if name not in self.clusters:
            hint = f"there are {_listed(sorted(self.clusters))}" if self.clusters else ""
            raise UsageError(f"no cluster {visible_line(name)!r} in this fleet", hint=hint)
        return name

    def find_workload(self, text: str | ObjectId) -> ObjectId:
        """The workload of ``KIND/NAMESPACE/NAME``, ``NAMESPACE/NAME`` or ``NAME``, or itself.

        Raises :class:`UsageError` where none or several fit.
        """
        if isinstance(text, ObjectId):
            if text in self.bindings:
                return text
            text = f"{text.kind}/{text.path}"
        found = [key for key in self.bindings if is_named(key, text)]
        if len(found) == 1:
            return found[0]
        if not found:
            unplaced = [key for key in self.unplaced if is_named(key, text)]
            if unplaced:
                raise UsageError(
                    f"{unplaced[0]} is in no cluster", hint=self.unplaced[unplaced[0]]
                )
            hint = f"there are {_listed([f'{k.kind}/{k.path}' for k in self.workloads])}"
            raise UsageError(f"no workload {visible_line(text)!r} in this fleet", hint=hint)
        names = _listed([f"{key.kind}/{key.path}" for key in sorted(found)])
        raise UsageError(
            f"several workloads fit {visible_line(text)!r}", hint=f"say which: {names}"
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
