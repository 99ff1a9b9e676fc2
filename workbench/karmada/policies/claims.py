"""Which propagation policy owns a template, and why the others don't.

Follows ``propagateResource`` of pkg/detector/policy.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.karmada.policies.candidates import (
    Candidate,
    PolicyList,
    is_deleting,
    selection_priority,
)
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED, Marks, marks_of
from workbench.karmada.policies.eligibility import why_ignored
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

CLAIMED_BY = "resourcetemplate.karmada.io/claimed-by"

Basis = Literal["claim", "match", "nothing"]


@dataclass(frozen=True, slots=True)
class Loser:
    """A policy that selects the template and does not get it, and why."""

    policy: ObjectId
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who owns a template.

    Attributes:
        winner: the policy whose placement applies; ``None`` if none does.
        basis: ``claim`` (marks on the template decide alone), ``match`` (it is the best of
            those that select the template), ``nothing``.
        why: the reason in plain words.
        losers: the others that select the template, the best first.
        is_lazy: the winner's changes wait until somebody changes the template.
    """

    winner: ObjectId | None
    basis: Basis
    why: str
    losers: tuple[Loser, ...] = ()
    is_lazy: bool = False


def claim(template: Object, policies: PolicyList, profile: Profile) -> Claim:
    """Which policy owns ``template``.

    Args:
        template: the object, with the marks of its present owner where it has one.
        policies: every PropagationPolicy and ClusterPropagationPolicy.
        profile: version.
    """
    if why := why_ignored(template):
        return Claim(None, "nothing", why)
    candidates = policies.candidates(template, profile)
    owner = lookup(template, "metadata", "labels", CLAIMED_BY)
    if owner:
        why = f"the label {CLAIMED_BY} gives it to {owner}: policies pass it over"
        return Claim(None, "nothing", why, _losers(candidates, None, why))
    marks = standing_claim(template, profile)
    if marks is not None:
        return _by_marks(template, marks, candidates, policies, profile)
    if not candidates:
        return Claim(None, "nothing", "no policy selects it")
    best, *others = candidates
    losers = tuple(Loser(other.id, other.beaten_by(best)) for other in others)
    return Claim(best.id, "match", _best_because(best), losers, is_lazy(best.policy))


def standing_claim(template: Object, profile: Profile) -> Marks | None:
    """The complete claim on a template: of a PropagationPolicy first; ``None`` without one."""
    for kind in (NAMESPACED, CLUSTER_WIDE):
        marks = marks_of(template, kind, profile)
        if marks.is_complete:
            return marks
    return None


def is_lazy(policy: Object) -> bool:
    """Whether changes of the policy wait until somebody changes the template."""
    return bool(lookup(policy, "spec", "activationPreference") == "Lazy")


def _by_marks(
    template: Object,
    marks: Marks,
    candidates: list[Candidate],
    policies: PolicyList,
    profile: Profile,
) -> Claim:
    holder = policies.get(marks.policy)
    text = f"{marks.policy.kind} {marks.policy.path}"
    losers = _losers(candidates, marks.policy, f"the template is claimed by {text} already")
    if holder is None:
        return Claim(None, "nothing", f"claimed by {text}, which does not exist", losers)
    if is_deleting(holder) and profile.deleting_policy_is_not_applied:
        return Claim(None, "nothing", f"claimed by {text}, which is being deleted", losers)
    if not selection_priority(template, holder, profile):
        return Claim(None, "nothing", f"claimed by {text}, which does not select it", losers)
    why = f"claimed by {text}: a claim decides alone"
    return Claim(marks.policy, "claim", why, losers, is_lazy(holder))


def _losers(
    candidates: list[Candidate], winner: ObjectId | None, why: str
) -> tuple[Loser, ...]:
    return tuple(Loser(c.id, why) for c in candidates if c.id != winner)


def _best_because(best: Candidate) -> str:
    fit = {3: "by name", 2: "by labels"}.get(best.implicit, "by kind alone")
    return f"priority {best.priority}, selects {fit}"
