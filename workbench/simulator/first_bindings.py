"""The bindings of a fleet at rest: as they were read, brought up to their policies, or scheduled
for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from workbench.diff.places import readable_path
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.interpreters import Interpreters
from workbench.karmada.placement import Placement
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.rescheduling import at_rest
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.karmada.scheduling.shared_passes import SharedPasses
from workbench.karmada.standing import Standing, standing
from workbench.karmada.targets import Bindings
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.timestamps import format_time
from workbench.model.tree import MISSING, Json, Object, Path, changes

_SPELLED = 3
_INTERPRETED = ("InterpretReplica", "InterpretComponent")


class FirstBindings:
    """A scheduled binding for every object that a policy or a binding that was read places.

    Attributes:
        unplaced: objects without a binding, and why.
    """

    def __init__(
        self,
        placement: Placement,
        clusters: Mapping[str, Object],
        interpreters: Interpreters,
        start: float,
    ) -> None:
        """``clusters`` with what is assumed of them; ``start`` of the simulation, Unix seconds."""
        self._placement = placement
        self._passes = SharedPasses(ClusterList(clusters.values(), placement.profile))
        self._read = Bindings(placement.snapshot.bindings)
        self._interpreters = interpreters
        self._scheduled_at = format_time(start - 3600)
        self.unplaced: dict[ObjectId, str] = {}
        self._differing: dict[str, list[ObjectId]] = {}

    @property
    def notes(self) -> Iterator[str]:
        """Where a binding that was read and its policy differ, and which of them is played."""
        for what, keys in self._differing.items():
            yield visible_line(f"{_named(keys)}: binding and policy differ; {what}")

    def of(self, item: Item) -> Object | None:
        """The binding of one object; ``None`` for one that is nowhere."""
        read = self._read.of(item.id)
        return self._new(item) if read is None else self._standing(item, read)

    def _standing(self, item: Item, read: Object) -> Object | None:
        placement = self._placement
        asked = self._interpreters.of(item.id)
        found = standing(
            item.object, read, placement.propagation, placement.profile,
            reads_replicas=not any(what in asked for what in _INTERPRETED),
        )
        winner = found.claim.winner
        if not (found.before or found.after) or winner is None:
            return observed(found.binding)
        missing = placement.missing_overrides(winner)
        why = f"{winner} waits for {', '.join(missing)}" if missing else found.why
        played = f"played as the binding says, {why}" if why else "played as the policy says"
        self._differing.setdefault(f"{played}: {_said(found)}", []).append(item.id)
        if why:
            return observed(at_rest(read, placement.profile))
        if not found.moves:
            return observed(found.binding)
        return self._scheduled(item.id, _newer(found.binding))

    def _new(self, item: Item) -> Object | None:
        placement = self._placement
        found = placement.propagation.claim(item.object)
        policy = placement.propagation.get(found.winner) if found.winner else None
        if policy is None or found.winner is None:
            self.unplaced[item.id] = placement.why_unclaimed(item, found)
            return None
        if missing := placement.missing_overrides(found.winner):
            self.unplaced[item.id] = f"{found.winner} waits for {', '.join(missing)}"
            return None
        try:
            binding = build_binding(item.object, policy, placement.profile)
        except InterpretationError as error:
            self.unplaced[item.id] = str(error.args[0])
            return None
        return self._scheduled(item.id, _newer(binding))

    def _scheduled(self, key: ObjectId, binding: Object) -> Object | None:
        """The binding after the scheduler; one that it finds no cluster for is nowhere."""
        done = self._passes.run(binding, self._scheduled_at)
        if items(section(done.binding, "spec"), "clusters"):
            return observed(done.binding)
        reason = done.failure.reason if done.failure else "no cluster was given replicas"
        message = done.failure.message if done.failure else ""
        self.unplaced[key] = f"{reason} {message}".strip()
        return None


def observed(binding: Object) -> Object:
    """The binding with its generation seen by the scheduler."""
    metadata = section(binding, "metadata")
    generation = metadata.get("generation") or 1
    status = {**section(binding, "status"), "schedulerObservedGeneration": generation}
    return {**binding, "metadata": {**metadata, "generation": generation}, "status": status}


def _newer(binding: Object) -> Object:
    """The binding after its spec was written: one generation on."""
    metadata = section(binding, "metadata")
    generation = (metadata.get("generation") or 0) + 1
    return {**binding, "metadata": {**metadata, "generation": generation}}


def _named(keys: list[ObjectId]) -> str:
    if len(keys) == 1:
        return str(keys[0])
    names = ", ".join(key.name for key in keys[:_SPELLED])
    rest = f" and {len(keys) - _SPELLED} more" if len(keys) > _SPELLED else ""
    return f"{len(keys)} objects ({names}{rest})"


def _said(found: Standing) -> str:
    """What the policy says otherwise than the binding."""
    listed = changes(found.before, found.after)
    spelled = [_change(found, *one) for one in islice(listed, _SPELLED)]
    rest = sum(1 for _ in listed)
    return ", ".join(spelled) + (f" and {rest} more" if rest else "")


def _change(found: Standing, path: Path, before: Json, after: Json) -> str:
    where = f"spec.{readable_path(found.before if after is MISSING else found.after, path)}"
    if isinstance(before, dict | list) or isinstance(after, dict | list):
        return where
    return f"{where} is {_value(after)}, not {_value(before)}"


def _value(value: Json) -> str:
    return "unset" if value is MISSING else str(value)
