"""The propagation policies of a fleet, as Karmada holds them: defaults filled in, refused ones out.

What the API server answers to a policy is :mod:`workbench.karmada.admission`; which policy owns
an object is :mod:`workbench.karmada.policies.claims`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.karmada.admission.answer import Admission
from workbench.karmada.admission.server import admit
from workbench.karmada.overrides.matching import judge_selector
from workbench.karmada.policies.candidates import (
    PolicyList,
    is_deleting,
    policy_id,
    selection_priority,
    selectors_of,
)
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED, marked, unmarked
from workbench.karmada.policies.claims import Claim, claim
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object, lookup

_PARTS = ("apiVersion", "kind", "namespace", "name", "labelSelector")


@dataclass(frozen=True, slots=True)
class Policy:
    """A propagation policy that was read.

    Attributes:
        item: as it was read.
        admission: what the API server answers to it.
        object: as Karmada holds it; ``None`` for a policy that would be refused.
    """

    item: Item
    admission: Admission
    object: Object | None

    @property
    def id(self) -> ObjectId:
        """Kind, namespace (``default`` where a namespaced one names none) and name."""
        return policy_id(self.object if self.object is not None else self.item.object)


class Propagation:
    """Every propagation policy of a fleet.

    Attributes:
        policies: all that were read, refused ones too.
        usable: those that Karmada would hold.
    """

    def __init__(
        self, items: Sequence[Item], profile: Profile, earlier: Propagation | None = None
    ) -> None:
        """``earlier`` lends what it knows of policies that are the same objects."""
        known = {id(policy.item): policy for policy in earlier.policies} if earlier else {}
        self.profile = profile
        read = (known.get(id(item)) or _read(item, profile) for item in items)
        self.policies: tuple[Policy, ...] = tuple(read)
        held = {policy.id: policy for policy in self.policies if policy.object is not None}
        self._held = held
        self.usable = PolicyList(p.object for p in held.values() if p.object is not None)

    def __bool__(self) -> bool:
        return bool(self.policies)

    def get(self, key: ObjectId) -> Object | None:
        """The policy of this kind, namespace and name, as Karmada holds it."""
        found = self._held.get(key)
        return found.object if found else None

    def item(self, key: ObjectId) -> Item | None:
        """The same as it was read."""
        found = self._held.get(key)
        return found.item if found else None

    def claim(self, template: Object, owner: ObjectId | None = None) -> Claim:
        """Who owns ``template``.

        ``owner`` has it, by its binding: a claim holds as long as its policy selects the object,
        whatever the marks that the object was read with.
        """
        if owner is None:
            return claim(template, self.usable, self.profile)
        policy = self.get(owner)
        holds = policy is not None and not is_deleting(policy)
        tree = unmarked(unmarked(template, NAMESPACED), CLUSTER_WIDE)
        if policy is not None and holds and selection_priority(tree, policy, self.profile):
            tree = marked(tree, policy, owner.kind)
        return claim(tree, self.usable, self.profile)

    def nearest(self, template: Object) -> str:
        """The policy that comes closest to selecting ``template``, and what keeps it from it.

        Empty where no policy comes into question at all.
        """
        best = max(self._near_misses(template), default=None, key=lambda miss: miss[0])
        return best[1] if best else ""

    def _near_misses(self, template: Object) -> Iterator[tuple[int, str]]:
        namespace = lookup(template, "metadata", "namespace") or ""
        for policy in self.policies:
            who = f"{policy.id.kind} {policy.id.path}"
            for selector in selectors_of(policy.object or policy.item.object):
                verdict = judge_selector(template, selector, self.profile)
                rank = len(_PARTS) if verdict.priority else _PARTS.index(verdict.part or "kind")
                if policy.object is None and verdict.priority:
                    yield rank + 1, f"{who} selects it, but would be refused"
                elif policy.id.namespace and policy.id.namespace != namespace:
                    where = f"namespace {namespace}" if namespace else "no namespace"
                    yield rank - len(_PARTS), f"{who}: the object is in {where}"
                elif not verdict.priority:
                    yield rank, f"{who}: {verdict.reason}"


def _read(item: Item, profile: Profile) -> Policy:
    admission = admit(item.object, profile)
    tree = admission.object
    if tree is not None:
        tree = _as_it_stands(tree, item.object)
    return Policy(item, admission, tree)


def _as_it_stands(tree: Object, read: Object) -> Object:
    """An admitted policy with what the server wrote on it earlier, where it was read from one."""
    kept = dict(_server_made(read))
    return {**tree, "metadata": {**tree["metadata"], **kept}} if kept else tree


def _server_made(read: Object) -> Iterator[tuple[str, object]]:
    metadata = read.get("metadata") or {}
    for key in ("deletionTimestamp", "uid", "generation"):
        if metadata.get(key):
            yield key, metadata[key]
