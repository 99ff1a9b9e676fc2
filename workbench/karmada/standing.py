"""A binding that was read, as the detector leaves it when it next looks at object and policy.

An export holds both a policy and the bindings made of it; whoever edits the policy asks what the
edited one does. Follows ``ApplyPolicy`` and ``ApplyClusterPolicy`` of pkg/detector/detector.go
(v1.12.0 and v1.18.2), which copy the policy's fields over the binding's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED, marks_of
from workbench.karmada.policies.claims import Claim, standing_claim
from workbench.karmada.profile import Profile
from workbench.karmada.propagation import Propagation
from workbench.karmada.rescheduling import at_rest, reapplied
from workbench.karmada.scheduling.placement_text import typed_placement
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.model.errors import InputError
from workbench.model.identity import ObjectId
from workbench.model.quantity import parse_quantity
from workbench.model.tree import Json, Object

# Written only behind feature gates that a binding does not tell.
_GATED = ("components", "schedulePriority", "workloadAffinityGroups")
_OF_THE_OBJECT = ("replicas", "replicaRequirements")
_COMPARED = (
    "placement", "failover", "propagateDeps", "schedulerName", "conflictResolution",
    "preserveResourcesOnDeletion", "suspension", *_OF_THE_OBJECT,
)
_MOVING = ("placement", *_OF_THE_OBJECT)
# As the API server fills them in, and so the same as left out.
_DEFAULTS: Object = {
    "schedulerName": "default-scheduler", "conflictResolution": "Abort",
    "propagateDeps": False, "preserveResourcesOnDeletion": False,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the detector makes of a binding.

    Attributes:
        claim: who owns the object.
        binding: as the detector leaves it; as it was read where it has nothing to do.
        before, after: the fields of ``spec`` that it overwrites, as read and as written.
        why: what keeps the detector from overwriting them; empty where nothing does.
    """

    claim: Claim
    binding: Object
    before: Object
    after: Object
    why: str = ""

    @property
    def moves(self) -> bool:
        """Whether the scheduler looks at it again: placement or replicas are others."""
        return not self.why and any(name in self.before or name in self.after for name in _MOVING)


def standing(
    template: Object,
    binding: Object,
    propagation: Propagation,
    profile: Profile,
    *,
    reads_replicas: bool = True,
) -> Standing:
    """What the detector makes of ``binding`` when it next looks at ``template``.

    Args:
        template: the object in the Karmada API server.
        binding: its ResourceBinding or ClusterResourceBinding, as it was read.
        propagation: the fleet's propagation policies.
        profile: version.
        reads_replicas: whether Karmada's own rules read the object's replicas; ``False`` where an
            interpreter of the user's own does, which is not run here.
    """
    owner = None if standing_claim(template, profile) else _owner(binding, profile)
    found = propagation.claim(template, owner)
    as_read = Standing(found, at_rest(binding, profile), {}, {})
    policy = propagation.get(found.winner) if found.winner else None
    if policy is None or (owner and propagation.get(owner) is None):
        # The policy that the binding was made of was not read, or would be refused.
        return as_read
    try:
        built = build_binding(template, policy, profile)
        built = _with_what_only_the_binding_tells(built, binding, reads_replicas)
        before, after = _differences(map_at(binding, "spec"), map_at(built, "spec"), profile)
    except (InterpretationError, InputError):
        return as_read
    if not before and not after:
        return as_read
    if found.is_lazy:
        why = f"{found.winner} is Lazy: nothing until somebody changes the object"
        return replace(as_read, before=before, after=after, why=why)
    return Standing(found, reapplied(as_read.binding, built, profile), before, after)


def _owner(binding: Object, profile: Profile) -> ObjectId | None:
    """The policy that the binding was made of, by the marks on it."""
    for kind in (NAMESPACED, CLUSTER_WIDE):
        marks = marks_of(binding, kind, profile)
        if marks.names_policy:
            return marks.policy
    return None


def _with_what_only_the_binding_tells(
    built: Object, binding: Object, reads_replicas: bool
) -> Object:
    old, new = map_at(binding, "spec"), map_at(built, "spec")
    kept = {name: old[name] for name in _GATED if name in old}
    if not reads_replicas or kept.get("components"):
        new = {name: value for name, value in new.items() if name not in _OF_THE_OBJECT}
        kept |= {name: old[name] for name in _OF_THE_OBJECT if name in old}
    # Who takes an object out of a cluster into files takes its uid off.
    resource = {**map_at(old, "resource"), **map_at(new, "resource")}
    return {**built, "spec": {**new, **kept, "resource": resource}}


def _differences(old: Object, new: Object, profile: Profile) -> tuple[Object, Object]:
    """The fields that differ, where they have a value: of the one, of the other."""
    before, after = dict(_fields(old, profile)), dict(_fields(new, profile))
    odd = [name for name in _COMPARED if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in odd if name in before},
        {name: after[name] for name in odd if name in after},
    )


def _fields(spec: Object, profile: Profile) -> Iterator[tuple[str, Json]]:
    """What is compared, without what says nothing: absent, empty, a default."""
    for name in _COMPARED:
        value = spec.get(name)
        if name == "placement" and isinstance(value, dict):
            value = typed_placement(value, profile)
        if name == "replicaRequirements" and isinstance(value, dict):
            value = _room(value)
        value = _told(value)
        if value is not None and value != _DEFAULTS.get(name):
            yield name, value


def _room(requirements: Object) -> Object:
    """What a replica needs of a cluster, with quantities as Go writes them: ``1000m`` is ``1``.

    What only a quota reads of the requirements hangs on versions and gates.
    """
    request = map_at(requirements, "resourceRequest")
    amounts = {name: str(parse_quantity(value)) for name, value in request.items()}
    return {"resourceRequest": amounts, "nodeClaim": requirements.get("nodeClaim")}


def _told(value: Json) -> Json:
    """The value without empty parts; ``None`` where nothing is left."""
    if isinstance(value, dict):
        parts = {name: _told(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(value, list):
        return [_told(part) for part in value] or None
    return value
