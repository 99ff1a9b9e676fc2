"""From one placement to the next: what a changed policy, cluster or object does to what runs."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.placed import Own
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.policies.claims import Claim
from workbench.karmada.rescheduling import (
    Departures,
    later,
    reapplied,
    rebalanced,
    touched,
    triggered,
)
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object

if TYPE_CHECKING:
    from workbench.karmada.placement import Placement


class Change:
    """What is different between two placements, and what follows for each object.

    Attributes:
        before: the placement whose results are in force.
        after: the one to be found.
    """

    def __init__(self, before: Placement, after: Placement, taint_options: TaintOptions) -> None:
        self.before = before
        self.after = after
        self._taint_options = taint_options
        self._departures = Departures()

    @cached_property
    def clusters(self) -> dict[str, Object]:
        """Clusters that are new or have changed, by name."""
        known = self.before.clusters
        return {name: t for name, t in self.after.clusters.items() if known.get(name) is not t}

    @cached_property
    def gone(self) -> frozenset[str]:
        """Clusters that left."""
        return frozenset(self.before.clusters.keys() - self.after.clusters.keys())

    @property
    def keeps_names(self) -> bool:
        """Whether the same clusters are there, changed or not."""
        return self.before.clusters.keys() == self.after.clusters.keys()

    @cached_property
    def _rebalanced(self) -> frozenset[ObjectId]:
        return rebalanced(self.after.snapshot.items, self.before.snapshot.by_id)

    @cached_property
    def _touches_placing(self) -> bool:
        """Whether any cluster or propagation policy is different."""
        old, new = self.before.propagation, self.after.propagation
        return bool(
            self.clusters or self.gone
            or set(map(id, old.policies)) != set(map(id, new.policies))
        )

    def own(self, template: Item) -> Own | None:
        """What becomes of an object; ``None`` for one that nothing was in force for."""
        old = self.before.snapshot.by_id.get(template.id)
        if old is None:
            return None
        earlier = self.before.own(old)
        if earlier.binding is not None:
            return self._moved(template, earlier, is_changed=old is not template)
        return earlier if old is template and not self._touches_placing else None

    def _moved(self, template: Item, earlier: Own, *, is_changed: bool) -> Own:
        if not is_changed and not self._touches_placing and template.id not in self._rebalanced:
            return earlier
        assert earlier.binding is not None
        found = self.after.propagation.claim(template.object, earlier.claim.winner)
        if found.winner is None:
            return self._released(found, earlier)
        binding, events = self._applied(template, found, earlier, is_changed)
        if template.id in self._rebalanced:
            events.append("a WorkloadRebalancer asks for a new division")
            binding = triggered(binding)
        binding = self._departed(binding, events)
        if binding is earlier.binding and not self.clusters and not self.gone:
            if not events and found.losers == earlier.claim.losers:
                return earlier
            return replace(earlier, claim=found, events=tuple(events))
        if binding is not earlier.binding:
            binding = touched(binding)
        if self._is_suspended(binding):
            events.append("spec.suspension.scheduling: the scheduler passes it over")
            return replace(earlier, claim=found, binding=binding, events=tuple(events))
        own = self.after.scheduled(found, binding, later(binding, 2), tuple(events))
        return self._kept(earlier, own)

    def _is_suspended(self, binding: Object) -> bool:
        """Whether somebody told the scheduler to leave the binding alone."""
        knows = self.after.profile.knows_scheduling_suspension
        return knows and map_at(binding, "spec", "suspension").get("scheduling") is True

    def _released(self, found: Claim, earlier: Own) -> Own:
        """Nobody owns it any more: binding and Works stay, and no scheduler looks at them."""
        assert earlier.binding is not None
        binding = self._departures.without(earlier.binding, self.gone)
        events = (f"{_named(self.gone)} left the fleet",) if binding is not earlier.binding else ()
        if earlier.claim.winner is None:
            return replace(earlier, binding=binding, events=events) if events else earlier
        note = "no policy claims it any more: it stays where it is, and nothing moves it"
        events = (f"{earlier.claim.winner} let go of it", *events)
        return Own(found, "computed", note, binding, events=events)

    def _applied(
        self, template: Item, found: Claim, earlier: Own, is_changed: bool
    ) -> tuple[Object, list[str]]:
        """The binding after the detector; the same one where it has nothing to do."""
        assert earlier.binding is not None and found.winner is not None
        policy, had = self.after.propagation.get(found.winner), earlier.claim.winner
        same_owner = had == found.winner
        if same_owner and not is_changed and policy is self.before.propagation.get(found.winner):
            return earlier.binding, []
        assert policy is not None
        if found.is_lazy and not is_changed:
            return earlier.binding, [f"{found.winner} is Lazy: nothing until the object changes"]
        if missing := self.after.missing_overrides(found.winner):
            return earlier.binding, [f"{found.winner} waits for {', '.join(missing)}"]
        try:
            built = build_binding(template.object, policy, self.after.profile)
        except InterpretationError as error:
            return earlier.binding, [f"Karmada can't read it: {error.args[0]}"]
        event = "the object changed" if is_changed else f"{found.winner} changed"
        if not same_owner:
            event = f"{found.winner} claims it now" + (f", {had} does not" if had else "")
        return reapplied(earlier.binding, built, self.after.profile), [event]

    def _departed(self, binding: Object, events: list[str]) -> Object:
        """The binding without clusters that left, and without those whose taints evict it."""
        left = self._departures.without(binding, self.gone)
        if left is not binding:
            events.append(f"{_named(self.gone)} left the fleet")
        profile = self.after.profile
        for tree in self.clusters.values():
            left, why = self._departures.evicted(left, tree, self._taint_options, profile)
            events += [why] if why else []
        return left

    def _kept(self, earlier: Own, own: Own) -> Own:
        """``own``, with the earlier binding where the pass left all of it alone."""
        old, new = earlier.binding, own.binding
        assert old is not None
        if own.origin == "assumed":
            note = "a new division hangs on free room, and no cluster reports any: taken as it was"
            return replace(own, binding=old, clusters=(), note=note)
        if new is not None and _result(old) == _result(new):
            return replace(own, binding=old, origin=earlier.origin, note=earlier.note)
        return own


def _named(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _result(binding: Object) -> tuple[object, ...]:
    """What other controllers read of a binding after a pass."""
    spec = map_at(binding, "spec")
    targets = [(text_at(t, "name"), t.get("replicas") or 0) for t in maps_in(spec, "clusters")]
    rest = {k: v for k, v in spec.items() if k not in ("clusters", "rescheduleTriggeredAt")}
    return targets, rest
